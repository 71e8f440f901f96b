/** Messages of DNS (RFC 1035 §4), as far as a doorbell asks and answers them. */

import type { ServiceRecord } from "../../../modules/host.ts";

/** Types of records (RFC 1035 §3.2.2, RFC 2782). */
export const TYPE_A = 1;
export const TYPE_SRV = 33;
/** Length of the header. */
export const HEADER_LENGTH = 12;
/** Longest message over UDP (RFC 1035 §4.2.1). */
export const MESSAGE_LIMIT = 512;
/** Most of one kind that are taken from one answer; and records of it that are looked at. */
export const ADDRESS_LIMIT = 4;
export const SERVICE_LIMIT = 16;
export const RECORD_LIMIT = 32;
/** A pointer leads to an earlier place of the message: so many of them at most for one name (RFC 1035 §4.1.4). */
const POINTER_LIMIT = 8;
const LABEL_LIMIT = 63;
const NAME_LIMIT = 253;

const CLASS_IN = 1;
/** Of the flags: it is a response, recursion is desired, the kind of question, and the code (RFC 1035 §4.1.1). */
export const RESPONSE = 0x80_00;
export const RECURSION_DESIRED = 0x01_00;
export const OPERATION = 0x78_00;
const CODE = 0x0f;
export const NO_ERROR = 0;
export const NAME_ERROR = 3;

/** What a name server has said. */
export interface Answer {
	/** 0 when there is an answer, 3 when there is no such name, another one when the server cannot tell. */
	readonly code: number;
	readonly addresses: readonly string[];
	readonly services: readonly ServiceRecord[];
}

/** A question for the records of a name; `undefined` for what cannot be a name. */
export function formatQuestion(id: number, name: string, type: number): Uint8Array | undefined {
	const bare = name.endsWith(".") ? name.slice(0, -1) : name;
	if (bare === "" || bare.length > NAME_LIMIT) return undefined;
	const bytes = new Uint8Array(HEADER_LENGTH + bare.length + 2 + 4);
	bytes.set([id >> 8, id & 0xff, RECURSION_DESIRED >> 8, 0, 0, 1]);
	let at = HEADER_LENGTH;
	for (const label of bare.split(".")) {
		const { length } = label;
		if (length === 0 || length > LABEL_LIMIT) return undefined;
		bytes[at] = length;
		for (let index = 0; index < length; index++) {
			const code = label.charCodeAt(index);
			if (code <= 0x20 || code >= 0x7f) return undefined;
			bytes[at + 1 + index] = code;
		}
		at += 1 + length;
	}
	bytes.set([0, type, 0, CLASS_IN], at + 1);
	return bytes;
}

/** Reads the answer to a question of ours, made by {@link formatQuestion}; `undefined` for all else. Never throws. */
export function readAnswer(bytes: Uint8Array, question: Uint8Array): Answer | undefined {
	if (!answers(bytes, question)) return undefined;
	const reader = new DnsReader(bytes, question.length);
	const count = Math.min(reader.peek(6), RECORD_LIMIT);
	const addresses: string[] = [];
	const services: ServiceRecord[] = [];
	for (let index = 0; index < count; index++) {
		reader.skipName();
		const type = reader.word();
		const isInternet = reader.word() === CLASS_IN;
		reader.at += 4;
		const length = reader.word();
		const end = reader.at + length;
		if (reader.broken || end > bytes.length) break;
		if (isInternet && type === TYPE_A && length === 4 && addresses.length < ADDRESS_LIMIT) {
			addresses.push(bytes.subarray(reader.at, end).join("."));
		} else if (isInternet && type === TYPE_SRV && length > 6 && services.length < SERVICE_LIMIT) {
			const [priority, weight, port] = [reader.word(), reader.word(), reader.word()];
			const target = reader.name();
			if (target !== undefined) services.push({ priority, weight, port, target });
		}
		reader.at = end;
	}
	return { code: (bytes[3] ?? 0) & CODE, addresses, services };
}

/** Whether a message is a response with the number and the question of ours, letters compared as names are. */
function answers(bytes: Uint8Array, question: Uint8Array): boolean {
	if (bytes.length < question.length || bytes[0] !== question[0] || bytes[1] !== question[1]) return false;
	const reader = new DnsReader(bytes, 0);
	if ((reader.peek(2) & (RESPONSE | OPERATION)) !== RESPONSE || reader.peek(4) !== 1) return false;
	for (let at = HEADER_LENGTH; at < question.length; at++)
		if (lower(bytes[at] ?? 0) !== lower(question[at] ?? 0)) return false;
	return true;
}

function lower(code: number): number {
	return code >= 0x41 && code <= 0x5a ? code + 0x20 : code;
}

/** Goes through a message. What lies behind its end reads as 0, and it is `broken` from then on. */
export class DnsReader {
	at: number;
	broken = false;
	readonly #bytes: Uint8Array;

	constructor(bytes: Uint8Array, at: number) {
		this.#bytes = bytes;
		this.at = at;
	}

	/** Two bytes at a place. */
	peek(at: number): number {
		if (at + 2 > this.#bytes.length) this.broken = true;
		return ((this.#bytes[at] ?? 0) << 8) | (this.#bytes[at + 1] ?? 0);
	}

	/** The next two bytes. */
	word(): number {
		const value = this.peek(this.at);
		this.at += 2;
		return value;
	}

	/** Goes on behind a name. */
	skipName(): void {
		for (;;) {
			const length = this.#bytes[this.at];
			if (length === undefined || (length & 0xc0) % 0xc0 !== 0) {
				this.broken = true;
				return;
			}
			this.at += length === 0 ? 1 : length >= 0xc0 ? 2 : 1 + length;
			if (length === 0 || length >= 0xc0) return;
		}
	}

	/** The name here, "." for the root; `undefined` for a broken one. Goes on behind it. */
	name(): string | undefined {
		let at = this.at;
		this.skipName();
		let text = "";
		for (let pointers = 0; !this.broken; ) {
			const length = this.#bytes[at] ?? 0;
			if (length === 0) return text || ".";
			if (length >= 0xc0) {
				const to = this.peek(at) & 0x3f_ff;
				pointers += 1;
				// Only backwards, as it is to be: so no message leads in a circle.
				if (to >= at || pointers > POINTER_LIMIT) return undefined;
				at = to;
			} else {
				if (length > LABEL_LIMIT || at + 1 + length > this.#bytes.length || text.length + length > NAME_LIMIT)
					return undefined;
				if (text !== "") text += ".";
				// One by one: as arguments of one call they would take much of the board's stack.
				for (const end = at + length; at < end; at++) text += String.fromCharCode(this.#bytes[at + 1] ?? 0);
				at += 1;
			}
		}
		return undefined;
	}
}
