import { equal } from "node:assert/strict";
import { LOOK_INTERVAL, TICK_PERIOD, TickCount, timeOfDay } from "../../hosts/esp32/machines/tick-count.ts";

/** The counter as the platform shows it: 32 bits, signed. */
const counter = (milliseconds: number) => milliseconds | 0;
const DAY = 86_400_000;

describe("Tick count of the board", () => {
	it("begins at 0, wherever the counter stands", () => {
		for (const start of [0, 5, -5, 0x7fff_ffff, -0x8000_0000]) {
			const ticks = new TickCount(start);
			equal(ticks.now(start), 0);
			equal(ticks.now(counter(start + 20)), 20);
		}
	});

	it("goes on when the counter turns negative, and when it begins anew", () => {
		const ticks = new TickCount(0);
		for (const at of [0, 2 ** 31 - 1, 2 ** 31, TICK_PERIOD - 1, TICK_PERIOD, TICK_PERIOD + 1, 3 * 2 ** 31])
			equal(ticks.now(counter(at)), at);
	});

	it("is right for years when it is looked at once a day", () => {
		equal(LOOK_INTERVAL, DAY);
		const ticks = new TickCount(counter(TICK_PERIOD - 1_000));
		for (let day = 1; day < 3_650; day++) equal(ticks.now(counter(TICK_PERIOD - 1_000 + day * DAY)), day * DAY);
	});

	it("never goes back", () => {
		const ticks = new TickCount(100);
		equal(ticks.now(100), 0);
		equal(ticks.now(100), 0);
	});
});

describe("Time of day of the board", () => {
	it("is unknown until the clock has been set to a time that can be", () => {
		for (const time of [0, 1_000_000, Date.UTC(2024, 11, 31), Date.UTC(2100, 0, 1), Number.NaN])
			equal(timeOfDay(time), undefined);
		equal(timeOfDay(Date.UTC(2026, 5, 1)), Date.UTC(2026, 5, 1));
	});
});
