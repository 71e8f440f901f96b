import { deepEqual, equal } from "node:assert/strict";
import {
	isWithin,
	minuteOfWeek,
	parseSchedule,
	SCHEDULE_ENTRIES,
	scheduleRule,
	WEEK,
} from "../../modules/config/schedule.ts";
import { offsetAt, parseTimeZone } from "../../modules/config/time-zone.ts";

const HOUR = 60;
const DAY = 24 * HOUR;
const [MONDAY, FRIDAY, SATURDAY, SUNDAY] = [0, 4 * DAY, 5 * DAY, 6 * DAY];

describe("Schedule: times of the week", () => {
	const within = (text: string, minute: number) => isWithin(parseSchedule(text)!, minute);

	it("an entry means its days only", () => {
		equal(within("Mo-Fr 08:00-12:00", MONDAY + 8 * HOUR), true);
		equal(within("Mo-Fr 08:00-12:00", MONDAY + 8 * HOUR - 1), false);
		equal(within("Mo-Fr 08:00-12:00", FRIDAY + 12 * HOUR - 1), true);
		equal(within("Mo-Fr 08:00-12:00", FRIDAY + 12 * HOUR), false);
		equal(within("Mo-Fr 08:00-12:00", SATURDAY + 9 * HOUR), false);
	});

	it("an entry without days means all of them", () => {
		for (let day = 0; day < 7; day++) equal(within("9:30-9:31", day * DAY + 9 * HOUR + 30), true);
	});

	it("a time that ends before it begins ends on the next day, from Sunday to Monday too", () => {
		equal(within("Fr 22:00-06:30", SATURDAY + 6 * HOUR + 29), true);
		equal(within("Fr 22:00-06:30", SATURDAY + 6 * HOUR + 30), false);
		equal(within("Fr 22:00-06:30", FRIDAY + 6 * HOUR), false);
		equal(within("Su 22:00-06:30", SUNDAY + 23 * HOUR), true);
		equal(within("Su 22:00-06:30", MONDAY), true);
		equal(within("Su 22:00-06:30", MONDAY + 7 * HOUR), false);
	});

	it("the whole day ends at 24:00, the whole week never", () => {
		equal(within("Su 00:00-24:00", WEEK - 1), true);
		equal(within("Su 00:00-24:00", MONDAY), false);
		for (let minute = 0; minute < WEEK; minute += 59) equal(within("00:00-24:00", minute), true);
		equal(within("12:00-12:00", MONDAY + 3), true);
	});

	it("days may be listed, begin at the end of a week, and be German", () => {
		deepEqual(parseSchedule("Sa-Mo 8:00-9:00"), parseSchedule("Sa Su Mo 8:00-9:00"));
		deepEqual(parseSchedule("Di Do So 8:00-9:00"), parseSchedule("tu TH su 8:00-9:00"));
		deepEqual(parseSchedule("Mo Mo-Tu 8:00-9:00"), parseSchedule("Mo-Tu 8:00-9:00"));
	});

	it("nothing is never", () => {
		equal(within("", 0), false);
		equal(within("  ", 5), false);
	});

	const BROKEN = [
		"Mo",
		"22:00",
		"Mo-Fr 22-06",
		"Xx 22:00-23:00",
		"Mo-Fr-Su 1:00-2:00",
		"- 1:00-2:00",
		"25:00-26:00",
		"24:00-6:00",
		"1:60-2:00",
		"1:00-2:00,",
		"1:00-2:00;3:00-4:00",
		new Array(SCHEDULE_ENTRIES + 1).fill("1:00-2:00").join(),
		`Mo${" ".repeat(200)}1:00-2:00`,
	];
	for (const text of BROKEN) {
		it(`refuses ${text.slice(0, 30)}`, () => {
			equal(parseSchedule(text), undefined);
			equal(typeof scheduleRule(text), "string");
		});
	}
});

describe("Schedule: local time", () => {
	const BERLIN = parseTimeZone("CET-1CEST,M3.5.0,M10.5.0/3")!;
	const at = (time: number) => minuteOfWeek(time, offsetAt(BERLIN, time));

	it("weeks begin on Monday", () => {
		equal(minuteOfWeek(Date.UTC(2026, 10, 16), 0), 0);
		equal(minuteOfWeek(Date.UTC(2026, 10, 15, 23, 59), 0), WEEK - 1);
		equal(minuteOfWeek(Date.UTC(2026, 10, 15, 23, 59), 3600), 59);
	});

	it("leaves out the hour that the clocks skip, and has twice the one that they repeat", () => {
		const spring = Date.UTC(2026, 2, 29, 0, 59, 59);
		equal(at(spring), SUNDAY + 119);
		equal(at(spring + 1000), SUNDAY + 180);
		const autumn = Date.UTC(2026, 9, 25, 0, 30);
		equal(at(autumn), SUNDAY + 150);
		equal(at(autumn + 3_600_000), SUNDAY + 150);
	});
});
