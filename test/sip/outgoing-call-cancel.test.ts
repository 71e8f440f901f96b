import { deepEqual, equal } from "node:assert/strict";
import type { Request } from "../../modules/sip/message.ts";
import { CONTACT, called, fritzBox } from "./calls.ts";
import { End } from "./pair.ts";
import { answer } from "./stranger.ts";

describe("Withdrawn INVITE (RFC 3261 §9.1)", () => {
	const hangUp = (end: End) => end.run((agent, now) => agent.hangUp(1, now));

	it("is not sent when its user hangs up during the look-up", () => {
		const end = new End();
		end.call("sip:bob@phone.test:5060");
		hangUp(end);
		end.run((agent, now) => agent.resolved("phone.test", ["192.0.2.9"], now));
		deepEqual([end.ladder(), end.news()], [[], ["lookup phone.test", "ended 1 local 0"]]);
		equal(end.agent.quiet, true);
	});

	it("draws no CANCEL before a provisional response", () => {
		const { end, invite } = called();
		hangUp(end);
		deepEqual([end.ladder(), end.news()], [[], ["ended 1 local 0"]]);
		end.take(answer(invite, 100));
		deepEqual(end.ladder(), ["CANCEL 1"]);
	});

	it("ends by Timer B when there is none", () => {
		const { end } = called();
		hangUp(end);
		hangUp(end);
		end.advance(32_000);
		deepEqual(end.news(), ["ended 1 local 0"]);
		equal(end.agent.quiet, true);
	});

	it("L37: 200 to CANCEL, 487 and ACK end it", () => {
		const { end, invite } = called({ account: { ...fritzBox(), proxied: true } }, "621");
		end.take(answer(invite, 180));
		hangUp(end);
		const cancel = end.request();
		equal(cancel.uri, invite.uri);
		equal(cancel.headers.get("CSeq"), "1 CANCEL");
		for (const name of ["Via", "From", "To", "Call-ID", "Route"])
			equal(cancel.headers.get(name), invite.headers.get(name));
		end.take(answer(cancel, 200).replace("Whatever", "canceling"));
		end.take(answer(invite, 183));
		end.take(answer(invite, 487));
		deepEqual([end.ladder(), end.news()], [["ACK 1"], ["progress 1 180 ", "ended 1 local 0"]]);
		equal(end.agent.quiet, true);
		end.advance(40_000);
		equal(end.agent.deadline, Number.POSITIVE_INFINITY);
	});

	it("a 200 that crosses CANCEL is acknowledged and ended by BYE", () => {
		const { end, invite } = called();
		end.take(answer(invite, 180));
		hangUp(end);
		end.take(answer(invite, 200, { headers: [CONTACT] }));
		const messages = end.sent() as Request[];
		deepEqual(
			messages.map(({ method }) => method),
			["CANCEL", "ACK", "BYE"],
		);
		end.take(answer(messages[0]!, 481));
		end.take(answer(messages[2]!, 200));
		deepEqual(end.news(), ["progress 1 180 ", "ended 1 local 0"]);
		equal(end.agent.quiet, true);
	});

	it("is given up 64·T1 after a CANCEL that draws nothing more", () => {
		const { end, invite } = called();
		end.take(answer(invite, 180));
		hangUp(end);
		end.take(answer(end.request(), 200));
		end.advance(31_999);
		equal(end.agent.quiet, false);
		end.advance(1);
		deepEqual([end.agent.quiet, end.agent.deadline], [true, Number.POSITIVE_INFINITY]);
		end.take(answer(invite, 487));
		deepEqual([end.ladder(), end.agent.counters.stray], [[], 1]);
	});

	it("an unanswered CANCEL changes nothing", () => {
		const { end, invite } = called();
		end.take(answer(invite, 180));
		hangUp(end);
		end.advance(31_000);
		end.take(answer(invite, 487));
		end.advance(40_000);
		deepEqual(end.news(), ["progress 1 180 ", "ended 1 local 0"]);
		deepEqual([end.agent.quiet, end.agent.deadline], [true, Number.POSITIVE_INFINITY]);
	});

	it("is no longer possible after the 200: hanging up then is BYE", () => {
		const { end, invite } = called();
		end.take(answer(invite, 200, { headers: [CONTACT] }));
		hangUp(end);
		hangUp(end);
		deepEqual(
			[end.ladder(), end.news()],
			[
				["ACK 1", "BYE 2"],
				["answered 1 ", "ended 1 local 0"],
			],
		);
	});
});
