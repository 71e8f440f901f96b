import { A_LAW, type CourseCode, FRAMES, NUMBERS, ORDINARY, PACKETS, TYPE } from "./course.ts";
import type { Header } from "./packet.ts";
import { type Played, Playout } from "./playout.ts";
import type { Reception } from "./reception.ts";
import { StreamTime } from "./stream-time.ts";
import { type Decoder, type Mover, Timeline } from "./timeline.ts";
import { Waits } from "./waits.ts";

/** What a host's sound gives; the codecs are those that native code knows. */
export interface Kit extends Mover {
	readonly PCMU: Decoder;
	readonly PCMA: Decoder;
	readonly course?: CourseCode;
	/** Makes the first `count` samples louder or softer by `percent`. */
	amplify(samples: Int16Array, count: number, percent: number): void;
}

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
/** Percent that leave sound as it is. */
const UNCHANGED = 100;
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
	/** Native code for the ordinary course, and what it works on; `undefined` where the host has none. */
	readonly #code: CourseCode | undefined;
	readonly #numbers: Int32Array;
	readonly #course: ArrayBufferLike;
	readonly #octets: Uint8Array;
	readonly #history: ArrayBufferLike;
	readonly #kit: Kit;
	readonly #reception: Reception | undefined;
	/** The delay to start with. */
	readonly #depth: number;
	readonly #time = new StreamTime();
	readonly #timeline: Timeline;
	readonly #playout: Playout;
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

	/** `depth` is the delay in milliseconds to start with; `reception` counts what comes in the ordinary course. */
	constructor(kit: Kit, depth: number = DEPTH, reception?: Reception) {
		if (!(depth >= 0 && depth <= DEPTH_MOST / SAMPLES_PER_MILLISECOND)) throw new RangeError(`depth: ${depth}`);
		this.#depth = Math.round(depth * SAMPLES_PER_MILLISECOND);
		this.#timeline = new Timeline(kit);
		this.#playout = new Playout(this.#timeline, kit);
		this.#kit = kit;
		this.#reception = reception;
		this.#code = reception && kit.course;
		this.#numbers = new Int32Array(this.#code ? NUMBERS : 1);
		this.#course = this.#numbers.buffer;
		this.#octets = this.#timeline.octets;
		this.#history = this.#playout.history.buffer;
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
		this.settle();
		if (this.#timeline.empty) return 0;
		return Math.max(0, this.#wait(this.#time.end)) / SAMPLES_PER_MILLISECOND;
	}

	/**
	 * Takes a datagram, which came at `now` in milliseconds, if it is what the ordinary course expects next: it needs no
	 * `insert`, and `reception` counts it. False, and nothing done, if it is anything else; then `settle` before more is done.
	 */
	follow(packet: ArrayBuffer, now: number): boolean {
		const time = (now * SAMPLES_PER_MILLISECOND) | 0;
		return this.#code?.receive(this.#course, this.#octets, packet, time) ?? false;
	}

	/** Ends the ordinary course: what it has changed is known to all. */
	settle(): void {
		const numbers = this.#numbers;
		if (numbers[ORDINARY] === 0) return;
		numbers[ORDINARY] = 0;
		this.#reception!.restore(numbers);
		this.#time.restore(numbers);
		this.#waits.restore(numbers);
		this.#playout.restore(numbers);
		if (numbers[FRAMES]! > 0) this.#patience = 0;
	}

	/** Takes a packet of sound; false when it is of no use. */
	insert(packet: Uint8Array, header: Header, decoder: Decoder): boolean {
		const length = header.payloadLength;
		if (length === 0 || length > PACKET_MOST) return false;
		let timestamp = this.#time.follow(header);
		let wait: number;
		if (timestamp === undefined) {
			timestamp = this.#arrange(header);
			if (timestamp === undefined) {
				this.#late++;
				return false;
			}
			wait = this.#wait(timestamp);
		} else {
			const playout = this.#playout;
			wait = playout.wait(timestamp) + this.#owed;
			if (wait < 0 || wait > EXCESS || !playout.heard) wait = this.#keepTime(timestamp, wait);
		}
		const placed = this.#timeline.put(packet, header.payloadOffset, length, timestamp, decoder);
		if (placed !== "placed") {
			if (placed === "copy") this.#duplicate++;
			else this.#overflow++;
			if (placed !== "displaced") return false;
		}
		if (wait >= 0) this.#waits.note(wait, timestamp);
		if (this.#code) this.#begin(header, decoder);
		return true;
	}

	/** Fills `samples`, from 0 to `count` of 20 ms at most, with what is due, made louder or softer by `percent`. */
	read(samples: Int16Array, count: number, percent = UNCHANGED): Played {
		if (this.#code?.play(this.#course, this.#octets, this.#history, samples, count, percent)) return "audio";
		this.settle();
		if (this.#isSettled && this.#owed === 0) this.#patience = 0;
		else this.#regulate();
		const played = this.#playout.read(samples, count);
		this.#kit.amplify(samples, count, percent);
		return played;
	}

	/** Forgets everything but the counts. */
	reset(): void {
		this.settle();
		this.#time.reset();
		this.#playout.reset();
		this.#waits.reset();
		this.#owed = this.#patience = 0;
	}

	/**
	 * Finds the time of a packet that does not follow the newest one, and puts playing off where need be; `undefined` when
	 * the packet is late.
	 */
	#arrange(header: Header): number | undefined {
		const time = this.#time;
		if (time.isBroken(header, this.#wait(time.of(header)))) this.#join(header);
		const timestamp = time.of(header);
		const wait = this.#wait(timestamp);
		if (((timestamp - time.end) | 0) >= 0) {
			this.#keepTime(timestamp, wait);
			if (time.advance(header)) this.#playout.forgive();
		} else {
			if (wait < 0) this.#putOff(-wait);
			if (wait + header.payloadLength <= 0) return undefined;
			time.reach((timestamp + header.payloadLength) | 0);
		}
		return timestamp;
	}

	/** Packets wait neither too long nor too short a time. */
	get #isSettled(): boolean {
		const spare = this.#waits.least - DEPTH_LEAST;
		return spare >= 0 && spare < TOLERANCE;
	}

	/** Begins the ordinary course behind a packet, unless something is out of order. */
	#begin(header: Header, decoder: Decoder): void {
		const numbers = this.#numbers;
		const { PCMA, PCMU } = this.#kit;
		if (this.#owed > 0 || !this.#isSettled || this.#timeline.sole(this.#time.end) !== decoder) return;
		if (!this.#playout.save(numbers) || !this.#reception!.save(numbers)) return;
		if (decoder !== PCMA && decoder !== PCMU) return;
		this.#time.save(numbers);
		this.#waits.save(numbers);
		numbers[TYPE] = header.payloadType;
		numbers[A_LAW] = decoder === PCMA ? 1 : 0;
		numbers[PACKETS] = numbers[FRAMES] = 0;
		numbers[ORDINARY] = 1;
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
		const spare = waits.least - DEPTH_LEAST;
		if (spare < TOLERANCE && (spare >= 0 || waits.most - spare > DEPTH_MOST)) {
			this.#patience = 0;
			return;
		}
		if (waits.empty || !playout.heard || playout.pausing) return;
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
