import { END, PACKETS, SEQUENCE, SSRC, TIMESTAMP } from "./course.ts";
import type { Header } from "./packet.ts";

/** A sequence number so far back is no straggler but a new count (as in `Reception`). */
const DISORDER = 100;
/** A timestamp that leaps this many samples ahead of the stream and of the time is the work of another clock. */
const LEAP = 2400;

/**
 * The time of what is heard, in samples. It goes on when the sender or its clock changes: the new one's timestamps are
 * moved to where the old one's end.
 */
export class StreamTime {
	#ssrc: number | undefined;
	#offset = 0;
	#sequence = 0;
	#end = 0;

	/** There has been a packet. */
	get known(): boolean {
		return this.#ssrc !== undefined;
	}

	/** Behind the newest packet. */
	get end(): number {
		return this.#end;
	}

	/** When a packet begins. */
	of(header: Header): number {
		return (header.timestamp + this.#offset) | 0;
	}

	/** Takes the packet if it is the very next one of the stream; returns when it begins, else `undefined`. */
	follow(header: Header): number | undefined {
		const end = this.#end;
		if (((header.timestamp + this.#offset) | 0) !== end) return undefined;
		if (header.ssrc !== this.#ssrc || header.sequence !== ((this.#sequence + 1) & 0xffff)) return undefined;
		this.#sequence = header.sequence;
		this.#end = (end + header.payloadLength) | 0;
		return end;
	}

	/** Does the packet, which would wait for so many samples, come from another source or by another clock? */
	isBroken(header: Header, wait: number): boolean {
		if (header.ssrc !== this.#ssrc) return true;
		const step = (this.of(header) - this.#end) | 0;
		if (step >= 0) return step > LEAP && wait > LEAP;
		if (wait + header.payloadLength > 0) return false;
		// Too late: a straggler has an older number than the newest packet, but not by much.
		const order = ((header.sequence - this.#sequence) << 16) >> 16;
		return order > 0 || order <= -DISORDER;
	}

	/** Goes on with this packet at time `at`. */
	mend(header: Header, at: number): void {
		this.#ssrc = header.ssrc;
		this.#sequence = (header.sequence - 1) & 0xffff;
		this.#offset = (at - header.timestamp) | 0;
		this.#end = at;
	}

	/**
	 * The packet is the newest. True when there is a gap before it in which no packet is missing: the sender was silent,
	 * as the numbers or the marker say (RFC 3551 §4.1).
	 */
	advance(header: Header): boolean {
		const order = (header.sequence - this.#sequence) & 0xffff;
		const step = (this.of(header) - this.#end) | 0;
		this.#sequence = header.sequence;
		this.#end = (this.#end + step + header.payloadLength) | 0;
		return step > 0 && (order === 1 || header.marker);
	}

	/** A packet that is not the newest may yet be the longest. */
	reach(end: number): void {
		if (((end - this.#end) | 0) > 0) this.#end = end;
	}

	/** Gives its numbers to the ordinary course. */
	save(course: Int32Array): void {
		course[SSRC] = this.#ssrc!;
		course[SEQUENCE] = (this.#sequence + 1) & 0xffff;
		course[TIMESTAMP] = this.#end - this.#offset;
		course[END] = this.#end;
	}

	/** Takes them back. */
	restore(course: Int32Array): void {
		this.#sequence = (this.#sequence + course[PACKETS]!) & 0xffff;
		this.#end = course[END]!;
	}

	reset(): void {
		this.#ssrc = undefined;
		this.#end = 0;
	}
}
