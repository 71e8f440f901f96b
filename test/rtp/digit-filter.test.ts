import { deepEqual, equal } from "node:assert/strict";
import { DigitFilter } from "../../modules/rtp/digit-filter.ts";

describe("Digit filter", () => {
	it("D6: counts a press once that comes as telephone event and as INFO", () => {
		for (const methods of [
			["rtp", "info"],
			["info", "rtp"],
		] as const) {
			const filter = new DigitFilter();
			equal(filter.receive("5", methods[0], 0), true);
			equal(filter.receive("5", methods[1], 300), false);
		}
	});

	it("D6, X3: counts a double press twice though each comes both ways", () => {
		const filter = new DigitFilter();
		const answers = [
			filter.receive("1", "rtp", 0),
			filter.receive("1", "info", 120),
			filter.receive("1", "rtp", 200),
			filter.receive("1", "info", 320),
		];
		deepEqual(answers, [true, false, true, false]);
	});

	it("pairs up reports that come two by two", () => {
		const filter = new DigitFilter();
		equal(filter.receive("1", "rtp", 0), true);
		equal(filter.receive("1", "rtp", 200), true);
		equal(filter.receive("1", "info", 400), false);
		equal(filter.receive("1", "info", 420), false);
		equal(filter.receive("1", "info", 440), true);
	});

	it("never filters what comes the same way, or is another digit", () => {
		const filter = new DigitFilter();
		equal(filter.receive("1", "info", 0), true);
		equal(filter.receive("1", "info", 1), true);
		equal(filter.receive("2", "rtp", 2), true);
	});

	it("counts the other way as a press of its own after a second", () => {
		const filter = new DigitFilter();
		equal(filter.receive("1", "rtp", 0), true);
		equal(filter.receive("1", "info", 1001), true);
	});

	it("remembers eight digits", () => {
		const filter = new DigitFilter();
		for (const digit of "012345678") equal(filter.receive(digit, "rtp", 0), true);
		equal(filter.receive("0", "info", 1), true);
		equal(filter.receive("8", "info", 1), false);
	});
});
