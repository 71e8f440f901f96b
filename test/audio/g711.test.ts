import { deepEqual, equal, ok } from "node:assert/strict";
import { type Codec, PCMA, PCMU } from "../../modules/audio/g711.ts";
import { amplify } from "../../modules/audio/gain.ts";
import { type Encoder, type LawVectors, PCMA_VECTORS, PCMU_VECTORS } from "../vectors/g711.ts";

const LAWS: readonly ("PCMU" | "PCMA")[] = ["PCMU", "PCMA"];
const CODECS: Readonly<Record<"PCMU" | "PCMA", Codec>> = { PCMU, PCMA };
const VECTORS: Readonly<Record<"PCMU" | "PCMA", LawVectors>> = { PCMU: PCMU_VECTORS, PCMA: PCMA_VECTORS };

/** Signed magnitude of an octet: 0 to 127, or ~0 to ~127 for negative ones. */
function magnitudeOf(law: "PCMU" | "PCMA", octet: number): number {
	const code = law === "PCMU" ? ~octet & 0x7f : (octet ^ 0x55) & 0x7f;
	return octet & 0x80 ? code : ~code;
}

function decodedBy(vectors: LawVectors, magnitude: number): number {
	return magnitude < 0 ? -vectors.decoded[~magnitude]! : vectors.decoded[magnitude]!;
}

/** Does an encoder give `sample` this code? */
function agrees(encoder: Encoder, magnitude: number, sample: number): boolean {
	const { from, mirror } = encoder;
	const positive = sample >= from[0]!;
	if (positive !== magnitude >= 0) return false;
	if (positive) return sample >= from[magnitude]! && !(sample >= (from[magnitude + 1] ?? Infinity));
	const code = ~magnitude;
	return (code === 0 || sample < mirror - from[code]!) && !(sample < mirror - (from[code + 1] ?? Infinity));
}

/** Calls back with every 16-bit sample and the octet it becomes, 256 at a time to be small. */
function forEverySample(codec: Codec, visit: (sample: number, octet: number) => void): void {
	const samples = new Int16Array(256);
	const octets = new Uint8Array(256);
	for (let start = -32768; start < 32768; start += 256) {
		for (let index = 0; index < 256; index++) samples[index] = start + index;
		codec.encode(samples, 0, 256, octets, 0, 100);
		for (let index = 0; index < 256; index++) visit(start + index, octets[index]!);
	}
}

describe("G.711", () => {
	for (const law of LAWS) {
		const codec = CODECS[law];
		const vectors = VECTORS[law];
		const errorOf = (sample: number, magnitude: number) => Math.abs(sample - decodedBy(vectors, magnitude));

		it(`L32: decodes all 256 octets of ${law} exactly`, () => {
			const samples = new Int16Array(256);
			const octets = Uint8Array.from({ length: 256 }, (_, octet) => octet);
			codec.decode(octets, 0, 256, samples, 0);
			for (let octet = 0; octet < 256; octet++) {
				equal(samples[octet]! + 0, decodedBy(vectors, magnitudeOf(law, octet)) + 0, `octet ${octet}`);
			}
		});

		it(`encodes each of the 65,536 samples in ${law} with the smallest error, of two alike farther from zero`, () => {
			let worse = 0;
			let nearerToZero = 0;
			forEverySample(codec, (sample, octet) => {
				const magnitude = magnitudeOf(law, octet);
				const error = errorOf(sample, magnitude);
				const value = Math.abs(decodedBy(vectors, magnitude));
				// Codes are in order of value, so the neighbours decide; PCMU has two for zero.
				for (const other of [magnitude - 2, magnitude - 1, magnitude + 1, magnitude + 2]) {
					if (other < -128 || other > 127) continue;
					const otherError = errorOf(sample, other);
					if (otherError < error) worse++;
					if (otherError === error && Math.abs(decodedBy(vectors, other)) > value) nearerToZero++;
				}
			});
			equal(worse, 0);
			equal(nearerToZero, 0);
		});

		it(`L32: encodes each of the 65,536 samples in ${law} as ffmpeg and SoX do, or on a threshold at least as near`, () => {
			let strangers = 0;
			let farther = 0;
			forEverySample(codec, (sample, octet) => {
				const magnitude = magnitudeOf(law, octet);
				for (const encoder of vectors.encoders) {
					if (agrees(encoder, magnitude, sample)) continue;
					let other = magnitude - 2;
					while (other <= magnitude + 2 && !agrees(encoder, other, sample)) other++;
					if (other > magnitude + 2) strangers++;
					else if (errorOf(sample, other) < errorOf(sample, magnitude)) farther++;
				}
			});
			equal(strangers, 0);
			equal(farther, 0);
		});

		it(`encodes what it has decoded in ${law} to the same octet`, () => {
			const samples = new Int16Array(1);
			const octets = new Uint8Array(2);
			for (let octet = 0; octet < 256; octet++) {
				octets[0] = octet;
				codec.decode(octets, 0, 1, samples, 0);
				codec.encode(samples, 0, 1, octets, 1, 100);
				// PCMU has a second zero that is not sent.
				equal(octets[1], law === "PCMU" && octet === 0x7f ? 0xff : octet);
			}
		});

		it(`encodes zero as positive in ${law}, and names that octet`, () => {
			const octets = new Uint8Array(1);
			codec.encode(new Int16Array(1), 0, 1, octets, 0, 100);
			equal(octets[0], codec.silence);
			equal(octets[0]! & 0x80, 0x80);
		});

		it(`encodes louder in ${law} what is to be louder`, () => {
			const samples = Int16Array.from({ length: 160 }, (_, index) => 20_000 * Math.sin(index / 3));
			for (const percent of [0, 30, 250]) {
				const fused = new Uint8Array(160);
				const plain = new Uint8Array(160);
				const louder = samples.slice();
				codec.encode(samples, 0, 160, fused, 0, percent);
				amplify(louder, 160, percent);
				codec.encode(louder, 0, 160, plain, 0, 100);
				deepEqual(Array.from(fused), Array.from(plain));
			}
		});
	}

	it("works on a part of the samples and of the packet", () => {
		const samples = Int16Array.from([1000, 2000, 3000, 4000]);
		const packet = new Uint8Array(6);
		PCMA.encode(samples, 1, 2, packet, 3, 100);
		equal(packet[2], 0);
		equal(packet[5], 0);
		samples.fill(0);
		PCMA.decode(packet, 3, 2, samples, 1);
		equal(samples[0], 0);
		ok(Math.abs(samples[1]! - 2000) <= 32 && Math.abs(samples[2]! - 3000) <= 64);
		equal(samples[3], 0);
	});
});
