import { LEAST, LEAST_BEFORE, MOST, MOST_BEFORE, SINCE } from "./course.ts";

/** Samples of the sender's time in a span, two seconds: what is remembered is one to two of them. */
const SPAN = 16_000;

/**
 * How long packets have waited for their turn lately: the shortest wait, which says how much delay could be spared or is
 * missing, and the longest, which is the delay added to the fastest packet. All in samples.
 */
export class Waits {
	#known = false;
	/** Of the span under way, and of the one before or the same. */
	#least = 0;
	#most = 0;
	#leastBefore = 0;
	#mostBefore = 0;
	#since = 0;

	/** Nothing has been noted since the beginning. */
	get empty(): boolean {
		return !this.#known;
	}

	get least(): number {
		return this.#least < this.#leastBefore ? this.#least : this.#leastBefore;
	}

	get most(): number {
		return this.#most > this.#mostBefore ? this.#most : this.#mostBefore;
	}

	/** A packet that was sent at `timestamp` waits for so long. */
	note(wait: number, timestamp: number): void {
		if (!this.#known) {
			this.#known = true;
			this.#leastBefore = this.#mostBefore = this.#least = this.#most = wait;
			this.#since = timestamp;
		} else if (((timestamp - this.#since) | 0) >= SPAN) {
			this.#leastBefore = this.#least;
			this.#mostBefore = this.#most;
			this.#least = this.#most = wait;
			this.#since = timestamp;
		} else if (wait < this.#least) this.#least = wait;
		else if (wait > this.#most) this.#most = wait;
	}

	/** From now on all packets wait longer by so many samples, less when below 0. */
	shift(by: number): void {
		this.#least += by;
		this.#most += by;
		this.#leastBefore += by;
		this.#mostBefore += by;
	}

	/** Gives its numbers to the ordinary course. */
	save(course: Int32Array): void {
		course[LEAST] = this.#least;
		course[MOST] = this.#most;
		course[LEAST_BEFORE] = this.#leastBefore;
		course[MOST_BEFORE] = this.#mostBefore;
		course[SINCE] = this.#since;
	}

	/** Takes them back. */
	restore(course: Int32Array): void {
		this.#least = course[LEAST]!;
		this.#most = course[MOST]!;
		this.#leastBefore = course[LEAST_BEFORE]!;
		this.#mostBefore = course[MOST_BEFORE]!;
		this.#since = course[SINCE]!;
	}

	reset(): void {
		this.#known = false;
		this.#least = this.#most = this.#leastBefore = this.#mostBefore = 0;
	}
}
