import { deepEqual, equal } from "node:assert/strict";
import { ringing, rung } from "./calls.ts";
import { End } from "./pair.ts";
import { answer, ask, called, calling, ring, within } from "./stranger.ts";

const REFER_TO = "Refer-To: <sip:attic@192.0.2.5>";

describe("REFER (RFC 3515 §2.4.2)", () => {
	it("inside a call draws 603 and no NOTIFY, and the call goes on", () => {
		const { end, tag } = called();
		end.take(ask("REFER", { tag, sequence: 2, headers: [REFER_TO] }));
		end.take(ask("REFER", { tag, sequence: 2, headers: [REFER_TO] }));
		end.advance(100_000);
		deepEqual([end.ladder(), end.news()], [["603 REFER", "603 REFER"], []]);
		end.take(ask("INFO", { tag, sequence: 3 }));
		deepEqual(end.ladder(), ["200 INFO"]);
	});

	it("before the answer draws 603 as well", () => {
		const { end, tag } = rung();
		end.take(ask("REFER", { tag, sequence: 2, headers: [REFER_TO] }));
		deepEqual(end.ladder(), ["603 REFER"]);
		const other = new End();
		other.call();
		const invite = other.request();
		other.take(answer(invite, 180));
		other.take(within(invite, "REFER", { headers: [REFER_TO] }));
		deepEqual(other.ladder(), ["603 REFER"]);
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
		end.take(ask("REFER", { tag, sequence: 2 }));
		end.take(ask("REFER", { sequence: 3, headers: [REFER_TO, "r: <sip:cellar@192.0.2.6>"] }));
		deepEqual(end.ladder(), ["400 REFER", "400 REFER"]);
	});

	it("is not listed in Allow", () => {
		const end = new End();
		end.take(ask("OPTIONS"));
		equal(end.response().headers.all("Allow").includes("REFER"), false);
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
