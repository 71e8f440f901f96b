import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { ImageError } from "./image-error.ts";

/** What a build of ESP-IDF wants in flash, as its `flasher_args.json` says. */
export interface Build {
	readonly chip: string;
	/** In the order of their places. */
	readonly parts: readonly Part[];
}

/** One file and its place. */
export interface Part {
	/** What it is: "bootloader", "partition-table", "app" and "otadata" have these names in every build. */
	readonly role: string;
	/** Its path in the folder of the build. */
	readonly file: string;
	/** Bytes from the start of the flash. */
	readonly offset: number;
	readonly bytes: Uint8Array;
}

/** What a build has to have, whatever else there is. */
const NEEDED = ["bootloader", "partition-table", "app"] as const;
const LIST = "flasher_args.json";

/** Reads the list of a finished build, and the files in it. */
export function readBuild(folder: string): Build {
	const path = join(folder, LIST);
	if (!existsSync(path)) throw new ImageError(`There is no ${LIST} in ${folder}: build the firmware first`);
	const list = readList(path);
	const chip = isRecord(list.extra_esptool_args) ? list.extra_esptool_args.chip : undefined;
	if (typeof chip !== "string" || !isRecord(list.flash_files))
		throw new ImageError(`${path} is not as ESP-IDF writes it`);
	const roles = readRoles(list);
	const parts = Object.entries(list.flash_files).map(([place, file]): Part => {
		const offset = Number(place);
		if (typeof file !== "string" || !Number.isSafeInteger(offset) || offset < 0)
			throw new ImageError(`${path} puts ${String(file)} at "${place}", which is no place in flash`);
		return { role: roles.get(offset) ?? file, file, offset, bytes: readPart(folder, file) };
	});
	for (const role of NEEDED)
		if (!parts.some((part) => part.role === role)) throw new ImageError(`${path} names no ${role}: build again`);
	return { chip, parts: parts.sort((one, other) => one.offset - other.offset) };
}

function readList(path: string): Record<string, unknown> {
	try {
		const list: unknown = JSON.parse(readFileSync(path, "utf8"));
		if (isRecord(list)) return list;
	} catch {
		// Not JSON at all is as bad as JSON of another shape.
	}
	throw new ImageError(`${path} is broken: build again`);
}

/** The list names places twice: once by file, once by what the file is. */
function readRoles(list: Record<string, unknown>): ReadonlyMap<number, string> {
	const roles = new Map<number, string>();
	for (const [role, entry] of Object.entries(list))
		if (isRecord(entry) && typeof entry.offset === "string") roles.set(Number(entry.offset), role);
	return roles;
}

function readPart(folder: string, file: string): Uint8Array {
	const path = join(folder, file);
	if (!existsSync(path)) throw new ImageError(`${path} is missing: build again`);
	const bytes = readFileSync(path);
	if (bytes.length === 0) throw new ImageError(`${path} is empty: build again`);
	return bytes;
}

function isRecord(value: unknown): value is Record<string, unknown> {
	return typeof value === "object" && value !== null && !Array.isArray(value);
}
