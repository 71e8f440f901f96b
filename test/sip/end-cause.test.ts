import { deepEqual } from "node:assert/strict";
import { type EndCause, endCause } from "../../modules/sip/end-cause.ts";

const CAUSES: Readonly<Partial<Record<EndCause, readonly number[]>>> = Object.freeze({
	busy: [486, 600],
	declined: [403, 603],
	"not found": [404, 410, 416, 484, 485, 604],
	unavailable: [480, 487],
	"no answer": [408, 504],
	"wrong password": [401, 407],
	incompatible: [415, 488, 606],
});

describe("Final response codes (RFC 3261 §21)", () => {
	it("stand for a cause that people understand", () => {
		for (const [cause, statuses] of Object.entries(CAUSES)) {
			deepEqual(
				statuses.map(endCause),
				statuses.map(() => cause),
			);
		}
	});

	it("L17: any other is a failure", () => {
		for (const status of [300, 305, 380, 400, 402, 423, 482, 491, 500, 503, 599, 699])
			deepEqual(endCause(status), "failed");
	});
});
