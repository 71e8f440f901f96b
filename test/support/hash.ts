/**
 * MD5, SHA-256 and SHA-512/256 in plain TypeScript (RFC 1321, FIPS 180-4), for tests that also run on engines without a
 * hash of their own. The constants are computed as the standards define them.
 */

import type { Hash } from "../../modules/auth/digest.ts";

/** {@link Hash} of a host that can compute all. */
export const hash: Hash = (algorithm, text) => {
	const bytes = utf8(text);
	switch (algorithm) {
		case "MD5":
			return md5(bytes);
		case "SHA-256":
			return sha256(bytes);
		case "SHA-512-256":
			return hexadecimal(sha512(bytes, SHA_512_256_START).slice(0, 4), 16);
	}
};

const WORD = 2n ** 64n - 1n;
const PRIMES: readonly bigint[] = Object.freeze(primes(80));
/** The first 64 bits behind the point of the cube roots of the first 80 primes. */
const CUBE_ROOTS: readonly bigint[] = Object.freeze(PRIMES.map((prime) => root(prime << 192n, 3n) & WORD));
/** The same of the square roots of the first eight. */
const SQUARE_ROOTS: readonly bigint[] = Object.freeze(
	PRIMES.slice(0, 8).map((prime) => root(prime << 128n, 2n) & WORD),
);
/** A truncated SHA-512 starts from a hash of its own name (FIPS 180-4 §5.3.6). */
const SHA_512_256_START: readonly bigint[] = Object.freeze(
	sha512(
		utf8("SHA-512/256"),
		SQUARE_ROOTS.map((word) => word ^ 0xa5a5a5a5a5a5a5a5n),
	),
);
const SHA_256_START = Int32Array.from(SQUARE_ROOTS, (word) => Number(word >> 32n));
const SHA_256_CONSTANTS = Int32Array.from(CUBE_ROOTS, (word) => Number(word >> 32n));
const MD5_START = Int32Array.of(0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476);
const MD5_CONSTANTS = Int32Array.from({ length: 64 }, (_, index) =>
	Math.floor(Math.abs(Math.sin(index + 1)) * 2 ** 32),
);
const MD5_SHIFTS = Uint8Array.of(7, 12, 17, 22, 5, 9, 14, 20, 4, 11, 16, 23, 6, 10, 15, 21);

function md5(bytes: readonly number[]): string {
	const state = MD5_START.slice();
	const message = padded(bytes, 64, true);
	for (let block = 0; block < message.byteLength; block += 64) {
		let a = state[0]!;
		let b = state[1]!;
		let c = state[2]!;
		let d = state[3]!;
		for (let step = 0; step < 64; step++) {
			const round = step >> 4;
			const index = (round === 0 ? step : round === 1 ? 5 * step + 1 : round === 2 ? 3 * step + 5 : 7 * step) & 15;
			const mix =
				round === 0 ? (b & c) | (~b & d) : round === 1 ? (b & d) | (c & ~d) : round === 2 ? b ^ c ^ d : c ^ (b | ~d);
			const sum = (a + mix + MD5_CONSTANTS[step]! + message.getInt32(block + 4 * index, true)) | 0;
			a = d;
			d = c;
			c = b;
			b = (b + rotate(sum, 32 - MD5_SHIFTS[4 * round + (step & 3)]!)) | 0;
		}
		state[0]! += a;
		state[1]! += b;
		state[2]! += c;
		state[3]! += d;
	}
	const digest = new DataView(new ArrayBuffer(16));
	for (let index = 0; index < 4; index++) digest.setInt32(4 * index, state[index]!, true);
	return hexadecimal(
		[0, 4, 8, 12].map((offset) => digest.getUint32(offset)),
		8,
	);
}

function sha256(bytes: readonly number[]): string {
	const state = SHA_256_START.slice();
	const message = padded(bytes, 64, false);
	const schedule = new Int32Array(64);
	for (let block = 0; block < message.byteLength; block += 64) {
		for (let step = 0; step < 16; step++) schedule[step] = message.getInt32(block + 4 * step);
		for (let step = 16; step < 64; step++) {
			const w15 = schedule[step - 15]!;
			const w2 = schedule[step - 2]!;
			const s0 = rotate(w15, 7) ^ rotate(w15, 18) ^ (w15 >>> 3);
			const s1 = rotate(w2, 17) ^ rotate(w2, 19) ^ (w2 >>> 10);
			schedule[step] = (schedule[step - 16]! + s0 + schedule[step - 7]! + s1) | 0;
		}
		const work = state.slice();
		for (let step = 0; step < 64; step++) {
			const a = work[0]!;
			const e = work[4]!;
			const s1 = rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25);
			const choice = (e & work[5]!) ^ (~e & work[6]!);
			const first = (work[7]! + s1 + choice + SHA_256_CONSTANTS[step]! + schedule[step]!) | 0;
			const s0 = rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22);
			const majority = (a & work[1]!) ^ (a & work[2]!) ^ (work[1]! & work[2]!);
			work.copyWithin(1, 0, 7);
			work[0] = (first + s0 + majority) | 0;
			work[4]! += first;
		}
		for (let index = 0; index < 8; index++) state[index]! += work[index]!;
	}
	return hexadecimal(new Uint32Array(state.buffer), 8);
}

function sha512(bytes: readonly number[], start: readonly bigint[]): bigint[] {
	let state = start;
	const message = padded(bytes, 128, false);
	for (let block = 0; block < message.byteLength; block += 128) {
		const w: bigint[] = [];
		for (let step = 0; step < 16; step++) w.push(message.getBigUint64(block + 8 * step));
		for (let step = 16; step < 80; step++) {
			const s0 = rotate64(w[step - 15]!, 1n) ^ rotate64(w[step - 15]!, 8n) ^ (w[step - 15]! >> 7n);
			const s1 = rotate64(w[step - 2]!, 19n) ^ rotate64(w[step - 2]!, 61n) ^ (w[step - 2]! >> 6n);
			w.push((w[step - 16]! + s0 + w[step - 7]! + s1) & WORD);
		}
		let [a, b, c, d, e, f, g, h] = state as [bigint, bigint, bigint, bigint, bigint, bigint, bigint, bigint];
		for (let step = 0; step < 80; step++) {
			const s1 = rotate64(e, 14n) ^ rotate64(e, 18n) ^ rotate64(e, 41n);
			const first = h + s1 + (g ^ (e & (f ^ g))) + CUBE_ROOTS[step]! + w[step]!;
			const s0 = rotate64(a, 28n) ^ rotate64(a, 34n) ^ rotate64(a, 39n);
			const second = s0 + ((a & b) ^ (a & c) ^ (b & c));
			[a, b, c, d, e, f, g, h] = [(first + second) & WORD, a, b, c, (d + first) & WORD, e, f, g];
		}
		const work = [a, b, c, d, e, f, g, h];
		state = state.map((word, index) => (word + work[index]!) & WORD);
	}
	return [...state];
}

/** The bytes with a one bit, zeros and the count of bits behind them, in whole blocks. */
function padded(bytes: readonly number[], block: number, littleEndian: boolean): DataView {
	const count = block / 8;
	const length = Math.ceil((bytes.length + 1 + count) / block) * block;
	const message = new Uint8Array(length);
	message.set(bytes);
	message[bytes.length] = 0x80;
	const view = new DataView(message.buffer);
	view.setBigUint64(littleEndian ? length - count : length - 8, BigInt(bytes.length) * 8n, littleEndian);
	return view;
}

function utf8(text: string): number[] {
	const bytes: number[] = [];
	for (const character of text) {
		const code = character.codePointAt(0)!;
		if (code < 0x80) bytes.push(code);
		else if (code < 0x800) bytes.push(0xc0 | (code >> 6), 0x80 | (code & 63));
		else if (code < 0x10000) bytes.push(0xe0 | (code >> 12), 0x80 | ((code >> 6) & 63), 0x80 | (code & 63));
		else bytes.push(0xf0 | (code >> 18), 0x80 | ((code >> 12) & 63), 0x80 | ((code >> 6) & 63), 0x80 | (code & 63));
	}
	return bytes;
}

function hexadecimal(words: Iterable<number | bigint>, width: number): string {
	return Array.from(words, (word) => word.toString(16).padStart(width, "0")).join("");
}

function rotate(word: number, count: number): number {
	return (word >>> count) | (word << (32 - count));
}

function rotate64(word: bigint, count: bigint): bigint {
	return (word >> count) | ((word << (64n - count)) & WORD);
}

function primes(count: number): bigint[] {
	const found: bigint[] = [];
	for (let candidate = 2n; found.length < count; candidate++)
		if (found.every((prime) => candidate % prime !== 0n)) found.push(candidate);
	return found;
}

/** The whole part of the root of `radicand`, by Newton's method from above. */
function root(radicand: bigint, degree: bigint): bigint {
	let guess = 1n << 80n;
	for (;;) {
		const better = ((degree - 1n) * guess + radicand / guess ** (degree - 1n)) / degree;
		if (better >= guess) return guess;
		guess = better;
	}
}
