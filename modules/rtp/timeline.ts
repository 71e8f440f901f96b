/** Turns `count` octets of `packet` into `samples`, from index `at` on; the codec of a call is one. */
export interface Decoder {
	decode(packet: Uint8Array, offset: number, count: number, samples: Int16Array, at: number): void;
}

/** Moves octets and samples about; the sound of a host is one, for XS takes long to. */
export interface Mover {
	/** Copies `count` octets, from `offset` on, to `at` of another array. */
	copy(octets: Uint8Array, offset: number, count: number, to: Uint8Array, at: number): void;
	/** Puts `samples` from `from` to `to` behind the first `length` samples of `history`, the oldest of which make room. */
	append(history: Int16Array, length: number, samples: Int16Array, from: number, to: number): void;
}

/** Octets from the oldest to the newest at most, half a second; a power of two. */
export const OCTETS = 4096;
const MASK = OCTETS - 1;
/** Stretches of sound at most; between two of them something is missing, or the codec changes. */
export const STRETCHES = 16;

/** What became of a packet: in its place, there already, or too much; "displaced": placed, and the oldest sound given up. */
export type Placed = "placed" | "copy" | "displaced" | "refused";

/**
 * Received octets by their time: an octet lies where the low bits of its timestamp say, whatever packet it came in. G.711
 * has one octet per sample and timestamp unit.
 */
export class Timeline {
	readonly #mover: Mover;
	/** Those of the ordinary course are written by native code. */
	readonly octets = new Uint8Array(OCTETS);
	/** Timestamps at which the stretches begin, oldest first, and behind them those at which they end. */
	readonly #bounds = new Int32Array(2 * STRETCHES);
	readonly #decoders: (Decoder | undefined)[] = new Array(STRETCHES).fill(undefined);
	#count = 0;

	constructor(mover: Mover) {
		this.#mover = mover;
	}

	get empty(): boolean {
		return this.#count === 0;
	}

	/** When the oldest stretch, which must exist, begins, and when it ends. */
	get begin(): number {
		return this.#bounds[0]!;
	}

	get end(): number {
		return this.#bounds[STRETCHES]!;
	}

	/** Puts what a packet says in its place, as far as it is not there already; the packet itself is not kept. */
	put(packet: Uint8Array, offset: number, length: number, timestamp: number, decoder: Decoder): Placed {
		const bounds = this.#bounds;
		const last = this.#count - 1;
		const end = (timestamp + length) | 0;
		if (last < 0 || timestamp !== bounds[STRETCHES + last]! || decoder !== this.#decoders[last])
			return this.#place(packet, offset, timestamp, end, decoder);
		if (((end - bounds[0]!) | 0) > OCTETS) return this.#place(packet, offset, timestamp, end, decoder);
		bounds[STRETCHES + last] = end;
		const at = timestamp & MASK;
		if (at + length <= OCTETS) this.#mover.copy(packet, offset, length, this.octets, at);
		else this.#write(packet, offset, timestamp, end);
		return "placed";
	}

	/**
	 * Decodes what begins at `timestamp` into `samples`, from index `at` up to `end` and to the first gap, and gives it up,
	 * and what is older; returns the index behind.
	 */
	take(timestamp: number, samples: Int16Array, at: number, end: number): number {
		const bounds = this.#bounds;
		while (at < end && this.#count > 0) {
			const rest = (bounds[STRETCHES]! - timestamp) | 0;
			if (rest <= 0) {
				this.drop();
				continue;
			}
			if (((timestamp - bounds[0]!) | 0) < 0) break;
			const count = rest < end - at ? rest : end - at;
			const from = timestamp & MASK;
			const straight = from + count <= OCTETS ? count : OCTETS - from;
			const decoder = this.#decoders[0]!;
			decoder.decode(this.octets, from, straight, samples, at);
			if (straight < count) decoder.decode(this.octets, 0, count - straight, samples, at + straight);
			timestamp = (timestamp + count) | 0;
			bounds[0] = timestamp;
			if (count === rest) this.drop();
			at += count;
		}
		return at;
	}

	/** The only stretch, when all that is kept is one and ends at `end`: the codec that it came in; else `undefined`. */
	sole(end: number): Decoder | undefined {
		return this.#count === 1 && this.#bounds[STRETCHES] === end ? this.#decoders[0] : undefined;
	}

	/** There is one stretch, and it has these bounds now. */
	restore(begin: number, end: number): void {
		this.#bounds[0] = begin;
		this.#bounds[STRETCHES] = end;
		if (begin === end) this.drop();
	}

	/** Gives up the oldest stretch. */
	drop(): void {
		this.#count--;
		for (let index = 0; index < this.#count; index++) this.#move(index + 1, index);
		this.#decoders[this.#count] = undefined;
	}

	clear(): void {
		while (this.#count > 0) this.drop();
	}

	/** As `put`, for what does not go on where the newest stretch ends. */
	#place(packet: Uint8Array, offset: number, timestamp: number, end: number, decoder: Decoder): Placed {
		const bounds = this.#bounds;
		let placed: Placed = "copy";
		let displaced = this.#forget((end - OCTETS) | 0);
		let at = this.#bounded(timestamp);
		if (((end - at) | 0) <= 0) return "refused";
		for (let index = 0; ((end - at) | 0) > 0; index++) {
			const exists = index < this.#count;
			if (exists && ((bounds[STRETCHES + index]! - at) | 0) <= 0) continue;
			if (exists && ((bounds[index]! - at) | 0) <= 0) {
				at = bounds[STRETCHES + index]!;
				continue;
			}
			const until = exists && ((bounds[index]! - end) | 0) < 0 ? bounds[index]! : end;
			if (this.#count === STRETCHES) {
				if (index === 0) return "refused";
				this.drop();
				index--;
				displaced = true;
			}
			this.#insert(index, at, until, decoder);
			this.#write(packet, offset + ((at - timestamp) | 0), at, until);
			placed = "placed";
			at = until;
		}
		return displaced && placed === "placed" ? "displaced" : placed;
	}

	/** `timestamp`, or the first one whose place is not taken by newer sound. */
	#bounded(timestamp: number): number {
		const least = this.#count === 0 ? timestamp : (this.#bounds[STRETCHES + this.#count - 1]! - OCTETS) | 0;
		return ((least - timestamp) | 0) > 0 ? least : timestamp;
	}

	/** Gives up what is older than `timestamp`, whose place is needed; true when there was any. */
	#forget(timestamp: number): boolean {
		const bounds = this.#bounds;
		let forgot = false;
		while (this.#count > 0 && ((timestamp - bounds[0]!) | 0) > 0) {
			forgot = true;
			if (((timestamp - bounds[STRETCHES]!) | 0) >= 0) this.drop();
			else bounds[0] = timestamp;
		}
		return forgot;
	}

	#insert(index: number, begin: number, end: number, decoder: Decoder): void {
		for (let to = this.#count; to > index; to--) this.#move(to - 1, to);
		this.#bounds[index] = begin;
		this.#bounds[STRETCHES + index] = end;
		this.#decoders[index] = decoder;
		this.#count++;
	}

	#move(from: number, to: number): void {
		const bounds = this.#bounds;
		bounds[to] = bounds[from]!;
		bounds[STRETCHES + to] = bounds[STRETCHES + from]!;
		this.#decoders[to] = this.#decoders[from];
	}

	/** Copies octets to their place, in two parts across the end of the array. */
	#write(packet: Uint8Array, offset: number, timestamp: number, end: number): void {
		const count = (end - timestamp) | 0;
		const at = timestamp & MASK;
		const straight = at + count <= OCTETS ? count : OCTETS - at;
		this.#mover.copy(packet, offset, straight, this.octets, at);
		if (straight < count) this.#mover.copy(packet, offset + straight, count - straight, this.octets, 0);
	}
}
