import { deepEqual } from "node:assert/strict";
import { offsetAt, parseTimeZone } from "../../modules/config/time-zone.ts";

/** Zones whose rules have not changed since, with a year from which they hold; as in the IANA files of 2024. */
const ZONES: readonly (readonly [name: string, rule: string, from: number])[] = [
	["UTC", "UTC0", 2010],
	["Europe/Berlin", "CET-1CEST,M3.5.0,M10.5.0/3", 2000],
	["Europe/London", "GMT0BST,M3.5.0/1,M10.5.0", 2000],
	["Europe/Dublin", "IST-1GMT0,M10.5.0,M3.5.0/1", 2000],
	["Europe/Athens", "EET-2EEST,M3.5.0/3,M10.5.0/4", 2000],
	["Europe/Istanbul", "<+03>-3", 2017],
	["America/New_York", "EST5EDT,M3.2.0,M11.1.0", 2008],
	["America/St_Johns", "NST3:30NDT,M3.2.0,M11.1.0", 2012],
	["America/Phoenix", "MST7", 2000],
	["America/Santiago", "<-04>4<-03>,M9.1.6/24,M4.1.6/24", 2023],
	["America/Sao_Paulo", "<-03>3", 2020],
	["Africa/Johannesburg", "SAST-2", 2000],
	["Asia/Kolkata", "IST-5:30", 2000],
	["Asia/Kathmandu", "<+0545>-5:45", 2000],
	["Asia/Tokyo", "JST-9", 2000],
	["Asia/Jerusalem", "IST-2IDT,M3.4.4/26,M10.5.0", 2014],
	["Australia/Sydney", "AEST-10AEDT,M10.1.0,M4.1.0/3", 2009],
	["Australia/Lord_Howe", "<+1030>-10:30<+11>-11,M10.1.0,M4.1.0", 2009],
	["Pacific/Auckland", "NZST-12NZDT,M9.5.0,M4.1.0/3", 2008],
	["Pacific/Chatham", "<+1245>-12:45<+1345>,M9.5.0/2:45,M4.1.0/3:45", 2008],
	["Pacific/Kiritimati", "<+14>-14", 2000],
];

const LAST_YEAR = 2037;
const STEP = 86_400_000;

function offsetByIntl(format: Intl.DateTimeFormat, time: number): number {
	const part: Record<string, number> = {};
	for (const { type, value } of format.formatToParts(time)) part[type] = Number(value);
	const local = Date.UTC(part.year!, part.month! - 1, part.day!, part.hour!, part.minute!, part.second!);
	return (local - time) / 1000;
}

/** Every change of the clocks between two times, to the second. */
function changes(offset: (time: number) => number, from: number, to: number): string[] {
	const found = [`from ${offset(from)}`];
	for (let time = from; time < to; time += STEP) {
		if (offset(time) === offset(time + STEP)) continue;
		let before = time;
		let after = time + STEP;
		while (after - before > 1000) {
			const middle = before + Math.floor((after - before) / 2000) * 1000;
			if (offset(middle) === offset(time)) before = middle;
			else after = middle;
		}
		found.push(`${new Date(after).toISOString()} ${offset(after)}`);
	}
	return found;
}

describe("Time zone by a POSIX rule, beside the time zones of Node", () => {
	for (const [name, rule, from] of ZONES)
		it(`changes the clocks in ${name} when Node does, ${from} to ${LAST_YEAR}`, () => {
			const format = new Intl.DateTimeFormat("en-US", {
				timeZone: name,
				hourCycle: "h23",
				year: "numeric",
				month: "numeric",
				day: "numeric",
				hour: "numeric",
				minute: "numeric",
				second: "numeric",
			});
			const zone = parseTimeZone(rule)!;
			const begin = Date.UTC(from, 0, 1);
			const end = Date.UTC(LAST_YEAR + 1, 0, 1);
			deepEqual(
				changes((time) => offsetAt(zone, time), begin, end),
				changes((time) => offsetByIntl(format, time), begin, end),
			);
		}).timeout(60_000);
});
