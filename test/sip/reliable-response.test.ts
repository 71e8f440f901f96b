import { deepEqual, equal } from "node:assert/strict";
import { toTag } from "../../modules/sip/message.ts";
import { ringing } from "./calls.ts";
import type { End } from "./pair.ts";
import { acknowledge, ask } from "./stranger.ts";

const REQUIRE = "Require: 100rel";

const ring = (end: End) => end.run((agent, now) => agent.ring(-1, now));
const accept = (end: End) => end.run((agent, now) => agent.answer(-1, "answer", now));
const prack = (tag: string, rack: string, sequence = 2) => ask("PRACK", { tag, sequence, headers: [`RAck: ${rack}`] });

/** A caller that requires reliable responses hears that it rings: the number of the 180, and our tag. */
function rung(): { end: End; tag: string; sequence: string } {
	const end = ringing({ headers: [REQUIRE] });
	ring(end);
	const progress = end.response();
	return { end, tag: toTag(progress)!, sequence: progress.headers.get("RSeq")! };
}

describe("180 to a caller who requires 100rel (RFC 3262 §3)", () => {
	it("F16: is numbered, and repeated after 0.5, 1, 2 s … until PRACK comes", () => {
		const end = ringing({ headers: [REQUIRE] });
		ring(end);
		const progress = end.response();
		deepEqual([progress.status, progress.headers.get("Require"), progress.body], [180, "100rel", ""]);
		equal(progress.headers.get("RSeq"), `${1 + Math.floor(0.5 * 0x7fff_ffff)}`);
		equal(progress.headers.get("Contact"), "<sip:bell@192.0.2.1:5060>");
		for (const pause of [500, 1_000, 2_000, 4_000, 8_000]) {
			end.advance(pause - 1);
			deepEqual(end.ladder(), []);
			end.advance(1);
			equal(end.response().headers.get("RSeq"), progress.headers.get("RSeq"));
		}
		end.take(prack(toTag(progress)!, `${progress.headers.get("RSeq")}  1 INVITE`));
		deepEqual(end.ladder(), ["200 PRACK"]);
		end.advance(100_000);
		deepEqual([end.ladder(), end.news()], [[], []]);
		accept(end);
		deepEqual(end.ladder(), ["200 INVITE"]);
	});

	it("that nobody acknowledges ends the call after 32 s", () => {
		const { end } = rung();
		end.advance(32_000);
		deepEqual([end.ladder().pop(), end.news()], ["504 INVITE", ["ended -1 no answer 504"]]);
		end.take(ask("ACK"));
		end.advance(40_000);
		deepEqual([end.agent.quiet, end.agent.deadline], [true, Number.POSITIVE_INFINITY]);
	});

	it("is sent once, and again for a copy of the INVITE", () => {
		const { end } = rung();
		ring(end);
		deepEqual(end.ladder(), []);
		end.take(ask("INVITE", { headers: ["Contact: <sip:bob@192.0.2.9>", REQUIRE], body: "offer" }));
		deepEqual(end.ladder(), ["180 INVITE"]);
	});

	it("draws 481 for a PRACK of something else, and for a second one", () => {
		const { end, tag, sequence } = rung();
		for (const rack of ["1 1 INVITE", `${sequence} 2 INVITE`, `${sequence} 1 BYE`, sequence, ""])
			end.take(
				ask("PRACK", { tag, sequence: 2 + rack.length, branch: `z9hG4bK${rack.length}`, headers: [`RAck: ${rack}`] }),
			);
		equal(
			end.ladder().every((line) => line === "481 PRACK" || line === "500 PRACK"),
			true,
		);
		end.take(prack(tag, `${sequence} 1 INVITE`, 30));
		end.take(prack(tag, `${sequence} 1 INVITE`, 30));
		end.take(prack(tag, `${sequence} 1 INVITE`, 31));
		deepEqual(end.ladder(), ["200 PRACK", "200 PRACK", "481 PRACK"]);
	});

	it("need not be acknowledged before the 200, for it describes nothing; its PRACK may still come", () => {
		const { end, tag, sequence } = rung();
		accept(end);
		acknowledge(end, tag, 1);
		deepEqual([end.ladder(), end.news()], [["200 INVITE"], ["confirmed -1 "]]);
		end.take(prack(tag, `${sequence} 1 INVITE`));
		end.take(prack(tag, `${sequence} 1 INVITE`, 3));
		end.advance(40_000);
		deepEqual(end.ladder(), ["200 PRACK", "481 PRACK"]);
	});

	it("is not repeated when the call is over", () => {
		for (const over of [
			(end: End) => end.run((agent, now) => agent.reject(-1, 486, now)),
			(end: End) => end.take(ask("CANCEL")),
			(end: End, tag: string) => end.take(ask("BYE", { tag, sequence: 2 })),
		]) {
			const { end, tag } = rung();
			over(end, tag);
			end.take(ask("ACK"));
			end.clear();
			end.advance(100_000);
			deepEqual([end.ladder(), end.agent.quiet, end.agent.deadline], [[], true, Number.POSITIVE_INFINITY]);
		}
	});

	it("is left out where it would have to hold our offer (§5): the 200 does", () => {
		const end = ringing({ body: "", headers: [REQUIRE] });
		ring(end);
		deepEqual(end.ladder(), []);
		accept(end);
		const ok = end.response();
		deepEqual([ok.status, ok.body, ok.headers.get("Require")], [200, "answer", undefined]);
	});

	it("F16: is an ordinary one when 100rel is only supported", () => {
		const end = ringing({ headers: ["Supported: 100rel, replaces, timer"] });
		ring(end);
		const progress = end.response();
		deepEqual([progress.headers.get("Require"), progress.headers.get("RSeq")], [undefined, undefined]);
		end.advance(40_000);
		deepEqual(end.ladder(), []);
		end.take(prack(toTag(progress)!, "1 1 INVITE"));
		deepEqual(end.ladder(), ["481 PRACK"]);
	});
});
