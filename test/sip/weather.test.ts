import { deepEqual, equal, ok } from "node:assert/strict";
import type { Output } from "../../modules/sip/outbox.ts";
import { SeededRandom } from "../../simulator/seeded-random.ts";
import { type End, pair, type Rule, type Wire } from "./pair.ts";

interface Ends {
	readonly a: End;
	readonly b: End;
}

/** A step of a visit; `pause` is the time until the next one. */
type Visit = (ends: Ends, pause: () => void) => void;

const hangUp = (end: End, call: number) => end.run((agent, now) => agent.hangUp(call, now));
const answer = ({ b }: Ends) => b.run((agent, now) => agent.answer(-1, "answer", now));
const offer = (end: End, call: number) => end.run((agent, now) => agent.offer(call, "offer", now));

/** A calls B in all of them. */
const VISITS: Readonly<Record<string, Visit>> = Object.freeze({
	"a call that has to ring reliably": (ends, pause) => {
		pause();
		answer(ends);
		pause();
		hangUp(ends.a, 1);
	},
	"a call that the caller ends": (ends, pause) => {
		answer(ends);
		pause();
		hangUp(ends.a, 1);
	},
	"a call that the called side ends": (ends, pause) => {
		answer(ends);
		pause();
		hangUp(ends.b, -1);
	},
	"a call with a key pressed in it": (ends, pause) => {
		answer(ends);
		pause();
		ends.a.run((agent, now) => agent.inform(1, "application/dtmf-relay", "Signal=9", now));
		pause();
		hangUp(ends.a, 1);
	},
	"a call that is challenged": (ends, pause) => {
		const challenge = 'Digest realm="r", nonce="n", qop="auth"';
		ends.b.run((agent, now) => agent.reject(-1, 401, now, (headers) => headers.add("WWW-Authenticate", challenge)));
		pause();
		ends.b.run((agent, now) => agent.answer(-2, "answer", now));
		pause();
		hangUp(ends.b, -2);
	},
	"a call that both end": (ends, pause) => {
		answer(ends);
		pause();
		hangUp(ends.a, 1);
		hangUp(ends.b, -1);
	},
	"a call that is withdrawn": ({ a }) => hangUp(a, 1),
	"a call that is refused": ({ b }) => b.run((agent, now) => agent.reject(-1, 486, now)),
	"a call that the caller changes": (ends, pause) => {
		answer(ends);
		pause();
		offer(ends.a, 1);
		pause();
		hangUp(ends.b, -1);
	},
	"a call that the called side changes": (ends, pause) => {
		answer(ends);
		pause();
		offer(ends.b, -1);
		pause();
		hangUp(ends.a, 1);
	},
	"a call that is refreshed": (ends, pause) => {
		answer(ends);
		pause();
		// Half of the half hour that A asks for.
		ends.a.advance(900_000);
		pause();
		hangUp(ends.b, -1);
	},
	"a call that both change": (ends, pause) => {
		answer(ends);
		pause();
		offer(ends.a, 1);
		offer(ends.b, -1);
		pause();
		hangUp(ends.a, 1);
	},
});

/** What a careless user does by itself. */
function react(output: Output, end: End): void {
	if (output.type === "incoming") end.run((agent, now) => agent.ring(output.call, now));
	if (output.type === "renegotiate") end.run((agent, now) => agent.agree(output.call, "answer", now));
}

interface Outcome {
	readonly datagrams: number;
	/** What A and B were told; ringing aside, which may be lost or heard twice. Who changes the session first is chance. */
	readonly a: readonly string[];
	readonly b: readonly string[];
}

/** Makes A require what no user agent of ours requires. */
function requireReliable(wire: Wire): void {
	const send = wire.send.bind(wire);
	wire.send = (text, from, to) =>
		send(text.startsWith("INVITE ") ? text.replace("\r\nContact", "\r\nRequire: 100rel\r\nContact") : text, from, to);
}

function visit(steps: Visit, rule: Rule, pause = CALM): Outcome {
	const { wire, a, b } = pair({ user: react }, { user: react });
	if (steps === VISITS["a call that has to ring reliably"]) requireReliable(wire);
	wire.rule = rule;
	a.call("sip:bell@192.0.2.2");
	wire.advance(pause);
	steps({ a, b }, () => wire.advance(pause));
	wire.advance(100_000);
	if (pause === HASTE) {
		// The visit may have left out what was not yet possible.
		hangUp(a, 1);
		hangUp(b, -1);
		hangUp(b, -2);
		wire.advance(100_000);
	}
	ok(a.agent.quiet && b.agent.quiet, "calls are left");
	equal(Math.min(a.agent.deadline, b.agent.deadline), Number.POSITIVE_INFINITY);
	const news = (end: End) =>
		end
			.news()
			.filter((line) => !line.startsWith("progress"))
			.sort();
	return { datagrams: wire.count, a: news(a), b: news(b) };
}

/** Both were told of the end of each call once; B only if it heard of the call. */
function endedOnce({ a, b }: Outcome): void {
	const ends = (lines: readonly string[]) => lines.filter((line) => line.startsWith("ended")).length;
	deepEqual([ends(a), ends(b)], [1, b.filter((line) => line.startsWith("incoming")).length]);
}

/** Time between the steps in which all that is lost comes again. */
const CALM = 10_000;
/** Time in which nothing that is lost comes again. */
const HASTE = 100;

const WEATHERS: Readonly<Record<string, (n: number) => Rule>> = Object.freeze({
	lost: (n) => (index) => (index === n ? [] : [0]),
	doubled: (n) => (index) => (index === n ? [0, 0] : [0]),
	"700 ms late": (n) => (index) => (index === n ? [700] : [0]),
	"doubled, and the copy 700 ms late": (n) => (index) => (index === n ? [0, 700] : [0]),
});

for (const [what, steps] of Object.entries(VISITS)) {
	describe(`Weather: ${what}`, () => {
		for (const [fate, weather] of Object.entries(WEATHERS)) {
			it(`ends the same way, whichever datagram is ${fate}`, () => {
				const fair = visit(steps, () => [0]);
				for (let n = 0; n < fair.datagrams; n++) {
					const { a, b } = visit(steps, weather(n));
					deepEqual({ n, a, b }, { n, a: fair.a, b: fair.b });
				}
			});

			it(`in haste ends once for both, whichever datagram is ${fate}`, () => {
				const fair = visit(steps, () => [0], HASTE);
				for (let n = 0; n < fair.datagrams; n++) endedOnce(visit(steps, weather(n), HASTE));
			});
		}

		it("ends the same way, whichever two datagrams are lost", () => {
			const fair = visit(steps, () => [0]);
			for (let m = 1; m < fair.datagrams; m++) {
				for (let n = 0; n < m; n++) {
					const { a, b } = visit(steps, (index) => (index === m || index === n ? [] : [0]));
					deepEqual({ m, n, a, b }, { m, n, a: fair.a, b: fair.b });
				}
			}
		});

		it("comes to rest in any storm", () => {
			for (let seed = 0; seed < 50; seed++) {
				const random = new SeededRandom(seed);
				const storm: Rule = () => {
					const fate = random.next();
					const delay = random.next() * 1_500;
					if (fate < 0.3) return [];
					return fate < 0.5 ? [delay, random.next() * 1_500] : [delay];
				};
				endedOnce(visit(steps, storm, HASTE));
			}
		});
	});
}
