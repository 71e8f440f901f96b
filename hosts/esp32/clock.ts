import Time from "time";
import Timer from "timer";
import type { Clock } from "../../modules/host.ts";
import { LOOK_INTERVAL, TickCount, timeOfDay } from "./machines/tick-count.ts";

/** The clocks of the board: milliseconds since the start, and the time of day once somebody has set it. */
export class BoardClock implements Clock {
	#count = new TickCount(Time.ticks);

	/** Looks at the counter every day, whoever else does. */
	constructor() {
		Timer.repeat(() => this.now(), LOOK_INTERVAL);
	}

	now(): number {
		return this.#count.now(Time.ticks);
	}

	time(): number | undefined {
		return timeOfDay(Date.now());
	}
}
