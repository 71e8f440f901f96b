import type { State } from "./output.ts";

/** Times on and off in turn, milliseconds, beginning with on. */
type Pattern = readonly number[];

const FOREVER = Number.POSITIVE_INFINITY;

/** States, and what a visitor has to know who hears no tones: nobody could be reached, or shows a sign of ringing. */
export type Shown = State | "UNREACHED";

/** What became of a code; shown for a moment. */
export type Outcome = "ACCEPTED" | "REFUSED";

/** How long that moment is, milliseconds. */
export const FLASH_TIME = 2_000;

/** What the status lamp shows in each state: steady when all is well, busy when something goes on, short blinks for trouble. */
export const PATTERNS: Readonly<Record<Shown | Outcome, Pattern>> = Object.freeze({
	UNCONFIGURED: Object.freeze([100, 2_900]),
	IDLE: Object.freeze([0, FOREVER]),
	REGISTERING: Object.freeze([500, 500]),
	REGISTERED: Object.freeze([FOREVER]),
	DISCONNECTED: Object.freeze([0, FOREVER]),
	CALLING: Object.freeze([200, 200]),
	RINGING: Object.freeze([200, 100, 200, 500]),
	CONNECTED: Object.freeze([900, 100]),
	ERROR: Object.freeze([100, 150, 100, 1_650]),
	UNREACHED: Object.freeze([100, 150, 100, 150, 100, 600]),
	ACCEPTED: Object.freeze([100, 100]),
	REFUSED: Object.freeze([500, 300]),
});

/** Plays the pattern of the present state on the status lamp. */
export class Lamp {
	#state: Shown = "IDLE";
	#pattern: Pattern = PATTERNS.IDLE;
	#step = 0;
	#at = FOREVER;
	#flashEndsAt = FOREVER;

	get on(): boolean {
		return this.#step % 2 === 0 && this.#pattern[this.#step] !== 0;
	}

	get deadline(): number {
		return Math.min(this.#at, this.#flashEndsAt);
	}

	show(state: Shown, now: number): void {
		this.#state = state;
		if (this.#flashEndsAt === FOREVER) this.#play(PATTERNS[state], now);
	}

	/** Shows what became of a code, then the state again. */
	flash(outcome: Outcome, now: number): void {
		this.#flashEndsAt = now + FLASH_TIME;
		this.#play(PATTERNS[outcome], now);
	}

	/** True when the lamp may have changed. */
	expire(now: number): boolean {
		if (now >= this.#flashEndsAt) {
			this.#flashEndsAt = FOREVER;
			this.#play(PATTERNS[this.#state], now);
			return true;
		}
		if (now < this.#at) return false;
		this.#step = (this.#step + 1) % this.#pattern.length;
		this.#at = now + this.#pattern[this.#step]!;
		return true;
	}

	#play(pattern: Pattern, now: number): void {
		this.#pattern = pattern;
		this.#step = 0;
		this.#at = now + pattern[0]!;
	}
}
