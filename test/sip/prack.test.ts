import { deepEqual, equal, match } from "node:assert/strict";
import { EARLY_LIMIT } from "../../modules/sip/early-dialog.ts";
import type { Request } from "../../modules/sip/message.ts";
import { CONTACT, called, served } from "./calls.ts";
import type { End } from "./pair.ts";
import { answer, within } from "./stranger.ts";

/** A provisional response that wants PRACK. */
function reliable(invite: Request, sequence: number, status = 183, body = "", tag = "b", ...more: string[]): string {
	return answer(invite, status, { tag, body, headers: [CONTACT, "Require: 100rel", `RSeq: ${sequence}`, ...more] });
}

const rack = (request: Request) => `${request.headers.get("CSeq")}: ${request.headers.get("RAck")}`;
const agree = (end: End, body: string | undefined) => end.run((agent, now) => agent.agree(1, body, now));

describe("Reliable provisional response to our INVITE (RFC 3262 §4)", () => {
	it("F16, A4: draws PRACK, though we never offer 100rel", () => {
		const { end, invite } = called();
		deepEqual(invite.headers.all("Supported"), ["timer"]);
		end.take(reliable(invite, 776_656, 183, "early"));
		const prack = end.request();
		deepEqual([prack.method, prack.uri, prack.body], ["PRACK", "sip:bob@192.0.2.9", ""]);
		equal(rack(prack), "2 PRACK: 776656 1 INVITE");
		equal(prack.headers.get("To"), `${invite.headers.get("To")};tag=b`);
		end.take(answer(prack, 200));
		deepEqual([end.ladder(), end.news()], [[], ["progress 1 183 early"]]);
	});

	it("goes along the route of that response", () => {
		const { end, invite } = called();
		end.take(reliable(invite, 1, 180, "", "b", "Record-Route: <sip:192.0.2.3;lr>, <sip:192.0.2.4;lr>"));
		deepEqual(end.request().headers.all("Route"), ["<sip:192.0.2.4;lr>", "<sip:192.0.2.3;lr>"]);
	});

	it("counts once: a copy draws no other PRACK and no news", () => {
		const { end, invite } = called();
		for (let copy = 0; copy < 3; copy += 1) end.take(reliable(invite, 5));
		deepEqual([end.ladder(), end.news()], [["PRACK 2"], ["progress 1 183 "]]);
	});

	it("before its turn is passed over until the one before it came", () => {
		const { end, invite } = called();
		for (const sequence of [5, 7, 6, 7]) end.take(reliable(invite, sequence));
		deepEqual((end.sent() as Request[]).map(rack), [
			"2 PRACK: 5 1 INVITE",
			"3 PRACK: 6 1 INVITE",
			"4 PRACK: 7 1 INVITE",
		]);
		equal(end.news().length, 3);
	});

	it("is repeated until it is answered, and the call goes on without an answer", () => {
		for (const status of [undefined, 481, 500]) {
			const { end, invite } = called();
			end.take(reliable(invite, 1));
			const prack = end.request();
			if (status) end.take(answer(prack, status));
			end.advance(40_000);
			equal(end.ladder().length, status ? 0 : 10);
			end.take(answer(invite, 200, { headers: [CONTACT] }));
			deepEqual([end.ladder(), end.news()], [["ACK 1"], ["progress 1 183 ", "answered 1 "]]);
		}
	});

	it("L5: its PRACK is sent again with credentials after 407", () => {
		const { end, invite } = called({ account: served() });
		end.take(reliable(invite, 9));
		end.take(answer(end.request(), 407, { headers: ['Proxy-Authenticate: Digest realm="r", nonce="n"'] }));
		const again = end.request();
		equal(rack(again), "3 PRACK: 9 1 INVITE");
		match(again.headers.get("Proxy-Authorization") ?? "", /nonce="n"/);
	});

	it("makes the dialog of the call: its numbers count on, its way is that of the 2xx", () => {
		const { end, invite } = called();
		end.take(reliable(invite, 1));
		end.take(answer(end.request(), 200));
		end.take(within(invite, "UPDATE", { sequence: 4, headers: [CONTACT] }));
		const headers = ["Contact: <sip:bob@192.0.2.7>", "Record-Route: <sip:192.0.2.3;lr>"];
		end.take(answer(invite, 200, { headers }));
		end.clear();
		end.take(within(invite, "INFO", { sequence: 4 }));
		deepEqual(end.ladder(), ["500 INFO"]);
		end.run((agent, now) => agent.hangUp(1, now));
		const bye = end.request();
		deepEqual([bye.uri, bye.headers.get("CSeq")], ["sip:bob@192.0.2.7", "3 BYE"]);
		deepEqual(bye.headers.all("Route"), ["<sip:192.0.2.3;lr>"]);
	});

	it("its answer holds when the 2xx has none, and not otherwise (§5; interop trap F13)", () => {
		for (const [body, news] of [
			["", "answered 1 early"],
			["late", "answered 1 late"],
		] as const) {
			const { end, invite } = called();
			end.take(reliable(invite, 1, 183, "early"));
			end.take(reliable(invite, 2, 180));
			end.take(answer(invite, 200, { headers: [CONTACT], body }));
			deepEqual(end.news(), ["progress 1 183 early", "progress 1 180 ", news]);
		}
	});

	it("each phone behind an INVITE has a dialog of its own; who answers goes on, and as many as there is room for", () => {
		const { end, invite } = called();
		for (let phone = 0; phone <= EARLY_LIMIT; phone += 1)
			end.take(reliable(invite, 10 * phone + 1, 183, "", `p${phone}`));
		const pracks = end.sent() as Request[];
		equal(pracks.length, EARLY_LIMIT);
		equal(
			pracks.every(({ headers }) => headers.get("CSeq") === "2 PRACK"),
			true,
		);
		end.take(answer(invite, 200, { tag: "p1", headers: [CONTACT], body: "answer" }));
		end.clear();
		end.take(within(invite, "UPDATE", { from: "<sip:bob@192.0.2.9>;tag=p0" }));
		end.take(within(invite, "INFO", { from: "<sip:bob@192.0.2.9>;tag=p1" }));
		deepEqual(end.ladder(), ["481 UPDATE", "200 INFO"]);
	});

	it("without a number, tag or a way is progress like any other", () => {
		const { end, invite } = called();
		end.take(answer(invite, 183, { headers: ["Require: 100rel"] }));
		for (const sequence of ["0", "x", "1.5", "99999999999"])
			end.take(answer(invite, 183, { headers: ["Require: 100rel", `RSeq: ${sequence}`] }));
		end.take(answer(invite, 183, { headers: ["RSeq: 1"] }));
		end.take(answer(invite, 183, { tag: "", headers: ["Require: 100rel", "RSeq: 1"] }));
		deepEqual([end.ladder(), end.news().length], [[], 7]);
	});

	it("that comes after the call was given up draws CANCEL, not PRACK", () => {
		const { end, invite } = called();
		end.run((agent, now) => agent.hangUp(1, now));
		end.take(reliable(invite, 1));
		deepEqual(end.ladder(), ["CANCEL 1"]);
		end.take(answer(invite, 487));
		end.advance(40_000);
		equal(end.agent.quiet, true);
	});
});

describe("UPDATE of a phone that rings (RFC 3311 §5.2)", () => {
	const rings = () => {
		const { end, invite } = called();
		end.take(reliable(invite, 1, 183, "early"));
		end.take(answer(end.request(), 200));
		end.clear();
		return { end, invite };
	};

	it("changes the session when our offer has its answer, and the 2xx need not say it again", () => {
		const { end, invite } = rings();
		end.take(within(invite, "UPDATE", { headers: [CONTACT], body: "changed" }));
		agree(end, "agreed");
		deepEqual([end.ladder(), end.news()], [["200 UPDATE"], ["renegotiate 1 changed"]]);
		end.take(answer(invite, 200, { headers: [CONTACT, "Session-Expires: 90;refresher=uac"] }));
		deepEqual([end.ladder(), end.news()], [["ACK 1"], ["answered 1 "]]);
		end.advance(45_000);
		equal(end.request().body, "agreed");
	});

	it("that is refused leaves the early answer as it was", () => {
		const { end, invite } = rings();
		end.take(within(invite, "UPDATE", { headers: [CONTACT], body: "useless" }));
		agree(end, undefined);
		end.take(answer(invite, 200, { headers: [CONTACT] }));
		deepEqual(
			[end.ladder(), end.news()],
			[
				["488 UPDATE", "ACK 1"],
				["renegotiate 1 useless", "answered 1 early"],
			],
		);
	});

	it("draws 491 while our offer has no answer", () => {
		const { end, invite } = called();
		end.take(reliable(invite, 1, 180));
		end.clear();
		end.take(within(invite, "UPDATE", { headers: [CONTACT], body: "theirs" }));
		end.take(within(invite, "BYE", { sequence: 2 }));
		deepEqual([end.ladder(), end.news()], [["491 UPDATE", "500 BYE"], []]);
	});

	it("that waits when the call is answered elsewhere, refused or given up draws 487", () => {
		for (const [status, tag] of [
			[200, "other"],
			[486, "b"],
		] as const) {
			const { end, invite } = rings();
			end.take(within(invite, "UPDATE", { headers: [CONTACT], body: "changed" }));
			end.take(answer(invite, status, { tag, headers: [CONTACT] }));
			equal(end.ladder().includes("487 UPDATE"), true);
			agree(end, "too late");
			deepEqual(end.ladder(), []);
		}
	});
});
