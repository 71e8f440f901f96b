import { type Refusal, refusal } from "./refusal.ts";

/** Longest chunk-size line with its extensions, and longest trailer section, in bytes. */
export const CHUNK_LINE_LIMIT = 256;
export const TRAILER_LIMIT = 1_024;
/** Hexadecimal digits of a chunk size. */
const SIZE_DIGITS = 8;
const LINE_FEED = 10;

const BAD_CHUNK = refusal(400, "The chunked body is broken");
const NOT_HEXADECIMAL = /[^\dA-Fa-f]/;

/**
 * Tells the data of a body from what frames it. `skip` passes over framing; then `available` bytes of data follow, of
 * which as many as are there are to be taken.
 */
export interface BodyFraming {
	/** Bytes of data that come next. */
	readonly available: number;
	readonly complete: boolean;
	/** Passes over framing at `from`; returns where the data begins, or the end of the bytes, or what is wrong. */
	skip(bytes: Uint8Array, from: number): number | Refusal;
	/** So much data was taken. */
	take(count: number): void;
}

/** A body of known length (RFC 9112 §6.2). */
export class LengthFraming implements BodyFraming {
	#available: number;

	constructor(length: number) {
		this.#available = length;
	}

	get available(): number {
		return this.#available;
	}

	get complete(): boolean {
		return this.#available === 0;
	}

	skip(_bytes: Uint8Array, from: number): number {
		return from;
	}

	take(count: number): void {
		this.#available -= count;
	}
}

/** A body in chunks (RFC 9112 §7.1). Chunk extensions and trailers are passed over. */
export class ChunkedFraming implements BodyFraming {
	readonly #text: { decode(bytes: Uint8Array): string };
	#available = 0;
	#state: "size" | "data" | "data end" | "trailer" | "complete" = "size";
	/** What of the present line was in earlier bytes. */
	#line = "";
	#trailers = 0;

	constructor(text: { decode(bytes: Uint8Array): string }) {
		this.#text = text;
	}

	get available(): number {
		return this.#available;
	}

	get complete(): boolean {
		return this.#state === "complete";
	}

	skip(bytes: Uint8Array, from: number): number | Refusal {
		let position = from;
		while (this.#state !== "data" && this.#state !== "complete" && position < bytes.length) {
			const feed = bytes.indexOf(LINE_FEED, position);
			const end = feed < 0 ? bytes.length : feed + 1;
			if (this.#line.length + end - position > CHUNK_LINE_LIMIT) return BAD_CHUNK;
			this.#line += this.#text.decode(bytes.subarray(position, end));
			position = end;
			if (feed >= 0 && !this.#takeLine()) return BAD_CHUNK;
		}
		return position;
	}

	take(count: number): void {
		this.#available -= count;
		if (this.#available === 0) this.#state = "data end";
	}

	#takeLine(): boolean {
		const line = this.#line;
		this.#line = "";
		if (!line.endsWith("\r\n")) return false;
		switch (this.#state) {
			case "size":
				return this.#takeSize(line);
			case "data end":
				this.#state = "size";
				return line === "\r\n";
			default:
				this.#trailers += line.length;
				if (line === "\r\n") this.#state = "complete";
				return this.#trailers <= TRAILER_LIMIT;
		}
	}

	/** White space before an extension is bad but tolerated (RFC 9112 §7.1.1). */
	#takeSize(line: string): boolean {
		const semicolon = line.indexOf(";");
		const digits = semicolon < 0 ? line.slice(0, -2) : line.slice(0, semicolon).trimEnd();
		if (digits === "" || digits.length > SIZE_DIGITS || NOT_HEXADECIMAL.test(digits)) return false;
		this.#available = Number.parseInt(digits, 16);
		this.#state = this.#available === 0 ? "trailer" : "data";
		return true;
	}
}
