/** Zero crossings of the kernel on each side: steep enough for a telephone's band. */
const CROSSINGS = 12;
/** Entries of the kernel's table from one zero crossing to the next. */
const STEPS = 256;
/** Samples that wait at most; one more displaces the oldest. */
const RING = 16_384;

/** Turns samples of one rate into those of another by a windowed sinc, one at a time. */
export class Resampler {
	/** How much faster than its rate it goes through what waits; 1 is exactly. */
	speed = 1;
	readonly #ring = new Float32Array(RING);
	readonly #table = kernel();
	/** Input samples from one output sample to the next. */
	readonly #step: number;
	/** The band's width in terms of the input: less than 1 when there are fewer samples afterwards. */
	readonly #band: number;
	/** Input samples that the kernel reaches to each side. */
	readonly #reach: number;
	#written = 0;
	#position: number;

	constructor(from: number, to: number) {
		this.#step = from / to;
		this.#band = Math.min(1, to / from);
		this.#reach = Math.ceil(CROSSINGS / this.#band);
		this.#position = 0;
	}

	/** Input samples that are still to be gone through. */
	get waiting(): number {
		return Math.max(0, this.#written - this.#position);
	}

	/** Whether the next output sample can be made. */
	get ready(): boolean {
		return this.#position + this.#reach < this.#written;
	}

	push(samples: ArrayLike<number>): void {
		for (let index = 0; index < samples.length; index += 1) this.#ring[this.#written++ % RING] = samples[index]!;
		this.#position = Math.max(this.#position, this.#written - RING + this.#reach + 1);
	}

	/** Leaves all out but the last `count` input samples. */
	keep(count: number): void {
		this.#position = Math.max(this.#position, this.#written - count);
	}

	/** The next output sample, when it is ready. */
	next(): number {
		const position = this.#position;
		const first = Math.max(0, Math.ceil(position - this.#reach));
		const last = Math.floor(position + this.#reach);
		let sum = 0;
		for (let index = first; index <= last; index += 1) {
			const at = Math.abs(index - position) * this.#band * STEPS;
			const whole = Math.floor(at);
			const near = this.#table[whole] ?? 0;
			sum += this.#ring[index % RING]! * (near + (at - whole) * ((this.#table[whole + 1] ?? 0) - near));
		}
		this.#position = position + this.#step * this.speed;
		return sum * this.#band;
	}
}

/** One side of a sinc under a Blackman window. */
function kernel(): Float32Array {
	return Float32Array.from({ length: CROSSINGS * STEPS + 1 }, (_, index) => {
		const x = index / STEPS;
		const share = x / CROSSINGS;
		const window = 0.42 + 0.5 * Math.cos(Math.PI * share) + 0.08 * Math.cos(2 * Math.PI * share);
		return x === 0 ? 1 : (window * Math.sin(Math.PI * x)) / (Math.PI * x);
	});
}
