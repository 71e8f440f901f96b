import type { Header } from "./packet.ts";

/** Turns `count` octets of `packet` into samples from index `at` on; the codec of a call is one. */
export interface Decoder {
	decode(packet: Uint8Array, offset: number, count: number, at: number): void;
}

/** What the samples of one `read` are: all received, partly made up, or nothing to hear. */
export type Played = "audio" | "concealed" | "silence";

export interface JitterCounts {
	/** Packets that came when their time was over. */
	readonly late: number;
	/** Packets that were there already. */
	readonly duplicate: number;
	/** Times that sound was skipped because too much of it was waiting. */
	readonly overflow: number;
	/** Times that playing was put off because sound came later than it used to. */
	readonly underrun: number;
	/** Frames dropped or made up because two clocks differ. */
	readonly adjusted: number;
	/** Samples made up for missing ones. */
	readonly concealed: number;
}

/** Packets that wait at most; a power of two. */
const PACKETS = 16;
const MASK = PACKETS - 1;
const SAMPLES_PER_MILLISECOND = 8;
/** Milliseconds between arrival and playing, unless told otherwise; at most, and how many more are put up with. */
const DEPTH = 60;
const DEPTH_MOST = 200;
const SLACK = 100 * SAMPLES_PER_MILLISECOND;
/** A timestamp so far off begins a new stream of time. */
const LEAP = 1000 * SAMPLES_PER_MILLISECOND;
/** What clocks that differ cost: this much sound, once they are this far apart. */
const FRAME = 20 * SAMPLES_PER_MILLISECOND;
/** Weight of one packet in the average delay, 1 / 2^7, and the fraction bits of that average. */
const WEIGHT = 7;
const FRACTION = 8;
/** Made-up sound fades out over 2^9 samples, 64 ms. */
const FADE_BITS = 9;
const FADE = 1 << FADE_BITS;

/**
 * Puts received sound into its order and time again (RFC 3550 §6.4.1, RFC 3551 §4.5.14).
 *
 * G.711 has one octet per sample and timestamp unit, so a packet is a stretch of time, whatever its length, and there
 * is a *position*: the timestamp that is played next. It begins `depth` before the first packet, and every read moves
 * it on. Packets before it are late; where none covers it, the last one heard is repeated and fades out. Sequence
 * numbers play no part: telephone events use some up, and timestamps order sound as well.
 */
export class JitterBuffer {
	readonly #depth: number;
	/** Ring of packets, oldest first, and the stretch of each. */
	readonly #packets: (Uint8Array | undefined)[] = new Array(PACKETS).fill(undefined);
	readonly #offsets = new Uint16Array(PACKETS);
	readonly #lengths = new Uint16Array(PACKETS);
	readonly #timestamps = new Int32Array(PACKETS);
	#head = 0;
	#count = 0;
	#ssrc: number | undefined;
	#position = 0;
	/** Timestamp behind the newest packet. */
	#end = 0;
	/** Average of how much longer than `depth` packets wait, in samples with fraction bits. */
	#drift = 0;
	/** The packet heard last, for repeating, and how much of its repetition has been played. */
	#last: Uint8Array | undefined;
	#lastOffset = 0;
	#lastLength = 0;
	#faded = 0;
	readonly #counts = { late: 0, duplicate: 0, overflow: 0, underrun: 0, adjusted: 0, concealed: 0 };

	/** `depth` is the delay in milliseconds that evens out the network's. */
	constructor(depth: number = DEPTH) {
		if (!(depth >= 0 && depth <= DEPTH_MOST)) throw new RangeError(`depth: ${depth}`);
		this.#depth = Math.round(depth * SAMPLES_PER_MILLISECOND);
	}

	get counts(): JitterCounts {
		return this.#counts;
	}

	/** Milliseconds of sound that wait to be played. */
	get depth(): number {
		if (this.#count === 0) return 0;
		return Math.max(0, (this.#end - this.#position) | 0) / SAMPLES_PER_MILLISECOND;
	}

	/** Takes a packet of sound, which must stay as it is from now on; false when it is of no use. */
	insert(packet: Uint8Array, header: Header): boolean {
		const length = header.payloadLength;
		if (length === 0) return false;
		const timestamp = header.timestamp;
		let ahead = (timestamp - this.#position) | 0;
		if (header.ssrc !== this.#ssrc || ahead > LEAP || ahead < -LEAP) {
			this.#restart(header);
			ahead = this.#depth;
		}
		const newest = ((timestamp - this.#end) | 0) >= 0;
		if (ahead + length <= 0) {
			if (!newest) {
				this.#counts.late++;
				return false;
			}
			// The network has become slower, or the peer's clock stood still.
			this.#counts.underrun++;
			this.#anchor(timestamp);
		} else if (newest) {
			this.#follow(timestamp, ahead);
		}
		return this.#store(packet, header);
	}

	/** Fills `samples` from 0 to `count` with what is due, by way of `decoder`, which must write to the same array. */
	read(decoder: Decoder, samples: Int16Array, count: number): Played {
		if (this.#ssrc === undefined) {
			samples.fill(0, 0, count);
			return "silence";
		}
		let heard = false;
		let concealed = false;
		let at = 0;
		while (at < count) {
			let piece = count - at;
			if (this.#count > 0) {
				const head = this.#head;
				const past = (this.#position - this.#timestamps[head]!) | 0;
				const rest = this.#lengths[head]! - past;
				if (rest <= 0) {
					this.#drop();
					continue;
				}
				if (past >= 0) {
					if (rest < piece) piece = rest;
					this.#hear(head);
					decoder.decode(this.#last!, this.#lastOffset + past, piece, at);
					if (piece === rest) this.#drop();
					this.#position = (this.#position + piece) | 0;
					at += piece;
					heard = true;
					continue;
				}
				if (-past < piece) piece = -past;
			}
			if (this.#conceal(decoder, samples, at, piece)) concealed = true;
			this.#position = (this.#position + piece) | 0;
			at += piece;
		}
		if (concealed) return "concealed";
		return heard ? "audio" : "silence";
	}

	/** Forgets everything but the counts. */
	reset(): void {
		while (this.#count > 0) this.#drop();
		this.#ssrc = undefined;
		this.#last = undefined;
	}

	#restart(header: Header): void {
		this.reset();
		this.#ssrc = header.ssrc;
		this.#end = header.timestamp;
		this.#anchor(header.timestamp);
	}

	/** Plays `timestamp` after the delay there should be. */
	#anchor(timestamp: number): void {
		this.#position = (timestamp - this.#depth) | 0;
		this.#drift = 0;
	}

	/** Keeps the delay of the newest packet, `ahead`, near what it should be. */
	#follow(timestamp: number, ahead: number): void {
		const excess = ahead - this.#depth;
		if (excess > SLACK) {
			this.#counts.overflow++;
			this.#anchor(timestamp);
			return;
		}
		const drift = this.#drift + (((excess << FRACTION) - this.#drift) >> WEIGHT);
		const step = drift > FRAME << FRACTION ? FRAME : drift < -FRAME << FRACTION ? -FRAME : 0;
		this.#drift = drift - (step << FRACTION);
		if (step === 0) return;
		this.#counts.adjusted++;
		this.#position = (this.#position + step) | 0;
	}

	/** Puts the packet into its place, which is nearly always the last one. */
	#store(packet: Uint8Array, header: Header): boolean {
		const timestamp = header.timestamp;
		const timestamps = this.#timestamps;
		let index = this.#count;
		for (; index > 0; index--) {
			const step = (timestamp - timestamps[(this.#head + index - 1) & MASK]!) | 0;
			if (step > 0) break;
			if (step === 0) {
				this.#counts.duplicate++;
				return false;
			}
		}
		if (this.#count === PACKETS) {
			this.#counts.overflow++;
			if (index === 0) return false;
			this.#drop();
			index--;
		}
		for (let to = this.#count; to > index; to--) this.#move((this.#head + to - 1) & MASK, (this.#head + to) & MASK);
		const slot = (this.#head + index) & MASK;
		this.#packets[slot] = packet;
		this.#offsets[slot] = header.payloadOffset;
		this.#lengths[slot] = header.payloadLength;
		timestamps[slot] = timestamp;
		this.#count++;
		const end = (timestamp + header.payloadLength) | 0;
		if (((end - this.#end) | 0) > 0) this.#end = end;
		return true;
	}

	#move(from: number, to: number): void {
		this.#packets[to] = this.#packets[from];
		this.#offsets[to] = this.#offsets[from]!;
		this.#lengths[to] = this.#lengths[from]!;
		this.#timestamps[to] = this.#timestamps[from]!;
	}

	#drop(): void {
		this.#packets[this.#head] = undefined;
		this.#head = (this.#head + 1) & MASK;
		this.#count--;
	}

	/** Remembers a packet that is being played. */
	#hear(slot: number): void {
		this.#last = this.#packets[slot];
		this.#lastOffset = this.#offsets[slot]!;
		this.#lastLength = this.#lengths[slot]!;
		this.#faded = 0;
	}

	/** Repeats the last packet, ever softer, and then is silent (in the spirit of G.711 Appendix I); false when silent. */
	#conceal(decoder: Decoder, samples: Int16Array, at: number, count: number): boolean {
		const last = this.#last;
		const end = at + count;
		let faded = this.#faded;
		let next = at;
		while (last !== undefined && next < end && faded < FADE) {
			const from = faded % this.#lastLength;
			let piece = end - next;
			if (piece > this.#lastLength - from) piece = this.#lastLength - from;
			if (piece > FADE - faded) piece = FADE - faded;
			decoder.decode(last, this.#lastOffset + from, piece, next);
			const stop = next + piece;
			for (; next < stop; next++) samples[next] = (samples[next]! * (FADE - faded++)) >> FADE_BITS;
		}
		this.#faded = faded;
		this.#counts.concealed += next - at;
		if (next < end) samples.fill(0, next, end);
		return next > at;
	}
}
