import { createHash } from "node:crypto";
import { ImageError } from "./image-error.ts";

/** A bootloader or an application as the chip reads it (ESP-IDF Programming Guide, "App Image Format"). */
export interface ChipImage {
	/** Name of the chip, such as "esp32s3". */
	readonly chip: string;
	/** Bytes of the image itself, without padding or signature behind it. */
	readonly length: number;
	/** Size of the flash that the header names, bytes. */
	readonly flashSize: number;
	/** Whether the image ends with its SHA-256. It is right, then. */
	readonly hashed: boolean;
}

/** Chips by their number in the header (`esp_chip_id_t`), and where each looks for its bootloader. */
const CHIPS: Readonly<Record<number, { readonly chip: string; readonly bootloader: number }>> = {
	0: { chip: "esp32", bootloader: 0x1000 },
	9: { chip: "esp32s3", bootloader: 0 },
};

const HEADER_LENGTH = 24;
const SEGMENT_HEADER_LENGTH = 8;
const MAGIC = 0xe9;
/** More segments than this are no image (`ESP_IMAGE_MAX_SEGMENTS`). */
const SEGMENT_LIMIT = 16;
/** The checksum is the last byte of a block of this length. */
const CHECKSUM_BLOCK = 16;
const CHECKSUM_SEED = 0xef;
const DIGEST_LENGTH = 32;
const MEGABYTE = 1024 * 1024;

/** Reads the header and the segments, and checks checksum and SHA-256; `name` is for the messages. */
export function readChipImage(bytes: Uint8Array, name: string): ChipImage {
	const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
	if (bytes.length < HEADER_LENGTH || bytes[0] !== MAGIC)
		throw new ImageError(`${name} is no image for an ESP32: it does not begin with 0xe9`);
	const number = view.getUint16(12, true);
	const known = CHIPS[number];
	if (known === undefined) throw new ImageError(`${name} is for a chip with the number ${number}, which is not known`);
	const end = checkSegments(bytes, view, name);
	const hashed = bytes[23] === 1;
	if (hashed) checkDigest(bytes, end, name);
	return {
		chip: known.chip,
		length: end + (hashed ? DIGEST_LENGTH : 0),
		flashSize: MEGABYTE << (bytes[3]! >> 4),
		hashed,
	};
}

/** Walks over the segments, compares the checksum behind them, and gives back where it ends. */
function checkSegments(bytes: Uint8Array, view: DataView, name: string): number {
	const count = bytes[1]!;
	if (count === 0 || count > SEGMENT_LIMIT) throw new ImageError(`${name} is broken: it says it has ${count} segments`);
	let at = HEADER_LENGTH;
	let checksum = CHECKSUM_SEED;
	for (let segment = 0; segment < count; segment++) {
		const length = at + SEGMENT_HEADER_LENGTH <= bytes.length ? view.getUint32(at + 4, true) : Number.POSITIVE_INFINITY;
		const start = at + SEGMENT_HEADER_LENGTH;
		at = start + length;
		if (at > bytes.length) throw new ImageError(`${name} is cut off: build again`);
		for (let index = start; index < at; index++) checksum ^= bytes[index]!;
	}
	const end = at - (at % CHECKSUM_BLOCK) + CHECKSUM_BLOCK;
	if (end > bytes.length) throw new ImageError(`${name} is cut off: build again`);
	if (bytes[end - 1] !== checksum) throw new ImageError(`The checksum of ${name} is wrong: build again`);
	return end;
}

function checkDigest(bytes: Uint8Array, end: number, name: string): void {
	const digest = createHash("sha256").update(bytes.subarray(0, end)).digest();
	if (!digest.equals(bytes.subarray(end, end + DIGEST_LENGTH)))
		throw new ImageError(`The SHA-256 of ${name} is wrong or missing: build again`);
}

/** Where a chip looks for its bootloader in flash. */
export function bootloaderOffset(chip: string): number | undefined {
	return Object.values(CHIPS).find((known) => known.chip === chip)?.bootloader;
}
