import type { Host, TimerHandle } from "../host.ts";

/** Longest span of one timer, milliseconds: the board's timers take 31 bits. */
const LONGEST = 0x3fff_ffff;

/** How long until the next try when `expire` has failed, milliseconds: what is due is not forgotten, such as closing a door. */
const TRY_AGAIN = 1_000;

/** Who waits for a deadline. An object, not a function: on the board a closure takes ten slots of the heap. */
export interface Waiter {
	/** The deadline has come, or has not quite: `expire` of a machine is safe to call early. */
	expire(): void;
}

/** Keeps one timer of the host set to the deadline of a passive machine. */
export class DeadlineTimer {
	#host: Pick<Host, "clock" | "timers">;
	#waiter: Waiter;
	#timer: TimerHandle | undefined;
	#due = Number.POSITIVE_INFINITY;

	constructor(host: Pick<Host, "clock" | "timers">, waiter: Waiter) {
		this.#host = host;
		this.#waiter = waiter;
	}

	/** Follows the machine's deadline. A later one leaves the timer alone: it fires early and is set anew then. */
	follow(deadline: number): void {
		if (deadline >= this.#due) return;
		const { clock, timers } = this.#host;
		timers.clear(this.#timer);
		this.#due = deadline;
		const span = Math.min(Math.max(0, Math.ceil(deadline - clock.now())), LONGEST);
		this.#timer = timers.set(() => this.#fire(), span);
	}

	close(): void {
		this.#host.timers.clear(this.#timer);
		this.#timer = undefined;
		this.#due = Number.NEGATIVE_INFINITY;
	}

	#fire(): void {
		this.#timer = undefined;
		this.#due = Number.POSITIVE_INFINITY;
		try {
			this.#waiter.expire();
		} catch (error) {
			this.follow(this.#host.clock.now() + TRY_AGAIN);
			throw error;
		}
	}
}
