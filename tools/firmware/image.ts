import { createHash } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ImageHeader } from "../../hosts/esp32/machines/image-header.ts";
import { type Part, readBuild } from "./build-folder.ts";
import { ImageError } from "./image-error.ts";
import { checkPlan } from "./image-plan.ts";
import type { Signature } from "./signature.ts";

export { ImageError } from "./image-error.ts";

export interface MergeOptions {
	/** Name of the board, as in `hosts/esp32/boards`. */
	readonly board: string;
	/** Its chip, when the caller knows: another one in the build is refused. */
	readonly chip?: string;
	/** Version of the firmware, such as "0.1.0". */
	readonly version: string;
	/** Folder of the finished ESP-IDF build: the one with `flasher_args.json`. */
	readonly build: string;
	/** Folder for what is made; created when it is missing. */
	readonly output: string;
	/** Refuse an application that carries no signature. */
	readonly signed?: boolean;
}

/** A file that was made. */
export interface Product {
	readonly path: string;
	readonly size: number;
	readonly sha256: string;
}

export interface Release {
	/** The whole flash from address 0, for a board that has nothing yet. It erases settings. */
	readonly image: Product;
	/** The application alone, for the update from the control page. */
	readonly update: Product;
	/** Lines for `sha256sum --check`. */
	readonly checksums: string;
	readonly chip: string;
	readonly parts: readonly Part[];
	readonly signature: Signature;
	/** What the application calls itself, such as "doorbell/esp32s3-devkit/0.1.0". */
	readonly called: string;
	/** Bytes that are left in the slot of the application. */
	readonly room: number;
}

/** What erased flash reads as; writing it is as good as not writing. */
const ERASED = 0xff;
/** How versions begin that say which board they are for. */
const OURS = "doorbell/";
const NAME = /^[a-z0-9]+(?:-[a-z0-9]+)*$/;
const VERSION = /^\d+\.\d+\.\d+(?:-[0-9A-Za-z]+(?:[.-][0-9A-Za-z]+)*)?$/;

/**
 * Makes one flashable image of a finished build, and the file for updates beside it. Everything is checked before anything is
 * written. Throws an `ImageError` that says what has to be mended.
 */
export function mergeImage({ board, chip, version, build: folder, output, signed = false }: MergeOptions): Release {
	if (!NAME.test(board)) throw new ImageError(`"${board}" is no name of a board`);
	if (!VERSION.test(version)) throw new ImageError(`"${version}" is no version: it has to look like 1.2.3`);
	const build = readBuild(folder);
	if (chip !== undefined && chip !== build.chip)
		throw new ImageError(`${folder} was built for ${build.chip}, but ${board} has an ${chip}`);
	const { application, signature, room } = checkPlan(build);
	const called = checkName(application, board, version);
	if (signed && signature.scheme === "none")
		throw new ImageError(`${application.file} is not signed: without a signature it would never take an update`);

	mkdirSync(output, { recursive: true });
	const name = `sip-doorbell-${version}-${board}`;
	const image = write(join(output, `${name}.bin`), merge(build.parts));
	const update = write(join(output, `${name}-update.bin`), application.bytes);
	const checksums = join(output, `${name}.sha256`);
	writeFileSync(checksums, `${image.sha256}  ${name}.bin\n${update.sha256}  ${name}-update.bin\n`);
	return { image, update, checksums, chip: build.chip, parts: build.parts, signature, called, room };
}

/** What the application calls itself. A board compares it with its own before it takes an update. */
function checkName({ file, bytes }: Part, board: string, version: string): string {
	const header = new ImageHeader();
	header.add(bytes);
	const called = header.version;
	const wanted = `${OURS}${board}/${version}`;
	if (called.startsWith(OURS) && called !== wanted)
		throw new ImageError(`${file} calls itself ${called}, but ${wanted} is wanted: build again`);
	return called;
}

/** The parts at their places, with erased flash between them; ends with the last one. */
function merge(parts: readonly Part[]): Uint8Array {
	const last = parts[parts.length - 1]!;
	const image = new Uint8Array(last.offset + last.bytes.length).fill(ERASED);
	for (const { offset, bytes } of parts) image.set(bytes, offset);
	return image;
}

function write(path: string, bytes: Uint8Array): Product {
	writeFileSync(path, bytes);
	return { path, size: bytes.length, sha256: createHash("sha256").update(bytes).digest("hex") };
}

const SIGNED: Readonly<Record<Signature["scheme"], string>> = {
	none: "The application is not signed",
	RSA: "The application is signed, and the signature is right",
	ECDSA: "The application is signed; its signature cannot be verified without the key",
};

/** The release in a few lines for the terminal. */
export function describeRelease({ image, update, chip, parts, signature, called, room }: Release): string {
	const kilobytes = (bytes: number) => `${Math.ceil(bytes / 1024)} kB`;
	const lines = parts.map(
		({ offset, bytes, file }) =>
			`  0x${offset.toString(16).padStart(6, "0")}  ${kilobytes(bytes.length).padStart(8)}  ${file}`,
	);
	const key = signature.key === undefined ? "" : `; SHA-256 of the key: ${signature.key}`;
	return [
		`${image.path} for ${chip}, ${kilobytes(image.size)}`,
		...lines,
		`The application calls itself ${called}`,
		SIGNED[signature.scheme] + key,
		`${kilobytes(room)} are left in its slot`,
		"SHA-256",
		`  ${image.sha256}  ${image.path}`,
		`  ${update.sha256}  ${update.path}`,
		"The image is written at address 0 and erases all settings; the update is for the control page and keeps them",
	].join("\n");
}
