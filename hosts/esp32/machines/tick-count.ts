/** Milliseconds after which the 32-bit counter of the platform begins anew: 49.7 days. */
export const TICK_PERIOD = 2 ** 32;
/** How often the count must be looked at, milliseconds: a day, so that no period is ever missed. */
export const LOOK_INTERVAL = 86_400_000;

/** Before this the clock has not been set, milliseconds since 1970: 2025-01-01. */
const FIRST_TIME = 1_735_689_600_000;
/** After this it was set to nonsense: 2100-01-01. */
const LAST_TIME = 4_102_444_800_000;

/** The platform's counter of milliseconds, unwrapped: it is signed, turns negative after 24.8 days, and begins anew. */
export class TickCount {
	#ticks: number;
	#now = 0;

	constructor(ticks: number) {
		this.#ticks = ticks;
	}

	/** Milliseconds since the start, from the counter; right when asked at least once in {@link LOOK_INTERVAL}. */
	now(ticks: number): number {
		this.#now += (ticks - this.#ticks) >>> 0;
		this.#ticks = ticks;
		return this.#now;
	}
}

/** The time of day, or `undefined` as long as nobody has set the clock. */
export function timeOfDay(time: number): number | undefined {
	return time >= FIRST_TIME && time < LAST_TIME ? time : undefined;
}
