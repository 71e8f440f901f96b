import { deepEqual, equal } from "node:assert/strict";
import { toTag } from "../../modules/sip/message.ts";
import { served } from "./calls.ts";
import { End } from "./pair.ts";
import { answer, ask, called, ring } from "./stranger.ts";

const hangUp = (end: End) => end.run((agent, now) => agent.hangUp(-1, now));
const inform = (end: End) => end.run((agent, now) => agent.inform(-1, "application/dtmf", "5", now));

describe("INFO (RFC 6086)", () => {
	it("A9, L14: reports keys by name and by number in both bodies, and takes an empty one", () => {
		const { end, tag } = called();
		const bodies = [
			["application/dtmf-relay", "Signal=1\r\nDuration=120"],
			["application/dtmf-relay", "Signal= 10\r\nDuration= 160\r\n"],
			["application/dtmf", "#"],
			["application/dtmf", "11"],
			["application/dtmf", "16"],
			["application/dtmf-relay", ""],
			["text/plain", "5"],
		];
		for (const [index, [type, body]] of bodies.entries()) {
			end.take(ask("INFO", { tag, sequence: 2 + index, headers: [`Content-Type: ${type}`], body }));
		}
		end.take(ask("INFO", { tag, sequence: 20 }));
		deepEqual(end.ladder(), Array(8).fill("200 INFO"));
		deepEqual(end.news(), ["digit -1 1", "digit -1 *", "digit -1 #", "digit -1 #"]);
	});

	it("counts a copy once, and the same key twice", () => {
		const { end, tag } = called();
		const press = (sequence: number) =>
			ask("INFO", { tag, sequence, headers: ["Content-Type: application/dtmf"], body: "5" });
		for (const text of [press(2), press(2), press(3)]) end.take(text);
		deepEqual(
			[end.ladder(), end.news()],
			[
				["200 INFO", "200 INFO", "200 INFO"],
				["digit -1 5", "digit -1 5"],
			],
		);
	});

	it("is sent inside the dialog", () => {
		const { end } = called();
		inform(end);
		const info = end.request();
		equal(info.headers.get("Content-Type"), "application/dtmf");
		deepEqual([info.method, info.body, info.uri], ["INFO", "5", "sip:bob@192.0.2.9"]);
		end.take(answer(info, 200));
		deepEqual(end.news(), []);
	});

	it("L5: is sent again with credentials after 401 or 407", () => {
		for (const [status, asks, proves] of [
			[401, "WWW-Authenticate", "Authorization"],
			[407, "Proxy-Authenticate", "Proxy-Authorization"],
		] as const) {
			const { end } = called({ account: served() });
			inform(end);
			end.take(answer(end.request(), status, { headers: [`${asks}: Digest realm="r", nonce="n"`] }));
			const again = end.request();
			deepEqual([again.headers.get("CSeq"), again.body], ["2 INFO", "5"]);
			equal(again.headers.get(proves)?.includes('nonce="n"'), true);
			end.take(answer(again, 200));
			deepEqual([end.ladder(), end.news()], [[], []]);
		}
	});

	it("is not sent before the answer or after the end", () => {
		const end = new End();
		end.take(ring());
		inform(end);
		deepEqual(end.ladder(), ["100 INVITE"]);
		const { end: other } = called();
		hangUp(other);
		inform(other);
		deepEqual(other.ladder(), ["BYE 1"]);
	});

	it("ends the call when the peer does not know it any more, and not for another refusal", () => {
		const { end } = called();
		inform(end);
		end.take(answer(end.request(), 415));
		deepEqual(end.news(), []);
		inform(end);
		end.take(answer(end.request(), 481));
		deepEqual([end.ladder(), end.news()], [["BYE 3"], ["ended -1 remote 481"]]);
	});

	it("ends the call when nobody answers (§12.2.1.2)", () => {
		const { end } = called();
		inform(end);
		end.advance(32_000);
		end.sent();
		deepEqual(end.news(), ["ended -1 no answer 408"]);
		end.advance(32_000);
		deepEqual([end.agent.quiet, end.agent.deadline], [true, Number.POSITIVE_INFINITY]);
	});

	it("unanswered does not end a call twice", () => {
		const { end } = called();
		inform(end);
		const info = end.request();
		hangUp(end);
		end.take(answer(end.request(), 200));
		equal(end.agent.quiet, false);
		end.take(answer(info, 481));
		deepEqual([end.ladder(), end.news(), end.agent.quiet], [[], ["ended -1 local 0"], true]);
	});

	it("that is lost does not end a call that waits for its ACK twice", () => {
		const end = new End();
		end.take(ring());
		end.run((agent, now) => agent.answer(-1, "answer", now));
		const tag = toTag(end.sent()[1]!)!;
		inform(end);
		const info = end.request();
		hangUp(end);
		end.take(answer(info, 481));
		deepEqual(end.ladder(), ["BYE 2"]);
		end.take(ask("ACK", { tag, branch: "z9hG4bKack" }));
		deepEqual([end.ladder(), end.news()], [[], ["incoming -1 Bob/bob offer", "ended -1 local 0"]]);
	});
});
