import { deepEqual, equal, ok } from "node:assert/strict";
import fc from "fast-check";
import type { Endpoint } from "../../simulator/mock-network.ts";
import { foreign, known } from "./corpus.ts";
import { type Change, change, mutate } from "./mutation.ts";
import { PBX, prove, RTP_PORT, SIP_PORT, STATES, Target } from "./states.ts";

const TOTAL = 200_000;
const SHARE = TOTAL / Object.keys(STATES).length;
/** Datagrams that one doorbell gets at most. */
const ROUND = 200;
const SEED = Number(process.env.SEED ?? 1);
/** How long a failure is made smaller, milliseconds. */
const SHRINKING = 10_000;

/** Neither the registrar nor in the network of the house. */
const STRANGER: Endpoint = { address: "203.0.113.9", port: 5060 };
const SOURCES: readonly Endpoint[] = [
	STRANGER,
	{ address: PBX, port: 5070 },
	{ address: PBX, port: 49152 },
	{ address: PBX, port: 49153 },
	{ address: "192.168.1.77", port: 5060 },
];

interface Datagram {
	readonly from: Endpoint;
	readonly port: number;
	readonly base: number;
	readonly changes: readonly Change[];
	/** Milliseconds until the next one. */
	readonly pause: number;
}

const datagram: fc.Arbitrary<Datagram> = fc.record({
	from: fc.constantFrom(...SOURCES),
	port: fc.constantFrom(SIP_PORT, SIP_PORT, SIP_PORT, RTP_PORT, RTP_PORT + 1),
	base: fc.nat(0xffff),
	changes: fc.array(change, { maxLength: 4, size: "max" }),
	pause: fc.constantFrom(0, 0, 0, 0, 0, 0, 0, 0, 20, 20, 600, 2_000),
});

/** What goes out to the stranger from now on: told here, for who sends a datagram survives that it fails. */
function answersOf(target: Target): readonly string[] {
	const answers: string[] = [];
	target.network.tap = ({ to, bytes }) => {
		if (to.address === STRANGER.address) answers.push(Buffer.from(bytes).toString("latin1"));
	};
	return answers;
}

describe(`${TOTAL} mutated and spliced datagrams (seed ${SEED})`, function () {
	this.timeout(240_000);
	let total = 0;
	let foreigners = 0;

	for (const state of Object.keys(STATES)) {
		it(`${state}: nothing is thrown, all works afterwards, and a stranger is never answered`, () => {
			const strange = foreign();
			const all = [...known(state), ...strange];
			let count = 0;
			const attack = (attacks: readonly Datagram[]) => {
				const target = new Target();
				STATES[state]!(target);
				const answers = answersOf(target);
				for (const { from, port, base, changes, pause } of attacks) {
					const datagrams = from === STRANGER ? strange : all;
					const bytes = mutate(datagrams[base % datagrams.length]!, changes, datagrams);
					if (from === STRANGER) foreigners += 1;
					target.attack(from, port, bytes);
					target.clock.advance(pause);
				}
				prove(target);
				target.close();
				deepEqual(answers, []);
				count += attacks.length;
			};
			const attacks = fc.array(datagram, { minLength: 1, maxLength: ROUND, size: "max" });
			for (let round = 0; count < SHARE; round++) {
				fc.assert(fc.property(attacks, attack), {
					seed: SEED + round,
					numRuns: 10,
					interruptAfterTimeLimit: SHRINKING,
				});
			}
			total += count;
		});
	}

	it("were so many, and many of them the stranger's", () => {
		ok(total >= TOTAL, `${total}`);
		ok(foreigners > TOTAL / 10, `${foreigners}`);
		equal(SHARE * Object.keys(STATES).length, TOTAL);
	});
});
