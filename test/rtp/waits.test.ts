import { deepEqual, equal } from "node:assert/strict";
import { Waits } from "../../modules/rtp/waits.ts";

const SECOND = 8_000;

describe("Waits of packets", () => {
	it("are unknown at first, and after a reset", () => {
		const waits = new Waits();
		equal(waits.empty, true);
		waits.note(5, 0);
		equal(waits.empty, false);
		deepEqual([waits.least, waits.most], [5, 5]);
		waits.reset();
		deepEqual([waits.empty, waits.least, waits.most], [true, 0, 0]);
	});

	it("are remembered for two to four seconds, across the wrap of the timestamp", () => {
		const waits = new Waits();
		const start = 0x7fffffff - SECOND;
		waits.note(100, start);
		waits.note(10, start + 100);
		waits.note(300, start + 200);
		for (let second = 1; second <= 3; second++) {
			waits.note(100, (start + second * SECOND) | 0);
			deepEqual([waits.least, waits.most], [10, 300]);
		}
		waits.note(100, (start + 4 * SECOND) | 0);
		deepEqual([waits.least, waits.most], [100, 100]);
	});

	it("change together when the time is moved", () => {
		const waits = new Waits();
		waits.note(100, 0);
		waits.note(50, 3 * SECOND);
		waits.shift(-30);
		deepEqual([waits.least, waits.most], [20, 70]);
	});
});
