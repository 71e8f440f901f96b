import { deepEqual, equal, match } from "node:assert/strict";
import { type Request, toTag } from "../../modules/sip/message.ts";
import { served } from "./calls.ts";
import { End, pair } from "./pair.ts";
import { answer, ask, called, ring } from "./stranger.ts";

const hangUp = (end: End) => end.run((agent, now) => agent.hangUp(-1, now));
describe("BYE (RFC 3261 §15.1)", () => {
	it("L18: from the peer draws 200 and ends the call", () => {
		const { end, tag } = called();
		end.take(ask("BYE", { tag, sequence: 2 }));
		deepEqual([end.ladder(), end.news(), end.agent.quiet], [["200 BYE"], ["ended -1 remote 0"], true]);
	});

	it("X10: ours ends the call at once, and its signalling with the answer", () => {
		const { end } = called();
		hangUp(end);
		hangUp(end);
		const bye = end.request();
		deepEqual([bye.method, end.news(), end.agent.quiet], ["BYE", ["ended -1 local 0"], false]);
		end.take(answer(bye, 100));
		end.take(answer(bye, 200));
		deepEqual([end.ladder(), end.agent.quiet], [[], true]);
	});

	it("L20: is not put off by credentials that nobody asked for", () => {
		const { end, tag } = called();
		end.take(ask("BYE", { tag, sequence: 2, headers: ['Proxy-Authorization: Digest username="x", nc=00000003'] }));
		deepEqual(end.ladder(), ["200 BYE"]);
	});

	it("that crosses ours draws 200 too", () => {
		const { end, tag } = called();
		hangUp(end);
		const bye = end.request();
		end.take(ask("BYE", { tag, sequence: 2 }));
		end.take(answer(bye, 481));
		deepEqual([end.ladder(), end.news(), end.agent.quiet], [["200 BYE"], ["ended -1 local 0"], true]);
	});

	it("its copies draw the same answer, also when the call is forgotten", () => {
		const { end, tag } = called();
		const bye = ask("BYE", { tag, sequence: 2 });
		for (let copy = 0; copy < 3; copy++) end.take(bye);
		deepEqual([end.ladder(), end.news()], [["200 BYE", "200 BYE", "200 BYE"], ["ended -1 remote 0"]]);
	});

	it("L5: is sent again with credentials after 407, though the call has ended", () => {
		const { end } = called({ account: served() });
		hangUp(end);
		const bye = end.request();
		end.take(
			answer(bye, 407, { headers: ['Proxy-Authenticate: Digest realm="r", nonce="n", qop="auth", stale=true'] }),
		);
		const again = end.request();
		equal(again.headers.get("CSeq"), "2 BYE");
		match(again.headers.get("Proxy-Authorization") ?? "", /nonce="n"/);
		end.take(answer(again, 200));
		deepEqual([end.ladder(), end.news(), end.agent.quiet], [[], ["ended -1 local 0"], true]);
	});

	it("is given up when its credentials are refused", () => {
		const { end } = called({ account: served() });
		hangUp(end);
		const headers = ['Proxy-Authenticate: Digest realm="r", nonce="n"'];
		end.take(answer(end.request(), 407, { headers }));
		end.take(answer(end.request(), 407, { headers }));
		deepEqual([end.ladder(), end.agent.quiet], [[], true]);
	});

	it("is given up after Timer F", () => {
		const { end } = called();
		hangUp(end);
		end.advance(32_000);
		deepEqual(
			[end.news(), end.agent.quiet, end.agent.deadline],
			[["ended -1 local 0"], true, Number.POSITIVE_INFINITY],
		);
	});

	it("is lost while the network is down", () => {
		const { end } = called();
		end.online = false;
		hangUp(end);
		deepEqual([end.ladder(), end.news(), end.agent.quiet], [[], ["ended -1 local 0"], true]);
	});

	it("keeps the call until the address of the peer is known", () => {
		const end = new End();
		end.take(ask("INVITE", { headers: ["Contact: <sip:bob@phone.test:5060>"] }));
		end.run((agent, now) => agent.answer(-1, "answer", now));
		end.take(ask("ACK", { tag: toTag(end.sent()[1]!), branch: "z9hG4bKack" }));
		hangUp(end);
		deepEqual([end.ladder(), end.agent.quiet], [[], false]);
		end.run((agent, now) => agent.resolved("phone.test", ["192.0.2.9"], now));
		end.take(answer(end.request(), 200));
		equal(end.agent.quiet, true);
	});

	it("has nowhere to go when the route begins with no SIP URI", () => {
		const end = new End();
		end.take(ring({ headers: ["Record-Route: <tel:621>"] }));
		end.run((agent, now) => agent.answer(-1, "answer", now));
		end.take(ask("ACK", { tag: toTag(end.sent()[1]!), branch: "z9hG4bKack" }));
		hangUp(end);
		deepEqual([end.ladder(), end.agent.quiet], [[], true]);
	});

	it("goes both ways between two of us", () => {
		for (const who of ["a", "b"] as const) {
			const ends = pair(
				{},
				{
					user: (output, b) =>
						output.type === "incoming" && b.run((agent, now) => agent.answer(output.call, "answer", now)),
				},
			);
			ends.a.call("sip:bell@192.0.2.2");
			ends.wire.advance(100);
			ends[who].run((agent, now) => agent.hangUp(who === "a" ? 1 : -1, now));
			ends.wire.advance(100);
			deepEqual(ends.a.news(), ["answered 1 answer", `ended 1 ${who === "a" ? "local" : "remote"} 0`]);
			deepEqual(ends.b.news().slice(1), ["confirmed -1 ", `ended -1 ${who === "b" ? "local" : "remote"} 0`]);
			deepEqual([ends.a.agent.quiet, ends.b.agent.quiet], [true, true]);
		}
	});
});

describe("Requests inside a dialog (RFC 3261 §12.2.2)", () => {
	it("draw 481 when the dialog is unknown", () => {
		const { end, tag } = called();
		end.take(ask("BYE", { tag: "other", sequence: 2 }));
		end.take(ask("BYE", { tag, sequence: 3, callId: "other" }));
		end.take(ask("INFO", { tag, sequence: 4, from: "<sip:bob@192.0.2.9>;tag=other" }));
		end.take(ring({ tag: "other", sequence: 5 }));
		deepEqual([end.ladder(), end.news()], [["481 BYE", "481 BYE", "481 INFO", "481 INVITE"], []]);
	});

	it("L36: belong to it whatever the tags look like", () => {
		const from = "<sip:bob@192.0.2.9>;tag=a.b-1.c~%2B";
		const end = new End();
		end.take(ring({ from }));
		end.run((agent, now) => agent.answer(-1, "answer", now));
		end.take(ask("BYE", { from, tag: toTag(end.sent()[1]!), sequence: 2 }));
		deepEqual(end.ladder(), ["200 BYE"]);
	});

	it("draw 500 when they are out of order", () => {
		const { end, tag } = called();
		end.take(ask("INFO", { tag, sequence: 5 }));
		for (const sequence of [0, 1, 4, 5]) end.take(ask("BYE", { tag, sequence }));
		deepEqual([end.ladder(), end.news()], [["200 INFO", "500 BYE", "500 BYE", "500 BYE", "500 BYE"], []]);
	});

	it("draw 405 when they make no sense there", () => {
		const { end, tag } = called({ methods: ["REGISTER"] });
		end.take(ask("REGISTER", { tag, sequence: 2 }));
		end.take(ask("REGISTER", { tag, sequence: 3 }));
		const responses = end.sent();
		deepEqual(
			responses.map(({ headers }) => headers.get("CSeq")),
			["2 REGISTER", "3 REGISTER"],
		);
		for (const response of responses) {
			equal(response.type === "response" && response.status, 405);
			match(response.headers.all("Allow").join(), /^INVITE,ACK,/);
		}
	});

	it("draw 481 after our BYE, except BYE", () => {
		const { end, tag } = called();
		hangUp(end);
		end.sent();
		end.take(ask("INFO", { tag, sequence: 2, headers: ["Content-Type: application/dtmf"], body: "5" }));
		end.take(ring({ tag, sequence: 3 }));
		end.take(ask("BYE", { tag, sequence: 4 }));
		deepEqual([end.ladder(), end.news()], [["481 INFO", "481 INVITE", "200 BYE"], ["ended -1 local 0"]]);
	});
});

describe("Outgoing session (RFC 3261 §12)", () => {
	it("is known to the peer by the same identifiers", () => {
		const end = new End();
		end.call();
		const invite = end.request();
		end.take(answer(invite, 200, { headers: ["Contact: <sip:bob@192.0.2.9>"] }));
		end.news();
		end.run((agent, now) => agent.hangUp(1, now));
		const [acknowledgement, bye] = end.sent() as Request[];
		for (const name of ["From", "Call-ID"]) {
			equal(acknowledgement?.headers.get(name), invite.headers.get(name));
			equal(bye?.headers.get(name), invite.headers.get(name));
		}
		equal(bye?.headers.get("CSeq"), "2 BYE");
	});
});
