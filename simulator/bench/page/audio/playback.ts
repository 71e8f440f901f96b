import { Resampler } from "./resampler.ts";

const RATE = 8_000;
const FULL_SCALE = 32_768;
/** Samples that are there before it begins, and that it tries to keep (80 ms): frames come in unsteadily. */
const TARGET = 640;
/** More than that is too late to be of use: it goes on with what is newest. */
const LIMIT = 2_400;
/** How much it may speed up or slow down to keep the target: nobody hears that. */
const TRIM = 0.004;

/** Plays frames of 8 kHz that come as messages. Silent when it runs dry. */
class Playback extends AudioWorkletProcessor {
	readonly #resampler = new Resampler(RATE, sampleRate);
	#running = false;

	constructor() {
		super();
		this.port.onmessage = ({ data }: MessageEvent<Int16Array>) => {
			this.#resampler.push(Float32Array.from(data, (sample) => sample / FULL_SCALE));
			if (this.#resampler.waiting > LIMIT) this.#resampler.keep(TARGET);
		};
	}

	process(_inputs: Float32Array[][], [output]: Float32Array[][]): boolean {
		const samples = output?.[0];
		if (!samples) return true;
		const resampler = this.#resampler;
		if (resampler.waiting >= TARGET) this.#running = true;
		const excess = (resampler.waiting - TARGET) / TARGET;
		resampler.speed = 1 + TRIM * Math.max(-1, Math.min(1, excess));
		for (let index = 0; index < samples.length && this.#running; index += 1) {
			if (resampler.ready) samples[index] = resampler.next();
			else this.#running = false;
		}
		return true;
	}
}

registerProcessor("playback", Playback);
