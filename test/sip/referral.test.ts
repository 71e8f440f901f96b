import { deepEqual, equal } from "node:assert/strict";
import type { Request } from "../../modules/sip/message.ts";
import { rung } from "./calls.ts";
import { End, type EndOptions } from "./pair.ts";
import { answer, ask, called, calling, within } from "./stranger.ts";

const REFER_TO = "Refer-To: <sip:attic@192.0.2.5>";

/** A user that follows every transfer, as call 2. */
const FOLLOWING: EndOptions = {
	user: (output, end) => {
		if (output.type === "refer") end.run((agent, now) => agent.follow(output.call, 2, () => "offer", now));
	},
};
/** A user that follows none. */
const DECLINING: EndOptions = {
	user: (output, end) => {
		if (output.type === "refer") end.run((agent, now) => agent.decline(output.call, now));
	},
};

const refer = (tag: string, sequence: number, ...headers: string[]) => ask("REFER", { tag, sequence, headers });

/** What was sent since the last time, with what a NOTIFY tells. */
function told(end: End): string[] {
	return end.sent().map((message) => {
		if (message.type === "response") return `${message.status}`;
		if (message.method !== "NOTIFY") return message.method;
		const { headers, body } = message;
		return `${headers.get("Event")} ${headers.get("Subscription-State")} ${body.trim()}`;
	});
}

describe("REFER that is not followed (RFC 3515 §2.4.2)", () => {
	it("draws 603 and no NOTIFY, and the call goes on", () => {
		const { end, tag } = called(DECLINING);
		end.take(refer(tag, 2, REFER_TO));
		end.take(refer(tag, 2, REFER_TO));
		end.advance(100_000);
		deepEqual([end.ladder(), end.news()], [["603 REFER", "603 REFER"], ["refer -1 /attic"]]);
		end.take(ask("INFO", { tag, sequence: 3 }));
		deepEqual(end.ladder(), ["200 INFO"]);
	});

	it("before the answer draws 603, and nobody is asked", () => {
		const { end, tag } = rung();
		end.take(refer(tag, 2, REFER_TO));
		const other = new End();
		other.call();
		const invite = other.request();
		other.take(answer(invite, 180));
		other.news();
		other.take(within(invite, "REFER", { headers: [REFER_TO] }));
		deepEqual([end.ladder(), end.news()], [["603 REFER"], []]);
		deepEqual([other.ladder(), other.news()], [["603 REFER"], []]);
	});

	it("outside of a call draws 603, in a call that is unknown 481", () => {
		const end = new End();
		end.take(ask("REFER", { headers: [REFER_TO] }));
		end.take(ask("REFER", { tag: "other", headers: [REFER_TO] }));
		deepEqual(
			[end.ladder(), end.news(), end.agent.deadline],
			[["603 REFER", "481 REFER"], [], Number.POSITIVE_INFINITY],
		);
	});

	it("that does not say whereto, or says it twice, draws 400", () => {
		const { end, tag } = called();
		end.take(refer(tag, 2));
		end.take(ask("REFER", { sequence: 3, headers: [REFER_TO, "r: <sip:cellar@192.0.2.6>"] }));
		deepEqual(end.ladder(), ["400 REFER", "400 REFER"]);
	});

	it("to what is no call by SIP draws 603, and nobody is asked", () => {
		const { end, tag } = called();
		const places = [
			"<tel:+4930123456>",
			"<http://192.0.2.5/>",
			"<sips:attic@192.0.2.5>",
			"<sip:attic@192.0.2.5;method=BYE>",
			"<sip:attic@192.0.2.5?Replaces=a%0d%0aX%3a%20y>",
			"nonsense",
		];
		for (const [index, place] of places.entries()) end.take(refer(tag, index + 2, `Refer-To: ${place}`));
		deepEqual([end.ladder(), end.news()], [places.map(() => "603 REFER"), []]);
	});

	it("is not listed in Allow: it is taken by leave only", () => {
		const end = new End();
		end.take(ask("OPTIONS"));
		equal(end.response().headers.all("Allow").includes("REFER"), false);
	});
});

describe("REFER that is followed (RFC 3515 §2.4)", () => {
	/** A call with Bob that he sends to the attic, which rings. */
	function referred(...headers: string[]): { end: End; tag: string; invite: Request } {
		const { end, tag } = called(FOLLOWING);
		end.take(refer(tag, 2, ...(headers.length > 0 ? headers : [REFER_TO])));
		const messages = end.sent();
		const invite = messages.find((message) => message.type === "request" && message.method === "INVITE") as Request;
		return { end, tag, invite };
	}

	it("draws 202 with our Contact, NOTIFY 100 and an INVITE to the target", () => {
		const { end, tag } = called(FOLLOWING);
		end.take(refer(tag, 2, 'Refer-To: "Attic" <sip:attic@192.0.2.5>', "Referred-By: <sip:bob@192.0.2.9>"));
		const [accepted, notify, invite] = end.sent() as [Request, Request, Request];
		equal(accepted.headers.get("Contact"), "<sip:bell@192.0.2.1:5060>");
		deepEqual(
			["CSeq", "Event", "Subscription-State", "Content-Type", "Contact"].map((name) => notify.headers.get(name)),
			["1 NOTIFY", "refer", "active;expires=120", "message/sipfrag;version=2.0", "<sip:bell@192.0.2.1:5060>"],
		);
		equal(notify.body, "SIP/2.0 100 Trying\r\n");
		deepEqual(
			[invite.uri, invite.headers.get("Referred-By"), invite.headers.get("Replaces")],
			["sip:attic@192.0.2.5", "<sip:bob@192.0.2.9>", undefined],
		);
		deepEqual(end.news(), ["refer -1 Attic/attic"]);
	});

	it("reports the outcome when the first NOTIFY is answered, not before: UDP must not turn them round", () => {
		const { end, tag } = called(FOLLOWING);
		end.take(refer(tag, 2, REFER_TO));
		const trying = end.sent()[1] as Request;
		end.run((agent, now) => agent.report(-1, 486, now));
		deepEqual(told(end), []);
		end.take(answer(trying, 200));
		deepEqual(told(end), ["refer terminated;reason=noresource SIP/2.0 486 Busy Here"]);
		end.run((agent, now) => agent.report(-1, 200, now));
		deepEqual(told(end), []);
	});

	it("passes on which call the new one is to replace, for an attended transfer (RFC 3891 §7.1)", () => {
		const { invite } = referred(
			"Refer-To: <sip:attic@192.0.2.5?Replaces=c1%40x%3Bto-tag%3Da%3Bfrom-tag%3Db&Subject=x>",
		);
		deepEqual(
			[invite.uri, invite.headers.get("Replaces"), invite.headers.get("Require"), invite.headers.get("Subject")],
			["sip:attic@192.0.2.5", "c1@x;to-tag=a;from-tag=b", "replaces", undefined],
		);
	});

	it("leaves out that the method is INVITE (RFC 3261 §19.1.1)", () => {
		const { invite } = referred("Refer-To: <sip:attic@192.0.2.5;method=INVITE>");
		equal(invite.uri, "sip:attic@192.0.2.5");
	});

	it("one that wants no NOTIFY gets none (RFC 4488)", () => {
		const { end, tag } = called(FOLLOWING);
		end.take(refer(tag, 2, REFER_TO, "Refer-Sub: false", "Require: norefersub"));
		const [accepted] = end.sent();
		equal(accepted?.headers.get("Refer-Sub"), "false");
		end.run((agent, now) => agent.report(-1, 200, now));
		deepEqual(told(end), []);
	});

	it("another one meanwhile draws 603; one after that is told apart by its number", () => {
		const { end, tag } = referred();
		end.take(refer(tag, 3, REFER_TO));
		deepEqual([told(end), end.news()], [["603"], ["refer -1 /attic"]]);
		end.run((agent, now) => {
			agent.report(-1, 603, now);
			agent.hangUp(2, now);
		});
		end.advance(40_000);
		end.clear();
		end.take(refer(tag, 4, "Refer-To: <sip:cellar@192.0.2.6>"));
		equal((end.sent()[1] as Request).headers.get("Event"), "refer;id=4");
	});

	it("a peer that refuses NOTIFY gets no further one, and the call goes on", () => {
		for (const status of [481, 405, 408]) {
			const { end, tag } = called(FOLLOWING);
			end.take(refer(tag, 2, REFER_TO));
			end.take(answer(end.sent()[1] as Request, status));
			end.run((agent, now) => agent.report(-1, 200, now));
			deepEqual([told(end), end.news()], [[], ["refer -1 /attic"]]);
		}
	});

	it("NOTIFY that gets no answer, or cannot be sent, ends nothing", () => {
		const { end } = referred();
		end.advance(40_000);
		deepEqual(
			end.news().filter((line) => line.startsWith("ended -1")),
			[],
		);
		end.online = false;
		end.run((agent, now) => agent.report(-1, 200, now));
		equal(end.agent.quiet, false);
	});

	it("the end of the call ends the reports, not the call to the target", () => {
		const { end, tag, invite } = referred();
		end.take(ask("BYE", { tag, sequence: 3 }));
		end.run((agent, now) => agent.report(-1, 200, now));
		deepEqual(told(end), ["200"]);
		end.take(answer(invite, 200, { headers: ["Contact: <sip:attic@192.0.2.5>"], body: "answer" }));
		deepEqual(end.news().slice(1), ["ended -1 remote 0", "answered 2 answer"]);
	});

	it("a call that ends while it is asked is refused by itself, and following it then fails", () => {
		const { end, tag } = called();
		end.take(refer(tag, 2, REFER_TO));
		end.run((agent, now) => agent.hangUp(-1, now));
		deepEqual(end.ladder(), ["603 REFER", "BYE 1"]);
		end.run((agent, now) => agent.follow(-1, 2, () => "offer", now));
		deepEqual(end.news().slice(1), ["ended -1 local 0", "ended 2 failed 0"]);
	});

	it("works in a call that we placed as well", () => {
		const end = calling(FOLLOWING);
		end.call("sip:carol@192.0.2.9", 3);
		const invite = end.request();
		end.take(answer(invite, 200, { headers: ["Contact: <sip:carol@192.0.2.9>"] }));
		end.clear();
		end.take(within(invite, "REFER", { headers: [REFER_TO] }));
		deepEqual(end.news(), ["refer 3 /attic"]);
		deepEqual(end.ladder(), ["202 REFER", "NOTIFY 2", "INVITE 1"]);
	});
});
