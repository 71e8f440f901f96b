import { equal } from "node:assert/strict";
import { REASON_LIMIT, reasonPhrase, statedReason } from "../../modules/sip/reason-phrase.ts";
import { answer, sample } from "../support/transaction.ts";

describe("Reason phrases (RFC 3261 §21)", () => {
	it("are those of the standard for what we send", () => {
		equal(reasonPhrase(100), "Trying");
		equal(reasonPhrase(180), "Ringing");
		equal(reasonPhrase(200), "OK");
		equal(reasonPhrase(481), "Call/Transaction Does Not Exist");
		equal(reasonPhrase(603), "Decline");
	});

	it("exist for every status that the agent gives by itself", () => {
		for (const status of [100, 180, 200, 400, 405, 415, 416, 420, 480, 481, 482, 486, 487, 488, 491, 500, 503, 505])
			equal(reasonPhrase(status) === "Unknown", false, `${status}`);
	});

	it('are "Unknown" for a status that nobody knows', () => {
		equal(reasonPhrase(799), "Unknown");
	});
});

describe("What a response says to people (RFC 3261 §20.43)", () => {
	function stated(reason: string, warning?: string): string {
		const refusal = { ...answer(sample("REGISTER"), 403), reason };
		if (warning !== undefined) refusal.headers.add("Warning", warning);
		return statedReason(refusal);
	}

	it("S11: is the text of its Warning, else its reason phrase", () => {
		equal(stated("Forbidden"), "Forbidden");
		equal(stated("Forbidden", '399 pbx.test "Too many contacts", 399 pbx.test "Second"'), "Too many contacts");
		equal(stated("Forbidden", '399 pbx.test "A \\"quoted\\" word"'), 'A "quoted" word');
	});

	it("is the reason phrase when Warning is broken or says nothing", () => {
		for (const warning of ["", "399", "399 pbx.test", '399 pbx.test "open', '399 pbx.test ""', '"'])
			equal(stated("Forbidden", warning), "Forbidden", warning);
	});

	it("may be nothing", () => {
		equal(stated(""), "");
	});

	it("is one short line", () => {
		equal(stated(" a\tb\u0000c\u001b "), "a b c");
		equal(stated("x".repeat(1_000)).length, REASON_LIMIT);
	});
});
