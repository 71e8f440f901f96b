/** Times at the house, wherever the browser is; `zone` is a POSIX rule. */

import { offsetAt } from "../log/zone.ts";
import { spoken } from "../texts.ts";

/** Time as an input of type "datetime-local" has it; "" for none. */
export function toInput(zone: string, time: number | null): string {
	return time === null ? "" : new Date(time + offsetAt(zone, time)).toISOString().slice(0, 16);
}

/** Milliseconds since 1970 of what was entered there; `null` for nothing. */
export function fromInput(zone: string, text: string): number | null {
	if (text === "") return null;
	const local = Date.parse(`${text}Z`);
	// The clocks may change between the house's time and the same digits in UTC.
	return local - offsetAt(zone, local - offsetAt(zone, local));
}

/** Date and time as people write them. */
export function dateText(zone: string, time: number): string {
	const local = new Date(time + offsetAt(zone, time));
	const locale = spoken() === "de" ? "de-DE" : "en-GB";
	return local.toLocaleString(locale, { timeZone: "UTC", dateStyle: "medium", timeStyle: "short" });
}
