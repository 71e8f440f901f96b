import type { TimerHandle, Timers } from "../modules/host.ts";

/** So many callbacks at one instant are a loop that never ends. */
export const MAXIMUM_CALLBACKS_AT_ONCE = 100_000;

class Timer {
	readonly due: number;
	readonly sequence: number;
	readonly callback: () => void;
	/** Index in the heap, for as long as the timer waits. */
	place = 0;

	constructor(due: number, sequence: number, callback: () => void) {
		this.due = due;
		this.sequence = sequence;
		this.callback = callback;
	}

	isBefore(other: Timer): boolean {
		return this.due < other.due || (this.due === other.due && this.sequence < other.sequence);
	}
}

/**
 * A clock that moves only when told. Timers fire inside {@link advance} and {@link run}, by due time and then in the
 * order in which they were set: the same program always takes the same course.
 */
export class VirtualClock {
	/** The timers of this clock, as a host hands them out. */
	readonly timers: Timers = {
		set: (callback, milliseconds) => this.#set(callback, milliseconds),
		clear: (timer) => this.#clear(timer),
	};

	/** Binary heap. A cleared timer leaves at once: a deadline moved with every packet must not pile up. */
	readonly #heap: Timer[] = [];
	#now = 0;
	#sequence = 0;
	#running = false;
	#callbacksAtOnce = 0;

	/** Milliseconds since the clock was made. */
	get now(): number {
		return this.#now;
	}

	/** Timers that wait. */
	get pending(): number {
		return this.#heap.length;
	}

	/** Calls `callback` in a later turn of the same instant. */
	post(callback: () => void): void {
		this.#set(callback, 0);
	}

	/** Lets `milliseconds` pass. */
	advance(milliseconds: number): void {
		this.run(() => false, milliseconds);
	}

	/**
	 * Lets time pass, one callback after the other, until `until` holds: true. When `limit` milliseconds have passed
	 * before: false.
	 */
	run(until: () => boolean, limit: number): boolean {
		checkDuration(limit);
		if (this.#running) throw new Error("The clock is running already");
		this.#running = true;
		const end = this.#now + limit;
		try {
			while (!until()) {
				const timer = this.#heap[0];
				if (timer === undefined || timer.due > end) {
					this.#enter(end);
					return until();
				}
				this.#fire(timer);
			}
			return true;
		} finally {
			this.#running = false;
		}
	}

	#fire(timer: Timer): void {
		this.#remove(timer);
		this.#enter(timer.due);
		this.#callbacksAtOnce += 1;
		if (this.#callbacksAtOnce > MAXIMUM_CALLBACKS_AT_ONCE) throw new Error(`Time stands still at ${this.#now} ms`);
		timer.callback();
	}

	#enter(now: number): void {
		if (now > this.#now) this.#callbacksAtOnce = 0;
		this.#now = now;
	}

	#set(callback: () => void, milliseconds: number): TimerHandle {
		checkDuration(milliseconds);
		this.#sequence += 1;
		const timer = new Timer(this.#now + milliseconds, this.#sequence, callback);
		this.#heap.push(timer);
		this.#rise(timer, this.#heap.length - 1);
		return timer;
	}

	#clear(timer: TimerHandle | undefined): void {
		if (timer instanceof Timer && this.#heap[timer.place] === timer) this.#remove(timer);
	}

	#remove(timer: Timer): void {
		const last = this.#heap.pop();
		if (last === undefined || last === timer) return;
		this.#rise(last, timer.place);
		this.#sink(last, last.place);
	}

	#rise(timer: Timer, from: number): void {
		const heap = this.#heap;
		let place = from;
		while (place > 0) {
			const parent = heap[(place - 1) >> 1];
			if (parent === undefined || !timer.isBefore(parent)) break;
			heap[place] = parent;
			const above = parent.place;
			parent.place = place;
			place = above;
		}
		heap[place] = timer;
		timer.place = place;
	}

	#sink(timer: Timer, from: number): void {
		const heap = this.#heap;
		let place = from;
		for (;;) {
			let child = heap[2 * place + 1];
			const right = heap[2 * place + 2];
			if (child !== undefined && right?.isBefore(child)) child = right;
			if (child === undefined || !child.isBefore(timer)) break;
			heap[place] = child;
			const below = child.place;
			child.place = place;
			place = below;
		}
		heap[place] = timer;
		timer.place = place;
	}
}

function checkDuration(milliseconds: number): void {
	if (!(milliseconds >= 0 && milliseconds < Infinity)) throw new RangeError(`${milliseconds} ms is no duration`);
}
