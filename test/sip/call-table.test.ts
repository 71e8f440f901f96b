import { deepEqual, equal } from "node:assert/strict";
import { CALL_LIMIT } from "../../modules/sip/call-table.ts";
import { toTag } from "../../modules/sip/message.ts";
import { parseUri } from "../../modules/sip/uri.ts";
import { End } from "./pair.ts";
import { answer, ask, ring } from "./stranger.ts";

describe("Several calls at a time", () => {
	it("each takes the requests of its own dialog only", () => {
		const end = new End();
		const tags: string[] = [];
		for (const callId of ["one", "two"]) {
			end.take(ring({ callId }));
			end.run((agent, now) => agent.answer(callId === "one" ? -1 : -2, "answer", now));
			const tag = toTag(end.sent()[1]!)!;
			end.take(ask("ACK", { callId, tag, branch: `z9hG4bKack${callId}` }));
			tags.push(tag);
		}
		end.news();
		end.take(ask("BYE", { callId: "two", tag: tags[0], sequence: 2 }));
		end.take(ask("BYE", { callId: "two", tag: tags[1], sequence: 3 }));
		deepEqual([end.ladder(), end.news()], [["481 BYE", "200 BYE"], ["ended -2 remote 0"]]);
	});

	it("one that is withdrawn leaves the others alone", () => {
		const end = new End();
		end.call();
		end.take(ring({ callId: "one" }));
		end.take(ring({ callId: "two" }));
		end.news();
		end.take(ask("CANCEL", { callId: "two" }));
		deepEqual(end.news(), ["ended -2 remote 487"]);
	});

	it("too many draw 486 (RFC 3261 §21.4.24)", () => {
		const end = new End();
		for (let number = 1; number <= CALL_LIMIT; number++) end.take(ring({ callId: `call ${number}` }));
		end.sent();
		end.news();
		end.take(ring({ callId: "one too many" }));
		deepEqual([end.ladder(), end.news()], [["486 INVITE"], []]);
		end.run((agent, now) => agent.reject(-1, 603, now));
		end.take(ring({ callId: "a free place" }));
		deepEqual(end.ladder(), ["603 INVITE", "100 INVITE"]);
	});

	it("all are ended by retire: CANCEL, 480 and BYE, and REGISTER with Expires 0", () => {
		const end = new End({ account: { domain: "door.test", server: parseUri("sip:192.0.2.8") } });
		end.run((agent, now) => agent.registration?.register(now));
		end.take(answer(end.request(), 200));
		end.call();
		end.take(answer(end.request(), 180));
		end.call(undefined, 2);
		end.take(answer(end.request(), 200, { headers: ["Contact: <sip:bob@192.0.2.9>"] }));
		end.take(ring());
		end.sent();
		end.news();
		end.run((agent, now) => agent.retire(now));
		deepEqual(end.ladder(), ["CANCEL 1", "BYE 2", "480 INVITE", "REGISTER 2"]);
		deepEqual(end.news(), ["ended 1 local 0", "ended 2 local 0", "ended -1 local 480", "registration unregistering"]);
		equal(end.agent.quiet, false);
		end.advance(70_000);
		deepEqual([end.agent.quiet, end.agent.deadline], [true, Number.POSITIVE_INFINITY]);
	});
});

describe("Merged INVITE (RFC 3261 §8.2.2.2)", () => {
	it("draws 482 on its second way, while the first rings or talks", () => {
		const end = new End();
		end.take(ring());
		end.take(ring({ branch: "z9hG4bKother" }));
		end.run((agent, now) => agent.answer(-1, "answer", now));
		end.take(ring({ branch: "z9hG4bKthird" }));
		deepEqual(end.ladder(), ["100 INVITE", "482 INVITE", "200 INVITE", "482 INVITE"]);
		deepEqual(end.news(), ["incoming -1 Bob/bob offer"]);
	});

	it("is another call when its Call-ID, number or tag differ", () => {
		const end = new End();
		end.take(ring());
		end.take(ring({ callId: "other" }));
		end.take(ring({ sequence: 2 }));
		end.take(ring({ branch: "z9hG4bKother", from: "<sip:bob@192.0.2.9>;tag=c" }));
		deepEqual(end.ladder(), ["100 INVITE", "100 INVITE", "100 INVITE", "100 INVITE"]);
	});

	it("is compared with incoming calls only", () => {
		const end = new End();
		end.call();
		end.take(ring({ callId: end.request().headers.get("Call-ID") }));
		deepEqual(end.ladder(), ["100 INVITE"]);
	});
});
