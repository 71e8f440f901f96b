import { ok } from "node:assert/strict";
import { clock } from "../../hosts/node/clock.ts";
import { timers } from "../../hosts/node/timers.ts";
import { playInRealTime } from "./real-time.ts";
import { timersContract } from "./timers-contract.ts";

describe("Timers of Node", () => {
	for (const { title, steps } of timersContract) {
		it(title, () => playInRealTime(steps({ timers, now: () => clock.now() })));
	}
});

describe("Clock of Node", () => {
	it("never goes back", () => {
		let last = clock.now();
		for (let count = 0; count < 1000; count++) {
			const now = clock.now();
			ok(now >= last);
			last = now;
		}
	});

	it("knows the time of day", () => {
		ok(Math.abs((clock.time() ?? 0) - Date.now()) < 1000);
	});
});
