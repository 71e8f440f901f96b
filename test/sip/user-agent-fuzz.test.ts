import { equal, ok } from "node:assert/strict";
import type { Output } from "../../modules/sip/outbox.ts";
import { SeededRandom } from "../../simulator/seeded-random.ts";
import { type End, pair } from "./pair.ts";

/** Mutated datagrams that each state of a call gets; 10,000 in all. */
const SHARE = 1_000;
/** Datagrams before both ends are taken home and new ones begin. */
const ROUND = 50;

/** A whole call, step by step, so that a fuzzer can stop after any of them. */
const STEPS: readonly ((a: End, b: End) => void)[] = [
	() => {},
	(a) => a.call("sip:bell@192.0.2.2"),
	(_, b) => b.run((agent, now) => agent.ring(-1, now)),
	(_, b) => b.run((agent, now) => agent.answer(-1, "answer", now)),
	(a) => a.run((agent, now) => agent.inform(1, "application/dtmf-relay", "Signal=5", now)),
	(a) => a.run((agent, now) => agent.offer(1, "offer", now)),
	(_, b) => b.run((agent, now) => agent.agree(-1, "answer", now)),
	(_, b) => b.run((agent, now) => agent.offer(-1, "offer", now)),
	(a) => a.run((agent, now) => agent.hangUp(1, now)),
	(a) => {
		a.call("sip:bell@192.0.2.2", 2);
		a.advance(100);
		a.run((agent, now) => agent.hangUp(2, now));
	},
];

/** What turns a message into another one. */
const PIECES: readonly string[] = Object.freeze([
	"\r\n",
	"\r\n\r\n",
	"\n ",
	"\0",
	"\u20ac",
	'"',
	"<",
	">",
	";",
	",",
	"=",
	"-1",
	"99999999999",
	";tag=",
	";lr",
	"\r\nRequire: x",
	"\r\nContact: *",
	"\r\nContact: <tel:1>",
	"\r\nRecord-Route: <sip:192.0.2.1>",
	"\r\nRoute: <sip:",
	"\r\nVia: SIP/2.0/UDP x",
	"\r\nWWW-Authenticate: Digest realm=r, nonce=n",
	"\r\nContent-Length: 1",
	"\r\nRequire: 100rel\r\nRSeq: 1",
	"\r\nRAck: 1 1 INVITE",
	"\r\nSupported: timer\r\nSession-Expires: 90;refresher=uas",
	"\r\nMin-SE: 4000",
	"\r\nReplaces: 1t1;to-tag=1t2;from-tag=2t1",
	"\r\nRefer-To: <sip:bob@192.0.2.9>",
	"SIP/2.0 183 Progress",
	"SIP/2.0 422 Small",
	"SIP/2.0 200 OK",
	"SIP/2.0 401 No",
	"SIP/2.0 302 Moved",
	"SIP/2.0 491 Pending",
	"INVITE",
	"ACK",
	"BYE",
	"CANCEL",
	"OPTIONS",
	"UPDATE",
	"PRACK",
	"REFER",
	"sips:",
	"tel:",
]);

/** Both ends of a call after so many steps; `heard` gets every datagram. */
function upTo(step: number, heard: string[], user?: (output: Output, end: End) => void): { a: End; b: End } {
	const { wire, a, b } = pair({ user }, { user });
	wire.rule = (_, text) => {
		heard.push(text);
		return [0];
	};
	for (let index = 0; index <= step; index++) {
		STEPS[index]!(a, b);
		wire.advance(100);
	}
	wire.rule = () => [0];
	return { a, b };
}

describe("Mutated datagrams (RFC 4475)", () => {
	const recorded: string[] = [];
	const random = new SeededRandom("user agent");
	const below = (limit: number) => Math.floor(random.next() * limit);
	const one = <Item>(items: readonly Item[]) => items[below(items.length)]!;

	const mutate = (text: string): string => {
		const lines = text.split("\r\n");
		const index = below(lines.length);
		const line = lines[index]!;
		const at = below(line.length + 1);
		switch (below(7)) {
			case 0:
				lines[index] = line.slice(0, at) + one(PIECES) + line.slice(at);
				break;
			case 1:
				lines[index] = line.slice(0, at) + one(PIECES) + line.slice(at + 1 + below(8));
				break;
			case 2:
				lines.splice(index, 1);
				break;
			case 3:
				lines.splice(index, 0, one(one(recorded).split("\r\n")));
				break;
			case 4:
				lines[index] = one(one(recorded).split("\r\n"));
				break;
			case 5:
				lines[0] = one(recorded).split("\r\n", 1)[0]!;
				break;
			case 6:
				return text.slice(0, below(text.length));
		}
		return lines.join("\r\n");
	};

	/** Does now and then what a user may do at any time. */
	const react = (output: Output, end: End): void => {
		if (!("call" in output) || random.next() < 0.5) return;
		const { call } = output;
		end.run((agent, now) => {
			if (output.type === "incoming") agent.answer(call, "answer", now);
			else if (output.type === "renegotiate") agent.agree(call, one(["answer", undefined]), now);
			else if (random.next() < 0.2) agent.hangUp(call, now);
		});
	};

	upTo(STEPS.length - 1, recorded);

	for (let step = 0; step < STEPS.length; step++) {
		it(`are survived after step ${step} of a call, and all comes to rest`, () => {
			for (let round = 0; round < SHARE / ROUND; round++) {
				const { a, b } = upTo(step, [], react);
				for (let count = 0; count < ROUND; count++) {
					let text = mutate(one(recorded));
					if (random.next() < 0.3) text = mutate(text);
					const [end, other] = random.next() < 0.5 ? [a, b] : [b, a];
					end.take(text, other.address);
					end.clear();
					other.clear();
					if (random.next() < 0.2) end.advance(below(2_000));
				}
				for (const end of [a, b]) {
					end.run((agent, now) => agent.retire(now));
					end.run((agent, now) => agent.resolved("x", [], now));
				}
				a.advance(200_000);
				ok(a.agent.quiet && b.agent.quiet, "calls are left");
				equal(Math.min(a.agent.deadline, b.agent.deadline), Number.POSITIVE_INFINITY);
			}
		});
	}
});
