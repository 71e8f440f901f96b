import { amplified, factorOf, UNITY } from "./gain.ts";

/** Turns samples into octets of a packet and back. On the board, C of the same shape does it. */
export interface Codec {
	/** The octet of one silent sample. */
	readonly silence: number;
	/** Writes `count` samples, from index `at` on, made louder or softer by `percent`, into `packet` at `offset`. */
	encode(samples: Int16Array, at: number, count: number, packet: Uint8Array, offset: number, percent: number): void;
	/** Reads `count` octets of `packet` at `offset` into `samples`, from index `at` on. */
	decode(packet: Uint8Array, offset: number, count: number, samples: Int16Array, at: number): void;
}

/*
 * Both laws are floating point with a sign, three bits of exponent (the segment) and four of mantissa. µ-law adds 132
 * first, so that every segment has a leading one; A-law has two segments without. Octets go inverted on the line,
 * µ-law's all bits, A-law's every other one.
 *
 * Each sample gets the octet that decodes nearest to it; of two that are equally near, the one farther from zero. Other
 * encoders differ from that, and among themselves, on the thresholds between two codes, for they work with 14 or 13 bits.
 */
const BIAS = 132;
const LARGEST = 0x7fff;
const SIGN = 0x80;
const ALTERNATE = 0x55;
/** µ-law has a second zero, 0x7f, which is not sent. */
const PCMU_SILENCE = 0xff;
const PCMA_SILENCE = 0xd5;
/**
 * A magnitude is nearer to the last value of the segment below while it is less than 129/128 of its segment's start:
 * steps are only half as wide down there.
 */
const NEARER = 129;

/** Segment of a magnitude, by its upper eight bits. */
const SEGMENTS = Uint8Array.from({ length: 256 }, (_, index) => Math.max(0, 31 - Math.clz32(index)));
const PCMU_DECODED = Int16Array.from({ length: 256 }, (_, octet) => {
	const code = ~octet & 0x7f;
	const magnitude = (((code & 15) << 3) + BIAS) << (code >> 4);
	return octet & SIGN ? magnitude - BIAS : BIAS - magnitude;
});
const PCMA_DECODED = Int16Array.from({ length: 256 }, (_, octet) => {
	const code = (octet ^ ALTERNATE) & 0x7f;
	const segment = code >> 4;
	const mantissa = ((code & 15) << 4) + 8;
	const magnitude = segment === 0 ? mantissa : (mantissa + 256) << (segment - 1);
	return octet & SIGN ? magnitude : -magnitude;
});

/** µ-law of G.711 (ITU-T G.711, RFC 3551 §4.5.14). */
export const PCMU: Codec = Object.freeze({
	silence: PCMU_SILENCE,

	encode(samples: Int16Array, at: number, count: number, packet: Uint8Array, offset: number, percent: number): void {
		const segments = SEGMENTS;
		const factor = factorOf(percent);
		const end = at + count;
		while (at < end) {
			let sample = samples[at++]!;
			if (factor !== UNITY) sample = amplified(sample, factor);
			let biased = (sample < 0 ? -sample : sample) + BIAS;
			if (biased > LARGEST) biased = LARGEST;
			const segment = segments[biased >> 7]!;
			let code = (segment << 4) | ((biased >> (segment + 3)) & 15);
			if (biased < NEARER << segment) code--;
			packet[offset++] = (sample < 0 && code > 0 ? 0 : SIGN) | (~code & 0x7f);
		}
	},

	decode(packet: Uint8Array, offset: number, count: number, samples: Int16Array, at: number): void {
		const decoded = PCMU_DECODED;
		const end = at + count;
		while (at < end) samples[at++] = decoded[packet[offset++]!]!;
	},
});

/** A-law of G.711. */
export const PCMA: Codec = Object.freeze({
	silence: PCMA_SILENCE,

	encode(samples: Int16Array, at: number, count: number, packet: Uint8Array, offset: number, percent: number): void {
		const segments = SEGMENTS;
		const factor = factorOf(percent);
		const end = at + count;
		while (at < end) {
			let sample = samples[at++]!;
			if (factor !== UNITY) sample = amplified(sample, factor);
			let magnitude = sample < 0 ? -sample : sample;
			if (magnitude > LARGEST) magnitude = LARGEST;
			const segment = segments[magnitude >> 7]!;
			let code = (segment << 4) | ((magnitude >> (segment === 0 ? 4 : segment + 3)) & 15);
			if (segment > 1 && magnitude < NEARER << segment) code--;
			packet[offset++] = ((sample < 0 ? 0 : SIGN) | code) ^ ALTERNATE;
		}
	},

	decode(packet: Uint8Array, offset: number, count: number, samples: Int16Array, at: number): void {
		const decoded = PCMA_DECODED;
		const end = at + count;
		while (at < end) samples[at++] = decoded[packet[offset++]!]!;
	},
});
