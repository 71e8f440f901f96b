import Time from "time";
import type { Clock } from "../../modules/host.ts";

/** Before this the clock has not been set: 2025-01-01. */
const PLAUSIBLE = 1_735_689_600_000;

/** The SDK's 32-bit tick counter, unwrapped: a doorbell lives longer than 24.8 days. Looked at more often than that. */
export class UnwrappedClock implements Clock {
	#ticks = Time.ticks;
	#now = 0;

	now(): number {
		const ticks = Time.ticks;
		this.#now += Time.delta(this.#ticks, ticks);
		this.#ticks = ticks;
		return this.#now;
	}

	time(): number | undefined {
		const time = Date.now();
		return time < PLAUSIBLE ? undefined : time;
	}
}
