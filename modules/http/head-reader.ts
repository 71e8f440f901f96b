import type { Limits } from "./limits.ts";
import { type Refusal, refusal } from "./refusal.ts";

const NOT_PLAIN = refusal(400, "The head of the request is not plain ASCII");
const BARE_LINE_FEED = refusal(400, "Lines must end with CRLF");
const LONG_HEAD = refusal(431, "The head of the request is too long");
export const LONG_TARGET = refusal(414, "The request target is too long");

const LINE_END = "\r\n";
const HEAD_END = "\r\n\r\n";

/** Collects the head of a request from bytes as they come in. */
export class HeadReader {
	readonly #text: { decode(bytes: Uint8Array): string };
	readonly #limits: Limits;
	/** The head as far as it is there: plain ASCII, a character for each byte. */
	#head = "";
	/** Whether the empty line was passed over that may precede a request (RFC 9112 §2.2). */
	#skipped = false;
	/** How many of the bytes given last belong to the head that they completed. */
	used = 0;

	constructor(text: { decode(bytes: Uint8Array): string }, limits: Limits) {
		this.#text = text;
		this.#limits = limits;
	}

	/** Whether a part of a head is there. */
	get begun(): boolean {
		return this.#head !== "" || this.#skipped;
	}

	clear(): void {
		this.#head = "";
		this.#skipped = false;
	}

	/** Takes bytes. Returns the head with the empty line at its end, `undefined` while it is not complete, or a problem. */
	read(bytes: Uint8Array): string | undefined | Refusal {
		const piece = this.#text.decode(bytes);
		let before = this.#head.length;
		let head = before === 0 ? piece : this.#head + piece;
		if (!this.#skipped && head.startsWith(LINE_END)) {
			head = head.slice(LINE_END.length);
			before -= LINE_END.length;
			this.#skipped = true;
		}
		const end = head.indexOf(HEAD_END) + HEAD_END.length;
		if (end < HEAD_END.length || end > this.#limits.head) {
			this.#head = head;
			return this.#judge(head, end, piece, bytes.length);
		}
		this.clear();
		const used = end - before;
		this.used = used;
		if (used === bytes.length) return isPlain(piece, used) ? head : NOT_PLAIN;
		const part = this.#text.decode(bytes.subarray(0, used));
		return isPlain(part, used) ? head.slice(0, end) : NOT_PLAIN;
	}

	/** What is wrong with a head that is not complete yet, or too long. */
	#judge(head: string, end: number, piece: string, byteLength: number): Refusal | undefined {
		if (!isPlain(piece, byteLength)) return NOT_PLAIN;
		if (end < HEAD_END.length && head.length < this.#limits.head)
			return head.includes("\n\n") ? BARE_LINE_FEED : undefined;
		const line = head.slice(0, this.#limits.head).split(LINE_END, 1)[0]!;
		return line.length > this.#limits.target ? LONG_TARGET : LONG_HEAD;
	}
}

/** Whether the text of so many bytes is ASCII without NUL, told without a look at each character. */
function isPlain(text: string, byteLength: number): boolean {
	return text.length === byteLength && !text.includes("\ufffd") && !text.includes("\0");
}
