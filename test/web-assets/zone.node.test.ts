import { equal } from "node:assert/strict";
import { offsetAt as offsetOfDoorbell, parseTimeZone } from "../../modules/config/time-zone.ts";
import { clockTime, offsetAt } from "../../web-assets/log/zone.ts";

const RULES: readonly string[] = [
	"UTC0",
	"CET-1CEST,M3.5.0,M10.5.0/3",
	"EST5EDT,M3.2.0,M11.1.0",
	"NST3:30NDT,M3.2.0,M11.1.0",
	"IST-1GMT0,M10.5.0,M3.5.0/1",
	"IST-5:30",
	"<+0545>-5:45",
	"<-04>4<-03>,M9.1.6/24,M4.1.6/24",
	"<+1030>-10:30<+11>-11,M10.1.0,M4.1.0",
	"<+1245>-12:45<+1345>,M9.5.0/2:45,M4.1.0/3:45",
	"IST-2IDT,M3.4.4/26,M10.5.0",
	"<-02>2<-01>,M3.5.0/-1,M10.5.0/0",
	"ABC+0:30:15XYZ-1:00:30,J60/12,J300/-3",
	"ABC5XYZ,59/0,299/1:30:10",
	"EST5EDT,0/0,J365/25",
];

const FROM = Date.UTC(2023, 11, 20);
const TO = Date.UTC(2029, 0, 10);
/** A prime number of seconds, about two hours, so that the minutes differ. */
const STEP = 7_207_000;

describe("Local time in the page", () => {
	for (const rule of RULES)
		it(`is that of the doorbell: ${rule}`, () => {
			const zone = parseTimeZone(rule)!;
			for (let time = FROM; time < TO; time += STEP)
				equal(0 + offsetAt(rule, time), 1000 * offsetOfDoorbell(zone, time), new Date(time).toISOString());
		});

	it("changes in the same second as that of the doorbell", () => {
		const rule = "CET-1CEST,M3.5.0,M10.5.0/3";
		const begin = Date.UTC(2026, 2, 29, 1);
		equal(clockTime(rule, begin - 1000), "01:59:59");
		equal(clockTime(rule, begin), "03:00:00");
	});

	it("is UTC where there is no rule", () => {
		equal(clockTime("", Date.UTC(2026, 0, 1, 20, 30)), "20:30:00");
	});
});
