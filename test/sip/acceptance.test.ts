import { deepEqual, equal } from "node:assert/strict";
import { toTag } from "../../modules/sip/message.ts";
import { End } from "./pair.ts";
import { acknowledge, ask, ring } from "./stranger.ts";

/** A call that we have answered, its first 200 taken, and our tag. */
function answered(): { end: End; tag: string } {
	const end = new End();
	end.take(ring());
	end.run((agent, now) => agent.answer(-1, "answer", now));
	const tag = toTag(end.sent()[1]!)!;
	end.news();
	return { end, tag };
}

const hangUp = (end: End) => end.run((agent, now) => agent.hangUp(-1, now));

describe("2xx to INVITE (RFC 3261 §13.3.1.4)", () => {
	it("L21: is repeated after T1, doubling to T2, and the call ended by BYE after 64·T1 without ACK", () => {
		const { end } = answered();
		const times: string[] = [];
		while (end.wire.now < 32_000) {
			end.advance(100);
			for (const rung of end.ladder()) times.push(`${end.wire.now} ${rung}`);
		}
		deepEqual(times, [
			"500 200 INVITE",
			"1500 200 INVITE",
			"3500 200 INVITE",
			"7500 200 INVITE",
			"11500 200 INVITE",
			"15500 200 INVITE",
			"19500 200 INVITE",
			"23500 200 INVITE",
			"27500 200 INVITE",
			"31500 200 INVITE",
			"32000 BYE 1",
		]);
		deepEqual(end.news(), ["ended -1 no answer 408"]);
		end.advance(40_000);
		deepEqual([end.agent.quiet, end.agent.deadline], [true, Number.POSITIVE_INFINITY]);
	});

	it("is the same in every copy", () => {
		const end = new End();
		const sent: string[] = [];
		end.wire.send = (text) => sent.push(text);
		end.take(ring());
		end.run((agent, now) => agent.answer(-1, "answer", now));
		end.advance(2_000);
		equal(sent.length, 4);
		deepEqual([sent[2], sent[3]], [sent[1], sent[1]]);
	});

	it("is repeated no more after its ACK", () => {
		const { end, tag } = answered();
		end.advance(600);
		end.sent();
		acknowledge(end, tag, 1);
		acknowledge(end, tag, 1);
		end.advance(40_000);
		deepEqual([end.ladder(), end.news(), end.agent.deadline], [[], ["confirmed -1 "], Number.POSITIVE_INFINITY]);
	});

	it("is not acknowledged by an ACK with another number or tag", () => {
		const { end, tag } = answered();
		acknowledge(end, tag, 2);
		acknowledge(end, "other", 1);
		end.advance(500);
		deepEqual([end.ladder(), end.news()], [["200 INVITE"], []]);
	});
});

describe("Hanging up before the ACK (RFC 3261 §15)", () => {
	it("waits for it", () => {
		const { end, tag } = answered();
		hangUp(end);
		deepEqual([end.ladder(), end.news()], [[], ["ended -1 local 0"]]);
		end.advance(500);
		deepEqual(end.ladder(), ["200 INVITE"]);
		acknowledge(end, tag, 1);
		deepEqual([end.ladder(), end.news()], [["BYE 1"], []]);
	});

	it("waits for it 64·T1 long", () => {
		const { end } = answered();
		hangUp(end);
		end.advance(31_999);
		end.sent();
		end.advance(1);
		deepEqual([end.ladder(), end.news()], [["BYE 1"], ["ended -1 local 0"]]);
		end.advance(40_000);
		deepEqual([end.agent.quiet, end.agent.deadline], [true, Number.POSITIVE_INFINITY]);
	});

	it("waits no more when the peer changes the session, which it can only with our 200", () => {
		const { end, tag } = answered();
		hangUp(end);
		end.take(ring({ tag, sequence: 2 }));
		deepEqual([end.ladder(), end.news()], [["BYE 1", "481 INVITE"], ["ended -1 local 0"]]);
	});

	it("is no longer needed when the peer does so", () => {
		const { end, tag } = answered();
		hangUp(end);
		end.take(ask("BYE", { tag, sequence: 2 }));
		deepEqual([end.ladder(), end.news(), end.agent.quiet], [["200 BYE"], ["ended -1 local 0"], true]);
		end.advance(40_000);
		deepEqual([end.ladder(), end.agent.deadline], [[], Number.POSITIVE_INFINITY]);
	});

	it("by the peer ends the copies of the 200", () => {
		const { end, tag } = answered();
		end.take(ask("BYE", { tag, sequence: 2 }));
		deepEqual([end.ladder(), end.news(), end.agent.quiet], [["200 BYE"], ["ended -1 remote 0"], true]);
		end.advance(40_000);
		deepEqual([end.ladder(), end.news()], [[], []]);
	});
});
