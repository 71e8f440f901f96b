import { deepEqual, equal, match } from "node:assert/strict";
import type { Request } from "../../modules/sip/message.ts";
import { served } from "./calls.ts";
import { End } from "./pair.ts";
import { answer, calling } from "./stranger.ts";

const CONTACT = "Contact: <sip:bob@192.0.2.9>";

const offer = (end: End, call: number, body = "offer") => end.run((agent, now) => agent.offer(call, body, now));
const hangUp = (end: End, call: number) => end.run((agent, now) => agent.hangUp(call, now));
/** Nothing is left: no call and no timer. */
function isIdle(end: End): boolean {
	end.advance(70_000);
	end.sent();
	return end.agent.quiet && end.agent.deadline === Number.POSITIVE_INFINITY;
}

describe("Our re-INVITE (RFC 3261 §14.1)", () => {
	it("changes the session: 200, ACK to the new Contact, and every copy of the 200 draws the same ACK", () => {
		const end = calling();
		end.address = { address: "192.0.2.77", port: 5_062 };
		offer(end, 1, "new");
		const invite = end.request();
		deepEqual([invite.uri, invite.body], ["sip:bob@192.0.2.9", "new"]);
		equal(invite.headers.get("CSeq"), "2 INVITE");
		equal(invite.headers.get("Contact"), "<sip:bell@192.0.2.77:5062>");
		equal(invite.headers.get("Content-Type"), "application/sdp");
		const ok = answer(invite, 200, { headers: ["Contact: <sip:bob@192.0.2.7>"], body: "answer" });
		end.take(answer(invite, 100));
		end.take(ok);
		const acknowledgement = end.request();
		deepEqual([acknowledgement.uri, acknowledgement.headers.get("CSeq")], ["sip:bob@192.0.2.7", "2 ACK"]);
		end.take(ok);
		equal(`${end.request().headers}`, `${acknowledgement.headers}`);
		deepEqual(end.news(), ["renegotiated 1 200 answer"]);
	});

	it("a late copy of the first 200 is acknowledged with its own number", () => {
		const end = new End();
		end.call();
		const first = answer(end.request(), 200, { headers: [CONTACT] });
		end.take(first);
		end.sent();
		offer(end, 1);
		const second = answer(end.request(), 200, { headers: [CONTACT] });
		end.take(second);
		end.take(first);
		end.take(second);
		deepEqual(end.ladder(), ["ACK 2", "ACK 1", "ACK 2"]);
		deepEqual(end.news(), ["answered 1 ", "renegotiated 1 200 "]);
	});

	it("another one that is asked for meanwhile follows at once, and makes a refusal no news", () => {
		for (const [status, news] of [
			[200, ["renegotiated 1 200 "]],
			[488, []],
		] as const) {
			const end = calling();
			offer(end, 1, "hold");
			const first = end.request();
			offer(end, 1, "resume");
			deepEqual(end.ladder(), []);
			end.take(answer(first, status));
			const [acknowledgement, second] = end.sent() as [Request, Request];
			deepEqual([acknowledgement.method, second.method, second.body], ["ACK", "INVITE", "resume"]);
			deepEqual(end.news(), news);
		}
	});

	it("that is refused leaves all as it was", () => {
		const end = calling();
		offer(end, 1);
		end.take(answer(end.request(), 488));
		deepEqual([end.ladder(), end.news()], [["ACK 2"], ["renegotiated 1 488 "]]);
		offer(end, 1);
		deepEqual(end.ladder(), ["INVITE 3"]);
	});

	it("ends the call when the peer does not know it any more", () => {
		for (const [status, news] of [
			[481, "ended 1 remote 481"],
			[408, "ended 1 no answer 408"],
		] as const) {
			const end = calling();
			offer(end, 1);
			end.take(answer(end.request(), status));
			deepEqual([end.ladder(), end.news()], [["ACK 2", "BYE 3"], [news]]);
			equal(isIdle(end), true);
		}
	});

	it("ends the call when nobody answers, even after a 100 of a proxy", () => {
		for (const status of [undefined, 100]) {
			const end = calling();
			offer(end, 1);
			const invite = end.request();
			if (status) end.take(answer(invite, status));
			end.advance(31_999);
			end.sent();
			deepEqual(end.news(), []);
			end.advance(1);
			deepEqual([end.ladder(), end.news()], [["BYE 3"], ["ended 1 no answer 408"]]);
			equal(isIdle(end), true);
		}
	});

	it("L5: is sent again with credentials after 407", () => {
		const end = calling({ account: served() });
		offer(end, 1);
		const headers = ['Proxy-Authenticate: Digest realm="r", nonce="n"'];
		end.take(answer(end.request(), 407, { headers }));
		const again = end.sent()[1] as Request;
		equal(again.headers.get("CSeq"), "3 INVITE");
		match(again.headers.get("Proxy-Authorization") ?? "", /nonce="n"/);
		end.take(answer(again, 200, { headers: [CONTACT], body: "answer" }));
		match(end.request().headers.get("Proxy-Authorization") ?? "", /nonce="n"/);
		deepEqual(end.news(), ["renegotiated 1 200 answer"]);
	});

	it("is over when its credentials are refused", () => {
		const end = calling({ account: served() });
		const headers = ['Proxy-Authenticate: Digest realm="r", nonce="n"'];
		offer(end, 1);
		end.take(answer(end.request(), 407, { headers }));
		end.take(answer(end.sent()[1] as Request, 407, { headers }));
		deepEqual([end.ladder(), end.news()], [["ACK 3"], ["renegotiated 1 407 "]]);
	});

	it("fails while the network is down, and can be tried again", () => {
		const end = calling({ account: served() });
		end.online = false;
		offer(end, 1);
		deepEqual([end.ladder(), end.news()], [[], ["renegotiated 1 503 "]]);
		end.online = true;
		offer(end, 1);
		const invite = end.request();
		end.online = false;
		end.take(answer(invite, 401, { headers: ['WWW-Authenticate: Digest realm="r", nonce="n"'] }));
		deepEqual([end.ladder(), end.news()], [["ACK 3"], ["renegotiated 1 503 "]]);
		end.online = true;
		offer(end, 1);
		deepEqual(end.ladder(), ["INVITE 5"]);
	});

	it("fails when the host name of the Contact is unknown; nobody is told once the call has ended", () => {
		const end = calling({}, "Contact: <sip:bob@phone.test:5060>");
		end.run((agent, now) => agent.resolved("phone.test", [], now));
		offer(end, 1);
		end.run((agent, now) => agent.resolved("phone.test", [], now));
		deepEqual(end.news(), ["lookup phone.test", "renegotiated 1 503 "]);
		offer(end, 1);
		hangUp(end, 1);
		deepEqual([end.agent.quiet, end.news()], [false, ["lookup phone.test", "ended 1 local 0"]]);
		end.run((agent, now) => agent.resolved("phone.test", [], now));
		deepEqual([end.ladder(), end.news(), end.agent.quiet], [[], [], true]);
	});

	it("that is under way when the call ends is acknowledged only", () => {
		for (const [status, ladder] of [
			[200, ["BYE 3", "ACK 2"]],
			[487, ["BYE 3", "ACK 2"]],
			[401, ["BYE 3", "ACK 2"]],
		] as const) {
			const end = calling();
			offer(end, 1);
			const invite = end.request();
			hangUp(end, 1);
			end.take(answer(invite, status, { headers: [CONTACT] }));
			deepEqual([end.ladder(), end.news()], [[...ladder], ["ended 1 local 0"]]);
			equal(isIdle(end), true);
		}
	});

	it("that nobody answers does not end a call twice", () => {
		for (const status of [undefined, 100]) {
			const end = calling();
			offer(end, 1);
			const invite = end.request();
			if (status) end.take(answer(invite, status));
			hangUp(end, 1);
			end.take(answer(end.request(), 200));
			equal(end.agent.quiet, false);
			end.advance(32_000);
			equal(end.ladder().includes("BYE 4"), false);
			deepEqual([end.news(), end.agent.quiet], [["ended 1 local 0"], true]);
			equal(isIdle(end), true);
		}
	});

	it("is not sent before the answer or after the end", () => {
		const end = new End();
		end.call();
		end.sent();
		offer(end, 1);
		deepEqual(end.ladder(), []);
		const other = calling();
		hangUp(other, 1);
		offer(other, 1);
		deepEqual(other.ladder(), ["BYE 2"]);
	});
});
