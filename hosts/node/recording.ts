import { FRAME_SAMPLES, SAMPLE_RATE } from "./audio-format.ts";

const BLOCK = 10 * FRAME_SAMPLES;

/** The last seconds of a sound. */
export class Recording {
	readonly #limit: number;
	readonly #blocks: Int16Array[] = [];
	/** Samples in the last block. */
	#filled = BLOCK;

	constructor(seconds: number) {
		this.#limit = Math.ceil((seconds * SAMPLE_RATE) / BLOCK);
	}

	get length(): number {
		return this.#blocks.length * BLOCK - (BLOCK - this.#filled);
	}

	/** Adds one frame. */
	add(frame: Int16Array): void {
		let block = this.#blocks.at(-1);
		if (block === undefined || this.#filled === BLOCK) {
			block = (this.#blocks.length === this.#limit ? this.#blocks.shift() : undefined) ?? new Int16Array(BLOCK);
			this.#blocks.push(block);
			this.#filled = 0;
		}
		block.set(frame, this.#filled);
		this.#filled += frame.length;
	}

	samples(): Int16Array {
		const samples = new Int16Array(this.length);
		for (const [index, block] of this.#blocks.entries()) {
			const end = Math.min(BLOCK, samples.length - index * BLOCK);
			samples.set(block.subarray(0, end), index * BLOCK);
		}
		return samples;
	}

	clear(): void {
		this.#blocks.length = 0;
		this.#filled = BLOCK;
	}
}
