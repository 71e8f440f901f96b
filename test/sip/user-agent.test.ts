import { deepEqual, equal, match } from "node:assert/strict";
import { toTag } from "../../modules/sip/message.ts";
import type { Output } from "../../modules/sip/outbox.ts";
import { parseUri } from "../../modules/sip/uri.ts";
import { End } from "./pair.ts";
import { ask, ring } from "./stranger.ts";

/** A call that Bob placed, and our tag. */
function answered(): { end: End; tag: string } {
	const end = new End();
	end.take(ring());
	end.run((agent, now) => agent.answer(-1, "answer", now));
	const tag = toTag(end.sent()[1]!)!;
	end.news();
	return { end, tag };
}

describe("OPTIONS (RFC 3261 §11.2)", () => {
	it("A7: draws 200 with what we can do", () => {
		const end = new End({ methods: ["REGISTER"] });
		end.take(ask("OPTIONS"));
		const ok = end.response();
		equal(ok.status, 200);
		equal(ok.headers.all("Allow").join(), "INVITE,ACK,CANCEL,BYE,OPTIONS,INFO,UPDATE,PRACK,NOTIFY,REGISTER");
		equal(ok.headers.get("Accept"), "application/sdp");
		equal(ok.headers.get("Accept-Encoding"), "identity");
		equal(ok.headers.get("Accept-Language"), "en");
		match(toTag(ok) ?? "", /./);
	});

	it("L8: is answered while a REGISTER is pending", () => {
		const end = new End({ account: { domain: "door.test", server: parseUri("sip:192.0.2.8") } });
		end.run((agent, now) => agent.registration?.register(now));
		end.take(ask("OPTIONS"));
		deepEqual(end.ladder(), ["REGISTER 1", "200 OPTIONS"]);
	});

	it("A7: is answered inside a call, before and after its ACK, in any order", () => {
		const { end, tag } = answered();
		end.take(ask("OPTIONS", { tag, sequence: 9 }));
		end.take(ask("ACK", { tag, branch: "z9hG4bKack" }));
		end.take(ask("OPTIONS", { tag, sequence: 8 }));
		end.take(ask("BYE", { tag, sequence: 2 }));
		deepEqual(
			[end.ladder(), end.news()],
			[
				["200 OPTIONS", "200 OPTIONS", "200 BYE"],
				["confirmed -1 ", "ended -1 remote 0"],
			],
		);
	});

	it("draws 481 for a dialog that is no more, so that the peer can tell (§12.2.2)", () => {
		const { end, tag } = answered();
		end.take(ask("BYE", { tag, sequence: 2 }));
		end.take(ask("OPTIONS", { tag, sequence: 3 }));
		deepEqual(end.ladder(), ["200 BYE", "481 OPTIONS"]);
	});

	it("L35: needs no Max-Forwards, no Contact and no angle brackets in From", () => {
		const end = new End();
		end.take(
			"OPTIONS sip:bell@192.0.2.1:5060 SIP/2.0\r\nVia: SIP/2.0/UDP 192.0.2.9:5060;branch=z9hG4bK7692395\r\n" +
				"From: sip:pinger@door.test;tag=uloc-1\r\nTo: sip:bell@192.0.2.1:5060\r\nCall-ID: a-1@192.0.2.9\r\nCSeq: 1 OPTIONS\r\n" +
				"Content-Length: 0\r\n\r\n",
		);
		const ok = end.response();
		equal(ok.status, 200);
		equal(ok.headers.get("From"), "sip:pinger@door.test;tag=uloc-1");
		match(ok.headers.get("To") ?? "", /^sip:bell@192.0.2.1:5060;tag=./);
	});
});

describe("What is no use (RFC 3261 §8.2, §16.3, §18.1.2)", () => {
	it("X5: is dropped and counted when it has no Via", () => {
		const end = new End();
		end.take(ask("INVITE").replace(/Via: .*\r\n/, ""));
		end.take("hello");
		deepEqual([end.ladder(), end.news(), end.agent.counters], [[], [], { dropped: 2, bad: 0, stray: 0 }]);
	});

	it("S13: is dropped without an answer when it is a keep-alive", () => {
		const end = new End();
		for (const text of ["\r\n\r\n", "\r\n", "\0\0\0\0", ""]) end.take(text);
		deepEqual([end.ladder(), end.agent.counters.dropped], [[], 4]);
	});

	it("is a stray response when nobody asked", () => {
		const end = new End();
		end.call();
		end.take(
			"SIP/2.0 200 OK\r\nVia: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bKx\r\nFrom: <sip:a@b>;tag=1\r\nTo: <sip:a@b>;tag=2\r\n" +
				"Call-ID: x\r\nCSeq: 1 INVITE\r\n\r\n",
		);
		deepEqual([end.ladder(), end.agent.counters], [["INVITE 1"], { dropped: 0, bad: 0, stray: 1 }]);
	});

	it("draws 400 with what is wrong, 505 for another version, and nothing when it is an ACK", () => {
		const end = new End();
		const bad = [
			ask("INVITE").replace("CSeq: 1 INVITE", "CSeq: 1 BYE"),
			ask("BYE").replace("Content-Length: 0", "Content-Length: 5"),
			ask("INVITE").replace("SIP/2.0\r\n", "SIP/3.0\r\n"),
			ask("INVITE"),
			ask("INVITE", { headers: ["Contact: *"] }),
			ask("ACK").replace("CSeq: 1 ACK", "CSeq: ACK"),
		];
		for (const text of bad) end.take(text);
		const responses = end.sent();
		deepEqual(
			responses.map((message) => `${message.type === "response" && message.status} ${message.headers.get("Warning")}`),
			[
				'400 399 doorbell "CSeq"',
				'400 399 doorbell "Content-Length"',
				'505 399 doorbell "SIP version"',
				'400 399 doorbell "Contact"',
				'400 399 doorbell "Contact"',
			],
		);
		for (const message of responses) match(toTag(message) ?? "", /./);
		deepEqual(end.agent.counters, { dropped: 1, bad: 5, stray: 0 });
	});
});

describe("Requests that are handed out", () => {
	it("are those outside of dialogs whose method was asked for, and are answered without a transaction", () => {
		const requests: Extract<Output, { readonly type: "request" }>[] = [];
		const end = new End({
			methods: ["REGISTER"],
			user: (output) => {
				if (output.type === "request") requests.push(output);
			},
		});
		end.take(ask("REGISTER"));
		deepEqual([end.ladder(), end.news()], [[], ["request REGISTER"]]);
		equal(end.agent.deadline, Number.POSITIVE_INFINITY);
		const [{ request, source }] = requests as [(typeof requests)[0]];
		end.run((agent) => agent.respond(request, source, 401, (headers) => headers.add("WWW-Authenticate", "Digest x")));
		const challenge = end.response();
		deepEqual([challenge.status, challenge.headers.get("WWW-Authenticate")], [401, "Digest x"]);
		match(toTag(challenge) ?? "", /./);
		// A copy is handed out again: whoever takes it knows it as one.
		end.take(ask("REGISTER"));
		deepEqual([end.ladder(), end.news()], [[], ["request REGISTER"]]);
	});

	it("are others when other methods are asked for", () => {
		const end = new End();
		end.take(ask("REGISTER"));
		end.run((agent) => {
			agent.methods = ["REGISTER"];
		});
		end.take(ask("REGISTER"));
		deepEqual([end.ladder(), end.news()], [["405 REGISTER"], ["request REGISTER"]]);
	});

	it("others outside of dialogs draw 481", () => {
		const end = new End({ methods: ["REGISTER"] });
		end.take(ask("BYE"));
		end.take(ask("INFO"));
		deepEqual([end.ladder(), end.news()], [["481 BYE", "481 INFO"], []]);
	});
});

describe("User agent", () => {
	it("E2: names the port that it was given, in Via and Contact", () => {
		const end = new End();
		end.address = { address: "192.0.2.1", port: 15_060 };
		end.call();
		const { headers } = end.request();
		match(headers.get("Via") ?? "", /^SIP\/2\.0\/UDP 192\.0\.2\.1:15060;/);
		equal(headers.get("Contact"), "<sip:bell@192.0.2.1:15060>");
	});

	it("has nothing to do at first, and takes orders for calls that are not there", () => {
		const end = new End();
		end.run((agent, now) => {
			agent.expire(now);
			agent.expire(now);
			agent.ring(1, now);
			agent.answer(1, "answer", now);
			agent.reject(1, 486, now);
			agent.hangUp(1, now);
			agent.offer(1, "offer", now);
			agent.agree(1, "answer", now);
			agent.inform(1, "application/dtmf", "1", now);
			agent.resolved("door.test", ["192.0.2.1"], now);
			agent.retire(now);
		});
		deepEqual([end.ladder(), end.news()], [[], []]);
		deepEqual(
			[end.agent.quiet, end.agent.deadline, end.agent.registration],
			[true, Number.POSITIVE_INFINITY, undefined],
		);
	});

	it("does not answer or refuse a call that it placed", () => {
		const end = new End();
		end.call();
		end.run((agent, now) => {
			agent.ring(1, now);
			agent.answer(1, "answer", now);
			agent.reject(1, 486, now);
		});
		deepEqual([end.ladder(), end.news()], [["INVITE 1"], []]);
	});
});
