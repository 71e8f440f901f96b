import { deepEqual, match } from "node:assert/strict";
import { toTag } from "../../modules/sip/message.ts";
import { ringing, rung } from "./calls.ts";
import { End, LATENCY } from "./pair.ts";
import { ask, ring } from "./stranger.ts";

describe("CANCEL of an incoming INVITE (RFC 3261 §9.2)", () => {
	it("draws 200 and the INVITE 487, with the tag of the 180; their ACK and copies are absorbed", () => {
		const { end, tag } = rung();
		end.take(ask("CANCEL"));
		const responses = end.sent();
		deepEqual(responses.map(toTag), [tag, tag]);
		deepEqual(
			responses.map(({ headers }) => headers.get("CSeq")),
			["1 CANCEL", "1 INVITE"],
		);
		deepEqual([end.news(), end.agent.quiet], [["ended -1 remote 487"], true]);
		end.take(ask("CANCEL"));
		deepEqual(end.ladder(), ["200 CANCEL"]);
		end.take(ask("ACK", { tag }));
		end.take(ask("ACK", { tag }));
		end.advance(40_000);
		deepEqual([end.ladder(), end.news(), end.agent.deadline], [[], [], Number.POSITIVE_INFINITY]);
	});

	it("L15: says why in Reason, if the call was answered elsewhere", () => {
		const causes: string[] = [];
		for (const reason of [
			'SIP;cause=200;text="Call completed elsewhere"',
			"SIP ;cause = 200",
			'Q.850;cause=26, SIP;text="Completed Elsewhere"',
			"Q.850;cause=16",
			"SIP;cause=2000",
		]) {
			const end = ringing();
			end.take(ask("CANCEL", { headers: [`Reason: ${reason}`] }));
			deepEqual(end.ladder(), ["200 CANCEL", "487 INVITE"]);
			causes.push(...end.news());
		}
		deepEqual(causes, [
			"ended -1 answered elsewhere 487",
			"ended -1 answered elsewhere 487",
			"ended -1 answered elsewhere 487",
			"ended -1 remote 487",
			"ended -1 remote 487",
		]);
	});

	it("has no effect after the 200", () => {
		const { end, tag } = rung();
		end.run((agent, now) => agent.answer(-1, "answer", now));
		end.sent();
		end.take(ask("CANCEL"));
		const ok = end.response();
		deepEqual([ok.status, toTag(ok), end.news()], [200, tag, []]);
		end.take(ask("ACK", { tag, branch: "z9hG4bKack" }));
		deepEqual(end.news(), ["confirmed -1 "]);
	});

	it("has no effect after a refusal", () => {
		const end = ringing();
		end.run((agent, now) => agent.reject(-1, 486, now));
		end.sent();
		end.take(ask("CANCEL"));
		const ok = end.response();
		deepEqual([ok.status, ok.headers.get("CSeq"), end.news()], [200, "1 CANCEL", ["ended -1 local 486"]]);
		match(toTag(ok) ?? "", /./);
	});

	it("without its INVITE draws 481", () => {
		const end = new End();
		end.take(ask("CANCEL"));
		deepEqual([end.ladder(), end.news()], [["481 CANCEL"], []]);
	});
});

describe("Requests before the answer (RFC 3261 §12.2.2, §14.2, §15.1.2)", () => {
	it("BYE ends the call: 200, and 487 for the INVITE", () => {
		const { end, tag } = rung();
		end.take(ask("BYE", { tag, sequence: 2 }));
		deepEqual([end.ladder(), end.news()], [["200 BYE", "487 INVITE"], ["ended -1 remote 487"]]);
	});

	it("others have to come again later, and so has a BYE that is out of order", () => {
		const { end, tag } = rung();
		end.take(ask("BYE", { tag, sequence: 1 }));
		end.take(ring({ tag, sequence: 2 }));
		end.take(ask("INFO", { tag, sequence: 3 }));
		const responses = end.sent();
		deepEqual(
			responses.map(({ headers }) => `${headers.get("CSeq")} ${headers.get("Retry-After")}`),
			["1 BYE 5", "2 INVITE 5", "3 INFO 5"],
		);
		deepEqual(end.news(), []);
	});

	it("an ACK that acknowledges nothing is passed over", () => {
		const { end, tag } = rung();
		end.take(ask("ACK", { tag }));
		end.take(ask("ACK", { tag, branch: "z9hG4bKack" }));
		end.take(ask("ACK", { callId: "other" }));
		end.advance(LATENCY);
		deepEqual([end.ladder(), end.news()], [[], []]);
	});
});
