import { equal, notEqual } from "node:assert/strict";
import { offsetAt, parseTimeZone, RULE_LIMIT } from "../../modules/config/time-zone.ts";

const HOUR = 3600;
/** The first moments of years, of months and so on are easier to read as seconds since 1970. */
const at = (rule: string, seconds: number) => offsetAt(parseTimeZone(rule)!, seconds * 1000) / HOUR;

const JANUARY_2026 = 1767225600;
const CENTRAL_EUROPE = "CET-1CEST,M3.5.0,M10.5.0/3";
const SPRING_2026 = 1774746000; // March 29, 01:00 UTC
const AUTUMN_2026 = 1792890000; // October 25, 01:00 UTC

describe("Time zone by a POSIX rule (IEEE 1003.1 §8.3, RFC 8536 §3.3.1)", () => {
	it("counts its offset west of Greenwich", () => {
		equal(at("UTC0", JANUARY_2026), 0);
		equal(at("EST5", JANUARY_2026), -5);
		equal(at("CET-1", JANUARY_2026), 1);
		equal(at("NST3:30", JANUARY_2026), -3.5);
		equal(at("XYZ-0:00:36", JANUARY_2026), 0.01);
	});

	it("has a quoted name where that is a number", () => {
		equal(at("<+03>-3", JANUARY_2026), 3);
		equal(at("<+0545>-5:45", JANUARY_2026), 5.75);
		equal(at("<-02>2<-01>,M3.5.0/-1,M10.5.0/0", JANUARY_2026), -2);
	});

	it("changes the clocks at the second of the rule", () => {
		equal(at(CENTRAL_EUROPE, SPRING_2026 - 1), 1);
		equal(at(CENTRAL_EUROPE, SPRING_2026), 2);
		equal(at(CENTRAL_EUROPE, AUTUMN_2026 - 1), 2);
		equal(at(CENTRAL_EUROPE, AUTUMN_2026), 1);
	});

	it("has its summer over the turn of the year in the south", () => {
		const rule = "NZST-12NZDT,M9.5.0,M4.1.0/3";
		equal(at(rule, JANUARY_2026), 13);
		equal(at(rule, SPRING_2026), 13);
		equal(at(rule, SPRING_2026 + 8 * 86_400), 12);
		equal(at(rule, AUTUMN_2026), 13);
	});

	it("may turn the clocks back in winter", () => {
		const rule = "IST-1GMT0,M10.5.0,M3.5.0/1";
		equal(at(rule, JANUARY_2026), 0);
		equal(at(rule, SPRING_2026), 1);
		equal(at(rule, AUTUMN_2026), 0);
	});

	it("counts days of the year with and without February 29", () => {
		const january2024 = 1704067200;
		const day = (rule: string, count: number) => at(rule, january2024 + count * 86_400);
		// Day 59 from 0 is February 29 in 2024; J60 is March 1 in every year.
		equal(day("AAA0BBB,59/0,200", 58.999), 0);
		equal(day("AAA0BBB,59/0,200", 59), 1);
		equal(day("AAA0BBB,J60/0,J200", 59.999), 0);
		equal(day("AAA0BBB,J60/0,J200", 60), 1);
		equal(day("AAA0BBB,J59/0,J200", 58), 1);
	});

	it("takes times of change beyond the day", () => {
		// Gaza: fifty hours after the fourth Thursday began, so on Saturday at two.
		equal(at("EET-2EEST,M3.4.4/50,M10.4.4/50", 1774655999), 2);
		equal(at("EET-2EEST,M3.4.4/50,M10.4.4/50", 1774656000), 3);
		equal(at("<-02>2<-01>,M3.5.0/-1,M10.5.0/0", SPRING_2026 - 1), -2);
		equal(at("<-02>2<-01>,M3.5.0/-1,M10.5.0/0", SPRING_2026), -1);
	});

	it("may have summer all the year", () => {
		for (const day of [0, 100, 364, 365, 366])
			equal(at("XXX3EDT4,0/0,J365/23", JANUARY_2026 + 10800 + day * 86_400), -4);
	});

	it("goes back before 1970", () => {
		equal(at(CENTRAL_EUROPE, -1), 1);
		equal(at(CENTRAL_EUROPE, -15_000_000), 2);
	});

	for (const broken of [
		"",
		"Europe/Berlin",
		"UTC",
		"U0",
		"0",
		"CET-",
		"CET-1CEST",
		"CET-1CEST,M3.5.0",
		"CET-1CEST,M3.5.0,M10.5.0,",
		"CET-1,M3.5.0,M10.5.0",
		"CET-25",
		"CET-1:60",
		"CET-1:00:00:00",
		"CET--1",
		"CET-1CEST,M13.5.0,M10.5.0",
		"CET-1CEST,M0.5.0,M10.5.0",
		"CET-1CEST,M3.6.0,M10.5.0",
		"CET-1CEST,M3.0.0,M10.5.0",
		"CET-1CEST,M3.5.7,M10.5.0",
		"CET-1CEST,M3.5,M10.5.0",
		"CET-1CEST,J0,J300",
		"CET-1CEST,J366,J300",
		"CET-1CEST,366,300",
		"CET-1CEST,M3.5.0/168,M10.5.0",
		"CET-1CEST,M3.5.0/,M10.5.0",
		"CET-1CEST,M3.5.0/2/3,M10.5.0",
		"CET-1CEST-2X,M3.5.0,M10.5.0",
		"<+03-3",
		"<+0>-3",
		"<+0_3>-3",
		"<>-3",
		`A${"B".repeat(RULE_LIMIT)}0`,
		"CET-1CEST,Mx.5.0,M10.5.0",
		"CET-1 CEST,M3.5.0,M10.5.0",
	])
		it(`is not ${broken === "" ? "nothing" : broken.slice(0, 40)}`, () => equal(parseTimeZone(broken), undefined));

	it("takes the longest rule", () =>
		notEqual(parseTimeZone("<ABCDEFGH>-23:59:59<ABCDEFGI>,M10.5.6/-167,M11.5.6/-167:59:59"), undefined));
});
