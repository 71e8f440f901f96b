import { deepEqual, equal, throws } from "node:assert/strict";
import { toTag } from "../../modules/sip/message.ts";
import { ringing, rung } from "./calls.ts";
import { End } from "./pair.ts";
import { ask, ring } from "./stranger.ts";

describe("Incoming INVITE (RFC 3261 §13.3.1)", () => {
	it("draws 100 and is reported with the caller's name, number and offer", () => {
		const end = new End();
		end.take(ring());
		const trying = end.response();
		deepEqual([trying.status, toTag(trying), end.news()], [100, undefined, ["incoming -1 Bob/bob offer"]]);
	});

	it("without an offer asks for one", () => {
		const end = new End();
		end.take(ring({ body: "" }));
		deepEqual(end.news(), ["incoming -1 Bob/bob "]);
	});

	it("numbers calls downwards", () => {
		const end = new End();
		end.take(ring({ callId: "one" }));
		end.take(ring({ callId: "two" }));
		deepEqual(end.news(), ["incoming -1 Bob/bob offer", "incoming -2 Bob/bob offer"]);
	});

	it("names the caller as far as From does", () => {
		const names: string[] = [];
		for (const from of [
			"sip:pinger@door.test;tag=b",
			'"J\u00fcrgen" <sip:%2B49@192.0.2.9>;tag=b',
			"<tel:+4930>;tag=b",
			"<sip:192.0.2.9>;tag=b",
			"<urn:service:sos>;tag=b",
		]) {
			const end = new End();
			end.take(ring({ from }));
			names.push(...end.news());
		}
		deepEqual(names, [
			"incoming -1 /pinger offer",
			"incoming -1 J\u00fcrgen/+49 offer",
			"incoming -1 /+4930 offer",
			"incoming -1 /192.0.2.9 offer",
			"incoming -1 / offer",
		]);
	});

	it("L19: is taken whatever the user part of its Request-URI", () => {
		const end = new End();
		end.take(ring({ uri: "sip:phone1-0x55e4@192.0.2.1:5060;ob" }));
		deepEqual(end.ladder(), ["100 INVITE"]);
	});

	it("S3: every response has all its Via values in order", () => {
		const others = [
			"Via: SIP/2.0/UDP 192.0.2.5;branch=z9hG4bKa, SIP/2.0/TCP proxy.test;branch=z9hG4bKb",
			"Via: SIP/2.0/UDP [2001:db8::1]",
		];
		const end = new End();
		end.take(ring({ headers: others }));
		end.run((agent, now) => agent.ring(-1, now));
		end.run((agent, now) => agent.answer(-1, "answer", now));
		for (const { headers } of end.sent()) {
			deepEqual(headers.all("Via").slice(1), [
				"SIP/2.0/UDP 192.0.2.5;branch=z9hG4bKa",
				"SIP/2.0/TCP proxy.test;branch=z9hG4bKb",
				"SIP/2.0/UDP [2001:db8::1]",
			]);
		}
	});

	it("S4: 180 and 200 have its Record-Route, our Contact and one tag (§12.1.1)", () => {
		const end = ringing({ headers: ["Record-Route: <sip:192.0.2.3;lr>", "Record-Route: <sip:192.0.2.4;lr>"] });
		end.run((agent, now) => agent.ring(-1, now));
		end.run((agent, now) => agent.answer(-1, "answer", now));
		const [progress, ok] = end.sent();
		equal(toTag(progress!), toTag(ok!));
		for (const { headers } of [progress!, ok!]) {
			deepEqual(headers.all("Record-Route"), ["<sip:192.0.2.3;lr>", "<sip:192.0.2.4;lr>"]);
			equal(headers.get("Contact"), "<sip:bell@192.0.2.1:5060>");
			equal(headers.all("Allow").join(), "INVITE,ACK,CANCEL,BYE,OPTIONS,INFO,UPDATE,PRACK,NOTIFY");
		}
		deepEqual([ok?.body, ok?.headers.get("Content-Type")], ["answer", "application/sdp"]);
	});

	it("is confirmed by its ACK", () => {
		const { end, tag } = rung();
		end.run((agent, now) => agent.answer(-1, "answer", now));
		deepEqual([end.ladder(), end.news()], [["200 INVITE"], []]);
		end.take(ask("ACK", { tag, branch: "z9hG4bKack" }));
		deepEqual([end.ladder(), end.news()], [[], ["confirmed -1 "]]);
	});

	it("without an offer is confirmed with the answer in its ACK", () => {
		const { end, tag } = rung({ body: "" });
		end.run((agent, now) => agent.answer(-1, "our offer", now));
		equal(end.response().body, "our offer");
		end.take(ask("ACK", { tag, branch: "z9hG4bKack", body: "their answer" }));
		deepEqual(end.news(), ["confirmed -1 their answer"]);
	});

	it("X9: its copies draw the last response, and ring once", () => {
		const end = new End();
		const copy = () => {
			end.take(ring());
			return end.ladder();
		};
		end.take(ring());
		deepEqual(copy(), ["100 INVITE", "100 INVITE"]);
		end.run((agent, now) => agent.ring(-1, now));
		deepEqual(copy(), ["180 INVITE", "180 INVITE"]);
		end.run((agent, now) => agent.answer(-1, "answer", now));
		deepEqual(copy(), ["200 INVITE"]);
		deepEqual(end.news(), ["incoming -1 Bob/bob offer"]);
	});

	it("is refused with the status that its user wants, and no Record-Route", () => {
		const end = ringing({ headers: ["Record-Route: <sip:192.0.2.3;lr>"] });
		end.run((agent, now) => agent.reject(-1, 486, now));
		const busy = end.response();
		deepEqual([busy.status, busy.reason, busy.headers.get("Record-Route")], [486, "Busy Here", undefined]);
		deepEqual([end.news(), end.agent.quiet], [["ended -1 local 486"], true]);
		end.advance(500);
		deepEqual(end.ladder(), ["486 INVITE"]);
		end.take(ask("ACK", { tag: toTag(busy) }));
		end.advance(40_000);
		deepEqual([end.ladder(), end.news(), end.agent.deadline], [[], [], Number.POSITIVE_INFINITY]);
	});

	it("is refused with headers that its user adds, such as a challenge", () => {
		const end = ringing();
		end.run((agent, now) => agent.reject(-1, 401, now, (headers) => headers.add("WWW-Authenticate", "Digest x")));
		equal(end.response().headers.get("WWW-Authenticate"), "Digest x");
	});

	it("is not refused by a status that refuses nothing", () => {
		const end = ringing();
		for (const status of [100, 200, 299, 700, Number.NaN]) {
			throws(() => end.run((agent, now) => agent.reject(-1, status, now)), RangeError);
		}
	});

	it("hanging up before the answer is 480", () => {
		const end = ringing();
		end.run((agent, now) => agent.hangUp(-1, now));
		deepEqual([end.ladder(), end.news()], [["480 INVITE"], ["ended -1 local 480"]]);
	});

	it("takes the first final response and no other", () => {
		const end = ringing();
		end.run((agent, now) => {
			agent.answer(-1, "answer", now);
			agent.answer(-1, "again", now);
			agent.ring(-1, now);
			agent.reject(-1, 486, now);
		});
		deepEqual([end.ladder(), end.news()], [["200 INVITE"], []]);
		const other = ringing();
		other.run((agent, now) => {
			agent.reject(-1, 486, now);
			agent.answer(-1, "answer", now);
			agent.ring(-1, now);
			agent.hangUp(-1, now);
		});
		deepEqual([other.ladder(), other.news()], [["486 INVITE"], ["ended -1 local 486"]]);
	});

	it("is answered without a Contact while the network is down, for want of an address", () => {
		const end = ringing();
		end.online = false;
		end.run((agent, now) => agent.ring(-1, now));
		end.run((agent, now) => agent.answer(-1, "answer", now));
		deepEqual(
			end.sent().map(({ headers }) => headers.get("Contact")),
			[undefined, undefined],
		);
	});

	it("comes from a peer of RFC 2543, without branch and tags", () => {
		const end = new End();
		const old = { via: "SIP/2.0/UDP 192.0.2.9", from: "sip:bob@192.0.2.9" };
		end.take(ring(old));
		end.take(ring(old));
		end.run((agent, now) => agent.answer(-1, "answer", now));
		const [, , ok] = end.sent();
		const tag = toTag(ok!);
		end.take(ask("ACK", { ...old, tag }));
		end.take(ask("BYE", { ...old, tag, sequence: 2 }));
		deepEqual(end.ladder(), ["200 BYE"]);
		deepEqual(end.news(), ["incoming -1 Bob/bob offer".replace("Bob", ""), "confirmed -1 ", "ended -1 remote 0"]);
	});

	it("goes back to the address that it came from, with rport to that port (RFC 3261 §18.2.2, RFC 3581)", () => {
		const sent: string[] = [];
		for (const via of [
			"SIP/2.0/UDP 192.0.2.9",
			"SIP/2.0/UDP 192.0.2.9:5090;branch=z9hG4bK1",
			"SIP/2.0/UDP 10.0.0.9:5090;branch=z9hG4bK2",
			"SIP/2.0/UDP 10.0.0.9:5090;branch=z9hG4bK3;rport",
			"SIP/2.0/UDP phone.test;branch=z9hG4bK4;received=192.0.2.66;maddr=192.0.2.67",
			"SIP/2.0/UDP [2001:db8::9]:5062;branch=z9hG4bK5",
		]) {
			const end = new End();
			end.wire.send = (text, _from, to) => sent.push(`${to.address}:${to.port} ${text.split("\r\n")[1]}`);
			end.take(ring({ via }), { address: "192.0.2.9", port: 4_321 });
		}
		deepEqual(sent, [
			"192.0.2.9:5060 Via: SIP/2.0/UDP 192.0.2.9",
			"192.0.2.9:5090 Via: SIP/2.0/UDP 192.0.2.9:5090;branch=z9hG4bK1",
			"192.0.2.9:5090 Via: SIP/2.0/UDP 10.0.0.9:5090;branch=z9hG4bK2;received=192.0.2.9",
			"192.0.2.9:4321 Via: SIP/2.0/UDP 10.0.0.9:5090;branch=z9hG4bK3;rport=4321;received=192.0.2.9",
			"192.0.2.9:5060 Via: SIP/2.0/UDP phone.test;branch=z9hG4bK4;received=192.0.2.9;maddr=192.0.2.67",
			"192.0.2.9:5062 Via: SIP/2.0/UDP [2001:db8::9]:5062;branch=z9hG4bK5;received=192.0.2.9",
		]);
	});
});
