import type { Response, Sink } from "../http/exchange.ts";
import { failure } from "./answers.ts";

/** Bytes of a JSON body: enough for all settings at their longest. */
export const JSON_LIMIT = 8_192;
/** Members of all objects and lists in it: more than a backup with all settings and codes has. */
export const MEMBER_LIMIT = 160;
/** Objects and lists in it: a backup has one for each code, and some more. */
export const NESTING_LIMIT = 12;

const QUOTE = 0x22;
const COMMA = 0x2c;
const BACKSLASH = 0x5c;
const BRACKET = 0x5b;
const BRACE = 0x7b;
const TOO_RICH = "The body has more in it than any of ours";

export type Body = Readonly<Record<string, unknown>>;

/** Takes a JSON object, or nothing, which counts as `{}`. */
export class JsonBody implements Sink {
	readonly limit = JSON_LIMIT;
	readonly #decode: (bytes: Uint8Array) => string;
	readonly #answer: (body: Body, now: number) => Response;
	#pieces: Uint8Array[] = [];
	#quoted = false;
	#escaped = false;
	#nesting = 0;
	#members = 0;

	constructor(decode: (bytes: Uint8Array) => string, answer: (body: Body, now: number) => Response) {
		this.#decode = decode;
		this.#answer = answer;
	}

	write(bytes: Uint8Array): Response | undefined {
		this.#weigh(bytes);
		if (this.#nesting > NESTING_LIMIT || this.#members > MEMBER_LIMIT) return failure(400, TOO_RICH);
		this.#pieces.push(bytes.slice());
		return undefined;
	}

	end(now: number): Response {
		const bytes = joined(this.#pieces);
		this.#pieces = [];
		const text = this.#decode(bytes);
		if (text.trim() === "") return this.#answer({}, now);
		const value = parse(text);
		if (value === undefined) return failure(400, "The body is not JSON");
		if (typeof value !== "object" || value === null || Array.isArray(value))
			return failure(400, "The body must be a JSON object");
		return this.#answer(value as Body, now);
	}

	abort(): void {
		this.#pieces = [];
	}

	/**
	 * Counts what opens and what divides, outside of texts. Reading too much of it might need more memory or stack than the
	 * board has, which would stop the whole device.
	 */
	#weigh(bytes: Uint8Array): void {
		for (let index = 0; index < bytes.length; index++) {
			const byte = bytes[index];
			if (this.#escaped) this.#escaped = false;
			else if (byte === QUOTE) this.#quoted = !this.#quoted;
			else if (this.#quoted) this.#escaped = byte === BACKSLASH;
			else if (byte === COMMA) this.#members += 1;
			else if (byte === BRACKET || byte === BRACE) this.#nesting += 1;
		}
	}
}

function joined(pieces: readonly Uint8Array[]): Uint8Array {
	if (pieces.length === 1) return pieces[0]!;
	const bytes = new Uint8Array(pieces.reduce((length, piece) => length + piece.length, 0));
	let offset = 0;
	for (const piece of pieces) {
		bytes.set(piece, offset);
		offset += piece.length;
	}
	return bytes;
}

function parse(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		// Whoever wrote it is told.
		return undefined;
	}
}
