import { deepEqual, equal } from "node:assert/strict";
import { type End, type EndOptions, pair } from "./pair.ts";
import { acknowledge, answer, called, calling, ring } from "./stranger.ts";

const offer = (end: End, call: number, body = "offer") => end.run((agent, now) => agent.offer(call, body, now));
const agree = (end: End, body: string | undefined) => end.run((agent, now) => agent.agree(-1, body, now));
const hangUp = (end: End, call: number) => end.run((agent, now) => agent.hangUp(call, now));

describe("re-INVITE of both (RFC 3261 §14.1)", () => {
	it("A10: that met another one is tried again after 2.1 to 4 s by the caller", () => {
		for (const [random, pause] of [
			[0, 2_100],
			[0.999_999, 4_000],
		] as const) {
			const end = calling({ random });
			offer(end, 1, "held");
			end.take(answer(end.request(), 491));
			deepEqual(end.ladder(), ["ACK 2"]);
			end.advance(pause - 1);
			deepEqual(end.ladder(), []);
			end.advance(1);
			const again = end.request();
			deepEqual([again.headers.get("CSeq"), again.body, end.news()], ["3 INVITE", "held", []]);
		}
	});

	it("A10: that met another one is tried again after 0 to 2 s by the called side", () => {
		for (const [random, pause] of [
			[0, 0],
			[0.999_999, 2_000],
		] as const) {
			const { end } = called({ random });
			offer(end, -1);
			end.take(answer(end.request(), 491));
			end.sent();
			end.advance(pause);
			deepEqual(end.ladder(), ["INVITE 2"]);
		}
	});

	it("A10: glare between two of us ends with both changes made", () => {
		const agreeing: EndOptions["user"] = (output, end) => {
			if (output.type === "incoming") end.run((agent, now) => agent.answer(output.call, "answer", now));
			if (output.type === "renegotiate") end.run((agent, now) => agent.agree(output.call, `${output.body}!`, now));
		};
		const { wire, a, b } = pair({ user: agreeing }, { user: agreeing });
		a.call("sip:bell@192.0.2.2");
		wire.advance(100);
		offer(a, 1, "A");
		offer(b, -1, "B");
		wire.advance(10_000);
		deepEqual(a.news(), ["answered 1 answer", "renegotiate 1 B", "confirmed 1 ", "renegotiated 1 200 A!"]);
		deepEqual(b.news().slice(1), ["confirmed -1 ", "renegotiated -1 200 B!", "renegotiate -1 A", "confirmed -1 "]);
		deepEqual(
			a.ladder().filter((line) => line.startsWith("491")),
			["491 INVITE"],
		);
	});

	it("waits while another INVITE of the dialog is under way", () => {
		const { end, tag } = called({ random: 0.5 });
		end.take(ring({ tag, sequence: 2 }));
		offer(end, -1, "first");
		offer(end, -1, "second");
		end.advance(1_000);
		deepEqual(end.ladder(), []);
		agree(end, "answer");
		end.advance(1_000);
		acknowledge(end, tag, 2);
		end.sent();
		end.advance(1_000);
		equal(end.request().body, "second");
		offer(end, -1, "third");
		deepEqual(end.ladder(), []);
	});

	it("that waits is forgotten when the call ends", () => {
		const end = calling();
		offer(end, 1);
		end.take(answer(end.request(), 491));
		hangUp(end, 1);
		end.sent();
		end.advance(31_000);
		equal(end.ladder().join().includes("INVITE"), false);
	});
});
