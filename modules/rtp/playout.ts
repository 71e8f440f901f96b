import { Concealment, FRAME_MOST, HISTORY as HISTORY_LENGTH } from "./concealment.ts";
import { END, FRAMES, HISTORY, POSITION } from "./course.ts";
import type { Mover, Timeline } from "./timeline.ts";

/** What the samples of one `read` are: all received, partly made up, or nothing to hear. */
export type Played = "audio" | "concealed" | "silence";

/** Longest piece that is left out at once, in samples. */
const CUT_MOST = 160;

/**
 * Plays packets by their time. There is a *position*, the timestamp that is played next, and every read moves it on;
 * where no packet covers it, sound is made up. All in samples.
 */
export class Playout {
	readonly #timeline: Timeline;
	readonly #concealment: Concealment;
	#position = 0;
	/** Samples to be made up before `position`. */
	#pause = 0;
	/** Something has been heard; and since the time was set. */
	#started = false;
	#fresh = false;
	#concealed = 0;
	/** Samples made up since the last packet. */
	#missing = 0;
	/** How much of the frame under way the concealment knows, and whether any of it is made up. */
	#kept = 0;
	#audible = false;

	/** Plays what others put into `timeline`. */
	constructor(timeline: Timeline, mover: Mover) {
		this.#timeline = timeline;
		this.#concealment = new Concealment(mover);
	}

	/** Samples made up for missing ones. */
	get concealed(): number {
		return this.#concealed;
	}

	/** Something has been heard since the time was set: it may not be set again without harm. */
	get heard(): boolean {
		return !this.#fresh;
	}

	/** Nothing is to be heard: a pause between words, or made-up sound that has faded. */
	get quiet(): boolean {
		return this.#concealment.quiet;
	}

	/** Made-up sound is played, or has faded. */
	get interrupted(): boolean {
		return this.#concealment.alone;
	}

	get pausing(): boolean {
		return this.#pause > 0;
	}

	/** Samples until the turn of `timestamp`. */
	wait(timestamp: number): number {
		return ((timestamp - this.#position) | 0) + this.#pause;
	}

	/** What begins at `timestamp` is next. */
	resume(timestamp: number): void {
		this.#pause = 0;
		this.#position = timestamp;
	}

	/** Sets the time: what begins at `timestamp` waits for `wait` samples. */
	set(timestamp: number, wait: number): void {
		this.resume((timestamp - wait) | 0);
		this.#fresh = true;
		if (this.#started && !this.#concealment.alone) this.#concealment.begin();
	}

	/** Leaves out `count` samples, within bounds, or a pitch period for 0; returns how many. */
	cut(count: number): number {
		const lag = this.#concealment.alone ? 0 : this.#concealment.begin();
		let cut = count === 0 ? lag : count;
		if (cut > CUT_MOST) cut = CUT_MOST;
		this.#position = (this.#position + cut) | 0;
		return cut;
	}

	/** Makes up `count` samples, rounded up to whole pitch periods where sound is extended; returns how many. */
	extend(count: number): number {
		let extended = count;
		if (!this.#concealment.alone) {
			const lag = this.#concealment.begin();
			extended = Math.ceil(count / lag) * lag;
		}
		this.#pause += extended;
		return extended;
	}

	/** What was made up lately stood for nothing. */
	forgive(): void {
		this.#concealed -= this.#missing;
		this.#missing = 0;
	}

	/** What was played last. */
	get history(): Int16Array {
		return this.#concealment.samples;
	}

	/** Gives its numbers to the ordinary course; false when something is made up, or nothing heard yet. */
	save(course: Int32Array): boolean {
		course[POSITION] = this.#position;
		course[HISTORY] = HISTORY_LENGTH;
		const ahead = (this.#timeline.begin - this.#position) | 0;
		return ahead <= 0 && this.#pause === 0 && !this.#fresh && !this.#concealment.active;
	}

	/** Takes them back, with what was played meanwhile. */
	restore(course: Int32Array): void {
		this.#position = course[POSITION]!;
		this.#timeline.restore(this.#position, course[END]!);
		if (course[FRAMES]! > 0) this.#missing = 0;
	}

	/** Fills `samples` from 0 to `count`, which may be 20 ms, with what is due. */
	read(samples: Int16Array, count: number): Played {
		if (count > FRAME_MOST) throw new RangeError(`count: ${count}`);
		const concealment = this.#concealment;
		if (this.#pause > 0 || concealment.active) return this.#piece(samples, 0, count);
		const heard = this.#timeline.take(this.#position, samples, 0, count);
		if (heard > 0) {
			this.#position = (this.#position + heard) | 0;
			this.#missing = 0;
			this.#started = true;
			this.#fresh = false;
		}
		if (heard < count) return this.#piece(samples, heard, count);
		concealment.remember(samples, 0, count);
		return "audio";
	}

	/** As `read`, from `at` on, where something is to be made up. */
	#piece(samples: Int16Array, at: number, count: number): Played {
		this.#kept = 0;
		this.#audible = false;
		let heard = at > 0;
		while (at < count) {
			const gap = this.#gap();
			if (gap > 0) at = this.#makeUp(samples, at, gap < count - at ? at + gap : count);
			else {
				at = this.#hear(samples, at, count);
				heard = true;
			}
		}
		this.#concealment.remember(samples, this.#kept, count);
		if (heard) this.#fresh = false;
		if (this.#audible) return "concealed";
		return heard ? "audio" : "silence";
	}

	/** Forgets everything but the count. */
	reset(): void {
		this.#timeline.clear();
		this.#concealment.reset();
		this.#started = false;
		this.#position = this.#pause = this.#missing = 0;
	}

	/** Samples to be made up before the next sound, `Infinity` when there is none. */
	#gap(): number {
		if (this.#pause > 0) return this.#pause;
		const timeline = this.#timeline;
		const position = this.#position;
		while (!timeline.empty) {
			if (((timeline.end - position) | 0) > 0) {
				const ahead = (timeline.begin - position) | 0;
				return ahead > 0 ? ahead : 0;
			}
			timeline.drop();
		}
		return Infinity;
	}

	/** Plays what is due, up to `end` or the next gap; returns how far. */
	#hear(samples: Int16Array, at: number, end: number): number {
		const concealment = this.#concealment;
		const to = this.#timeline.take(this.#position, samples, at, end);
		if (concealment.active) concealment.blend(samples, at, to);
		this.#position = (this.#position + to - at) | 0;
		this.#missing = 0;
		this.#started = true;
		return to;
	}

	/** Plays made-up sound from `at` to `end`, and returns that. */
	#makeUp(samples: Int16Array, at: number, end: number): number {
		const concealment = this.#concealment;
		if (this.#started && !concealment.alone) {
			if (at > this.#kept) concealment.remember(samples, this.#kept, at);
			this.#kept = at;
			concealment.begin();
		}
		const audible = concealment.fill(samples, at, end);
		if (audible > 0) this.#audible = true;
		if (this.#pause > 0) {
			this.#pause -= end - at;
			return end;
		}
		this.#concealed += audible;
		this.#missing += audible;
		this.#position = (this.#position + end - at) | 0;
		return end;
	}
}
