import type { Text } from "../modules/host.ts";

const REPLACEMENT = 0xfffd;
/** Characters joined at a time: their arguments lie on the stack, and that of XS is small. */
const PIECE = 32;

/** UTF-8 in plain TypeScript (RFC 3629), for engines without TextEncoder. */
export const utf8: Text = Object.freeze({
	encode(text: string): Uint8Array {
		const bytes = new Uint8Array(4 * text.length);
		let length = 0;
		for (const character of text) length = writeCodePoint(character.codePointAt(0) ?? 0, bytes, length);
		return bytes.slice(0, length);
	},

	decode(source: ArrayBuffer | Uint8Array): string {
		const bytes = source instanceof Uint8Array ? source : new Uint8Array(source);
		const reader = new Reader(bytes);
		let text = "";
		while (reader.hasMore) {
			const piece: number[] = [];
			while (piece.length < PIECE && reader.hasMore) piece.push(reader.next());
			text += String.fromCodePoint(...piece);
		}
		return text;
	},
});

function writeCodePoint(codePoint: number, bytes: Uint8Array, offset: number): number {
	let at = offset;
	if (codePoint < 0x80) {
		bytes[at++] = codePoint;
	} else if (codePoint < 0x800) {
		bytes[at++] = 0xc0 | (codePoint >> 6);
		bytes[at++] = 0x80 | (codePoint & 0x3f);
	} else if (codePoint >= 0xd800 && codePoint < 0xe000) {
		return writeCodePoint(REPLACEMENT, bytes, offset); // half of a surrogate pair
	} else if (codePoint < 0x10000) {
		bytes[at++] = 0xe0 | (codePoint >> 12);
		bytes[at++] = 0x80 | ((codePoint >> 6) & 0x3f);
		bytes[at++] = 0x80 | (codePoint & 0x3f);
	} else {
		bytes[at++] = 0xf0 | (codePoint >> 18);
		bytes[at++] = 0x80 | ((codePoint >> 12) & 0x3f);
		bytes[at++] = 0x80 | ((codePoint >> 6) & 0x3f);
		bytes[at++] = 0x80 | (codePoint & 0x3f);
	}
	return at;
}

class Reader {
	readonly #bytes: Uint8Array;
	#at = 0;

	constructor(bytes: Uint8Array) {
		this.#bytes = bytes;
	}

	get hasMore(): boolean {
		return this.#at < this.#bytes.length;
	}

	/** The next code point. A sequence that breaks off is one U+FFFD up to the byte that breaks it, as browsers do it. */
	next(): number {
		const first = this.#bytes[this.#at++] ?? 0;
		if (first < 0x80) return first;
		const following = first >= 0xf0 ? 3 : first >= 0xe0 ? 2 : 1;
		if (first < 0xc2 || first > 0xf4) return REPLACEMENT;
		// The second byte excludes overlong forms, surrogates, and what lies beyond U+10FFFF.
		let lowest = first === 0xe0 ? 0xa0 : first === 0xf0 ? 0x90 : 0x80;
		let highest = first === 0xed ? 0x9f : first === 0xf4 ? 0x8f : 0xbf;
		let codePoint = first & (0x3f >> following);
		for (let count = 0; count < following; count++) {
			const byte = this.#bytes[this.#at];
			if (byte === undefined || byte < lowest || byte > highest) return REPLACEMENT;
			codePoint = (codePoint << 6) | (byte & 0x3f);
			this.#at += 1;
			lowest = 0x80;
			highest = 0xbf;
		}
		return codePoint;
	}
}
