import type { Clock, TimerHandle, Timers } from "../../modules/host.ts";

/** Frames that are made up for after a pause of the process; more are lost, as they are in a device. */
export const MAXIMUM_LATE_FRAMES = 10;

/**
 * Beats once per audio frame without drift: the next beat is reckoned from the last one's due time, and beats that came
 * due meanwhile are told at once. Plain TypeScript, so that the virtual host has the same.
 */
export class Pacer {
	readonly #clock: Clock;
	readonly #timers: Timers;
	readonly #period: number;
	readonly #onFrames: (frames: number) => void;
	#timer: TimerHandle | undefined;
	#due = 0;

	constructor(clock: Clock, timers: Timers, period: number, onFrames: (frames: number) => void) {
		this.#clock = clock;
		this.#timers = timers;
		this.#period = period;
		this.#onFrames = onFrames;
	}

	get running(): boolean {
		return this.#timer !== undefined;
	}

	start(): void {
		if (this.running) return;
		const now = this.#clock.now();
		this.#due = now + this.#period;
		this.#wait(now);
	}

	stop(): void {
		this.#timers.clear(this.#timer);
		this.#timer = undefined;
	}

	#wait(now: number): void {
		this.#timer = this.#timers.set(() => this.#beat(), Math.max(0, this.#due - now));
	}

	#beat(): void {
		const now = this.#clock.now();
		const frames = Math.max(0, Math.floor((now - this.#due) / this.#period) + 1);
		this.#due += frames * this.#period;
		this.#wait(now);
		if (frames > 0) this.#onFrames(Math.min(frames, MAXIMUM_LATE_FRAMES));
	}
}
