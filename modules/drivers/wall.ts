import { minuteOfWeek } from "../config/schedule.ts";
import { offsetAt, parseTimeZone } from "../config/time-zone.ts";
import type { Wall } from "../doorbell/lock/code.ts";
import type { Clock } from "../host.ts";

/** The time of day in a time zone of the settings; `undefined` while it is unknown. */
export function wallOf(clock: Clock, zone: string): Wall | undefined {
	const time = clock.time();
	const rule = parseTimeZone(zone);
	return time === undefined || rule === undefined
		? undefined
		: { time, minute: minuteOfWeek(time, offsetAt(rule, time)) };
}
