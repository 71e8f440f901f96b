import { Resampler } from "./resampler.ts";

const RATE = 8_000;
const FRAME = 160;
const FULL_SCALE = 32_767;

/** Hears a microphone, and sends frames of 8 kHz as messages. */
class Capture extends AudioWorkletProcessor {
	readonly #resampler = new Resampler(sampleRate, RATE);
	#frame = new Int16Array(FRAME);
	#filled = 0;

	process([input]: Float32Array[][]): boolean {
		const samples = input?.[0];
		if (samples) this.#resampler.push(samples);
		while (this.#resampler.ready) this.#add(this.#resampler.next());
		return true;
	}

	#add(sample: number): void {
		this.#frame[this.#filled] = Math.round(FULL_SCALE * Math.max(-1, Math.min(1, sample)));
		this.#filled += 1;
		if (this.#filled < FRAME) return;
		this.port.postMessage(this.#frame, [this.#frame.buffer]);
		this.#frame = new Int16Array(FRAME);
		this.#filled = 0;
	}
}

registerProcessor("capture", Capture);
