import { deepEqual, equal, match } from "node:assert/strict";
import type { Request } from "../../modules/sip/message.ts";
import { ringing, served } from "./calls.ts";
import { End, type EndOptions } from "./pair.ts";
import { acknowledge, answer, ask, called, ring, within } from "./stranger.ts";

const CONTACT = "Contact: <sip:bob@192.0.2.9>";
const UPDATES = "Allow: INVITE, ACK, BYE, UPDATE";
const SECOND = 1_000;

const hangUp = (end: End, call: number) => end.run((agent, now) => agent.hangUp(call, now));
const expires = (seconds: string) => `Session-Expires: ${seconds}`;

/** A call that we placed and Bob answered with these headers; our INVITE and a 2xx as he would repeat it. */
function answered(
	headers: readonly string[],
	options?: EndOptions,
): { end: End; invite: Request; ok: readonly string[] } {
	const end = new End(options);
	end.call();
	const invite = end.request();
	const ok = [CONTACT, ...headers];
	end.take(answer(invite, 200, { headers: ok }));
	end.clear();
	return { end, invite, ok };
}

/** Somebody calls with these headers and is answered; our 200, and our tag. */
function taken(...headers: string[]) {
	const end = ringing({ headers });
	end.run((agent, now) => agent.answer(-1, "answer", now));
	const ok = end.response();
	const tag = `${ok.headers.get("To")}`.split("tag=")[1]!;
	acknowledge(end, tag, 1);
	end.clear();
	return { end, ok, tag };
}

describe("Session timer of a call that we placed (RFC 4028 §7)", () => {
	it("A3: half an hour is asked for; we refresh it by UPDATE after a quarter, again and again", () => {
		const { end, ok } = answered([expires("1800;refresher=uac"), UPDATES]);
		for (const sequence of [2, 3, 4]) {
			end.advance(900 * SECOND - 1);
			deepEqual(end.ladder(), []);
			end.advance(1);
			const update = end.request();
			deepEqual([update.headers.get("CSeq"), update.body, update.uri], [`${sequence} UPDATE`, "", "sip:bob@192.0.2.9"]);
			equal(update.headers.get("Session-Expires"), "1800;refresher=uac");
			deepEqual(update.headers.all("Supported"), ["timer"]);
			equal(update.headers.get("Contact"), "<sip:bell@192.0.2.1:5060>");
			end.take(answer(update, 200, { headers: ok }));
		}
		deepEqual(end.news(), []);
	});

	it("a peer that does not list UPDATE gets a re-INVITE with our description as it was", () => {
		const { end, ok } = answered([expires("1800;refresher=uac")]);
		end.advance(900 * SECOND);
		const invite = end.request();
		deepEqual([invite.method, invite.body], ["INVITE", "offer"]);
		equal(invite.headers.get("Session-Expires"), "1800;refresher=uac");
		end.take(answer(invite, 200, { headers: ok, body: "answer" }));
		deepEqual([end.ladder(), end.news()], [["ACK 2"], ["renegotiated 1 200 answer"]]);
		end.advance(900 * SECOND);
		deepEqual(end.ladder(), ["INVITE 3"]);
	});

	it("the description that is repeated is the last one that holds, from whichever side it was changed", () => {
		const { end, invite, ok } = answered([expires("90;refresher=uac")]);
		end.take(
			within(invite, "INVITE", { headers: [CONTACT, "Supported: timer", expires("90;refresher=uas")], body: "hold" }),
		);
		end.run((agent, now) => agent.agree(1, "held", now));
		end.take(within(invite, "ACK", { branch: "z9hG4bKack" }));
		end.clear();
		end.advance(45 * SECOND);
		const refresh = end.request();
		equal(refresh.body, "held");
		end.take(answer(refresh, 200, { headers: ok }));
		end.run((agent, now) => agent.offer(1, "refused", now));
		end.take(answer(end.sent()[1] as Request, 488));
		end.clear();
		end.advance(45 * SECOND);
		equal(end.request().body, "held");
	});

	it("a peer that lists UPDATE and does not know it gets a re-INVITE", () => {
		for (const status of [405, 501]) {
			const { end } = answered([expires("1800;refresher=uac"), UPDATES]);
			end.advance(900 * SECOND);
			end.take(answer(end.request(), status));
			deepEqual(end.ladder(), ["INVITE 3"]);
		}
	});

	it("a 2xx that names nobody leaves the refreshing to us, one without a timer to nobody", () => {
		const { end } = answered([expires("180")]);
		end.advance(90 * SECOND);
		deepEqual(end.ladder(), ["INVITE 2"]);
		const { end: other } = answered([]);
		other.advance(100_000 * SECOND);
		deepEqual([other.ladder(), other.news(), other.agent.deadline], [[], [], Number.POSITIVE_INFINITY]);
	});

	it("L11: one that the peer refreshes is left alone, and ended by BYE 32 s before its time (§10)", () => {
		const { end, invite } = answered([expires("1800; Refresher=UAS")]);
		end.advance(1_000 * SECOND);
		end.take(within(invite, "UPDATE", { headers: [CONTACT, "Supported: timer", expires("1800;refresher=uac")] }));
		const ok = end.response();
		deepEqual([ok.headers.get("Session-Expires"), ok.headers.get("Require")], ["1800;refresher=uac", "timer"]);
		end.advance(1_768 * SECOND - 1);
		deepEqual([end.ladder(), end.news()], [[], []]);
		end.advance(1);
		deepEqual([end.ladder(), end.news()], [["BYE 2"], ["ended 1 no answer 408"]]);
	});

	it("short ones are ended after two thirds (§10)", () => {
		const { end } = answered([expires("90;refresher=uas")]);
		end.advance(60 * SECOND - 1);
		deepEqual(end.ladder(), []);
		end.advance(1);
		deepEqual([end.ladder(), end.news()], [["BYE 2"], ["ended 1 no answer 408"]]);
	});

	it("values beyond reason are bent: 30 s to a day for us, 90 s at least for the peer", () => {
		for (const [value, first] of [
			["1;refresher=uac", 15],
			["4294967295;refresher=uac", 43_200],
			["1;refresher=uas", 60],
		] as const) {
			const { end } = answered([expires(value)]);
			end.advance(first * SECOND - 1);
			deepEqual(end.ladder(), []);
			end.advance(1);
			equal(end.ladder().length, 1);
		}
		for (const value of ["0", "-5;refresher=uac", "soon", ";refresher=uac"]) {
			const { end } = answered([expires(value)]);
			equal(end.agent.deadline, 32_000);
			end.advance(32_000);
			equal(end.agent.deadline, Number.POSITIVE_INFINITY);
		}
	});

	it("a change by us tells who refreshes, and refreshes itself", () => {
		const { end, ok } = answered([expires("600;refresher=uas")]);
		end.advance(500 * SECOND);
		end.run((agent, now) => agent.offer(1, "new", now));
		const invite = end.request();
		equal(invite.headers.get("Session-Expires"), "600;refresher=uas");
		end.take(answer(invite, 200, { headers: ok }));
		end.clear();
		end.advance(568 * SECOND - 1);
		deepEqual(end.ladder(), []);
		end.advance(1);
		deepEqual(end.ladder(), ["BYE 3"]);
	});
});

describe("Refresh that fails (RFC 4028 §10)", () => {
	const refreshing = (options?: EndOptions) => {
		const { end } = answered([expires("1800;refresher=uac"), UPDATES], options);
		end.advance(900 * SECOND);
		return { end, update: end.request() };
	};

	it("because the peer does not know the call any more, ends it", () => {
		for (const [status, news] of [
			[481, "ended 1 remote 481"],
			[408, "ended 1 no answer 408"],
		] as const) {
			const { end, update } = refreshing();
			end.take(answer(update, status));
			deepEqual([end.ladder(), end.news()], [["BYE 3"], [news]]);
		}
	});

	it("because nobody answers, ends it", () => {
		const { end } = refreshing();
		end.advance(32 * SECOND);
		deepEqual([end.ladder().pop(), end.news()], ["BYE 3", ["ended 1 no answer 408"]]);
	});

	it("because it was refused, is tried again with growing haste, and ends the call before its time", () => {
		const { end, update } = refreshing();
		end.take(answer(update, 500));
		const at: number[] = [];
		for (let second = 901; second < 1_768; second += 1) {
			end.advance(SECOND);
			const messages = end.sent() as Request[];
			if (messages.length > 0) {
				at.push(second);
				end.take(answer(messages[0]!, 500));
			}
		}
		deepEqual(at.slice(0, 4), [1_334, 1_551, 1_660, 1_714]);
		equal(at.length < 12, true);
		end.advance(SECOND);
		deepEqual([end.request().method, end.news()], ["BYE", ["ended 1 no answer 408"]]);
	});

	it("L5: for want of credentials, is sent with them", () => {
		const { end, update } = refreshing({ account: served() });
		end.take(answer(update, 407, { headers: ['Proxy-Authenticate: Digest realm="r", nonce="n"'] }));
		const again = end.request();
		equal(again.headers.get("CSeq"), "3 UPDATE");
		match(again.headers.get("Proxy-Authorization") ?? "", /nonce="n"/);
	});

	it("S10: because it was too brief, asks for more", () => {
		const { end, update } = refreshing();
		end.take(answer(update, 422, { headers: ["Min-SE: 3600"] }));
		const again = end.request();
		deepEqual([again.headers.get("CSeq"), again.headers.get("Session-Expires")], ["3 UPDATE", "3600;refresher=uac"]);
		equal(again.headers.get("Min-SE"), "3600");
		end.take(answer(again, 200, { headers: [CONTACT, expires("3600;refresher=uac")] }));
		end.advance(1_800 * SECOND);
		deepEqual(end.ladder(), ["UPDATE 4"]);
	});

	it("because the network is down, is tried again", () => {
		const { end } = answered([expires("1800;refresher=uac"), UPDATES]);
		end.online = false;
		end.advance(1_000 * SECOND);
		end.online = true;
		end.advance(334 * SECOND);
		equal(end.request().method, "UPDATE");
		const { end: other } = answered([expires("1800;refresher=uac")]);
		other.online = false;
		other.advance(1_000 * SECOND);
		other.online = true;
		other.advance(334 * SECOND);
		equal(other.request().method, "INVITE");
	});

	it("because a change is under way or waits, leaves it to that", () => {
		const { end } = answered([expires("90;refresher=uac")], { random: 0.999 });
		end.advance(43 * SECOND);
		end.run((agent, now) => agent.offer(1, "new", now));
		end.take(answer(end.request(), 491));
		end.clear();
		// Due after 45 s, when the change waits for another try.
		end.advance(3 * SECOND);
		deepEqual(end.ladder(), []);
		end.advance(SECOND);
		equal(end.request().body, "new");
		end.advance(8 * SECOND);
		equal(end.ladder().includes("INVITE 4"), false);
	});

	it("A10: because it met a change of the peer, is tried again after the pause of glare", () => {
		const { end } = answered([expires("90;refresher=uac")], { random: 0 });
		end.advance(45 * SECOND);
		end.take(answer(end.request(), 491));
		end.clear();
		end.advance(2_100);
		const again = end.request();
		deepEqual([again.headers.get("CSeq"), again.body], ["3 INVITE", "offer"]);
		end.take(answer(again, 200, { headers: [CONTACT, expires("90;refresher=uac")] }));
		deepEqual([end.ladder(), end.news()], [["ACK 3"], ["renegotiated 1 200 "]]);
	});

	it("after the end of the call is not followed by another one", () => {
		for (const headers of [[UPDATES], []]) {
			const { end, ok } = answered([expires("30;refresher=uac"), ...headers]);
			end.advance(15 * SECOND);
			const refresh = end.request();
			hangUp(end, 1);
			end.take(answer(refresh, 200, { headers: ok }));
			end.clear();
			end.advance(25 * SECOND);
			equal(
				end.ladder().every((line) => line === "BYE 3"),
				true,
			);
		}
	});

	it("after the end of the call does nothing", () => {
		const { end, update } = refreshing();
		hangUp(end, 1);
		end.take(answer(end.request(), 200));
		end.take(answer(update, 200, { headers: [CONTACT, expires("1800;refresher=uac")] }));
		end.advance(32 * SECOND);
		deepEqual([end.news(), end.agent.quiet, end.agent.deadline], [["ended 1 local 0"], true, Number.POSITIVE_INFINITY]);
	});
});

describe("422 to our INVITE (RFC 4028 §7.3)", () => {
	it("S10: is acknowledged, and followed by one that asks for more", () => {
		const end = new End();
		end.call();
		const first = end.request();
		end.take(answer(first, 422, { headers: ["Min-SE: 3600"] }));
		const [acknowledgement, second] = end.sent() as Request[];
		deepEqual([acknowledgement?.method, second?.headers.get("CSeq")], ["ACK", "2 INVITE"]);
		deepEqual([second?.headers.get("Session-Expires"), second?.headers.get("Min-SE")], ["3600", "3600"]);
		equal(second?.headers.get("Call-ID"), first.headers.get("Call-ID"));
		end.take(answer(second!, 200, { headers: [CONTACT, expires("3600;refresher=uac")] }));
		deepEqual(end.news(), ["answered 1 "]);
	});

	it("is no reason to go on for ever", () => {
		const end = new End();
		end.call();
		for (let minimum = 2_000; minimum < 2_010; minimum += 1) {
			const invite = end
				.sent()
				.find((message): message is Request => message.type === "request" && message.method === "INVITE");
			if (invite) end.take(answer(invite, 422, { headers: [`Min-SE: ${minimum}`] }));
		}
		deepEqual(end.news(), ["ended 1 failed 422"]);
		for (const headers of [[], ["Min-SE: soon"], ["Min-SE: 0"], ["Min-SE: 4294967295"]]) {
			const other = new End();
			other.call();
			other.take(answer(other.request(), 422, { headers }));
			deepEqual([other.ladder(), other.news()], [["ACK 1"], ["ended 1 failed 422"]]);
		}
	});
});

describe("Session timer of a call that came in (RFC 4028 §9)", () => {
	it("is granted; the caller refreshes it, unless it wants us to", () => {
		const { ok } = taken("Supported: 100rel, timer", expires("1800"));
		deepEqual([ok.headers.get("Session-Expires"), ok.headers.get("Require")], ["1800;refresher=uac", "timer"]);
		const { end, ok: other } = taken("k: timer", "x: 90;refresher=uas", UPDATES);
		deepEqual([other.headers.get("Session-Expires"), other.headers.get("Require")], ["90;refresher=uas", "timer"]);
		end.advance(45 * SECOND);
		const update = end.request();
		deepEqual([update.method, update.headers.get("Session-Expires")], ["UPDATE", "90;refresher=uac"]);
	});

	it("is refreshed by re-INVITE with our answer as it was, when the caller does not list UPDATE", () => {
		const { end } = taken("Supported: timer", expires("90;refresher=uas"));
		end.advance(45 * SECOND);
		equal(end.request().body, "answer");
	});

	it("that a proxy put in is ours to refresh, and required of nobody", () => {
		const { end, ok } = taken(expires("600;refresher=uac"));
		deepEqual([ok.headers.get("Session-Expires"), ok.headers.get("Require")], ["600;refresher=uas", undefined]);
		end.advance(300 * SECOND);
		deepEqual(end.ladder(), ["INVITE 1"]);
	});

	it("that is too brief for a caller who knows of none is not granted", () => {
		const { end, ok } = taken(expires("30"));
		equal(ok.headers.get("Session-Expires"), undefined);
		end.advance(10_000 * SECOND);
		deepEqual([end.ladder(), end.news()], [[], []]);
	});

	it("S10: that is too brief is refused with 422, and granted when more is asked for", () => {
		const end = new End();
		end.take(ring({ headers: ["Supported: timer", expires("30")] }));
		const refusal = end.response();
		deepEqual([refusal.status, refusal.headers.get("Min-SE"), end.news()], [422, "90", []]);
		end.take(ring({ sequence: 2, headers: ["Supported: timer", expires("90"), "Min-SE: 90"] }));
		deepEqual([end.ladder(), end.news()], [["100 INVITE"], ["incoming -1 Bob/bob offer"]]);
	});

	it("L11: lives on with every refresh, by UPDATE or re-INVITE, and ends without", () => {
		const { end, tag } = taken("Supported: timer", expires("90"));
		const headers = [CONTACT, "Supported: timer", expires("90;refresher=uac")];
		end.advance(45 * SECOND);
		end.take(ask("UPDATE", { tag, sequence: 2, headers }));
		end.advance(45 * SECOND);
		end.take(ask("INVITE", { tag, sequence: 3, headers, body: "offer" }));
		end.run((agent, now) => agent.agree(-1, "answer", now));
		acknowledge(end, tag, 3);
		end.clear();
		end.advance(60 * SECOND - 1);
		deepEqual([end.ladder(), end.news()], [[], []]);
		end.advance(1);
		deepEqual([end.ladder(), end.news()], [["BYE 1"], ["ended -1 no answer 408"]]);
	});

	it("ends with a change that does not ask for one", () => {
		const { end, tag } = taken("Supported: timer", expires("90"));
		end.take(ask("UPDATE", { tag, sequence: 2, headers: [CONTACT] }));
		equal(end.response().headers.get("Session-Expires"), undefined);
		end.advance(10_000 * SECOND);
		deepEqual(end.news(), []);
	});

	it("is asked for by nobody where the caller does not", () => {
		const { end } = called();
		end.advance(10_000 * SECOND);
		deepEqual([end.ladder(), end.news(), end.agent.deadline], [[], [], Number.POSITIVE_INFINITY]);
	});
});
