import { constants, createHash, generateKeyPairSync, type KeyObject, sign } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { crc32 } from "node:zlib";

/** Chip numbers in the header of an image. */
export const ESP32 = 0;
export const ESP32_S3 = 9;

/** What the application of a made-up build calls itself. */
export const CALLED = "doorbell/esp32s3-devkit/1.2.3";
const CALLED_ESP32 = "doorbell/esp32-devkit/1.2.3";

export interface ImageOptions {
	/** The size of the flash as its header has it: 2 is 4 MB. */
	readonly flashSize?: number;
	/** Version of the application. */
	readonly called?: string;
}

/** A chip image with one segment of `length` bytes, its checksum and its SHA-256. */
export function chipImage(chip: number, length: number, { flashSize = 2, called = CALLED }: ImageOptions = {}): Buffer {
	const header = Buffer.alloc(24);
	header.set([0xe9, 1, 0x02, flashSize << 4]);
	header.writeUInt16LE(chip, 12);
	header[23] = 1;
	const segment = Buffer.alloc(8 + length);
	segment.writeUInt32LE(0x3f40_0020, 0);
	segment.writeUInt32LE(length, 4);
	for (let index = 0; index < length; index++) segment[8 + index] = (index * 7) & 0xff;
	if (length >= 256) {
		const description = segment.subarray(8, 264).fill(0);
		description.writeUInt32LE(0xabcd_5432);
		description.write(called, 16, 31, "latin1");
		description.write("xs_esp32", 48, 31, "latin1");
	}
	const checksum = segment.subarray(8).reduce((sum, byte) => sum ^ byte, 0xef);
	const body = Buffer.concat([header, segment]);
	const whole = Buffer.concat([body, Buffer.alloc(16 - (body.length % 16))]);
	whole[whole.length - 1] = checksum;
	return Buffer.concat([whole, createHash("sha256").update(whole).digest()]);
}

/** The image, padded and with the sector of an RSA signature behind it. */
export function signRsa(image: Buffer, key: KeyObject): Buffer {
	const content = Buffer.concat([image, Buffer.alloc((0x1000 - (image.length % 0x1000)) % 0x1000, 0xff)]);
	const { n, e } = key.export({ format: "jwk" });
	const block = Buffer.alloc(0x1000, 0xff);
	block.fill(0, 0, 1216);
	block.set([0xe7, 0x02]);
	block.set(createHash("sha256").update(content).digest(), 4);
	block.set(Buffer.from(n!, "base64url").reverse(), 36);
	block.set(Buffer.from(e!, "base64url").reverse(), 420);
	const padding = constants.RSA_PKCS1_PSS_PADDING;
	block.set(sign("sha256", content, { key, padding, saltLength: 32 }).reverse(), 812);
	block.writeUInt32LE(crc32(block.subarray(0, 1196)), 1196);
	return Buffer.concat([content, block]);
}

/** A key as a maker would have it. */
export function makeKey(): KeyObject {
	return generateKeyPairSync("rsa", { modulusLength: 3072 }).privateKey;
}

/** One entry of a partition table: label, type, subtype, offset, size. */
export type Entry = readonly [label: string, type: number, subtype: number, offset: number, size: number];

export const TWO_SLOTS: readonly Entry[] = [
	["nvs", 1, 2, 0x9000, 0x6000],
	["otadata", 1, 0, 0xf000, 0x2000],
	["ota_0", 0, 0x10, 0x20000, 0x1e0000],
	["ota_1", 0, 0x11, 0x200000, 0x1e0000],
];

export function partitionTable(entries: readonly Entry[], { digest = true } = {}): Buffer {
	const table = Buffer.alloc(0xc00, 0xff);
	for (const [index, [label, type, subtype, offset, size]] of entries.entries()) {
		const entry = table.subarray(index * 32, index * 32 + 32).fill(0);
		entry.set([0xaa, 0x50, type, subtype]);
		entry.writeUInt32LE(offset, 4);
		entry.writeUInt32LE(size, 8);
		entry.write(label, 12, "latin1");
	}
	if (!digest) return table;
	const end = entries.length * 32;
	table.set([0xeb, 0xeb], end);
	table.set(createHash("md5").update(table.subarray(0, end)).digest(), end + 16);
	return table;
}

/** What a build consists of; what is left out is as it should be. */
export interface BuildParts {
	readonly chip?: string;
	readonly bootloader?: Buffer;
	readonly bootloaderOffset?: number;
	readonly table?: Buffer;
	readonly otadata?: Buffer;
	readonly application?: Buffer;
	readonly applicationOffset?: number;
	/** Further files by their places. */
	readonly more?: Readonly<Record<string, readonly [file: string, bytes: Buffer]>>;
}

/** A finished build of ESP-IDF in a folder of its own, as far as a release looks at it. */
export class BuildFolder {
	readonly path = mkdtempSync(join(tmpdir(), "doorbell-build-"));
	readonly output = join(this.path, "release");
	readonly parts: Required<Omit<BuildParts, "more">>;

	constructor(parts: BuildParts = {}) {
		const { chip = "esp32s3", more = {} } = parts;
		const number = chip === "esp32" ? ESP32 : ESP32_S3;
		this.parts = {
			chip,
			bootloader: parts.bootloader ?? chipImage(number, 0x4000),
			bootloaderOffset: parts.bootloaderOffset ?? (chip === "esp32" ? 0x1000 : 0),
			table: parts.table ?? partitionTable(TWO_SLOTS),
			otadata: parts.otadata ?? Buffer.alloc(0x2000, 0xff),
			application:
				parts.application ?? chipImage(number, 0x30000, { called: chip === "esp32" ? CALLED_ESP32 : CALLED }),
			applicationOffset: parts.applicationOffset ?? 0x20000,
		};
		const { bootloader, bootloaderOffset, table, otadata, application, applicationOffset } = this.parts;
		const place = (offset: number) => `0x${offset.toString(16)}`;
		const roles: Record<string, readonly [offset: string, file: string, bytes: Buffer]> = {
			bootloader: [place(bootloaderOffset), "bootloader/bootloader.bin", bootloader],
			"partition-table": ["0x8000", "partition_table/partition-table.bin", table],
			otadata: ["0xf000", "ota_data_initial.bin", otadata],
			app: [place(applicationOffset), "xs_esp32.bin", application],
		};
		const files: Record<string, string> = {};
		const list: Record<string, unknown> = { flash_files: files, extra_esptool_args: { chip } };
		for (const [role, [offset, file, bytes]] of Object.entries(roles)) {
			this.write(file, bytes);
			files[offset] = file;
			list[role] = { offset, file, encrypted: "false" };
		}
		for (const [offset, [file, bytes]] of Object.entries(more)) {
			this.write(file, bytes);
			files[offset] = file;
		}
		this.write("flasher_args.json", JSON.stringify(list));
	}

	write(file: string, bytes: string | Buffer): void {
		const path = join(this.path, file);
		mkdirSync(dirname(path), { recursive: true });
		writeFileSync(path, bytes);
	}

	remove(): void {
		rmSync(this.path, { recursive: true, force: true });
	}
}
