/**
 * SHA-256 (FIPS 180-4 §6.2): `crypto.subtle` does not exist on http:// pages, and the libraries are four times the size.
 * The constants are computed as the standard defines them; doubles have 15 bits more than they need.
 */

const PRIMES: number[] = [];
for (let candidate = 2; PRIMES.length < 64; candidate++)
	if (PRIMES.every((prime) => candidate % prime !== 0)) PRIMES.push(candidate);

/** The first 32 bits behind the point. */
const fraction = (root: number) => (root % 1) * 2 ** 32;

/** Of the cube roots of the first 64 primes. */
const CONSTANTS = Int32Array.from(PRIMES, (prime) => fraction(Math.cbrt(prime)));
/** Of the square roots of the first eight. */
const START = PRIMES.slice(0, 8).map((prime) => fraction(Math.sqrt(prime)) | 0);

/** Lower-case hexadecimal hash of the UTF-8 bytes of a text. */
export function sha256(text: string): string {
	const bytes = new TextEncoder().encode(text);
	// The bytes, a one bit, zeros, and the count of bits, in whole blocks of 64 bytes.
	const message = new DataView(new ArrayBuffer((bytes.length + 72) & ~63));
	new Uint8Array(message.buffer).set(bytes);
	message.setUint8(bytes.length, 0x80);
	message.setUint32(message.byteLength - 4, bytes.length * 8);

	let state = START;
	const words = new Int32Array(64);
	for (let block = 0; block < message.byteLength; block += 64) {
		let [a, b, c, d, e, f, g, h] = state as [number, number, number, number, number, number, number, number];
		for (let step = 0; step < 64; step++) {
			const early = words[step - 15]!;
			const late = words[step - 2]!;
			words[step] =
				step < 16
					? message.getInt32(block + 4 * step)
					: words[step - 16]! +
						words[step - 7]! +
						spread(early, 7, 18, early >>> 3) +
						spread(late, 17, 19, late >>> 10);
			const first = h + spread(e, 6, 11, rotated(e, 25)) + ((e & f) ^ (~e & g)) + CONSTANTS[step]! + words[step]!;
			const second = spread(a, 2, 13, rotated(a, 22)) + ((a & b) ^ (a & c) ^ (b & c));
			[a, b, c, d, e, f, g, h] = [(first + second) | 0, a, b, c, (d + first) | 0, e, f, g];
		}
		state = [a, b, c, d, e, f, g, h].map((value, index) => (value + state[index]!) | 0);
	}
	return hexadecimal(state);
}

/** 32-bit numbers, eight digits each. */
export function hexadecimal(numbers: Iterable<number>): string {
	return Array.from(numbers, (number) => (number >>> 0).toString(16).padStart(8, "0")).join("");
}

function spread(word: number, first: number, second: number, third: number): number {
	return rotated(word, first) ^ rotated(word, second) ^ third;
}

function rotated(word: number, count: number): number {
	return (word >>> count) | (word << (32 - count));
}
