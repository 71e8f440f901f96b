import { mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { Bench, Subject } from "../bench.ts";
import { decode, encode, encodingTime, ffmpegVersion } from "../measure/ffmpeg.ts";
import { compare } from "../measure/time.ts";
import type { Row, Section } from "../section.ts";
import { ALL_OCTETS, ALL_SAMPLES, type Contestant } from "../subjects/g711-samples.ts";

const LAWS = [
	["PCMU", "µ-law"],
	["PCMA", "A-law"],
] as const;
const OURS: Subject = { work: "g711-doorbell.ts" };
const NPM: Subject = { work: "g711-alawmulaw.ts", foreign: true };

/** G.711 on Node against the npm codec and ffmpeg: time, and what becomes of each possible sample. */
export const g711: Section = {
	id: "g711",
	title: "G.711",

	async measure(bench) {
		if (bench.countsOnly) return [];
		bench.progress("G.711 on Node");
		const ours = (await bench.load<{ readonly contestant: Contestant }>(OURS)).contestant;
		const npm = (await bench.load<{ readonly contestant: Contestant }>(NPM)).contestant;
		const rows: Row[] = [];
		for (const [law, name] of LAWS) {
			const [mine, theirs] = compare(
				[ours, npm].map(
					({ encode }) =>
						() =>
							void encode(law, ALL_SAMPLES),
				),
			);
			rows.push(...judged(`${name}, ours`, law, ours, ours, 1));
			rows.push(...judged(`${name}, alawmulaw 6.0.0`, law, npm, ours, theirs!.ratio));
			rows.push(...ofFfmpeg(bench, name, law, ours, mine!.nanoseconds / ALL_SAMPLES.length));
		}
		return rows;
	},
};

function ofFfmpeg(bench: Bench, name: string, law: "PCMU" | "PCMA", ours: Contestant, nanoseconds: number): Row[] {
	const version = ffmpegVersion();
	if (version === undefined) {
		bench.note("G.711 of ffmpeg was not measured: ffmpeg is missing. On Debian: apt-get install ffmpeg");
		return [];
	}
	const folder = mkdtempSync(join(bench.cache, "ffmpeg-"));
	try {
		bench.progress(`${name} of ffmpeg`);
		const contestant: Contestant = {
			encode: (law, samples) => encode(folder, law, samples),
			decode: (law, octets) => decode(folder, law, octets),
		};
		const ratio = encodingTime(folder, law, ALL_SAMPLES) / nanoseconds;
		return judged(
			`${name}, ${version.replace(/^ffmpeg version (\S+).*/, "ffmpeg $1")}, C`,
			law,
			contestant,
			ours,
			ratio,
		);
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}

/** What a contestant makes of all samples and all octets. */
function judged(name: string, law: "PCMU" | "PCMA", contestant: Contestant, ours: Contestant, ratio: number): Row[] {
	const octets = contestant.encode(law, ALL_SAMPLES);
	const ourOctets = ours.encode(law, ALL_SAMPLES);
	const samples = contestant.decode(law, ALL_OCTETS);
	const ourSamples = ours.decode(law, ALL_OCTETS);
	return [
		{ name, unit: "time to encode, times ours", value: ratio },
		{ name, unit: "samples with our octet, of 65,536", value: count(octets, (octet, i) => octet === ourOctets[i]) },
		{ name, unit: "octets decoded as ours, of 256", value: count(samples, (sample, i) => sample === ourSamples[i]) },
		{ name, unit: "mean error of a sample", value: meanError(octets, samples) },
	];
}

function count(values: Uint8Array | Int16Array, fits: (value: number, index: number) => boolean): number {
	let found = 0;
	values.forEach((value, index) => {
		if (fits(value, index)) found += 1;
	});
	return found;
}

/** How far a sample is from what comes back of it, on average. */
function meanError(octets: Uint8Array, decoded: Int16Array): number {
	let sum = 0;
	octets.forEach((octet, index) => {
		sum += Math.abs(ALL_SAMPLES[index]! - decoded[octet]!);
	});
	return sum / octets.length;
}
