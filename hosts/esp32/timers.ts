import Timer from "timer";
import type { TimerHandle, Timers } from "../../modules/host.ts";
import { failed } from "./guard.ts";

/** A timer of the SDK, which has room for what it calls: a closure for each would take ten slots of the heap. */
type Armed = object & { callback: () => void };

/** The timers of the platform, guarded. */
export const timers: Timers = Object.freeze({
	set(callback: () => void, milliseconds: number): TimerHandle {
		const timer = Timer.set(fire as () => void, milliseconds) as Armed;
		timer.callback = callback;
		return timer;
	},

	clear(timer: TimerHandle | undefined): void {
		Timer.clear(timer);
	},
});

/** The SDK hands the timer over that has fired. */
function fire(timer: Armed): void {
	try {
		timer.callback();
	} catch (error) {
		failed("a timer", error);
	}
}
