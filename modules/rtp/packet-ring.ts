import type { Header } from "./packet.ts";

/** Turns `count` octets of `packet` into samples, from index `at` of `into` on; the codec of a call is one. */
export interface Decoder {
	decode(packet: Uint8Array, offset: number, count: number, at: number, into: Int16Array): void;
}

/** Packets that wait at most; a power of two. They hold 200 ms even in packets of 10 ms. */
export const PACKETS = 32;
const MASK = PACKETS - 1;

/** What became of a packet: in its place, there already, or too much; "displaced": placed, and the oldest given up. */
export type Placed = "placed" | "copy" | "displaced" | "refused";

/** Packets of sound in the order of their time, each with the codec that it came in. */
export class PacketRing {
	readonly #packets: (Uint8Array | undefined)[] = new Array(PACKETS).fill(undefined);
	readonly #decoders: (Decoder | undefined)[] = new Array(PACKETS).fill(undefined);
	/** Timestamps, and behind them offsets and lengths of the payloads, 16 bits each. */
	readonly #numbers = new Int32Array(2 * PACKETS);
	#head = 0;
	#count = 0;

	get count(): number {
		return this.#count;
	}

	/** Of the oldest packet, which must exist: when it begins, and how many samples it has. */
	get timestamp(): number {
		return this.#numbers[this.#head]!;
	}

	get length(): number {
		return this.#numbers[this.#head + PACKETS]! & 0xffff;
	}

	/** Decodes `count` samples of the oldest packet, from its sample `from` on. */
	decode(from: number, count: number, samples: Int16Array, at: number): void {
		const head = this.#head;
		const offset = this.#numbers[head + PACKETS]! >>> 16;
		this.#decoders[head]!.decode(this.#packets[head]!, offset + from, count, at, samples);
	}

	/** Gives up the oldest packet. */
	drop(): void {
		this.#packets[this.#head] = undefined;
		this.#head = (this.#head + 1) & MASK;
		this.#count--;
	}

	clear(): void {
		while (this.#count > 0) this.drop();
	}

	/** Puts a packet into its place, which is nearly always the last one. */
	put(packet: Uint8Array, header: Header, timestamp: number, decoder: Decoder): Placed {
		const numbers = this.#numbers;
		let index = this.#count;
		for (; index > 0; index--) {
			const step = (timestamp - numbers[(this.#head + index - 1) & MASK]!) | 0;
			if (step > 0) break;
			if (step === 0) return "copy";
		}
		const full = this.#count === PACKETS;
		if (full) {
			if (index === 0) return "refused";
			this.drop();
			index--;
		}
		for (let to = this.#count; to > index; to--) this.#move((this.#head + to - 1) & MASK, (this.#head + to) & MASK);
		const slot = (this.#head + index) & MASK;
		this.#packets[slot] = packet;
		this.#decoders[slot] = decoder;
		numbers[slot + PACKETS] = (header.payloadOffset << 16) | header.payloadLength;
		numbers[slot] = timestamp;
		this.#count++;
		return full ? "displaced" : "placed";
	}

	#move(from: number, to: number): void {
		this.#packets[to] = this.#packets[from];
		this.#decoders[to] = this.#decoders[from];
		const numbers = this.#numbers;
		numbers[to] = numbers[from]!;
		numbers[to + PACKETS] = numbers[from + PACKETS]!;
	}
}
