import type { State } from "./output.ts";

/** Times on and off in turn, milliseconds, beginning with on. */
type Pattern = readonly number[];

const FOREVER = Number.POSITIVE_INFINITY;

/** What the status lamp shows in each state: steady when all is well, busy when something goes on, short blinks for trouble. */
export const PATTERNS: Readonly<Record<State, Pattern>> = Object.freeze({
	UNCONFIGURED: Object.freeze([100, 2_900]),
	IDLE: Object.freeze([0, FOREVER]),
	REGISTERING: Object.freeze([500, 500]),
	REGISTERED: Object.freeze([FOREVER]),
	DISCONNECTED: Object.freeze([0, FOREVER]),
	CALLING: Object.freeze([200, 200]),
	RINGING: Object.freeze([200, 100, 200, 500]),
	CONNECTED: Object.freeze([900, 100]),
	ERROR: Object.freeze([100, 150, 100, 1_650]),
});

/** Plays the pattern of the present state on the status lamp. */
export class Lamp {
	#pattern: Pattern = PATTERNS.IDLE;
	#step = 0;
	#at = FOREVER;

	get on(): boolean {
		return this.#step % 2 === 0 && this.#pattern[this.#step] !== 0;
	}

	get deadline(): number {
		return this.#at;
	}

	show(state: State, now: number): void {
		this.#pattern = PATTERNS[state];
		this.#step = 0;
		this.#at = now + this.#pattern[0]!;
	}

	/** True when the lamp may have changed. */
	expire(now: number): boolean {
		if (now < this.#at) return false;
		this.#step = (this.#step + 1) % this.#pattern.length;
		this.#at = now + this.#pattern[this.#step]!;
		return true;
	}
}
