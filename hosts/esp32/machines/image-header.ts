/**
 * How a firmware image begins (ESP-IDF programming guide, "App Image Format"; `esp_app_format.h`, `esp_app_desc.h`): 24
 * bytes about the image, 8 about its first segment, and the description of the application.
 */
export const HEADER_SIZE = 288;
/** Bytes of an image: a smaller one is none of ours. */
export const IMAGE_MINIMUM = 65_536;

const IMAGE_MAGIC = 0xe9;
const SEGMENTS = 16;
const DESCRIPTION = 32;
const DESCRIPTION_MAGIC = 0xabcd_5432;
/** Where the description has its texts, and how many bytes of each. */
const VERSION = DESCRIPTION + 16;
const PROJECT = DESCRIPTION + 48;
const TEXT_SIZE = 32;
/** Where the header has the chip. */
const CHIP = 12;

/** Chips by their numbers in images. */
const CHIPS: Readonly<Record<number, string>> = Object.freeze({
	0: "ESP32",
	2: "ESP32-S2",
	5: "ESP32-C3",
	9: "ESP32-S3",
	12: "ESP32-C2",
	13: "ESP32-C6",
	16: "ESP32-H2",
	18: "ESP32-P4",
	23: "ESP32-C5",
});

/** What our images have as version: `doorbell/BOARD/VERSION`, at most 31 characters. */
const OURS = "doorbell/";

/** The firmware that runs, in whose place an image is to come. */
export interface Running {
	/** Number of the chip. */
	readonly chip: number;
	readonly project: string;
	readonly version: string;
	/** Bytes of the slot that takes the image. */
	readonly slot: number;
}

/** The first bytes of an image, collected and judged before anything is erased. */
export class ImageHeader {
	#bytes = new Uint8Array(HEADER_SIZE);
	#length = 0;

	/** Takes bytes; returns how many of them belonged to the header. */
	add(bytes: Uint8Array): number {
		const count = Math.min(bytes.length, HEADER_SIZE - this.#length);
		this.#bytes.set(count === bytes.length ? bytes : bytes.subarray(0, count), this.#length);
		this.#length += count;
		return count;
	}

	get isComplete(): boolean {
		return this.#length === HEADER_SIZE;
	}

	/** The header, to be written first. */
	get bytes(): Uint8Array {
		return this.#bytes;
	}

	/** What the image calls itself. */
	get version(): string {
		return this.#text(VERSION);
	}

	/** Why the image must not take the place of what runs, in words for people; `undefined` when it may. */
	problem(running: Running): string | undefined {
		const bytes = this.#bytes;
		if (bytes[0] !== IMAGE_MAGIC)
			return "this file is no firmware of an ESP32: choose the file that ends with -update.bin";
		if (bytes[1]! < 1 || bytes[1]! > SEGMENTS) return "the file is damaged: download it again";
		const chip = this.#number(CHIP, 2);
		if (chip !== running.chip)
			return `the firmware is for the chip ${nameOf(chip)}, and this is ${nameOf(running.chip)}`;
		if (this.#number(DESCRIPTION, 4) !== DESCRIPTION_MAGIC)
			return "this file has no application in it: choose the file that ends with -update.bin";
		if (this.#text(PROJECT) !== running.project) return `the firmware is of another device: ${this.#text(PROJECT)}`;
		const [board, own] = [boardOf(this.version), boardOf(running.version)];
		// Who builds his own firmware may give it any version; what it is for counts where both say it.
		if (own !== "" && board !== own) return `the firmware is not for the board ${own}: ${board || this.version || "?"}`;
		return undefined;
	}

	/** A number, the low byte first. */
	#number(place: number, size: number): number {
		let number = 0;
		for (let index = size - 1; index >= 0; index--) number = number * 256 + this.#bytes[place + index]!;
		return number;
	}

	/** A text that ends with a zero, as far as it is printable. */
	#text(place: number): string {
		let text = "";
		for (let index = place; index < place + TEXT_SIZE; index++) {
			const code = this.#bytes[index]!;
			if (code === 0) break;
			text += code > 0x20 && code < 0x7f ? String.fromCharCode(code) : "?";
		}
		return text;
	}
}

/** Why an image of so many bytes cannot be right; `undefined` when it can. `slot` is where it must fit. */
export function sizeProblem(bytes: number, isComplete: boolean, slot: number): string | undefined {
	if (bytes > slot) return `the firmware is too big: the board has room for ${Math.floor(slot / 1024)} kB`;
	if (isComplete && bytes < IMAGE_MINIMUM) return "the file is too short: download it again";
	return undefined;
}

/** The bare version, such as "0.1.0", for the status and the User-Agent header. */
export function versionOf(version: string): string {
	return version.split("/").at(-1) || "0";
}

/** The board in a version of ours; "" where it is not of that form. */
function boardOf(version: string): string {
	if (!version.startsWith(OURS)) return "";
	return version.split("/")[1] ?? "";
}

function nameOf(chip: number): string {
	return CHIPS[chip] ?? `number ${chip}`;
}
