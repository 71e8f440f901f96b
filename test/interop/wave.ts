import { WaveFile } from "wavefile";

const RATE = 8000;
const HALF_SCALE = 16_384;

/** A sine of half the full scale as a WAV file: 8 kHz, mono, 16 bit. */
export function toneWave(hertz: number, seconds: number): WaveFile {
	const samples = Int16Array.from({ length: seconds * RATE }, (_, index) =>
		Math.round(HALF_SCALE * Math.sin((2 * Math.PI * hertz * index) / RATE)),
	);
	const wave = new WaveFile();
	wave.fromScratch(1, RATE, "16", samples);
	return wave;
}

/** The samples of a WAV file of 16 bit mono. */
export function samplesOf(file: Uint8Array): Int16Array {
	return Int16Array.from(new WaveFile(file).getSamples(false, Int16Array));
}

/** The samples of a WAV file as bare mu-law bytes. */
export function rawMuLaw(wave: WaveFile): Uint8Array {
	wave.toMuLaw();
	return (wave.data as { samples: Uint8Array }).samples;
}
