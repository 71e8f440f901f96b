import { equal, ok } from "node:assert/strict";
import { G711 } from "../../modules/audio/g711.ts";
import { type Encoder, type LawVectors, PCMA, PCMU } from "../vectors/g711.ts";

const LAWS: readonly ("PCMU" | "PCMA")[] = ["PCMU", "PCMA"];
const VECTORS: Readonly<Record<"PCMU" | "PCMA", LawVectors>> = { PCMU, PCMA };

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
function forEverySample(law: "PCMU" | "PCMA", visit: (sample: number, octet: number) => void): void {
	const samples = new Int16Array(256);
	const octets = new Uint8Array(256);
	const codec = new G711(law, samples);
	for (let start = -32768; start < 32768; start += 256) {
		for (let index = 0; index < 256; index++) samples[index] = start + index;
		codec.encode(0, 256, octets, 0);
		for (let index = 0; index < 256; index++) visit(start + index, octets[index]!);
	}
}

describe("G.711", () => {
	for (const law of LAWS) {
		const vectors = VECTORS[law];

		it(`L32: decodes all 256 octets of ${law} exactly`, () => {
			const samples = new Int16Array(256);
			const octets = Uint8Array.from({ length: 256 }, (_, octet) => octet);
			new G711(law, samples).decode(octets, 0, 256, 0);
			for (let octet = 0; octet < 256; octet++) {
				equal(samples[octet]! + 0, decodedBy(vectors, magnitudeOf(law, octet)) + 0, `octet ${octet}`);
			}
		});

		it(`L32: encodes each of the 65,536 samples in ${law} as ffmpeg or SoX does`, () => {
			let strangers = 0;
			forEverySample(law, (sample, octet) => {
				const magnitude = magnitudeOf(law, octet);
				if (!vectors.encoders.some((encoder) => agrees(encoder, magnitude, sample))) strangers++;
			});
			equal(strangers, 0);
		});

		it(`encodes each of the 65,536 samples in ${law} with the smallest error, but for 6 units on a threshold`, () => {
			let worse = 0;
			let most = 0;
			forEverySample(law, (sample, octet) => {
				const magnitude = magnitudeOf(law, octet);
				const error = Math.abs(sample - decodedBy(vectors, magnitude));
				let least = error;
				// Codes are in order of value, so the neighbours decide.
				for (const other of [magnitude - 1, magnitude + 1]) {
					if (other < -128 || other > 127) continue;
					least = Math.min(least, Math.abs(sample - decodedBy(vectors, other)));
				}
				if (error > least) worse++;
				most = Math.max(most, error - least);
				if (error > least && sample >= 0) worse += 65536;
			});
			ok(worse < 150, `${worse} samples`);
			ok(most <= 6, `${most} units`);
		});

		it(`encodes what it has decoded in ${law} to the same octet`, () => {
			const samples = new Int16Array(1);
			const octets = new Uint8Array(2);
			const codec = new G711(law, samples);
			for (let octet = 0; octet < 256; octet++) {
				octets[0] = octet;
				codec.decode(octets, 0, 1, 0);
				codec.encode(0, 1, octets, 1);
				// PCMU has a second zero that no encoder uses.
				equal(octets[1], law === "PCMU" && octet === 0x7f ? 0xff : octet);
			}
		});

		it(`names the octet of silence in ${law}`, () => {
			const samples = new Int16Array(1);
			const octets = new Uint8Array(1);
			const codec = new G711(law, samples);
			codec.encode(0, 1, octets, 0);
			equal(codec.silence, octets[0]);
		});
	}

	it("works on a part of the samples and of the packet", () => {
		const samples = Int16Array.from([1000, 2000, 3000, 4000]);
		const packet = new Uint8Array(6);
		const codec = new G711("PCMA", samples);
		codec.encode(1, 2, packet, 3);
		equal(packet[2], 0);
		equal(packet[5], 0);
		samples.fill(0);
		codec.decode(packet, 3, 2, 0);
		ok(Math.abs(samples[0]! - 2000) <= 32 && Math.abs(samples[1]! - 3000) <= 64);
		equal(samples[2], 0);
	});
});
