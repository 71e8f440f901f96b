/**
 * Local time by a POSIX rule: `CET-1CEST,M3.5.0,M10.5.0/3` (IEEE 1003.1 §8.3, TZ), with the hours of RFC 8536 §3.3.1.
 *
 * All times are milliseconds since 1970 (UTC), all offsets seconds east of Greenwich.
 */

/** A time zone: its offset and, where the clocks change, that of summer time and when it begins and ends. */
export interface TimeZone {
	readonly offset: number;
	readonly summer?: { readonly offset: number; readonly begin: Change; readonly end: Change };
}

/** When the clocks change in any year. */
interface Change {
	/** Month and weekday, day of the year without February 29, or day of the year from 0. */
	readonly kind: "M" | "J" | "n";
	/** Month, week (5 is the last one) and weekday (0 is Sunday); or the day alone. */
	readonly days: readonly number[];
	/** Seconds after midnight, local time until then. */
	readonly time: number;
}

/** Characters of a rule that is looked at. */
export const RULE_LIMIT = 64;

/** Shortest and longest name of a time. */
const NAME_MINIMUM = 3;
const NAME_LIMIT = 16;
const LETTERS = /^[A-Za-z]+/;
const QUOTED = /^[A-Za-z0-9+-]+$/;
const DIGITS = /^[0-9]{1,3}$/;

const HOUR = 3600;
const DAY = 86_400;
/** Hours of an offset, and of the time of a change. */
const OFFSET_HOURS = 24;
const CHANGE_HOURS = 167;
/** Clocks change at two in the morning where the rule does not say. */
const CHANGE_TIME = 2 * HOUR;

/** Days before each month in a common year. */
const DAYS_BEFORE: readonly number[] = Object.freeze([0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334, 365]);
const YEAR_MILLISECONDS = 31_556_952_000;

/** Reads a rule; `undefined` for a broken one. Summer time needs to say when it begins and ends. */
export function parseTimeZone(text: string): TimeZone | undefined {
	if (text.length > RULE_LIMIT) return undefined;
	const [head, ...changes] = text.split(",");
	const standard = takeOffset(afterName(head!));
	if (standard === undefined) return undefined;
	const { offset } = standard;
	if (standard.rest === "") return changes.length === 0 ? { offset } : undefined;
	const rest = afterName(standard.rest);
	const summer = rest === "" ? { offset: offset + HOUR, rest } : takeOffset(rest);
	if (summer === undefined || summer.rest !== "" || changes.length !== 2) return undefined;
	const begin = parseChange(changes[0]!);
	const end = parseChange(changes[1]!);
	return begin && end && { offset, summer: { offset: summer.offset, begin, end } };
}

/** What has to be added to UTC at `time`. */
export function offsetAt({ offset, summer }: TimeZone, time: number): number {
	if (summer === undefined) return offset;
	const seconds = Math.floor(time / 1000);
	const year = yearOf(seconds + offset);
	// Changes may lie days outside their year: the last one before now decides, the begin of summer where both meet.
	let begun = -Infinity;
	let ended = -Infinity;
	for (let candidate = year - 1; candidate <= year + 1; candidate++) {
		const begin = secondsOf(summer.begin, candidate) - offset;
		const end = secondsOf(summer.end, candidate) - summer.offset;
		if (begin <= seconds) begun = begin;
		if (end <= seconds) ended = end;
	}
	return begun >= ended ? summer.offset : offset;
}

/** What follows the name of a time, such as `CET` or `<+03>`; `undefined` where there is none. */
function afterName(text: string | undefined): string | undefined {
	if (text === undefined) return undefined;
	const quoted = text.startsWith("<");
	const end = quoted ? text.indexOf(">") : (LETTERS.exec(text)?.[0].length ?? 0);
	const name = quoted ? text.slice(1, Math.max(end, 1)) : text.slice(0, end);
	if (name.length < NAME_MINIMUM || name.length > NAME_LIMIT || (quoted && !QUOTED.test(name))) return undefined;
	return text.slice(quoted ? end + 1 : end);
}

/** Reads an offset, which POSIX counts west of Greenwich, up to the next name. */
function takeOffset(text: string | undefined): { readonly offset: number; readonly rest: string } | undefined {
	if (text === undefined) return undefined;
	const next = text.search(/[A-Za-z<]/);
	const time = parseTime(next < 0 ? text : text.slice(0, next), OFFSET_HOURS);
	return time === undefined ? undefined : { offset: 0 - time, rest: next < 0 ? "" : text.slice(next) };
}

/** Seconds of `[+-]hh[:mm[:ss]]`. */
function parseTime(text: string, limit: number): number | undefined {
	const signed = text.startsWith("+") || text.startsWith("-");
	const fields = (signed ? text.slice(1) : text).split(":");
	if (fields.length > 3 || !fields.every((field) => DIGITS.test(field))) return undefined;
	const [hours = 0, minutes = 0, seconds = 0] = fields.map(Number);
	if (hours > limit || minutes > 59 || seconds > 59) return undefined;
	const time = hours * HOUR + minutes * 60 + seconds;
	return text.startsWith("-") ? 0 - time : time;
}

function parseChange(text: string): Change | undefined {
	const [date, at, ...rest] = text.split("/");
	const time = at === undefined ? CHANGE_TIME : parseTime(at, CHANGE_HOURS);
	if (time === undefined || rest.length > 0) return undefined;
	const kind = date!.startsWith("M") ? "M" : date!.startsWith("J") ? "J" : "n";
	const fields = (kind === "n" ? date! : date!.slice(1)).split(".");
	if (!fields.every((field) => DIGITS.test(field))) return undefined;
	const days = fields.map(Number);
	return isDate(kind, days) ? { kind, days, time } : undefined;
}

function isDate(kind: Change["kind"], days: readonly number[]): boolean {
	const [first = 0, week = 0, weekday = 0] = days;
	if (kind !== "M") return days.length === 1 && first >= (kind === "J" ? 1 : 0) && first <= 365;
	return days.length === 3 && first >= 1 && first <= 12 && week >= 1 && week <= 5 && weekday <= 6;
}

/** Local seconds since 1970 at which the clocks change in `year`. */
function secondsOf({ kind, days, time }: Change, year: number): number {
	const [first = 0, week = 0, weekday = 0] = days;
	const start = daysBefore(year);
	const leap = daysBefore(year + 1) - start - 365;
	if (kind === "n") return (start + first) * DAY + time;
	if (kind === "J") return (start + first - 1 + (first >= 60 ? leap : 0)) * DAY + time;
	const month = start + DAYS_BEFORE[first - 1]! + (first > 2 ? leap : 0);
	const length = DAYS_BEFORE[first]! - DAYS_BEFORE[first - 1]! + (first === 2 ? leap : 0);
	// January 1, 1970 was a Thursday.
	const ahead = (weekday - ((((month + 4) % 7) + 7) % 7) + 7) % 7;
	const day = ahead + 7 * (week - 1);
	return (month + (day < length ? day : day - 7)) * DAY + time;
}

/** The year in which a time lies that is given in seconds since 1970. */
function yearOf(seconds: number): number {
	const days = Math.floor(seconds / DAY);
	let year = 1970 + Math.floor((seconds * 1000) / YEAR_MILLISECONDS);
	if (daysBefore(year) > days) year--;
	if (daysBefore(year + 1) <= days) year++;
	return year;
}

/** Days from 1970 to the beginning of `year`. */
function daysBefore(year: number): number {
	const past = year - 1;
	return (year - 1970) * 365 + Math.floor(past / 4) - Math.floor(past / 100) + Math.floor(past / 400) - 477;
}
