import { deepEqual, equal, match, throws } from "node:assert/strict";
import { CALL_LIMIT } from "../../modules/sip/call-table.ts";
import { CONTACT, called, fritzBox, lastInvite } from "./calls.ts";
import { End } from "./pair.ts";
import { answer } from "./stranger.ts";

describe("Outgoing INVITE (RFC 3261 §8.1.1, §13.2.1)", () => {
	it("says who calls whom, where answers go, and what is offered", () => {
		const { invite } = called();
		equal(invite.uri, "sip:bob@192.0.2.9");
		equal(
			`${invite.headers}${invite.body}`,
			[
				"Via: SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bK1t3;rport",
				"Max-Forwards: 70",
				"From: <sip:bell@192.0.2.1:5060>;tag=1t2",
				"To: <sip:bob@192.0.2.9>",
				"Call-ID: 1t1",
				"CSeq: 1 INVITE",
				"Contact: <sip:bell@192.0.2.1:5060>",
				"User-Agent: test",
				"Supported: timer",
				"Session-Expires: 1800",
				"Allow: INVITE, ACK, CANCEL, BYE, OPTIONS, INFO, UPDATE, PRACK, NOTIFY",
				"Content-Type: application/sdp",
				"Content-Length: 5",
				"offer",
			].join("\r\n"),
		);
	});

	it("F8: keeps a number as it was dialled, with # as %23", () => {
		const { end, invite } = called({ account: fritzBox() }, "**610");
		equal(invite.uri, "sip:**610@fritz.box");
		equal(invite.headers.get("To"), "<sip:**610@fritz.box>");
		match(invite.headers.get("From") ?? "", /^"Front door" <sip:bell@fritz.box>;tag=\w+$/);
		end.call("*96*3#", 2);
		equal(end.request().uri, "sip:*96*3%23@fritz.box");
	});

	it("names the outbound proxy in a Route (RFC 3261 §8.1.2)", () => {
		const { end, invite } = called({ account: { ...fritzBox(), proxied: true } }, "621");
		equal(invite.headers.get("Route"), "<sip:192.0.2.8;lr>");
		end.call("sip:bob@192.0.2.9", 2);
		equal(end.request().headers.get("Route"), undefined);
	});

	it("waits for the address of a host name", () => {
		const end = new End();
		end.call("sip:bob@phone.test:5060");
		deepEqual([end.ladder(), end.news()], [[], ["lookup phone.test"]]);
		end.run((agent, now) => agent.resolved("phone.test", ["192.0.2.9"], now));
		deepEqual([end.ladder(), end.news()], [["INVITE 1"], []]);
	});

	it("ends as unreachable when the host name is unknown", () => {
		const end = new End();
		end.call("sip:bob@phone.test:5060");
		end.run((agent, now) => agent.resolved("phone.test", [], now));
		deepEqual(end.news(), ["lookup phone.test", "ended 1 unreachable 0"]);
		equal(end.agent.quiet, true);
	});

	it("ends as unreachable while the network is down, or when nothing can be offered", () => {
		const end = new End();
		end.online = false;
		end.call();
		end.online = true;
		end.run((agent, now) => agent.invite(2, "sip:bob@192.0.2.9", () => undefined, now));
		deepEqual([end.ladder(), end.news()], [[], ["ended 1 unreachable 0", "ended 2 unreachable 0"]]);
		equal(end.agent.quiet, true);
	});

	it("ends as not found when the target is no SIP URI that can be called", () => {
		const end = new End();
		const targets = ["621", "", "sips:bob@192.0.2.9", "tel:621", "sip:bob@192.0.2.9?Subject=x", "sip:@"];
		for (const target of targets) {
			end.call(target);
			deepEqual(end.news(), ["ended 1 not found 0"]);
		}
	});

	it("refuses numbers that are in use or not positive", () => {
		const { end } = called();
		for (const number of [1, 0, -1, Number.NaN]) throws(() => end.call(undefined, number), RangeError);
	});

	it("ends at once when too many calls are under way", () => {
		const end = new End();
		for (let number = 1; number <= CALL_LIMIT + 1; number++) end.call(undefined, number);
		deepEqual(end.news(), [`ended ${CALL_LIMIT + 1} failed 503`]);
	});
});

describe("Responses to INVITE (RFC 3261 §13.2.2)", () => {
	it("F6: never waits for a challenge", () => {
		const { end, invite } = called({ account: fritzBox() }, "621");
		end.take(answer(invite, 100, { tag: "" }));
		end.take(answer(invite, 180));
		end.take(answer(invite, 200, { headers: [CONTACT], body: "answer" }));
		deepEqual(end.ladder(), ["ACK 1"]);
		deepEqual(end.news(), ["progress 1 180 ", "answered 1 answer"]);
	});

	it("L13: takes a 200 without a 180 before it", () => {
		const { end, invite } = called();
		end.take(answer(invite, 200, { headers: [CONTACT], body: "answer" }));
		deepEqual([end.ladder(), end.news()], [["ACK 1"], ["answered 1 answer"]]);
	});

	it("F13: early media is optional, and the 200 has the last word", () => {
		const { end, invite } = called();
		end.take(answer(invite, 183, { body: "early" }));
		end.take(answer(invite, 200, { headers: [CONTACT], body: "final" }));
		deepEqual(end.news(), ["progress 1 183 early", "answered 1 final"]);
	});

	it("L22, L37: never looks at a reason phrase", () => {
		const { end, invite } = called();
		end.take(answer(invite, 100).replace("Whatever", "trying -- your call is important to us"));
		end.take(answer(invite, 200, { headers: [CONTACT] }).replace("200 Whatever", "200 Busy Here"));
		deepEqual(end.news(), ["answered 1 "]);
	});

	it("X4: does not take the 200 of an earlier call for its own", () => {
		const { end, invite } = called();
		const first = answer(invite, 200, { headers: [CONTACT], body: "first" });
		end.take(first);
		end.run((agent, now) => agent.hangUp(1, now));
		end.news();
		end.call(undefined, 2);
		const second = lastInvite(end);
		end.take(first);
		deepEqual(end.news(), []);
		end.take(answer(second, 200, { headers: [CONTACT], body: "second" }));
		deepEqual(end.news(), ["answered 2 second"]);
	});

	it("L17: any status from 400 ends the call, with its cause", () => {
		const causes: string[] = [];
		for (const status of [403, 404, 408, 480, 486, 488, 500, 503, 600, 603]) {
			const { end, invite } = called();
			end.take(answer(invite, status));
			deepEqual(end.ladder(), ["ACK 1"]);
			equal(end.agent.quiet, true);
			causes.push(...end.news());
		}
		deepEqual(causes, [
			"ended 1 declined 403",
			"ended 1 not found 404",
			"ended 1 no answer 408",
			"ended 1 unavailable 480",
			"ended 1 busy 486",
			"ended 1 incompatible 488",
			"ended 1 failed 500",
			"ended 1 failed 503",
			"ended 1 busy 600",
			"ended 1 declined 603",
		]);
	});

	it("L27: repeats the INVITE after T1, 2·T1 …, and gives up with Timer B", () => {
		const { end } = called();
		const times: number[] = [];
		while (end.wire.now < 31_999) {
			end.advance(1);
			if (end.ladder().length > 0) times.push(end.wire.now);
		}
		deepEqual(times, [500, 1_500, 3_500, 7_500, 15_500, 31_500]);
		deepEqual(end.news(), []);
		end.advance(1);
		deepEqual(end.news(), ["ended 1 no answer 408"]);
		deepEqual([end.agent.quiet, end.agent.deadline], [true, Number.POSITIVE_INFINITY]);
	});

	it("rings for as long as its user likes, once there was a provisional response", () => {
		const { end, invite } = called();
		end.take(answer(invite, 180));
		end.advance(300_000);
		deepEqual([end.ladder(), end.news()], [[], ["progress 1 180 "]]);
	});
});
