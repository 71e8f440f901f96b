import { equal } from "node:assert/strict";
import { dateText, fromInput, toInput } from "../../web-assets/door/house-time.ts";
import { speak } from "../../web-assets/texts.ts";

const ZONE = "CET-1CEST,M3.5.0,M10.5.0/3";
const HOUR = 3_600_000;

describe("Times at the house that somebody enters", () => {
	afterEach(() => speak("en"));

	for (const text of [
		"2026-12-24T18:00",
		"2026-07-01T00:30",
		"2026-03-29T03:00",
		"2026-03-29T01:59",
		"2026-10-25T03:00",
	])
		it(`come back as they were: ${text}`, () => equal(toInput(ZONE, fromInput(ZONE, text)), text));

	it("are those of the house, in winter and in summer", () => {
		equal(fromInput(ZONE, "2026-12-24T18:00"), Date.UTC(2026, 11, 24, 17));
		equal(fromInput(ZONE, "2026-07-01T00:30"), Date.UTC(2026, 5, 30, 22, 30));
	});

	it("move by an hour where the clocks skip it", () => {
		equal(toInput(ZONE, fromInput(ZONE, "2026-03-29T02:30")), "2026-03-29T03:30");
	});

	it("are one of both where the clocks repeat an hour", () => {
		const time = fromInput(ZONE, "2026-10-25T02:30")!;
		equal(toInput(ZONE, time), "2026-10-25T02:30");
		equal(toInput(ZONE, time + HOUR) === "2026-10-25T02:30" || toInput(ZONE, time - HOUR) === "2026-10-25T02:30", true);
	});

	it("may be none", () => {
		equal(fromInput(ZONE, ""), null);
		equal(toInput(ZONE, null), "");
	});

	it("are written as people do", () => {
		equal(dateText(ZONE, Date.UTC(2026, 11, 24, 17)), "24 Dec 2026, 18:00");
		speak("de");
		equal(dateText(ZONE, Date.UTC(2026, 11, 24, 17)), "24.12.2026, 18:00");
	});
});
