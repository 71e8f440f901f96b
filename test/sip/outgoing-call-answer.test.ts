import { deepEqual, equal, notEqual } from "node:assert/strict";
import type { Request } from "../../modules/sip/message.ts";
import { CONTACT, called } from "./calls.ts";
import { answer } from "./stranger.ts";

describe("ACK for 2xx (RFC 3261 §13.2.2.4)", () => {
	it("L19: goes to the Contact, byte for byte, in a transaction of its own", () => {
		const { end, invite } = called();
		end.take(answer(invite, 200, { headers: ["Contact: <sip:phone1-0x55e4%41@192.0.2.9:5090;gr=a;X>;expires=5"] }));
		const acknowledgement = end.request();
		equal(acknowledgement.uri, "sip:phone1-0x55e4%41@192.0.2.9:5090;gr=a;X");
		equal(acknowledgement.headers.get("To"), "<sip:bob@192.0.2.9>;tag=b");
		equal(acknowledgement.headers.get("From"), invite.headers.get("From"));
		equal(acknowledgement.headers.get("Call-ID"), invite.headers.get("Call-ID"));
		equal(acknowledgement.headers.get("CSeq"), "1 ACK");
		notEqual(acknowledgement.headers.get("Via"), invite.headers.get("Via"));
	});

	it("S8, L21, L27: every copy of the 200 draws the same ACK", () => {
		const { end, invite } = called();
		const ok = answer(invite, 200, { headers: [CONTACT] });
		end.take(ok);
		const first = `${end.request().headers}`;
		for (const delay of [500, 1_000, 2_000, 4_000, 4_000, 4_000, 4_000, 4_000, 4_000, 4_000]) {
			end.advance(delay);
			end.take(ok);
			equal(`${end.request().headers}`, first);
		}
		deepEqual(end.news(), ["answered 1 "]);
	});

	it("repeats the ACK also after the call has ended", () => {
		const { end, invite } = called();
		const ok = answer(invite, 200, { headers: [CONTACT] });
		end.take(ok);
		end.sent();
		end.run((agent, now) => agent.hangUp(1, now));
		end.take(answer(end.request(), 200));
		equal(end.agent.quiet, true);
		end.take(ok);
		deepEqual([end.ladder(), end.news()], [["ACK 1"], ["answered 1 ", "ended 1 local 0"]]);
	});

	it("waits for the address of the Contact's host name, and is not sent to an unknown one", () => {
		const { end, invite } = called();
		const ok = answer(invite, 200, { headers: ["Contact: <sip:bob@phone.test:5060>"] });
		end.take(ok);
		deepEqual([end.ladder(), end.news()], [[], ["lookup phone.test", "answered 1 "]]);
		end.run((agent, now) => agent.resolved("phone.test", [], now));
		deepEqual(end.ladder(), []);
		end.take(ok);
		end.run((agent, now) => agent.resolved("phone.test", ["192.0.2.9"], now));
		deepEqual(end.ladder(), ["ACK 1"]);
	});

	it("is lost while the network is down, and sent for the next copy of the 200", () => {
		const { end, invite } = called();
		const ok = answer(invite, 200, { headers: [CONTACT] });
		end.online = false;
		end.take(ok);
		deepEqual([end.ladder(), end.news()], [[], ["answered 1 "]]);
		end.online = true;
		end.take(ok);
		deepEqual(end.ladder(), ["ACK 1"]);
	});
});

describe("Forked INVITE (RFC 3261 §13.2.2.4)", () => {
	it("a second phone's 200 is acknowledged and ended by BYE, and its copies are acknowledged only", () => {
		const { end, invite } = called();
		end.take(answer(invite, 200, { headers: [CONTACT], tag: "one" }));
		deepEqual(end.ladder(), ["ACK 1"]);
		const other = answer(invite, 200, { headers: ["Contact: <sip:carol@192.0.2.7>"], tag: "two" });
		end.take(other);
		const [acknowledgement, bye, ...more] = end.sent() as Request[];
		deepEqual(more, []);
		deepEqual([acknowledgement?.method, bye?.method], ["ACK", "BYE"]);
		deepEqual([acknowledgement?.uri, bye?.uri], ["sip:carol@192.0.2.7", "sip:carol@192.0.2.7"]);
		equal(bye?.headers.get("To"), "<sip:bob@192.0.2.9>;tag=two");
		end.take(other);
		deepEqual(end.ladder(), ["ACK 1"]);
		end.take(answer(bye!, 200));
		deepEqual(end.news(), ["answered 1 "]);
	});

	it("a fork without end leaves the call alone", () => {
		const { end, invite } = called();
		end.take(answer(invite, 200, { headers: [CONTACT], tag: "0" }));
		end.sent();
		for (let tag = 1; tag <= 6; tag++) end.take(answer(invite, 200, { headers: [CONTACT], tag: `${tag}` }));
		equal(end.ladder().join(), "ACK 1,BYE 2,ACK 1,BYE 2,ACK 1,BYE 2,ACK 1,BYE 2");
		const routes = Array.from({ length: 17 }, (_, index) => `Record-Route: <sip:192.0.2.${index};lr>`);
		end.take(answer(invite, 200, { headers: [CONTACT, ...routes], tag: "long" }));
		deepEqual([end.ladder(), end.news()], [[], ["answered 1 "]]);
	});

	it("a peer that ends a fork is heard", () => {
		const { end, invite } = called();
		end.take(answer(invite, 200, { headers: [CONTACT], tag: "one" }));
		end.take(answer(invite, 200, { headers: [CONTACT], tag: "two" }));
		end.sent();
		const { headers } = invite;
		const bye = `BYE sip:bell@192.0.2.1 SIP/2.0\r\nVia: SIP/2.0/UDP 192.0.2.9;branch=z9hG4bK1\r\nFrom: ${headers.get("To")};tag=two\r\nTo: ${headers.get("From")}\r\nCall-ID: ${headers.get("Call-ID")}\r\nCSeq: 1 BYE\r\n\r\n`;
		end.take(bye);
		deepEqual([end.ladder(), end.news()], [["200 BYE"], ["answered 1 "]]);
	});

	it("a 200 whose route is too long is no call", () => {
		const { end, invite } = called();
		const routes = Array.from({ length: 17 }, (_, index) => `Record-Route: <sip:192.0.2.${index};lr>`);
		end.take(answer(invite, 200, { headers: [CONTACT, ...routes] }));
		deepEqual([end.ladder(), end.news(), end.agent.quiet], [[], ["ended 1 failed 502"], true]);
	});
});
