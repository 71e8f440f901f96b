import { HEADER_LENGTH, MARKER, writeNumbers, writeSource } from "./packet.ts";

/** Turns `count` samples, from index `at` on and made louder or softer by `percent`, into as many octets of `packet`. */
export interface Encoder {
	encode(samples: Int16Array, at: number, count: number, packet: Uint8Array, offset: number, percent: number): void;
}

export interface SenderOptions {
	/** Synchronization source, first sequence number and first timestamp: random numbers (RFC 3550 §5.1). */
	readonly ssrc: number;
	readonly sequence: number;
	readonly timestamp: number;
	readonly payloadType: number;
	/** Milliseconds of sound per packet, 10 to 60. */
	readonly ptime: number;
}

const SAMPLES_PER_MILLISECOND = 8;
const PTIME_LEAST = 10;
const PTIME_MOST = 60;

/** Places of the numbers that native code may change (course.ts); struct course_sender of the board has the same order. */
const TYPE = 0;
const SEQUENCE = 1;
/** Of the first sample in the packet. */
const TIMESTAMP = 2;
const PACKETS = 3;
const OCTETS = 4;
const NUMBERS = 5;

/**
 * Cuts a stream of G.711 octets into RTP packets (RFC 3550 §5, RFC 3551 §4.5.14).
 *
 * The codec writes straight into the one packet there is; when `encode` has made it whole, it is to be sent, before the
 * next sample. Where `room` is a whole packet, native code may make one as well, out of `packet` and `numbers`.
 */
export class RtpSender {
	/** Samples that the packet takes until it is whole, and those of a packet. */
	room: number;
	size: number;
	/** The packet under construction. Reused. */
	packet: Uint8Array;
	readonly numbers = new Int32Array(NUMBERS);
	readonly #ssrc: number;

	constructor(options: SenderOptions) {
		const { numbers } = this;
		this.#ssrc = options.ssrc | 0;
		numbers[TYPE] = options.payloadType | MARKER;
		numbers[SEQUENCE] = options.sequence & 0xffff;
		numbers[TIMESTAMP] = options.timestamp;
		this.room = this.size = samplesOf(options.ptime);
		this.packet = new Uint8Array(HEADER_LENGTH + this.size);
		writeSource(this.packet, this.#ssrc);
	}

	get ssrc(): number {
		return this.#ssrc;
	}

	/** Timestamp of the next sample. */
	get timestamp(): number {
		return (this.numbers[TIMESTAMP]! + this.size - this.room) | 0;
	}

	/** Packets sent, for the sender report (RFC 3550 §6.4.1). */
	get packets(): number {
		return this.numbers[PACKETS]!;
	}

	/** Payload octets sent, likewise. */
	get octets(): number {
		return this.numbers[OCTETS]!;
	}

	/** The packet is whole, and nothing has been written to it since. */
	get isWhole(): boolean {
		return this.room === this.size;
	}

	/** Encodes samples from `at` to `to`, as many as the packet takes yet; returns how far it came. */
	encode(encoder: Encoder, samples: Int16Array, at: number, to: number, percent: number): number {
		const { packet, size, room } = this;
		const count = to - at < room ? to - at : room;
		encoder.encode(samples, at, count, packet, HEADER_LENGTH + size - room, percent);
		this.room = room - count;
		if (this.room === 0) {
			const { numbers } = this;
			this.room = size;
			this.#stamp(packet, numbers[TYPE]!, numbers[TIMESTAMP]!);
			numbers[TYPE]! &= ~MARKER;
			numbers[TIMESTAMP]! += size;
		}
		return at + count;
	}

	/** So many samples pass unsent, on hold for example; what is next begins a talk spurt (RFC 3551 §4.1). */
	skip(count: number): void {
		this.numbers[TIMESTAMP] = this.timestamp + count;
		this.numbers[TYPE]! |= MARKER;
		this.room = this.size;
	}

	/** From now on another payload type or packet time; an unfinished packet is given up. */
	use(payloadType: number, ptime: number): void {
		const size = samplesOf(ptime);
		this.numbers[TIMESTAMP] = this.timestamp;
		this.numbers[TYPE] = (this.numbers[TYPE]! & MARKER) | payloadType;
		if (this.size !== size) this.packet = new Uint8Array(HEADER_LENGTH + size);
		writeSource(this.packet, this.#ssrc);
		this.room = this.size = size;
	}

	/** Makes the next packet of this source out of `packet`, whose payload is another than sound (RFC 4733 §2.2). */
	stamp(packet: Uint8Array, payloadType: number, marker: boolean, timestamp: number): void {
		writeSource(packet, this.#ssrc);
		this.#stamp(packet, marker ? payloadType | MARKER : payloadType, timestamp);
	}

	#stamp(packet: Uint8Array, type: number, timestamp: number): void {
		const { numbers } = this;
		writeNumbers(packet, type, numbers[SEQUENCE]!, timestamp);
		numbers[SEQUENCE] = (numbers[SEQUENCE]! + 1) & 0xffff;
		numbers[PACKETS]! += 1;
		numbers[OCTETS]! += packet.length - HEADER_LENGTH;
	}
}

function samplesOf(ptime: number): number {
	if (!Number.isInteger(ptime) || ptime < PTIME_LEAST || ptime > PTIME_MOST) throw new RangeError(`ptime: ${ptime}`);
	return ptime * SAMPLES_PER_MILLISECOND;
}
