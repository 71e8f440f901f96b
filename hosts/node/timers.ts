import type { TimerHandle, Timers } from "../../modules/host.ts";

/** The longest that Node's own timers can wait, in milliseconds. */
const LONGEST = 2_147_483_647;

class Timer {
	readonly #callback: () => void;
	#timeout: NodeJS.Timeout | undefined;

	constructor(callback: () => void, milliseconds: number) {
		this.#callback = callback;
		this.#wait(milliseconds);
	}

	clear(): void {
		clearTimeout(this.#timeout);
	}

	#wait(milliseconds: number): void {
		const rest = milliseconds - LONGEST;
		if (rest > 0) this.#timeout = setTimeout(() => this.#wait(rest), LONGEST);
		else this.#timeout = setTimeout(this.#callback, Math.ceil(milliseconds));
	}
}

/** One-shot timers over those of Node, for any duration. */
export const timers: Timers = Object.freeze({
	set(callback: () => void, milliseconds: number): TimerHandle {
		if (!(milliseconds >= 0 && milliseconds < Infinity)) throw new RangeError(`${milliseconds} ms is no duration`);
		return new Timer(callback, milliseconds);
	},

	clear(timer: TimerHandle | undefined): void {
		if (timer instanceof Timer) timer.clear();
	},
});
