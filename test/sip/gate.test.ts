import { deepEqual, equal, ok } from "node:assert/strict";
import { BURST, LONGEST_SILENCE, MESSAGE_INTERVAL, NOTE_INTERVAL, SENDER_LIMIT } from "../../modules/sip/floods.ts";
import type { Guard } from "../../modules/sip/gate.ts";
import { type Request, toTag } from "../../modules/sip/message.ts";
import { parseUri } from "../../modules/sip/uri.ts";
import { End, type EndOptions } from "./pair.ts";
import { answer, ask, ring, within } from "./stranger.ts";

const PBX = { address: "192.0.2.8", port: 5060 };
const BOB = { address: "192.0.2.9", port: 5060 };
const NEIGHBOUR = { address: "10.0.0.7", port: 5062 };
const STRANGER = { address: "203.0.113.9", port: 5060 };

/** Admits the network 10.0.0.0/24, and nobody else. */
const GUARD: Guard = { admits: (address) => address.startsWith("10.0.0."), objection: () => undefined };

/** An end with a gate, whose PBX is a literal or a name. */
function guarded(server = PBX.address, options: EndOptions = {}): End {
	const account = { domain: "pbx.test", server: parseUri(`sip:${server}`) };
	return new End({ account, guard: GUARD, ...options });
}

describe("Senders of requests", () => {
	it("that nobody knows get silence, whatever they send", () => {
		const end = guarded();
		const foreign = answer(sample(), 200);
		for (const text of [
			ring(),
			ask("OPTIONS"),
			ask("REGISTER"),
			ask("FOO"),
			ask("BYE", { tag: "x" }),
			foreign,
			"",
			"x",
		])
			end.take(text, STRANGER);
		end.take(ring().replace("SIP/2.0\r\n", "SIP/9.0\r\n"), STRANGER);
		end.advance(60_000);
		deepEqual([end.ladder(), end.news()], [[], []]);
		const { strangers, floods, scanners } = end.agent.gate!;
		deepEqual([strangers, floods, scanners], [9, 0, 0]);
		deepEqual(end.agent.counters, { dropped: 0, bad: 0, stray: 0 });
	});

	it("that are the PBX or admitted are answered, those without any gate as well", () => {
		const end = guarded();
		for (const source of [PBX, { ...PBX, port: 49_152 }, NEIGHBOUR]) {
			end.take(ask("OPTIONS"), source);
			deepEqual(end.ladder(), ["200 OPTIONS"]);
		}
		const open = new End();
		open.take(ask("OPTIONS"), STRANGER);
		deepEqual(open.ladder(), ["200 OPTIONS"]);
	});

	it("may be any address of the PBX and of its second one, once these are known", () => {
		const backup = { ...guarded().agent, ...{ user: "bell", displayName: "", domain: "second.test" } };
		const account = {
			domain: "pbx.test",
			server: parseUri("sip:pbx.test:5060"),
			backup: { ...backup, server: parseUri("sip:second.test:5060") } as never,
		};
		const end = new End({ account, guard: GUARD });
		const places = ["192.0.2.50", "192.0.2.51", "192.0.2.60"];
		for (const address of places) end.take(ask("OPTIONS"), { address, port: 5060 });
		deepEqual(end.ladder(), []);
		end.call("22");
		end.run((agent, now) => {
			agent.resolved("pbx.test", places.slice(0, 2), now);
			agent.resolved("second.test", places.slice(2), now);
		});
		end.clear();
		for (const address of places) end.take(ask("OPTIONS"), { address, port: 5060 });
		deepEqual(end.ladder(), ["200 OPTIONS", "200 OPTIONS", "200 OPTIONS"]);
	});

	it("may be whom we call, for as long as that lasts", () => {
		const end = guarded();
		end.call("sip:bob@phone.test:5060");
		end.run((agent, now) => agent.resolved("phone.test", [BOB.address], now));
		const invite = end.request();
		end.take(ask("OPTIONS"), BOB);
		deepEqual(end.ladder(), ["200 OPTIONS"]);
		end.take(answer(invite, 486));
		end.clear();
		end.take(ask("OPTIONS"), BOB);
		// The copy of the refusal is still acknowledged, for the transaction goes on.
		end.take(answer(invite, 486));
		deepEqual(end.ladder(), ["ACK 1"]);
	});

	it("that have a part in a call from the PBX may speak of that call alone", () => {
		const end = guarded();
		end.take(ring(), PBX);
		end.run((agent, now) => agent.answer(-1, "answer", now));
		const tag = toTag(end.sent()[1]!)!;
		end.take(ask("ACK", { tag, branch: "z9hG4bKack" }), BOB);
		deepEqual(end.news(), ["incoming -1 Bob/bob offer", "confirmed -1 "]);
		for (const text of [ask("OPTIONS"), ring({ callId: "other" }), ask("BYE", { tag: "guessed", sequence: 2 })])
			end.take(text, BOB);
		end.take(ask("BYE", { tag, sequence: 3 }).replace("SIP/2.0\r\n", "SIP/9.0\r\n"), BOB);
		deepEqual([end.ladder(), end.news()], [[], []]);
		end.take(ask("BYE", { tag, sequence: 4 }), STRANGER);
		deepEqual(end.ladder(), []);
		end.take(ask("BYE", { tag, sequence: 4 }), BOB);
		deepEqual([end.ladder(), end.news()], [["200 BYE"], ["ended -1 remote 0"]]);
		end.take(ask("OPTIONS", { callId: "later" }), BOB);
		deepEqual(end.ladder(), []);
	});

	it("that ring for us, behind the PBX, may speak of that call", () => {
		const end = guarded();
		end.call("22");
		const invite = end.request();
		const headers = ["Require: 100rel", "RSeq: 1", "Contact: <sip:bob@192.0.2.9>"];
		end.take(answer(invite, 183, { headers, body: "answer" }));
		end.clear();
		end.take(within(invite, "UPDATE", { sequence: 2, headers: ["Contact: <sip:bob@192.0.2.9>"] }), BOB);
		deepEqual(end.ladder(), ["200 UPDATE"]);
		end.take(within(invite, "UPDATE", { sequence: 3, headers: ["Contact: <sip:bob@192.0.2.9>"] }), STRANGER);
		deepEqual(end.ladder(), []);
	});

	it("that look for telephones to abuse get silence wherever they come from", () => {
		const end = guarded();
		for (const name of ["friendly-scanner", "SIPVicious", "sipcli/v1.8", "sundayddr", "pplsip", "VaxSIPUserAgent/3.1"])
			end.take(ask("OPTIONS", { headers: [`User-Agent: ${name}`] }), PBX);
		end.take(ask("REGISTER", { from: '"sipvicious" <sip:100@1.1.1.1>;tag=1' }), NEIGHBOUR);
		end.take(ask("OPTIONS", { headers: ["User-Agent: friendly-scanner"] }).replace("SIP/2.0\r\n", "SIP/9.0\r\n"), PBX);
		deepEqual(end.ladder(), []);
		equal(end.agent.gate?.scanners, 8);
		end.take(ask("OPTIONS", { headers: ["User-Agent: Linphone/5.0"] }), NEIGHBOUR);
		deepEqual(end.ladder(), ["200 OPTIONS"]);
	});
});

describe("Floods", () => {
	/** So many requests at once. */
	function flood(end: End, count: number, source = NEIGHBOUR): number {
		let answers = 0;
		for (let sequence = 1; sequence <= count; sequence++) {
			end.take(ask("OPTIONS", { sequence }), source);
			answers += end.sent().length;
		}
		return answers;
	}

	it("are cut off, and told once; silence lasts until their sender calms down", () => {
		const end = guarded();
		equal(flood(end, 1_000), BURST);
		deepEqual(end.news(), ["flood 10.0.0.7"]);
		for (let second = 0; second < 30; second++) {
			end.advance(1_000);
			equal(flood(end, 100), 0);
		}
		deepEqual([end.news(), end.agent.gate?.floods], [[], 1_000 - BURST + 3_000]);
		end.advance(LONGEST_SILENCE);
		equal(flood(end, 1), 1);
	});

	it("are told again after an hour", () => {
		const end = guarded();
		flood(end, 100);
		end.advance(NOTE_INTERVAL);
		flood(end, 100);
		deepEqual(end.news(), ["flood 10.0.0.7", "flood 10.0.0.7"]);
	});

	it("are none when somebody sends steadily", () => {
		const end = guarded();
		let answers = 0;
		for (let count = 0; count < 200; count++) {
			answers += flood(end, 1);
			end.advance(MESSAGE_INTERVAL);
		}
		equal(answers, 200);
	});

	it("never hold down the PBX, nor others", () => {
		const end = guarded();
		flood(end, 500);
		equal(flood(end, 2 * BURST, PBX), 2 * BURST);
		equal(flood(end, 1, { address: "10.0.0.8", port: 5060 }), 1);
	});

	it("from many addresses have no more of us together, and are told of a few only", () => {
		const end = guarded();
		end.wire.rule = () => [];
		let answers = 0;
		for (let round = 0; round < 100; round++)
			for (let host = 1; host <= 60; host++) answers += flood(end, 1, { address: `10.0.0.${host}`, port: 5060 });
		equal(answers, SENDER_LIMIT * BURST);
		equal(end.news().length, SENDER_LIMIT);
		equal(flood(end, 1, PBX), 1);
	});
});

describe("Source of a response (RFC 3261 §17.1.3)", () => {
	it("is where the request went, or another address of the PBX; from elsewhere it is dropped and counted", () => {
		for (const guard of [GUARD, undefined]) {
			const account = { domain: "pbx.test", server: parseUri("sip:pbx.test:5060") };
			const end = new End({ account, guard });
			end.call("22");
			end.run((agent, now) => agent.resolved("pbx.test", ["192.0.2.50", "192.0.2.51"], now));
			const invite = end.request();
			end.clear();
			for (const source of [BOB, NEIGHBOUR]) end.take(answer(invite, 486), source);
			deepEqual([end.ladder(), end.news(), end.agent.counters.stray], [[], [], guard ? 1 : 2]);
			end.take(answer(invite, 180), { address: "192.0.2.51", port: 5060 });
			end.take(answer(invite, 486), { address: "192.0.2.50", port: 40_000 });
			deepEqual(end.news(), ["progress 1 180 ", "ended 1 busy 486"]);
		}
	});

	it("is that address alone where somebody is called directly", () => {
		const end = new End();
		end.call("sip:bob@phone.test:5060");
		end.run((agent, now) => agent.resolved("phone.test", ["192.0.2.9", "192.0.2.10"], now));
		const invite = end.request();
		end.take(answer(invite, 200), { address: "192.0.2.10", port: 5060 });
		deepEqual(end.ladder(), []);
		equal(end.agent.counters.stray, 1);
	});
});

describe("Objection to a caller", () => {
	/** Whoever calls is to log in. */
	const fussy: Guard = {
		admits: () => true,
		objection: () => ({ status: 401, fill: (headers) => headers.add("WWW-Authenticate", "Digest whatever") }),
	};

	it("is answered and leaves nothing behind", () => {
		const end = guarded(PBX.address, { guard: fussy });
		end.take(ring(), NEIGHBOUR);
		const refusal = end.response();
		deepEqual([refusal.status, refusal.headers.get("WWW-Authenticate")], [401, "Digest whatever"]);
		end.take(ask("ACK", { tag: toTag(refusal) }), NEIGHBOUR);
		end.advance(60_000);
		deepEqual([end.ladder(), end.news(), end.agent.quiet], [[], [], true]);
	});

	it("is not asked for when the PBX calls, from where it is called", () => {
		const end = guarded(PBX.address, { guard: fussy });
		end.take(ring({ callId: "1" }), PBX);
		equal(end.news().length, 1);
		end.clear();
		// Somebody else on the machine of the PBX.
		end.take(ring({ callId: "2", sequence: 2 }), { ...PBX, port: 49_152 });
		deepEqual(end.ladder(), ["401 INVITE"]);
	});
});

function sample(): Request {
	const end = new End();
	end.call();
	const invite = end.request();
	ok(invite);
	return invite;
}
