import { FRAME_SAMPLES, type Source } from "../../hosts/node/audio-format.ts";

/** Samples that wait at most (200 ms); what is older is lost, so that live sound stays live. */
export const LIVE_LIMIT = 10 * FRAME_SAMPLES;
/** Samples that must be there before it begins, or begins again (60 ms): the network's own unsteadiness. */
export const LIVE_START = 3 * FRAME_SAMPLES;

/** Sound that comes piece by piece, as a source. Silent when it runs dry. */
export class LiveSource {
	/** For a microphone: each sample is handed out once, whatever its position. */
	readonly source: Source = () => this.#next();
	/** Samples that were lost because nobody took them in time. */
	dropped = 0;
	readonly #ring = new Int16Array(LIVE_LIMIT);
	#read = 0;
	#waiting = 0;
	#running = false;

	get waiting(): number {
		return this.#waiting;
	}

	push(samples: Int16Array): void {
		for (const sample of samples) {
			this.#ring[(this.#read + this.#waiting) % LIVE_LIMIT] = sample;
			if (this.#waiting < LIVE_LIMIT) this.#waiting += 1;
			else {
				this.#read = (this.#read + 1) % LIVE_LIMIT;
				this.dropped += 1;
			}
		}
		if (this.#waiting >= LIVE_START) this.#running = true;
	}

	clear(): void {
		this.#waiting = 0;
		this.#running = false;
	}

	#next(): number {
		if (this.#waiting === 0) this.#running = false;
		if (!this.#running) return 0;
		const sample = this.#ring[this.#read]!;
		this.#read = (this.#read + 1) % LIVE_LIMIT;
		this.#waiting -= 1;
		return sample;
	}
}
