/** Failures in a row that the board lives with. */
export const FAILURE_LIMIT = 10;
/** How long until one of them is forgotten, milliseconds. */
export const FAILURE_PAUSE = 6_000;
/** Restarts in a row by which the board tries to help itself: after that it goes on as well as it can. */
export const RESTART_LIMIT = 5;
/** How long the board has run when a restart counts as a help, milliseconds. */
export const STEADY_TIME = 600_000;

/**
 * Failures of callbacks, which are each survived: only too many in a short time ask for a restart, and too many restarts
 * in a row for none. A board that fails at once after every start stays up with its page, and wears nothing out.
 */
export class Failures {
	#restarts: number;
	/** How many are not forgotten, at `#at`. */
	#level = 0;
	#at = 0;
	#steadyAt: number;

	/** `restarts` are those in a row that were not planned, the present one included. */
	constructor(restarts: number, now: number) {
		this.#restarts = restarts;
		this.#steadyAt = now + STEADY_TIME;
	}

	/** When `expire` matters. */
	get deadline(): number {
		return this.#steadyAt;
	}

	/** Unplanned restarts in a row. */
	get restarts(): number {
		return this.#restarts;
	}

	/** True once, when the board has run for so long that earlier restarts are forgotten. */
	expire(now: number): boolean {
		if (now < this.#steadyAt) return false;
		this.#steadyAt = Number.POSITIVE_INFINITY;
		this.#restarts = 0;
		return true;
	}

	/** A callback has failed: true when the board had better start again. */
	count(now: number): boolean {
		const forgotten = Math.floor((now - this.#at) / FAILURE_PAUSE);
		if (forgotten > 0) {
			this.#level = Math.max(0, this.#level - forgotten);
			this.#at = this.#level === 0 ? now : this.#at + forgotten * FAILURE_PAUSE;
		}
		this.#level += 1;
		if (this.#level <= FAILURE_LIMIT) return false;
		this.#level = FAILURE_LIMIT;
		return this.#restarts < RESTART_LIMIT;
	}
}
