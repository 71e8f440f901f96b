import { deepEqual, equal } from "node:assert/strict";
import { backOff, T1, T2, T4, TRANSACTION_TIMEOUT } from "../../modules/sip/timers.ts";

describe("SIP timers (RFC 3261 §17, Table 4)", () => {
	it("have the values of the standard, in milliseconds", () => {
		deepEqual([T1, T2, T4, TRANSACTION_TIMEOUT], [500, 4_000, 5_000, 32_000]);
	});

	it("double an interval up to T2", () => {
		deepEqual([500, 1_000, 2_000, 3_000, 4_000].map(backOff), [1_000, 2_000, 4_000, 4_000, 4_000]);
		equal(backOff(T2), T2);
	});
});
