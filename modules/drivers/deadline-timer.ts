import type { Clock, TimerHandle, Timers } from "../host.ts";

/** Longest span of one timer, milliseconds: the board's timers take 31 bits. */
const LONGEST = 0x3fff_ffff;

/** Keeps one timer of the host set to the deadline of a passive machine. */
export class DeadlineTimer {
	#timers: Timers;
	#clock: Clock;
	#onDue: () => void;
	#timer: TimerHandle | undefined;
	#due = Number.POSITIVE_INFINITY;

	/** `onDue` is called at the deadline or earlier: `expire` of a machine is safe to call early. */
	constructor(timers: Timers, clock: Clock, onDue: () => void) {
		this.#timers = timers;
		this.#clock = clock;
		this.#onDue = onDue;
	}

	/** Follows the machine's deadline. A later one leaves the timer alone: it fires early and is set anew then. */
	follow(deadline: number): void {
		if (deadline >= this.#due) return;
		this.#timers.clear(this.#timer);
		this.#due = deadline;
		const span = Math.min(Math.max(0, Math.ceil(deadline - this.#clock.now())), LONGEST);
		this.#timer = this.#timers.set(() => {
			this.#timer = undefined;
			this.#due = Number.POSITIVE_INFINITY;
			this.#onDue();
		}, span);
	}

	close(): void {
		this.#timers.clear(this.#timer);
		this.#timer = undefined;
		this.#due = Number.NEGATIVE_INFINITY;
	}
}
