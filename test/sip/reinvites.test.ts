import { deepEqual, equal } from "node:assert/strict";
import { toTag } from "../../modules/sip/message.ts";
import { End } from "./pair.ts";
import { acknowledge, answer, ask, called, ring } from "./stranger.ts";

const CONTACT = "Contact: <sip:bob@192.0.2.9>";

const offer = (end: End, call: number, body = "offer") => end.run((agent, now) => agent.offer(call, body, now));
const agree = (end: End, body: string | undefined) => end.run((agent, now) => agent.agree(-1, body, now));
const hangUp = (end: End, call: number) => end.run((agent, now) => agent.hangUp(call, now));

/** Nothing is left: no call and no timer. */
function isIdle(end: End): boolean {
	end.advance(70_000);
	end.sent();
	return end.agent.quiet && end.agent.deadline === Number.POSITIVE_INFINITY;
}

describe("re-INVITE of the peer (RFC 3261 §14.2)", () => {
	it("A1, A10, L29: hold, a new address and resume are answered 200", () => {
		const { end, tag } = called();
		for (const sequence of [2, 3, 4]) {
			end.take(ring({ tag, sequence, body: `offer ${sequence}` }));
			deepEqual([end.ladder(), end.news()], [[], [`renegotiate -1 offer ${sequence}`]]);
			agree(end, `answer ${sequence}`);
			const ok = end.response();
			deepEqual([ok.status, ok.body, toTag(ok)], [200, `answer ${sequence}`, tag]);
			equal(ok.headers.get("Contact"), "<sip:bell@192.0.2.1:5060>");
			acknowledge(end, tag, sequence);
			deepEqual(end.news(), ["confirmed -1 "]);
		}
	});

	it("L11: that changes nothing is answered like any other", () => {
		const { end, tag } = called();
		end.take(ring({ tag, sequence: 2, headers: ["Session-Expires: 90;refresher=uas", "Supported: timer"] }));
		agree(end, "answer");
		deepEqual([end.ladder(), end.news()], [["200 INVITE"], ["renegotiate -1 offer"]]);
	});

	it("A10: without an offer gets ours in the 200, and brings the answer in its ACK", () => {
		const { end, tag } = called();
		end.take(ring({ tag, sequence: 2, body: "" }));
		agree(end, "our offer");
		equal(end.response().body, "our offer");
		acknowledge(end, tag, 2, "their answer");
		deepEqual(end.news(), ["renegotiate -1 ", "confirmed -1 their answer"]);
	});

	it("moves our requests to its Contact", () => {
		const { end, tag } = called();
		end.take(ask("INVITE", { tag, sequence: 2, headers: ["Contact: <sip:bob@192.0.2.7>"], body: "offer" }));
		agree(end, "answer");
		acknowledge(end, tag, 2);
		end.sent();
		hangUp(end, -1);
		equal(end.request().uri, "sip:bob@192.0.2.7");
	});

	it("draws 488 when it is refused, and all stays as it was", () => {
		const { end, tag } = called();
		end.take(ring({ tag, sequence: 2 }));
		agree(end, undefined);
		agree(end, "too late");
		deepEqual([end.ladder(), end.news()], [["488 INVITE"], ["renegotiate -1 offer"]]);
		end.take(ask("ACK", { tag, sequence: 2 }));
		end.advance(32_000);
		deepEqual([end.ladder(), end.news()], [[], []]);
	});

	it("draws 415 for a body that is no session description", () => {
		const { end, tag } = called();
		end.take(ring({ tag, sequence: 2, headers: ["Content-Type: text/plain"] }));
		deepEqual([end.ladder(), end.news()], [["415 INVITE"], []]);
	});

	it("draws 500 with Retry-After while another one waits", () => {
		const { end, tag } = called();
		end.take(ring({ tag, sequence: 2 }));
		end.take(ring({ tag, sequence: 3 }));
		const refusal = end.response();
		deepEqual([refusal.status, refusal.headers.get("Retry-After")], [500, "5"]);
		deepEqual(end.news(), ["renegotiate -1 offer"]);
	});

	it("draws 491 while ours is under way", () => {
		const { end, tag } = called();
		offer(end, -1);
		end.sent();
		end.take(ring({ tag, sequence: 2 }));
		deepEqual([end.ladder(), end.news()], [["491 INVITE"], []]);
	});

	it("stands for the ACK of our 2xx, if that was lost (RFC 5407 §3.1.4)", () => {
		const end = new End();
		end.take(ring());
		end.run((agent, now) => agent.answer(-1, "answer", now));
		const tag = toTag(end.sent()[1]!)!;
		end.take(ring({ tag, sequence: 2, body: "hold" }));
		deepEqual(end.news(), ["incoming -1 Bob/bob offer", "confirmed -1 ", "renegotiate -1 hold"]);
		acknowledge(end, tag, 1);
		agree(end, "held");
		end.advance(500);
		deepEqual([end.ladder(), end.news()], [["200 INVITE", "200 INVITE"], []]);
	});

	it("draws 491 while the ACK that is to bring an answer is missing (RFC 5407 §3.1.5)", () => {
		const end = new End();
		end.take(ring({ body: "" }));
		end.run((agent, now) => agent.answer(-1, "offer", now));
		const tag = toTag(end.sent()[1]!)!;
		end.take(ring({ tag, sequence: 2 }));
		deepEqual(end.ladder(), ["491 INVITE"]);
		acknowledge(end, tag, 1, "answer");
		deepEqual(end.news(), ["incoming -1 Bob/bob ", "confirmed -1 answer"]);
	});

	it("its 200 is repeated until ACK, and the call ended by BYE without one", () => {
		const { end, tag } = called();
		end.take(ring({ tag, sequence: 2 }));
		agree(end, "answer");
		acknowledge(end, tag, 1);
		end.advance(3_500);
		deepEqual(end.ladder(), ["200 INVITE", "200 INVITE", "200 INVITE", "200 INVITE"]);
		end.take(ring({ tag, sequence: 2 }));
		end.advance(28_500);
		deepEqual(end.ladder().pop(), "BYE 1");
		deepEqual(end.news(), ["renegotiate -1 offer", "ended -1 no answer 408"]);
		equal(isIdle(end), true);
	});

	it("is withdrawn by CANCEL: 200 and 487", () => {
		const { end, tag } = called();
		end.take(ring({ tag, sequence: 2 }));
		end.take(ask("CANCEL", { tag, sequence: 2 }));
		agree(end, "too late");
		const responses = end.sent();
		deepEqual(responses.map(toTag), [tag, tag]);
		deepEqual(
			responses.map((response) => response.type === "response" && response.status),
			[200, 487],
		);
		deepEqual(end.news(), ["renegotiate -1 offer"]);
		end.take(ring({ tag, sequence: 3 }));
		deepEqual(end.news(), ["renegotiate -1 offer"]);
	});

	it("CANCEL has no effect on it once it is answered", () => {
		const { end, tag } = called();
		end.take(ring({ tag, sequence: 2 }));
		agree(end, "answer");
		end.take(ask("CANCEL", { tag, sequence: 2 }));
		acknowledge(end, tag, 2);
		deepEqual(
			[end.ladder(), end.news()],
			[
				["200 INVITE", "200 CANCEL"],
				["renegotiate -1 offer", "confirmed -1 "],
			],
		);
	});

	it("CANCEL of another one has no effect on it", () => {
		const { end, tag } = called();
		end.take(ring({ callId: "other" }));
		end.take(ring({ tag, sequence: 2 }));
		end.take(ask("CANCEL", { callId: "other" }));
		deepEqual(end.ladder(), ["100 INVITE", "200 CANCEL", "487 INVITE"]);
		deepEqual(end.news(), ["incoming -2 Bob/bob offer", "renegotiate -1 offer", "ended -2 remote 487"]);
		agree(end, "answer");
		deepEqual(end.ladder(), ["200 INVITE"]);
	});

	it("draws 487 when the call ends meanwhile (§15.1.2)", () => {
		const { end, tag } = called();
		end.take(ring({ tag, sequence: 2 }));
		end.take(ask("BYE", { tag, sequence: 3 }));
		deepEqual([end.ladder(), end.agent.quiet], [["487 INVITE", "200 BYE"], true]);
		const { end: other, tag: otherTag } = called();
		other.take(ring({ tag: otherTag, sequence: 2 }));
		hangUp(other, -1);
		agree(other, "too late");
		deepEqual(other.ladder(), ["487 INVITE", "BYE 1"]);
	});

	it("is known in calls that we placed", () => {
		const end = new End();
		end.call();
		const invite = end.request();
		end.take(answer(invite, 200, { headers: [CONTACT] }));
		end.sent();
		const { headers } = invite;
		const lines = ask("INVITE", { uri: "sip:bell@192.0.2.1", headers: [CONTACT], body: "hold" })
			.replace(/From: .*/, `From: ${headers.get("To")};tag=b`)
			.replace(/To: .*/, `To: ${headers.get("From")}`)
			.replace(/Call-ID: .*/, `Call-ID: ${headers.get("Call-ID")}`);
		end.take(lines);
		end.run((agent, now) => agent.agree(1, "held", now));
		deepEqual([end.ladder(), end.news()], [["200 INVITE"], ["answered 1 ", "renegotiate 1 hold"]]);
	});
});
