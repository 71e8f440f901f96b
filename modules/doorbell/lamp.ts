import type { State } from "./output.ts";

/** Times on and off in turn, milliseconds, beginning with on. */
type Pattern = readonly number[];

const FOREVER = Number.POSITIVE_INFINITY;

/** States, and what a visitor has to know who hears no tones: nobody could be reached, or shows a sign of ringing. */
export type Shown = State | "UNREACHED";

/** What became of a code; shown for a moment. */
export type Outcome = "ACCEPTED" | "REFUSED";

/**
 * What goes on with the device itself: it has no network, it is armed (and its set-up network open), it takes a new
 * firmware, or all settings are forgotten when the set-up button is let go.
 */
export type Condition = "OFFLINE" | "ARMED" | "UPDATING" | "RESETTING";

/** How long that moment is, milliseconds. */
export const FLASH_TIME = 2_000;

/** What the status lamp shows in each state: steady when all is well, busy when something goes on, short blinks for trouble. */
export const PATTERNS: Readonly<Record<Shown | Outcome | Condition, Pattern>> = Object.freeze({
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
	OFFLINE: Object.freeze([100, 150, 100, 150, 100, 150, 100, 1_150]),
	ARMED: Object.freeze([1_500, 500]),
	UPDATING: Object.freeze([400, 100, 100, 100]),
	RESETTING: Object.freeze([50, 50]),
});

/** Conditions, the most urgent first; the urgent ones count more than a call. */
const CONDITIONS: readonly Condition[] = Object.freeze(["RESETTING", "UPDATING", "ARMED", "OFFLINE"]);
const URGENT = 2;

/** States in which somebody is called or talked to. */
const CALLS: readonly Shown[] = Object.freeze(["CALLING", "RINGING", "CONNECTED", "UNREACHED"]);

/** Plays the pattern of the present state on the status lamp. */
export class Lamp {
	#state: Shown = "IDLE";
	/** One bit for each condition, in the order of the list. */
	#conditions = 0;
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
		this.#follow(now);
	}

	/** A condition holds from now on, or no longer. */
	tell(condition: Condition, holds: boolean, now: number): void {
		const bit = 1 << CONDITIONS.indexOf(condition);
		this.#conditions = holds ? this.#conditions | bit : this.#conditions & ~bit;
		this.#follow(now);
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
			this.#follow(now);
			return true;
		}
		if (now < this.#at) return false;
		this.#step = (this.#step + 1) % this.#pattern.length;
		this.#at = now + this.#pattern[this.#step]!;
		return true;
	}

	/** Plays what is to be shown now, unless it plays already. */
	#follow(now: number): void {
		if (this.#flashEndsAt !== FOREVER) return;
		const pattern = PATTERNS[this.#shown];
		if (pattern !== this.#pattern) this.#play(pattern, now);
	}

	get #shown(): Shown | Condition {
		const count = CALLS.includes(this.#state) ? URGENT : CONDITIONS.length;
		for (let index = 0; index < count; index++) if (this.#conditions & (1 << index)) return CONDITIONS[index]!;
		return this.#state;
	}

	#play(pattern: Pattern, now: number): void {
		this.#pattern = pattern;
		this.#step = 0;
		this.#at = now + pattern[0]!;
	}
}
