import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { median } from "./time.ts";

type Law = "PCMU" | "PCMA";
const CODECS = { PCMU: "mulaw", PCMA: "alaw" } as const;

/** Samples of a short and of a long run: their difference leaves out what starting and ending ffmpeg takes. */
const SHORT = 1 << 20;
const LONG = 1 << 25;
const RUNS = 5;

/** The first line of ffmpeg's version; `undefined` where it is not installed. */
export function ffmpegVersion(): string | undefined {
	const { status, stdout } = spawnSync("ffmpeg", ["-version"], { encoding: "utf8" });
	return status === 0 ? stdout.split("\n", 1)[0]!.replace(/ Copyright.*/, "") : undefined;
}

/** Encodes samples as ffmpeg does it; files go into `folder`. */
export function encode(folder: string, law: Law, samples: Int16Array): Uint8Array {
	const input = join(folder, "samples.s16");
	const output = join(folder, `samples.${CODECS[law]}`);
	writeFileSync(input, new Uint8Array(samples.buffer, samples.byteOffset, samples.byteLength));
	run(["-f", "s16le", "-ar", "8000", "-ac", "1", "-i", input, "-c:a", `pcm_${CODECS[law]}`, "-f", CODECS[law], output]);
	return new Uint8Array(readFileSync(output));
}

/** Decodes octets as ffmpeg does it. */
export function decode(folder: string, law: Law, octets: Uint8Array): Int16Array {
	const input = join(folder, `octets.${CODECS[law]}`);
	const output = join(folder, "octets.s16");
	writeFileSync(input, octets);
	run(["-f", CODECS[law], "-ar", "8000", "-ac", "1", "-i", input, "-c:a", "pcm_s16le", "-f", "s16le", output]);
	return new Int16Array(new Uint8Array(readFileSync(output)).buffer);
}

/** Nanoseconds that ffmpeg takes for a sample, reading and writing included. */
export function encodingTime(folder: string, law: Law, samples: Int16Array): number {
	const input = join(folder, "long.s16");
	const codec = ["-c:a", `pcm_${CODECS[law]}`, "-f", CODECS[law], "/dev/null"];
	const time = (length: number) => {
		const many = new Int16Array(length);
		for (let at = 0; at < length; at += samples.length) many.set(samples.subarray(0, length - at), at);
		writeFileSync(input, new Uint8Array(many.buffer));
		const runs = Array.from({ length: RUNS }, () => {
			const start = process.hrtime.bigint();
			run(["-f", "s16le", "-ar", "8000", "-ac", "1", "-i", input, ...codec]);
			return Number(process.hrtime.bigint() - start);
		});
		return median(runs);
	};
	return Math.max(0, time(LONG) - time(SHORT)) / (LONG - SHORT);
}

function run(parameters: readonly string[]): void {
	const { status, stderr } = spawnSync("ffmpeg", ["-hide_banner", "-loglevel", "error", "-y", ...parameters], {
		encoding: "utf8",
	});
	if (status !== 0) throw new Error(`ffmpeg: ${stderr}`);
}
