/** Local time in the page. The doorbell has checked the rule, with modules/config/time-zone.ts, which knows the same. */

/** Offset, offset of summer time, when that begins and ends. */
const RULE = /^(?:<.*?>|[a-z]+)([-+:\d]+)(?:(?:<.*?>|[a-z]+)([-+:\d]*),(.*),(.*))?/i;

/** Local time such as `20:30:00`, of milliseconds since 1970, by a POSIX rule. */
export function clockTime(rule: string, time: number): string {
	return new Date(time + offsetAt(rule, time)).toISOString().slice(11, 19);
}

/** What has to be added to UTC at `time`; all in milliseconds. */
export function offsetAt(rule: string, time: number): number {
	const [, west, summerWest, begin, end] = RULE.exec(rule) ?? ["", "0"];
	const standard = -milliseconds(west!);
	if (!end) return standard;
	const summer = summerWest ? -milliseconds(summerWest) : standard + 3_600_000;
	const year = new Date(time + standard).getUTCFullYear();
	let offset = standard;
	let latest = -Infinity;
	const change = (at: number, after: number) => {
		if (at < latest || at > time) return;
		latest = at;
		offset = after;
	};
	// Changes may lie days outside their year: the last one before now decides, the begin of summer where both meet.
	for (const candidate of [year - 1, year, year + 1]) {
		change(changeIn(candidate, end) - summer, standard);
		change(changeIn(candidate, begin!) - standard, summer);
	}
	return offset;
}

/** Local time at which the clocks change in a year, such as by `M10.5.0/3`, `J60` or `0/0`. */
function changeIn(year: number, rule: string): number {
	const [day, at = "2"] = rule.split("/") as [string, string?];
	const [first, week, weekday] = day.replace(/[MJ]/, "").split(".").map(Number) as [number, number, number];
	const date = new Date(Date.UTC(2001, 0, first));
	if (day[0] === "J") date.setUTCFullYear(year);
	else if (day[0] !== "M") date.setTime(Date.UTC(year, 0, first + 1));
	else {
		// The last of those weekdays that still is in the month.
		date.setTime(Date.UTC(year, first - 1, 1));
		const ahead = (weekday - date.getUTCDay() + 7) % 7;
		date.setUTCDate(ahead + 7 * week - 6);
		if (date.getUTCMonth() !== first - 1) date.setUTCDate(date.getUTCDate() - 7);
	}
	return date.getTime() + milliseconds(at);
}

/** Milliseconds of `[+-]hh[:mm[:ss]]`. */
function milliseconds(text: string): number {
	const [hours = 0, minutes = 0, seconds = 0] = text.split(":").map(Number);
	return (hours * 3600 + (text[0] === "-" ? -1 : 1) * (minutes * 60 + seconds)) * 1000;
}
