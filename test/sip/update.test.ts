import { deepEqual, equal } from "node:assert/strict";
import { type Request, toTag } from "../../modules/sip/message.ts";
import { ringing } from "./calls.ts";
import { End } from "./pair.ts";
import { acknowledge, answer, ask, called, calling, ring, within } from "./stranger.ts";

const CONTACT = "Contact: <sip:bob@192.0.2.9>";
const MOVED = "Contact: <sip:bob@192.0.2.7>";

const offer = (end: End, call: number) => end.run((agent, now) => agent.offer(call, "offer", now));
const agree = (end: End, body: string | undefined, call = -1) => end.run((agent, now) => agent.agree(call, body, now));
const hangUp = (end: End, call: number) => end.run((agent, now) => agent.hangUp(call, now));

/** An INVITE of ours that rings at Bob's. */
function rings(): { end: End; invite: Request } {
	const end = new End();
	end.call();
	const invite = end.request();
	end.take(answer(invite, 180, { headers: [CONTACT] }));
	end.clear();
	return { end, invite };
}

describe("UPDATE of the peer (RFC 3311 §5.2)", () => {
	it("A1: with an offer changes the session: answered 200, without ACK", () => {
		const { end, tag } = called();
		end.take(ask("UPDATE", { tag, sequence: 2, headers: [CONTACT], body: "hold" }));
		deepEqual([end.ladder(), end.news()], [[], ["renegotiate -1 hold"]]);
		agree(end, "held");
		const ok = end.response();
		deepEqual([ok.status, ok.body, toTag(ok)], [200, "held", tag]);
		equal(ok.headers.get("Contact"), "<sip:bell@192.0.2.1:5060>");
		equal(ok.headers.get("Content-Type"), "application/sdp");
		equal(ok.headers.all("Allow").includes("UPDATE"), true);
		end.advance(40_000);
		deepEqual([end.ladder(), end.news()], [[], []]);
	});

	it("without an offer refreshes its Contact and nothing else", () => {
		const { end, tag } = called();
		end.take(ask("UPDATE", { tag, sequence: 2, headers: [MOVED] }));
		const ok = end.response();
		deepEqual([ok.status, ok.body, ok.headers.get("Content-Type"), end.news()], [200, "", undefined, []]);
		hangUp(end, -1);
		equal(end.request().uri, "sip:bob@192.0.2.7");
	});

	it("with an offer of no use draws 488, and all stays as it was", () => {
		const { end, tag } = called();
		end.take(ask("UPDATE", { tag, sequence: 2, headers: [CONTACT], body: "useless" }));
		agree(end, undefined);
		deepEqual(end.ladder(), ["488 UPDATE"]);
		end.take(ask("UPDATE", { tag, sequence: 3, headers: [CONTACT], body: "useful" }));
		agree(end, "answer");
		deepEqual(end.ladder(), ["200 UPDATE"]);
	});

	it("draws 415 for a body that is no session description", () => {
		const { end, tag } = called();
		end.take(ask("UPDATE", { tag, sequence: 2, headers: ["Content-Type: text/plain"], body: "x" }));
		deepEqual([end.ladder(), end.news()], [["415 UPDATE"], []]);
	});

	it("A10: with an offer draws 491 while ours is open, without one 200", () => {
		const { end, tag } = called();
		offer(end, -1);
		const invite = end.request();
		end.take(ask("UPDATE", { tag, sequence: 2, headers: [CONTACT], body: "theirs" }));
		end.take(ask("UPDATE", { tag, sequence: 3, headers: [CONTACT] }));
		deepEqual([end.ladder(), end.news()], [["491 UPDATE", "200 UPDATE"], []]);
		end.take(answer(invite, 200, { headers: [CONTACT], body: "answer" }));
		end.take(ask("UPDATE", { tag, sequence: 4, headers: [CONTACT], body: "theirs" }));
		deepEqual(end.news(), ["renegotiated -1 200 answer", "renegotiate -1 theirs"]);
	});

	it("draws 500 with Retry-After while another change of the peer waits, as does a re-INVITE then", () => {
		for (const first of ["UPDATE", "INVITE"]) {
			const { end, tag } = called();
			end.take(ask(first, { tag, sequence: 2, headers: [CONTACT], body: "first" }));
			end.take(ask("UPDATE", { tag, sequence: 3, headers: [CONTACT], body: "second" }));
			const refusal = end.response();
			deepEqual([refusal.status, refusal.headers.get("Retry-After")], [500, "5"]);
			end.take(ring({ tag, sequence: 4 }));
			deepEqual([end.ladder(), end.news()], [["500 INVITE"], ["renegotiate -1 first"]]);
			agree(end, "answer");
			deepEqual(end.ladder(), [`200 ${first}`]);
		}
	});

	it("does not mind a missing ACK, unless that is to bring an answer", () => {
		for (const [body, ladder] of [
			["offer", ["200 UPDATE"]],
			["", ["491 UPDATE"]],
		] as const) {
			const end = ringing({ body });
			end.run((agent, now) => agent.answer(-1, "ours", now));
			const tag = toTag(end.response())!;
			end.take(ask("UPDATE", { tag, sequence: 2, headers: [CONTACT], body: "hold" }));
			agree(end, "held");
			deepEqual(end.ladder(), ladder);
			acknowledge(end, tag, 1, body === "" ? "answer" : "");
			end.advance(40_000);
			deepEqual(end.ladder(), []);
		}
	});

	it("draws 487 when the call ends before the answer, and 481 after that", () => {
		const { end, tag } = called();
		end.take(ask("UPDATE", { tag, sequence: 2, headers: [CONTACT], body: "hold" }));
		hangUp(end, -1);
		agree(end, "too late");
		end.take(ask("UPDATE", { tag, sequence: 3, headers: [CONTACT] }));
		deepEqual(end.ladder(), ["487 UPDATE", "BYE 1", "481 UPDATE"]);
	});

	it("draws 500 out of order, the same answer again for a copy, and 481 outside of a dialog", () => {
		const { end, tag } = called();
		const update = ask("UPDATE", { tag, sequence: 3, headers: [CONTACT] });
		for (const text of [update, update, ask("UPDATE", { tag, sequence: 2 }), ask("UPDATE")]) end.take(text);
		deepEqual(end.ladder(), ["200 UPDATE", "200 UPDATE", "500 UPDATE", "481 UPDATE"]);
	});
});

describe("UPDATE before the answer (RFC 3311 §5.2)", () => {
	it("of the caller draws 200 without an offer, and 500 with one, for its first is not answered", () => {
		const end = ringing();
		end.run((agent, now) => agent.ring(-1, now));
		const tag = toTag(end.response())!;
		end.take(ask("UPDATE", { tag, sequence: 2, headers: [MOVED] }));
		equal(end.response().headers.get("Contact"), "<sip:bell@192.0.2.1:5060>");
		end.take(ask("UPDATE", { tag, sequence: 3, headers: [MOVED], body: "other" }));
		end.take(ask("UPDATE", { tag, sequence: 3, branch: "z9hG4bKlate" }));
		deepEqual([end.ladder(), end.news()], [["500 UPDATE", "500 UPDATE"], []]);
		end.run((agent, now) => agent.answer(-1, "answer", now));
		acknowledge(end, tag, 1);
		hangUp(end, -1);
		const [, bye] = end.sent() as Request[];
		equal(bye?.uri, "sip:bob@192.0.2.7");
	});

	it("of the called side draws 200 without an offer, and 491 with one, for ours is not answered", () => {
		const { end, invite } = rings();
		end.take(within(invite, "UPDATE", { headers: [MOVED] }));
		end.take(within(invite, "UPDATE", { sequence: 2, headers: [MOVED], body: "theirs" }));
		end.take(within(invite, "INFO", { sequence: 3 }));
		end.take(within(invite, "ACK", { sequence: 3 }));
		deepEqual([end.ladder(), end.news()], [["200 UPDATE", "491 UPDATE", "500 INFO"], []]);
	});

	it("draws 481 from who does not belong to the call, before it rings and after it was refused", () => {
		const { end, invite } = rings();
		end.take(within(invite, "UPDATE", { tag: "other" }));
		end.take(within(invite, "UPDATE", { callId: "other" }));
		end.take(within(invite, "UPDATE", { from: "<sip:bob@192.0.2.9>" }));
		deepEqual(end.ladder(), ["481 UPDATE", "481 UPDATE", "481 UPDATE"]);
		end.take(answer(invite, 486));
		end.clear();
		end.take(within(invite, "UPDATE", { sequence: 2 }));
		deepEqual(end.ladder(), ["481 UPDATE"]);
	});

	it("is taken in a call that we placed and that was answered", () => {
		const end = calling();
		hangUp(end, 1);
		equal(end.request().method, "BYE");
		const { end: other, invite } = rings();
		other.take(answer(invite, 200, { headers: [CONTACT] }));
		other.clear();
		other.take(within(invite, "UPDATE", { headers: [CONTACT], body: "hold" }));
		agree(other, "held", 1);
		deepEqual([other.ladder(), other.news()], [["200 UPDATE"], ["renegotiate 1 hold"]]);
	});
});
