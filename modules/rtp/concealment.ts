import type { Mover } from "./timeline.ts";

/** Samples of one `remember` at most. */
export const FRAME_MOST = 160;
/** Length of a pitch period, in samples: 200 Hz down to 66 Hz. Higher voices are found by a multiple of theirs. */
const LAG_LEAST = 40;
const LAG_MOST = 120;
/** Sounds are compared over so many samples, at every eleventh: eleven divides the period of no tone in use. */
const WINDOW = 143;
const STRIDE = 11;
/** Periods are tried in such steps, and then the neighbours of the best one. */
const LAG_STEP = 3;
export const HISTORY = LAG_MOST + WINDOW;
const PERIOD_END = HISTORY + FRAME_MOST + LAG_MOST;
/** Samples in which made-up sound and the real one change over, 2^5, and those in which a step at the start is bent. */
const BLEND_BITS = 5;
const BLEND = 1 << BLEND_BITS;
const BEND_BITS = 4;
const BEND = 1 << BEND_BITS;
/** Gain with 14 fraction bits; made-up sound keeps its loudness for 10 ms and is silent after 60 ms. */
const GAIN_BITS = 14;
const FULL = 1 << GAIN_BITS;
const FADE = 41;
const HOLD = 80;
/** Magnitudes of a pause between words, 42 dB below full scale, and of silence in G.711. */
const QUIET = 256;
const SILENT = 8;
const LARGEST = 32767;

/**
 * Makes up sound where none is (in the spirit of ITU-T G.711 Appendix I): the last pitch period of what was played is
 * repeated, ever softer, until it is silent after 60 ms; what comes next is faded over to. Only missing sound costs more
 * than a copy of a frame in memory.
 */
export class Concealment {
	readonly #mover: Mover;
	/** What was played last; room for a frame; at the end the period that is repeated. */
	readonly samples = new Int16Array(PERIOD_END);
	/** Made-up sound is played, or has faded, and has not been left yet. */
	#active = false;
	/** Where the period begins, and which of its samples is next. */
	#start = PERIOD_END - LAG_MOST;
	#next = 0;
	#gain = 0;
	/** Samples that keep their loudness yet. */
	#hold = 0;
	/** The step from what was played to the period, and for how many samples it is bent yet. */
	#step = 0;
	#bend = 0;
	/** Samples of the change-over that are done. */
	#blended = 0;

	constructor(mover: Mover) {
		this.#mover = mover;
	}

	get active(): boolean {
		return this.#active;
	}

	/** Made-up sound is played and no real one with it. */
	get alone(): boolean {
		return this.#active && this.#blended === 0;
	}

	/** Nothing is to be heard: made-up sound has faded, or what was played last is a pause. */
	get quiet(): boolean {
		return this.#active ? this.#gain <= 0 : this.#below(QUIET);
	}

	/** Keeps `samples` from `from` to `to`, no more than `FRAME_MOST`, which have been played. */
	remember(samples: Int16Array, from: number, to: number): void {
		this.#mover.append(this.samples, HISTORY, samples, from, to);
	}

	/** Goes over from what was played to its repetition. Returns the length of the period. */
	begin(): number {
		this.#active = true;
		this.#blended = 0;
		this.#gain = 0;
		if (this.#below(SILENT)) return LAG_LEAST;
		const lag = this.#search();
		this.#repeat(lag);
		return lag;
	}

	/** Fills `samples` from `at` to `end` with made-up sound; returns after how many samples it has faded. */
	fill(samples: Int16Array, at: number, end: number): number {
		const from = at;
		while (at < end && this.#gain > 0) at = this.#run(samples, at, end);
		if (this.#bend > 0) this.#bendBack(samples, from, at);
		if (at < end) samples.fill(0, at, end);
		return at - from;
	}

	/** Changes over from made-up sound to the real one in `samples`, from `at` to `end`. */
	blend(samples: Int16Array, at: number, end: number): void {
		const scratch = this.samples;
		let done = this.#blended;
		if (end - at > BLEND - done) end = at + BLEND - done;
		this.fill(scratch, HISTORY, HISTORY + end - at);
		for (let index = HISTORY; at < end; index++, at++) {
			const sample = samples[at]!;
			samples[at] = sample + (((scratch[index]! - sample) * (BLEND - ++done)) >> BLEND_BITS);
		}
		this.#blended = done;
		if (done === BLEND) this.#active = false;
	}

	reset(): void {
		this.#active = false;
		this.#gain = 0;
		this.samples.fill(0);
	}

	/** Was the last frame no louder than that? */
	#below(magnitude: number): boolean {
		const history = this.samples;
		for (let index = HISTORY - FRAME_MOST; index < HISTORY; index += STRIDE) {
			const sample = history[index]!;
			if (sample > magnitude || sample < -magnitude) return false;
		}
		return true;
	}

	/** The lag by which what was played last is most like what came before it. */
	#search(): number {
		// A good guess first, so that the others are given up early: voices keep their pitch.
		let lag = PERIOD_END - this.#start;
		let least = this.#difference(lag, Infinity);
		for (let candidate = LAG_LEAST; candidate < LAG_MOST; candidate += LAG_STEP) {
			const difference = this.#difference(candidate, least);
			if (difference < least) {
				least = difference;
				lag = candidate;
			}
		}
		const coarse = lag;
		for (let candidate = coarse - 2; candidate <= coarse + 2 && candidate <= LAG_MOST; candidate++) {
			if (candidate === coarse || candidate < LAG_LEAST) continue;
			const difference = this.#difference(candidate, least);
			if (difference < least) {
				least = difference;
				lag = candidate;
			}
		}
		return lag;
	}

	/** How much the window at the end differs from the one `lag` samples before it; given up at `least`. */
	#difference(lag: number, least: number): number {
		const history = this.samples;
		let sum = 0;
		for (let index = HISTORY - 1; index >= HISTORY - WINDOW && sum < least; index -= STRIDE) {
			const difference = history[index]! - history[index - lag]!;
			sum += difference < 0 ? -difference : difference;
		}
		return sum;
	}

	/** Takes the last `lag` samples, of which the last quarter changes over to what came before them. */
	#repeat(lag: number): void {
		const samples = this.samples;
		samples.copyWithin(PERIOD_END - LAG_MOST, HISTORY - LAG_MOST, HISTORY);
		const quarter = lag >> 2;
		const slope = (FULL / quarter) | 0;
		let weight = 0;
		for (let index = PERIOD_END - quarter, before = HISTORY - lag - quarter; index < PERIOD_END; index++, before++) {
			weight += slope;
			const sample = samples[index]!;
			samples[index] = sample + (((samples[before]! - sample) * weight) >> GAIN_BITS);
		}
		this.#start = this.#next = PERIOD_END - lag;
		this.#gain = FULL;
		this.#hold = HOLD;
		this.#step = samples[HISTORY - 1]! - samples[HISTORY - lag - 1]!;
		this.#bend = BEND;
	}

	/** Repeats the period up to its end, or that of the time at full loudness, or `end`; returns how far. */
	#run(samples: Int16Array, at: number, end: number): number {
		const period = this.samples;
		let next = this.#next;
		if (end - at > PERIOD_END - next) end = at + PERIOD_END - next;
		const hold = this.#hold;
		if (hold > 0) {
			if (end - at > hold) end = at + hold;
			this.#hold = hold - (end - at);
			while (at < end) samples[at++] = period[next++]!;
		} else {
			let gain = this.#gain;
			for (; at < end && gain > 0; gain -= FADE) samples[at++] = (period[next++]! * gain) >> GAIN_BITS;
			this.#gain = gain;
		}
		this.#next = next === PERIOD_END ? this.#start : next;
		return at;
	}

	/** Moves the first samples towards what was played before them; less with each one. */
	#bendBack(samples: Int16Array, at: number, end: number): void {
		for (; at < end && this.#bend > 0; at++) {
			const moved = samples[at]! + ((this.#step * this.#bend--) >> BEND_BITS);
			samples[at] = moved > LARGEST ? LARGEST : moved < -LARGEST ? -LARGEST : moved;
		}
	}
}
