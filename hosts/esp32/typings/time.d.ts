/** Timers and the time of day. */

declare module "timer" {
	/** Timers; 1 ms resolution. */
	const Timer: {
		/** Calls back once. */
		set(callback: () => void, milliseconds: number): object;
		/** Calls back again and again. */
		repeat(callback: () => void, milliseconds: number): object;
		/** Calls back after `milliseconds` from now on, and then every `interval`. */
		schedule(timer: object, milliseconds: number, interval?: number): void;
		clear(timer: object | undefined): void;
	};
	export default Timer;
}

declare module "time" {
	const Time: {
		/** Milliseconds as a signed 32-bit counter: turns negative after 24.8 days. */
		readonly ticks: number;
		/** Sets the clock; seconds since 1970 (UTC). */
		set(seconds: number): void;
		/** Milliseconds from `start` to `end`, across the turn. */
		delta(start: number, end: number): number;
	};
	export default Time;
}
