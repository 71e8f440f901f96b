import type { Clock } from "../../modules/host.ts";

/** The process's monotonic clock, and the system's time of day. */
export const clock: Clock = Object.freeze({
	now: () => performance.now(),
	time: () => Date.now(),
});
