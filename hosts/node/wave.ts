import { readFileSync, statSync, writeFileSync } from "node:fs";
import { WaveFile } from "wavefile";
import { SAMPLE_RATE } from "./audio-format.ts";

/** The biggest file that is read: three minutes of 48 kHz stereo. Resampling takes its time. */
export const MAXIMUM_WAVE_BYTES = 36_000_000;

/** Reads a WAV file (PCM, float, A-law or µ-law) as samples of 8 kHz, mono, 16 bit. Throws with a message that names the file. */
export function readWave(path: string): Int16Array {
	try {
		if (statSync(path).size > MAXIMUM_WAVE_BYTES) throw new Error(`more than ${MAXIMUM_WAVE_BYTES / 1e6} MB`);
		return convert(new WaveFile(readFileSync(path)));
	} catch (error) {
		throw new Error(`${path} cannot be used as a WAV file: ${error instanceof Error ? error.message : error}`);
	}
}

/** Writes samples of 8 kHz, mono, 16 bit. */
export function writeWave(path: string, samples: Int16Array): void {
	const wave = new WaveFile();
	wave.fromScratch(1, SAMPLE_RATE, "16", samples);
	writeFileSync(path, wave.toBuffer());
}

function convert(wave: WaveFile): Int16Array {
	const { sampleRate, numChannels } = wave.fmt as { sampleRate: number; numChannels: number };
	if (sampleRate < 1 || numChannels < 1) throw new Error("no samples");
	if (wave.bitDepth === "4") throw new Error("ADPCM is not supported, PCM is");
	if (wave.bitDepth === "8a") wave.fromALaw();
	else if (wave.bitDepth === "8m") wave.fromMuLaw();
	else wave.toBitDepth("16");
	const mono = mix(wave.getSamples(true), numChannels);
	if (sampleRate === SAMPLE_RATE) return mono;
	const resampled = new WaveFile();
	resampled.fromScratch(1, sampleRate, "16", mono);
	resampled.toSampleRate(SAMPLE_RATE);
	return Int16Array.from(resampled.getSamples());
}

function mix(interleaved: Float64Array, channels: number): Int16Array {
	const mono = new Int16Array(Math.floor(interleaved.length / channels));
	for (let index = 0; index < mono.length; index++) {
		let sum = 0;
		for (let channel = 0; channel < channels; channel++) sum += interleaved[index * channels + channel] ?? 0;
		mono[index] = Math.round(sum / channels);
	}
	return mono;
}
