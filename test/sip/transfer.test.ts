import { deepEqual, equal, match } from "node:assert/strict";
import type { Request } from "../../modules/sip/message.ts";
import { TRANSFER_TIMEOUT } from "../../modules/sip/transfer.ts";
import { fritzBox, ringing, served } from "./calls.ts";
import { End, type EndOptions } from "./pair.ts";
import { answer, ask, called, calling, ring, within } from "./stranger.ts";

describe("Transfer that we ask for (RFC 3515 §2.4)", () => {
	/** A call with Bob, whose transfer to the attic is under way, and its REFER. */
	function transferring(options?: EndOptions) {
		const end = calling(options);
		end.run((agent, now) => agent.refer(1, "sip:attic@192.0.2.5", now));
		return { end, refer: end.request() };
	}

	/** A NOTIFY of Bob in that call. */
	function notify(refer: Request, sequence: number, body: string, ...headers: string[]): string {
		return within(refer, "NOTIFY", { sequence, headers: ["Event: refer", ...headers], body });
	}

	it("sends REFER with the target, who asks for it, and our Contact", () => {
		const { refer } = transferring();
		deepEqual(
			["CSeq", "Refer-To", "Referred-By", "Contact"].map((name) => refer.headers.get(name)),
			["2 REFER", "<sip:attic@192.0.2.5>", "<sip:bell@192.0.2.1:5060>", "<sip:bell@192.0.2.1:5060>"],
		);
	});

	it("writes a number as the account's domain knows it", () => {
		const end = calling({ account: fritzBox() });
		end.run((agent, now) => agent.refer(1, "**610", now));
		end.advance(0);
		equal(end.request().headers.get("Refer-To"), "<sip:**610@fritz.box>");
	});

	it("tells the final status of the peer's call, once", () => {
		const { end, refer } = transferring();
		end.take(answer(refer, 202));
		end.take(notify(refer, 1, "SIP/2.0 100 Trying\r\n", "Subscription-State: active;expires=60"));
		end.take(notify(refer, 2, "SIP/2.0 180 Ringing\r\n", "Subscription-State: active;expires=59"));
		deepEqual([end.ladder(), end.news()], [["200 NOTIFY", "200 NOTIFY"], []]);
		end.take(notify(refer, 3, "SIP/2.0 200 OK\r\n", "Subscription-State: terminated;reason=noresource"));
		end.take(notify(refer, 4, "SIP/2.0 200 OK\r\n", "Subscription-State: terminated;reason=noresource"));
		end.advance(TRANSFER_TIMEOUT);
		deepEqual([end.ladder(), end.news()], [["200 NOTIFY", "200 NOTIFY"], ["transferred 1 by target: 200"]]);
	});

	it("is refused by the peer: the call goes on", () => {
		for (const status of [403, 405, 501, 603, 408]) {
			const { end, refer } = transferring();
			end.take(answer(refer, status));
			end.advance(TRANSFER_TIMEOUT);
			deepEqual([end.ladder(), end.news()], [[], [`transferred 1 by peer: ${status}`]]);
		}
	});

	it("a peer that does not know the call ends it", () => {
		const { end, refer } = transferring();
		end.take(answer(refer, 481));
		deepEqual(end.news(), ["transferred 1 by peer: 481", "ended 1 remote 481"]);
	});

	it("comes to nothing at the target: the call goes on", () => {
		const { end, refer } = transferring();
		end.take(answer(refer, 202));
		end.take(notify(refer, 1, "SIP/2.0 486 Busy Here", "Subscription-State: terminated"));
		deepEqual([end.ladder(), end.news()], [["200 NOTIFY"], ["transferred 1 by target: 486"]]);
	});

	it("is given up when nothing is heard of it, or its subscription ends without a status", () => {
		const silent = transferring();
		silent.end.take(answer(silent.refer, 202));
		silent.end.advance(TRANSFER_TIMEOUT - 1_000);
		deepEqual(silent.end.news(), []);
		silent.end.advance(1_000);
		const ended = transferring();
		ended.end.take(notify(ended.refer, 1, "", "Subscription-State: terminated;reason=timeout"));
		for (const { end } of [silent, ended]) deepEqual(end.news(), ["transferred 1 by target: 0"]);
	});

	it("gets no answer at all, or cannot be sent: the call goes on", () => {
		const { end } = transferring();
		end.advance(40_000);
		deepEqual(end.news(), ["transferred 1 by peer: 408"]);
		const offline = calling();
		offline.online = false;
		offline.run((agent, now) => agent.refer(1, "sip:attic@192.0.2.5", now));
		deepEqual(offline.news(), ["transferred 1 by peer: 503"]);
	});

	it("L5: a PBX that challenges REFER gets it again with credentials, and NOTIFY may name either number", () => {
		const { end, refer } = transferring({ account: served() });
		end.take(answer(refer, 407, { headers: ['Proxy-Authenticate: Digest realm="pbx", nonce="n", qop="auth"'] }));
		const again = end.request();
		deepEqual([again.headers.get("CSeq"), again.headers.get("Refer-To")], ["3 REFER", "<sip:attic@192.0.2.5>"]);
		match(again.headers.get("Proxy-Authorization")!, /^Digest username="bell"/);
		end.take(answer(again, 202));
		end.take(within(refer, "NOTIFY", { headers: ["Event: refer;id=9"], body: "SIP/2.0 603 Decline" }));
		end.take(within(refer, "NOTIFY", { sequence: 2, headers: ["Event: refer;id=3"], body: "SIP/2.0 200 OK" }));
		deepEqual([end.ladder(), end.news()], [["200 NOTIFY", "200 NOTIFY"], ["transferred 1 by target: 200"]]);
	});

	it("a call that ends says nothing more of it", () => {
		const { end, refer } = transferring();
		end.take(within(refer, "BYE"));
		end.advance(TRANSFER_TIMEOUT);
		deepEqual(end.news(), ["ended 1 remote 0"]);
		equal(end.agent.deadline, Number.POSITIVE_INFINITY);
	});

	it("another one takes its place", () => {
		const { end, refer } = transferring();
		end.run((agent, now) => agent.refer(1, "sip:cellar@192.0.2.6", now));
		end.take(answer(refer, 603));
		const second = end.request();
		end.take(answer(second, 202));
		end.take(within(second, "NOTIFY", { headers: ["Event: refer;id=3"], body: "SIP/2.0 200 OK" }));
		deepEqual(end.news(), ["transferred 1 by peer: 603"]);
	});

	it("to nobody, or of a call that is not answered, fails", () => {
		const end = calling();
		end.run((agent, now) => {
			agent.refer(1, "", now);
			agent.refer(7, "sip:attic@192.0.2.5", now);
		});
		deepEqual([end.ladder(), end.news()], [[], ["transferred 1 by peer: 404", "transferred 7 by peer: 404"]]);
	});

	it("NOTIFY without it draws 481, and one of another event 489", () => {
		const { end, tag } = called();
		end.take(ask("NOTIFY", { tag, sequence: 2, headers: ["Event: refer"] }));
		end.take(ask("NOTIFY", { callId: "mailbox", headers: ["Event: message-summary"] }));
		const busy = transferring();
		busy.end.take(within(busy.refer, "NOTIFY", { headers: ["Event: presence"] }));
		deepEqual([end.ladder(), busy.end.ladder()], [["481 NOTIFY", "481 NOTIFY"], ["489 NOTIFY"]]);
	});
});

describe("Replaces (RFC 3891 §3)", () => {
	const replace = (value: string, ...more: string[]) =>
		ring({ callId: "new", headers: [`Replaces: ${value}`, ...more] });

	it("F16: that is required draws 420", () => {
		const { end, tag } = called();
		end.take(replace(`call;to-tag=${tag};from-tag=b`, "Require: replaces"));
		const refusal = end.response();
		deepEqual([refusal.status, refusal.headers.get("Unsupported"), end.news()], [420, "replaces", []]);
	});

	it("of a call that is unknown draws 481", () => {
		const { end, tag } = called();
		for (const value of [
			`other;to-tag=${tag};from-tag=b`,
			`call;to-tag=${tag};from-tag=c`,
			"call;to-tag=x;from-tag=b",
			`call;from-tag=${tag};to-tag=b`,
		]) {
			end.take(replace(value));
			deepEqual([value, end.ladder(), end.news()], [value, ["481 INVITE"], []]);
		}
	});

	it("of a call with us draws 603: nobody takes over a call with the door", () => {
		const { end, tag } = called();
		end.take(replace(`call ; to-tag=${tag}; from-tag=b;early-only`));
		end.take(ask("INFO", { tag, sequence: 2 }));
		deepEqual([end.ladder(), end.news()], [["603 INVITE", "200 INFO"], []]);
		equal(calling().agent.quiet, false);
	});

	it("names peers without a tag by 0", () => {
		const end = ringing({ from: "<sip:bob@192.0.2.9>" });
		end.run((agent, now) => agent.ring(-1, now));
		const tag = `${end.response().headers.get("To")}`.split("tag=")[1];
		end.take(replace(`call;to-tag=${tag};from-tag=0`));
		deepEqual(end.ladder(), ["603 INVITE"]);
	});

	it("that is malformed or repeated draws 400", () => {
		const end = new End();
		for (const value of ["call", "call;to-tag=a", "call;from-tag=b", "", 'call;to-tag="'])
			end.take(replace(value, `X: ${value.length}`));
		end.take(ring({ callId: "n2", headers: ["Replaces: a;to-tag=1;from-tag=2", "Replaces: b;to-tag=1;from-tag=2"] }));
		deepEqual([end.ladder(), end.news()], [Array(6).fill("400 INVITE"), []]);
	});
});
