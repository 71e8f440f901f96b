/** Turns samples into octets of a packet and back. On the ESP32 a native twin has the same shape. */
export interface Codec {
	/** The octet of one silent sample. */
	readonly silence: number;
	/** Writes `count` samples, from index `at` on, into `packet` at `offset`. */
	encode(at: number, count: number, packet: Uint8Array, offset: number): void;
	/** Reads `count` octets of `packet` at `offset` into the samples, or those of `into`, from index `at` on. */
	decode(packet: Uint8Array, offset: number, count: number, at: number, into?: Int16Array): void;
}

/*
 * Both laws are floating point with a sign, three bits of exponent (the segment) and four of mantissa. µ-law adds 132
 * first, so that every segment has a leading one; A-law has two segments without. Octets go inverted on the line,
 * µ-law's all bits, A-law's every other one.
 */
const BIAS = 132;
const LARGEST = 0x7fff;
const SIGN = 0x80;
const ALTERNATE = 0x55;
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

/** G.711 by table (ITU-T G.711, RFC 3551 §4.5.14), for samples in one array that it is made for. */
export class G711 implements Codec {
	readonly silence: number;
	readonly #samples: Int16Array;
	readonly #decoded: Int16Array;

	constructor(law: "PCMU" | "PCMA", samples: Int16Array) {
		this.silence = law === "PCMU" ? PCMU_SILENCE : PCMA_SILENCE;
		this.#decoded = law === "PCMU" ? PCMU_DECODED : PCMA_DECODED;
		this.#samples = samples;
	}

	encode(at: number, count: number, packet: Uint8Array, offset: number): void {
		if (this.silence === PCMU_SILENCE) encodePcmu(this.#samples, at, count, packet, offset);
		else encodePcma(this.#samples, at, count, packet, offset);
	}

	decode(packet: Uint8Array, offset: number, count: number, at: number, into?: Int16Array): void {
		const samples = into ?? this.#samples;
		const decoded = this.#decoded;
		const end = at + count;
		while (at < end) samples[at++] = decoded[packet[offset++]!]!;
	}
}

// Each sample gets the code that comes back nearest. The small numbers added to negative ones keep to what other
// encoders do on the very threshold between two codes, for those work with 14 or 13 bits and round towards minus.

function encodePcmu(samples: Int16Array, at: number, count: number, packet: Uint8Array, offset: number): void {
	const segments = SEGMENTS;
	const end = at + count;
	while (at < end) {
		const sample = samples[at++]!;
		let sign = SIGN;
		let magnitude = sample + BIAS;
		let nearer = magnitude;
		if (sample < -2) {
			sign = 0;
			magnitude = BIAS + 1 - sample;
			nearer = magnitude + 2;
		}
		if (magnitude > LARGEST) magnitude = LARGEST;
		const segment = segments[magnitude >> 7]!;
		let code = (segment << 4) | ((magnitude >> (segment + 3)) & 15);
		if (nearer < NEARER << segment) code--;
		packet[offset++] = sign | (~code & 0x7f);
	}
}

function encodePcma(samples: Int16Array, at: number, count: number, packet: Uint8Array, offset: number): void {
	const segments = SEGMENTS;
	const end = at + count;
	while (at < end) {
		const sample = samples[at++]!;
		let sign = SIGN;
		let magnitude = sample;
		let nearer = magnitude;
		if (sample < 0) {
			sign = 0;
			magnitude = sample < -LARGEST ? LARGEST : -sample;
			nearer = magnitude + 3;
		}
		const segment = segments[magnitude >> 7]!;
		let code = (segment << 4) | ((magnitude >> (segment === 0 ? 4 : segment + 3)) & 15);
		if (segment > 1 && nearer < NEARER << segment) code--;
		packet[offset++] = (sign | code) ^ ALTERNATE;
	}
}
