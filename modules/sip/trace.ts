import type { Address } from "./address.ts";

/** Characters of all messages together that the board keeps. */
export const TRACE_SIZE = 8_000;
/** Messages that are kept at most, however short. */
export const TRACE_LIMIT = 256;
/** Characters of one message; longer ones are cut. */
export const TRACED_MESSAGE_LIMIT = 4_000;

/** One SIP message as it went over the wire, but for the secrets in it. */
export interface TracedMessage {
	/** Counts up from 1 since the start. */
	readonly id: number;
	/** Milliseconds since 1970, or `undefined` when the time of day was not known. */
	readonly time: number | undefined;
	/** Milliseconds of the monotonic clock. */
	readonly at: number;
	readonly direction: "sent" | "received";
	/** Our own end, and the other one. */
	readonly local: Address;
	readonly remote: Address;
	readonly text: string;
}

const SEPARATOR = "\t";
const CREDENTIALS = /uthorization[ \t]*:/i;
const DIGIT_BODY = /^(?:Content-Type|c)[ \t]*:\s*application\/dtmf/im;
/** One of these is in whatever the two find, and few other texts have any: XS looks for them in a third of the time. */
const CREDENTIAL_HINTS = Object.freeze(["za", "zA", "Za", "ZA"]);
const DIGIT_HINTS = Object.freeze(["mf", "mF", "Mf", "MF"]);
const EMPTY_LINE = /\r?\n\r?\n/;
const BLOT = "x";

/**
 * The last SIP messages, within bounds of number and size, for whoever asks why something does not work.
 *
 * Each message is one packed string, because on XS a string takes one slot and an object with its parts fifteen.
 */
export class Trace {
	readonly #size: number;
	#packed: string[] = [];
	#characters = 0;
	#next = 1;

	/** `size` is how many characters are kept of all messages together. */
	constructor(size = TRACE_SIZE) {
		this.#size = size;
	}

	/** Number of the newest message; 0 when there was none. */
	get last(): number {
		return this.#next - 1;
	}

	/** Adds a message; the oldest ones go when there is no room. Passwords' proofs and pressed keys are blotted out. */
	add(message: Omit<TracedMessage, "id">): void {
		const { time, at, direction, local, remote, text } = message;
		const head = [time ?? "", at, direction, local.address, local.port, remote.address, remote.port].join(SEPARATOR);
		const packed = `${head}${SEPARATOR}${discreet(text.slice(0, TRACED_MESSAGE_LIMIT))}`;
		this.#next += 1;
		this.#packed.push(packed);
		this.#characters += packed.length;
		while (this.#packed.length > TRACE_LIMIT || (this.#characters > this.#size && this.#packed.length > 1))
			this.#characters -= this.#packed.shift()!.length;
	}

	/** The oldest kept message whose number is above `id`; `undefined` when there is none. */
	after(id: number): TracedMessage | undefined {
		const first = this.#next - this.#packed.length;
		const index = Math.max(0, id + 1 - first);
		const packed = this.#packed[index];
		return packed === undefined ? undefined : unpack(first + index, packed);
	}
}

function unpack(id: number, packed: string): TracedMessage {
	const parts = packed.split(SEPARATOR);
	return {
		id,
		time: parts[0] ? Number(parts[0]) : undefined,
		at: Number(parts[1]),
		direction: parts[2] as TracedMessage["direction"],
		local: { address: parts[3]!, port: Number(parts[4]) },
		remote: { address: parts[5]!, port: Number(parts[6]) },
		// A tabulator in the message itself divides nothing.
		text: parts.slice(7).join(SEPARATOR),
	};
}

/**
 * The message without its secrets, as long as before, so that lengths in it stay true: the keys pressed, and the proof of a
 * password, from which it could be guessed at leisure.
 */
function discreet(text: string): string {
	let shown = text;
	if (hasOneOf(shown, CREDENTIAL_HINTS) && CREDENTIALS.test(shown))
		shown = shown.replace(/\b(response\s*=\s*"?)([^",\s]+)/gi, blotProof);
	if (hasOneOf(shown, DIGIT_HINTS) && DIGIT_BODY.test(shown)) shown = blotKeys(shown);
	return shown;
}

function hasOneOf(text: string, hints: readonly string[]): boolean {
	for (let index = 0; index < hints.length; index++) if (text.includes(hints[index]!)) return true;
	return false;
}

function blotProof(_found: string, name: string, proof: string): string {
	return name + BLOT.repeat(proof.length);
}

/** INFO with a key: "Signal=5", or the bare key (application/dtmf). */
function blotKeys(text: string): string {
	const body = text.search(EMPTY_LINE);
	if (body < 0) return text;
	const keys = text.slice(body);
	const blotted = keys.includes("=")
		? keys.replace(/^([ \t]*Signal[ \t]*=[ \t]*)(\S+)/gim, blotProof)
		: keys.replace(/[0-9A-D*#]/gi, BLOT);
	return text.slice(0, body) + blotted;
}
