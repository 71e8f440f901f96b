import { JITTER, PACKETS, TRANSIT } from "./course.ts";
import type { Header } from "./packet.ts";

/** A step of the sequence number beyond these is a restart rather than loss or disorder (RFC 3550 §A.1). */
const DROPOUT = 3000;
const DISORDER = 100;
/** How many sequence numbers back a copy is told from a packet out of order. */
const MEMORY = 32;
/** A packet this many samples off the one before says nothing about jitter: its clock was set anew. */
const LEAP = 8000;
const SAMPLES_PER_MILLISECOND = 8;

/** Packets of all sources of a call. */
export interface Totals {
	readonly received: number;
	/** Those that never came; copies do not make up for them. */
	readonly lost: number;
	readonly duplicate: number;
	readonly reordered: number;
}

/** What arrives of the peer's packets, whatever they carry: loss, order and jitter (RFC 3550 §6.4.1, §A.1, §A.3, §A.8). */
export class Reception {
	#ssrc: number | undefined;
	#received = 0;
	#duplicate = 0;
	#reordered = 0;
	/** Counts of the sources before this one. */
	#before: Totals | undefined;
	/** First and highest sequence number, extended beyond 16 bits. */
	#base = 0;
	#highest = 0;
	/** Bit n: sequence number `highest` - n has arrived. */
	#seen = 0;
	#jitter = 0;
	#transit = 0;
	#timed = false;

	/** The source that is heard; `undefined` before its first packet. */
	get ssrc(): number | undefined {
		return this.#ssrc;
	}

	get received(): number {
		return this.#received;
	}

	/** How many the sequence numbers promise. */
	get expected(): number {
		return this.#ssrc === undefined ? 0 : this.#highest - this.#base + 1;
	}

	/** Less than 0 when copies arrive. */
	get lost(): number {
		return this.expected - this.#received;
	}

	get duplicate(): number {
		return this.#duplicate;
	}

	get reordered(): number {
		return this.#reordered;
	}

	/** Highest sequence number, with the number of times it wrapped round above the low 16 bits. */
	get highest(): number {
		return this.#highest;
	}

	/** Smoothed deviation of the travelling time, in samples. */
	get jitter(): number {
		return this.#jitter >> 4;
	}

	get totals(): Totals {
		const before = this.#before;
		return {
			received: (before?.received ?? 0) + this.#received,
			lost: (before?.lost ?? 0) + Math.max(0, this.lost + this.#duplicate),
			duplicate: (before?.duplicate ?? 0) + this.#duplicate,
			reordered: (before?.reordered ?? 0) + this.#reordered,
		};
	}

	/** Counts a packet, be it sound, a telephone event or comfort noise; false when it is a copy. */
	receive(header: Header): boolean {
		const sequence = header.sequence;
		if (header.ssrc !== this.#ssrc) this.#restart(header.ssrc, sequence);
		this.#received++;
		// 16 bits, signed.
		const step = ((sequence - this.#highest) << 16) >> 16;
		if (step === 1) {
			this.#highest++;
			this.#seen = (this.#seen << 1) | 1;
		} else if (step > 0 && step < DROPOUT) {
			this.#highest += step;
			this.#seen = step < MEMORY ? (this.#seen << step) | 1 : 1;
		} else if (step > 0 || step <= -DISORDER) {
			this.#leap(sequence);
		} else {
			return this.#lookBack(-step);
		}
		return true;
	}

	/** Measures the travelling time of a packet of sound; those of one telephone event share their timestamp. */
	time(timestamp: number, now: number): void {
		const transit = ((now * SAMPLES_PER_MILLISECOND) | 0) - timestamp;
		let change = (transit - this.#transit) | 0;
		if (change < 0) change = -change;
		if (this.#timed && change < LEAP) this.#jitter += change - ((this.#jitter + 8) >> 4);
		this.#transit = transit;
		this.#timed = true;
	}

	/** Gives its numbers to the ordinary course; false when packets have not been timed yet. */
	save(course: Int32Array): boolean {
		course[TRANSIT] = this.#transit;
		course[JITTER] = this.#jitter;
		return this.#timed;
	}

	/** Takes them back, with what came in meanwhile. */
	restore(course: Int32Array): void {
		const packets = course[PACKETS]!;
		this.#received += packets;
		this.#highest += packets;
		this.#seen = packets < MEMORY ? (this.#seen << packets) | ((1 << packets) - 1) : -1;
		this.#transit = course[TRANSIT]!;
		this.#jitter = course[JITTER]!;
	}

	#restart(ssrc: number, sequence: number): void {
		if (this.#ssrc !== undefined) this.#before = this.totals;
		this.#ssrc = ssrc;
		this.#received = 0;
		this.#duplicate = 0;
		this.#reordered = 0;
		this.#base = sequence;
		this.#highest = sequence - 1;
		this.#seen = 0;
		this.#jitter = 0;
		this.#timed = false;
	}

	/** The sequence starts anew somewhere else: moves the base along, so that the leap is no loss. */
	#leap(sequence: number): void {
		const expected = this.expected;
		this.#highest = sequence;
		this.#base = sequence - expected;
		this.#seen = 1;
	}

	#lookBack(age: number): boolean {
		// The first packets arrived out of order: the stream began before the one that was counted first.
		if (this.#highest - age < this.#base) this.#base = this.#highest - age;
		const bit = age < MEMORY ? 1 << age : 0;
		const copy = (this.#seen & bit) !== 0;
		if (copy) this.#duplicate++;
		else this.#reordered++;
		this.#seen |= bit;
		return !copy;
	}
}
