/**
 * Times of the week as people write them: `Mo-Fr 22:00-06:30, Sa Su 23:00-08:00`.
 *
 * They become spans of minutes of the week, Monday 00:00 being 0. A span ends before its last minute, may begin on Sunday
 * and end on Monday, and is local time: an hour that the clocks skip is skipped, one that they repeat counts twice.
 */

/** Begin and end of each span in turn; an end that is not above its begin lies in the week after. */
export type Schedule = readonly number[];

/** Entries of a schedule, and characters that are looked at. */
export const SCHEDULE_ENTRIES = 8;
export const SCHEDULE_LENGTH = 160;
/** Minutes of a week. */
export const WEEK = 10_080;

const DAY = 1_440;
const DAYS: readonly string[] = Object.freeze(["mo", "tu", "we", "th", "fr", "sa", "su"]);
const GERMAN_DAYS: readonly string[] = Object.freeze(["mo", "di", "mi", "do", "fr", "sa", "so"]);
const TIME = /^[0-9]{1,2}:[0-9]{2}$/;
const FORM = "times of the week such as Mo-Fr 22:00-06:30, Sa Su 23:00-08:00";

/** Reads a schedule, empty for an empty text; `undefined` for a broken one. Without days an entry means all of them. */
export function parseSchedule(text: string): Schedule | undefined {
	if (text.trim() === "") return [];
	const entries = text.slice(0, SCHEDULE_LENGTH + 1).split(",");
	if (text.length > SCHEDULE_LENGTH || entries.length > SCHEDULE_ENTRIES) return undefined;
	const spans: number[] = [];
	for (const entry of entries) {
		const words = entry.trim().split(/\s+/);
		const times = parseTimes(words[words.length - 1]!);
		const days = parseDays(words.slice(0, -1));
		if (times === undefined || days === undefined) return undefined;
		const [begin, end] = times;
		const length = end > begin ? end - begin : end + DAY - begin;
		for (const day of days) spans.push(day * DAY + begin, (day * DAY + begin + length) % WEEK);
	}
	return spans;
}

/** What is wrong with a text that should be a schedule; `undefined` when nothing is. */
export function scheduleRule(text: string): string | undefined {
	return parseSchedule(text) === undefined ? FORM : undefined;
}

/** Whether a minute of the week lies in one of the spans. */
export function isWithin(schedule: Schedule, minute: number): boolean {
	for (let index = 0; index < schedule.length; index += 2) {
		const begin = schedule[index]!;
		const end = schedule[index + 1]!;
		if (begin < end ? minute >= begin && minute < end : minute >= begin || minute < end) return true;
	}
	return false;
}

/** The local minute of the week at `time`, milliseconds since 1970 (UTC), where clocks are `offset` seconds ahead. */
export function minuteOfWeek(time: number, offset: number): number {
	const minutes = Math.floor((time / 1000 + offset) / 60);
	// 1970 began on a Thursday.
	return (((minutes + 3 * DAY) % WEEK) + WEEK) % WEEK;
}

/** Begin and end in minutes of the day; 24:00 is an end. */
function parseTimes(text: string): readonly [begin: number, end: number] | undefined {
	const dash = text.indexOf("-");
	if (dash < 0) return undefined;
	const begin = parseTime(text.slice(0, dash));
	const end = parseTime(text.slice(dash + 1));
	return begin === undefined || begin === DAY || end === undefined ? undefined : [begin, end];
}

function parseTime(text: string): number | undefined {
	if (!TIME.test(text)) return undefined;
	const colon = text.indexOf(":");
	const minutes = Number(text.slice(colon + 1));
	const time = Number(text.slice(0, colon)) * 60 + minutes;
	return minutes < 60 && time <= DAY ? time : undefined;
}

/** Days of `Mo-Fr Su`, numbered from Monday; in English or German. */
function parseDays(words: readonly string[]): readonly number[] | undefined {
	if (words.length === 0) return [0, 1, 2, 3, 4, 5, 6];
	const days: number[] = [];
	for (const word of words) {
		const ends = word.toLowerCase().split("-").map(dayOf);
		const [first, last = first] = ends;
		if (ends.length > 2 || first === undefined || last === undefined || first < 0 || last < 0) return undefined;
		for (let day = first; ; day = (day + 1) % 7) {
			if (!days.includes(day)) days.push(day);
			if (day === last) break;
		}
	}
	return days;
}

function dayOf(name: string): number {
	const english = DAYS.indexOf(name);
	return english >= 0 ? english : GERMAN_DAYS.indexOf(name);
}
