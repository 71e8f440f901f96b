import type { Header } from "./packet.ts";
import type { Decoder } from "./packet-ring.ts";
import { type Played, Playout } from "./playout.ts";
import { StreamTime } from "./stream-time.ts";
import { Waits } from "./waits.ts";

export interface JitterCounts {
	/** Packets that came when their time was over. */
	readonly late: number;
	/** Packets that were there already. */
	readonly duplicate: number;
	/** Times that sound was skipped because too much of it was waiting. */
	readonly overflow: number;
	/** Times that playing was put off because sound came later than it used to. */
	readonly underrun: number;
	/** Times that the delay was changed a little, to be no longer than needed and to follow the sender's clock. */
	readonly adjusted: number;
	/** Samples made up for missing ones. */
	readonly concealed: number;
}

const SAMPLES_PER_MILLISECOND = 8;
/** Milliseconds that the first packet waits, unless told otherwise. */
const DEPTH = 60;
/** The slowest packets shall wait so long, and the fastest ones no longer than this; in samples. */
const DEPTH_LEAST = 20 * SAMPLES_PER_MILLISECOND;
const DEPTH_MOST = 200 * SAMPLES_PER_MILLISECOND;
/** Sound that waits longer is skipped. */
const EXCESS = 300 * SAMPLES_PER_MILLISECOND;
/** Samples of a packet at most (RFC 3551 §4.2). */
const PACKET_MOST = 200 * SAMPLES_PER_MILLISECOND;
/** Delay to spare that is let be, no less than the longest pitch period; delay to spare that is cut without patience. */
const TOLERANCE = 15 * SAMPLES_PER_MILLISECOND;
const URGENT = 40 * SAMPLES_PER_MILLISECOND;
/** Frames that a deviation waits for a pause between words, and those between two cuts when it is urgent. */
const PATIENCE = 50;
const HASTE = 4;

/**
 * Puts received sound into its order and time again, with no more delay than the network needs (RFC 3550 §6.4.1,
 * RFC 3551 §4.5.14).
 *
 * G.711 has one octet per sample and timestamp unit, so a packet is a stretch of time, whatever its length. The *wait* of
 * a packet is the time from its arrival to its turn. Packets that come late put playing off at once; when all have waited
 * longer than needed for some seconds, a little is cut out, between words if possible and else a pitch period, which is
 * hardly heard. So the sender's clock is followed as well.
 */
export class JitterBuffer {
	/** The delay to start with. */
	readonly #depth: number;
	readonly #time = new StreamTime();
	readonly #playout = new Playout();
	readonly #waits = new Waits();
	/** Samples by which playing is to be put off before the next frame. */
	#owed = 0;
	/** Frames since there is something to put right. */
	#patience = 0;
	#late = 0;
	#duplicate = 0;
	#overflow = 0;
	#underrun = 0;
	#adjusted = 0;

	/** `depth` is the delay in milliseconds to start with. */
	constructor(depth: number = DEPTH) {
		if (!(depth >= 0 && depth <= DEPTH_MOST / SAMPLES_PER_MILLISECOND)) throw new RangeError(`depth: ${depth}`);
		this.#depth = Math.round(depth * SAMPLES_PER_MILLISECOND);
	}

	get counts(): JitterCounts {
		return {
			late: this.#late,
			duplicate: this.#duplicate,
			overflow: this.#overflow,
			underrun: this.#underrun,
			adjusted: this.#adjusted,
			concealed: this.#playout.concealed,
		};
	}

	/** Milliseconds until a packet that came now would be played: the sound that waits. */
	get depth(): number {
		if (this.#playout.packets === 0) return 0;
		return Math.max(0, this.#wait(this.#time.end)) / SAMPLES_PER_MILLISECOND;
	}

	/** Takes a packet of sound, which must stay as it is from now on; false when it is of no use. */
	insert(packet: Uint8Array, header: Header, decoder: Decoder): boolean {
		const length = header.payloadLength;
		if (length === 0 || length > PACKET_MOST) return false;
		const time = this.#time;
		if (time.isBroken(header, this.#wait(time.of(header)))) this.#join(header);
		const timestamp = time.of(header);
		let wait = this.#wait(timestamp);
		if (((timestamp - time.end) | 0) >= 0) {
			wait = this.#keepTime(timestamp, wait);
			if (time.advance(header)) this.#playout.forgive();
		} else {
			if (wait < 0) this.#putOff(-wait);
			if (wait + length <= 0) {
				this.#late++;
				return false;
			}
			wait = this.#wait(timestamp);
			time.reach((timestamp + length) | 0);
		}
		const placed = this.#playout.put(packet, header, timestamp, decoder);
		if (placed === "copy") this.#duplicate++;
		else if (placed !== "placed") this.#overflow++;
		if (placed === "copy" || placed === "refused") return false;
		if (wait >= 0) this.#waits.note(wait, timestamp);
		return true;
	}

	/** Fills `samples`, which may be 20 ms long, from 0 to `count` with what is due. */
	read(samples: Int16Array, count: number): Played {
		if (this.#time.known) this.#regulate();
		return this.#playout.read(samples, count);
	}

	/** Forgets everything but the counts. */
	reset(): void {
		this.#time.reset();
		this.#playout.reset();
		this.#waits.reset();
		this.#owed = this.#patience = 0;
	}

	/** Samples until the turn of `timestamp`. */
	#wait(timestamp: number): number {
		return this.#playout.wait(timestamp) + this.#owed;
	}

	/** Delay for a packet of which nothing else is known: what it took lately to wait for the slowest ones. */
	get #target(): number {
		const waits = this.#waits;
		const spread = waits.empty ? 0 : waits.most - waits.least + DEPTH_LEAST;
		if (spread < this.#depth) return this.#depth;
		return spread < DEPTH_MOST ? spread : DEPTH_MOST;
	}

	/** A new stream goes on where the old one ends, or begins with a delay when that one is over. */
	#join(header: Header): void {
		const time = this.#time;
		const over = !time.known || this.#wait(time.end) < 0;
		time.mend(header, time.end);
		if (over) this.#anchor(time.end);
		this.#waits.reset();
	}

	/** Keeps the wait of the newest packet within its bounds; returns it. */
	#keepTime(timestamp: number, wait: number): number {
		if (wait < 0) {
			// Nothing waits: playing goes on with this one, at once if that delay is within bounds.
			this.#underrun++;
			const waits = this.#waits;
			if (waits.most - wait > DEPTH_MOST) return this.#anchor(timestamp);
			this.#owed = 0;
			this.#playout.resume(timestamp);
			waits.shift(-wait);
			return 0;
		}
		if (wait > EXCESS) {
			this.#overflow++;
			return this.#anchor(timestamp);
		}
		return !this.#playout.heard && wait > this.#target + URGENT ? this.#anchor(timestamp) : wait;
	}

	/** Sets the time anew: `timestamp` waits as long as one should. */
	#anchor(timestamp: number): number {
		const target = this.#target;
		this.#owed = 0;
		this.#playout.set(timestamp, target);
		this.#waits.reset();
		return target;
	}

	/** A packet came too late while newer ones wait: puts playing off, unless no delay within bounds would do. */
	#putOff(by: number): void {
		const waits = this.#waits;
		if (waits.most + by > DEPTH_MOST) return;
		this.#underrun++;
		this.#owed += by;
		waits.shift(by);
	}

	/** Before a frame: moves the delay towards what it should be. */
	#regulate(): void {
		const waits = this.#waits;
		const playout = this.#playout;
		if (this.#owed > 0) {
			waits.shift(playout.extend(this.#owed) - this.#owed);
			this.#owed = 0;
			return;
		}
		if (waits.empty || !playout.heard || playout.pausing) return;
		const spare = waits.least - DEPTH_LEAST;
		if (spare < TOLERANCE && (spare >= 0 || waits.most - spare > DEPTH_MOST)) {
			this.#patience = 0;
			return;
		}
		const quiet = playout.quiet;
		if (playout.interrupted) {
			// Made-up sound is left to itself; when it has faded, time may be left out, but there is no need to add any.
			if (!quiet || spare < 0) return;
		} else if (!quiet && ++this.#patience < (spare > URGENT ? HASTE : PATIENCE)) return;
		this.#patience = 0;
		this.#adjusted++;
		waits.shift(spare > 0 ? -playout.cut(quiet ? spare : 0) : playout.extend(quiet ? -spare : 1));
	}
}
