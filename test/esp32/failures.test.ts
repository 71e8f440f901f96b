import { equal } from "node:assert/strict";
import {
	FAILURE_LIMIT,
	FAILURE_PAUSE,
	Failures,
	RESTART_LIMIT,
	STEADY_TIME,
} from "../../hosts/esp32/machines/failures.ts";

/** Counts failures at a pace; returns which one asked for a restart, 0 for none. */
function fail(failures: Failures, times: number, pause: number, from = 0): number {
	for (let count = 1; count <= times; count++) if (failures.count(from + count * pause)) return count;
	return 0;
}

describe("Failures of the board", () => {
	it("are survived when they are few, or far between", () => {
		equal(fail(new Failures(0, 0), FAILURE_LIMIT, 1), 0);
		equal(fail(new Failures(0, 0), 10_000, FAILURE_PAUSE), 0);
	});

	it("ask for a restart when they are many in a short time", () => {
		equal(fail(new Failures(0, 0), 100, 1), FAILURE_LIMIT + 1);
		equal(fail(new Failures(0, 0), 100, FAILURE_PAUSE / 2) > FAILURE_LIMIT, true);
	});

	it("are forgotten one by one", () => {
		const failures = new Failures(0, 0);
		fail(failures, FAILURE_LIMIT, 0);
		equal(failures.count(FAILURE_PAUSE - 1), true);
		equal(failures.count(2 * FAILURE_PAUSE - 1), false);
		equal(failures.count(2 * FAILURE_PAUSE), false);
		equal(failures.count(2 * FAILURE_PAUSE), true);
	});

	it("ask for no restart after too many restarts in a row, so that the page stays", () => {
		equal(fail(new Failures(RESTART_LIMIT - 1, 0), 100, 1), FAILURE_LIMIT + 1);
		equal(fail(new Failures(RESTART_LIMIT, 0), 100, 1), 0);
	});

	it("forget restarts when the board has run for a while", () => {
		const failures = new Failures(RESTART_LIMIT, 1_000);
		equal(failures.deadline, 1_000 + STEADY_TIME);
		equal(failures.expire(failures.deadline - 1), false);
		equal(failures.expire(failures.deadline), true);
		equal(failures.deadline, Number.POSITIVE_INFINITY);
		equal(failures.expire(Number.MAX_SAFE_INTEGER), false);
		equal(failures.restarts, 0);
		equal(fail(failures, 100, 1, STEADY_TIME), FAILURE_LIMIT + 1);
	});
});
