import { deepEqual, ok } from "node:assert/strict";
import { isDeepStrictEqual } from "node:util";
import type { Fate, SentDatagram } from "../../simulator/mock-network.ts";
import { House } from "../simulator/house.ts";
import { callTheDoor, type Outcome, ringAtTheDoor } from "./visit.ts";

/** Fewer datagrams than these in a visit would mean that there was no sound. */
const DATAGRAMS = 250;

const FATES: readonly (readonly [name: string, fate: Fate])[] = [
	["dropped", "drop"],
	["duplicated", "duplicate"],
	["delayed by 700 ms", { delay: 700 }],
];

const ENDED_WELL = { doorbell: "DISCONNECTED", phones: ["idle", "idle"], registered: false, pulses: 1 } as const;

interface Visit {
	readonly name: string;
	readonly run: (house: House) => Outcome;
	readonly code: string;
	readonly ends: Outcome;
}

const VISITS: readonly Visit[] = [
	{
		name: "Someone rings",
		run: ringAtTheDoor,
		code: "9",
		ends: { ...ENDED_WELL, reason: "the other side hung up" },
	},
	{
		name: "A phone calls the door",
		run: callTheDoor,
		code: "4711",
		ends: { ...ENDED_WELL, reason: "hung up at the door" },
	},
];

/** Runs a visit in which datagram number `strike`, counted from 1, meets `fate`. */
function runWith({ run, code }: Visit, strike: number, fate: Fate) {
	let count = 0;
	let struck = "";
	const rule = (datagram: SentDatagram) => {
		count += 1;
		if (count !== strike) return undefined;
		struck = nameOf(datagram);
		return fate;
	};
	const house = new House({ settings: { "door.code": code }, rule });
	const outcome = run(house);
	return { outcome, count, struck };
}

function nameOf({ bytes, from, to }: SentDatagram): string {
	const line = String.fromCharCode(...bytes.slice(0, 60)).split("\r\n", 1)[0]!;
	const what = line.includes("SIP/2.0") ? line : `${bytes.length} bytes of sound or report`;
	return `${what} from ${from.address}:${from.port} to ${to.address}:${to.port}`;
}

for (const visit of VISITS) {
	describe(`${visit.name}, from REGISTER to the un-REGISTER, in any weather`, function () {
		this.timeout(60_000);
		const calm = runWith(visit, 0, "deliver");

		it("ends well when nothing goes wrong", () => {
			deepEqual(calm.outcome, visit.ends);
			ok(calm.count > DATAGRAMS, `${calm.count} datagrams`);
		});

		for (const [name, fate] of FATES) {
			it(`ends the same way whichever datagram is ${name}`, () => {
				const failed: string[] = [];
				for (let number = 1; number <= calm.count; number += 1) {
					const { outcome, struck } = runWith(visit, number, fate);
					if (!isDeepStrictEqual(outcome, visit.ends)) {
						failed.push(`datagram ${number} (${struck}): ${JSON.stringify(outcome)}`);
					}
				}
				deepEqual(failed, []);
			});
		}
	});
}
