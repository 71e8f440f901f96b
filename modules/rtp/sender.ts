import { HEADER_LENGTH, Header, writeHeader } from "./packet.ts";

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

/**
 * Cuts a stream of G.711 octets into RTP packets (RFC 3550 §5, RFC 3551 §4.5.14).
 *
 * The codec writes straight into the one packet there is: `reserve` says how many octets fit at `offset`, and when
 * `commit` returns true `packet` is ready to be sent, before the next octet is written.
 */
export class RtpSender {
	/** What the next packet will carry; the timestamp is that of its first sample. */
	readonly #header = new Header();
	#packet: Uint8Array;
	#offset = HEADER_LENGTH;
	#timestamp: number;
	#spurt = true;
	#packets = 0;
	#octets = 0;

	constructor(options: SenderOptions) {
		this.#header.ssrc = options.ssrc | 0;
		this.#header.sequence = options.sequence & 0xffff;
		this.#header.payloadType = options.payloadType;
		this.#timestamp = options.timestamp | 0;
		this.#packet = makePacket(options.ptime);
	}

	get ssrc(): number {
		return this.#header.ssrc;
	}

	/** Timestamp of the next sample. */
	get timestamp(): number {
		return (this.#timestamp + this.#offset - HEADER_LENGTH) | 0;
	}

	/** Packets sent, for the sender report (RFC 3550 §6.4.1). */
	get packets(): number {
		return this.#packets;
	}

	/** Payload octets sent, likewise. */
	get octets(): number {
		return this.#octets;
	}

	/** The packet under construction, whole when `commit` has returned true. Reused. */
	get packet(): Uint8Array {
		return this.#packet;
	}

	/** Where in `packet` the next octet goes. */
	get offset(): number {
		return this.#offset;
	}

	/** How many of `count` octets can be written at `offset` now. */
	reserve(count: number): number {
		return Math.min(count, this.#packet.length - this.#offset);
	}

	/** So many octets have been written at `offset`; true when they complete `packet`. */
	commit(count: number): boolean {
		this.#offset += count;
		const packet = this.#packet;
		if (this.#offset < packet.length) return false;
		const timestamp = this.#timestamp;
		this.#timestamp = this.timestamp;
		this.#offset = HEADER_LENGTH;
		this.stamp(packet, this.#header.payloadType, this.#spurt, timestamp);
		this.#spurt = false;
		return true;
	}

	/** So many samples pass unsent, on hold for example; what is next begins a talk spurt (RFC 3551 §4.1). */
	skip(count: number): void {
		this.#timestamp = (this.timestamp + count) | 0;
		this.#offset = HEADER_LENGTH;
		this.#spurt = true;
	}

	/** From now on another payload type or packet time; an unfinished packet is given up. */
	use(payloadType: number, ptime: number): void {
		this.#timestamp = this.timestamp;
		this.#offset = HEADER_LENGTH;
		this.#header.payloadType = payloadType;
		if (this.#packet.length !== HEADER_LENGTH + ptime * SAMPLES_PER_MILLISECOND) this.#packet = makePacket(ptime);
	}

	/** Makes the next packet of this source out of `packet`, whose payload is another than sound (RFC 4733 §2.2). */
	stamp(packet: Uint8Array, payloadType: number, marker: boolean, timestamp: number): void {
		const header = this.#header;
		const ours = header.payloadType;
		header.payloadType = payloadType;
		header.marker = marker;
		header.timestamp = timestamp;
		writeHeader(packet, header);
		header.payloadType = ours;
		header.sequence = (header.sequence + 1) & 0xffff;
		this.#packets++;
		this.#octets += packet.length - HEADER_LENGTH;
	}
}

function makePacket(ptime: number): Uint8Array {
	if (!Number.isInteger(ptime) || ptime < PTIME_LEAST || ptime > PTIME_MOST) throw new RangeError(`ptime: ${ptime}`);
	return new Uint8Array(HEADER_LENGTH + ptime * SAMPLES_PER_MILLISECOND);
}
