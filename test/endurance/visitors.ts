import { equal, ok } from "node:assert/strict";
import type { Phone } from "../../simulator/phone.ts";
import type { SeededRandom } from "../../simulator/seeded-random.ts";
import { RING_SECONDS, type TroubledHouse } from "./troubled-house.ts";

/** How long it may take until a phone rings: the look at the own address every 5 s, a log-in, a copy that was lost. */
const RING_WITHIN = 15_000;
/** The 32 s of a transaction, the ring time, and a little more. */
const END_WITHIN = 80_000;
const TALK = 2_000;

/** What visitors and callers did so far. */
export interface Visits {
	/** A phone rang, or the doorbell did. */
	rang: number;
	answered: number;
	/** The PBX could not be reached, or the visit was disturbed, and it ended all the same. */
	spoilt: number;
}

/** Someone comes to the door, or calls it; all is quiet again afterwards. Throws when it goes otherwise than it should. */
export function visit(house: TroubledHouse, random: SeededRandom, visits: Visits): void {
	const { clock, troubles } = house;
	const kind = VISITS[Math.floor(random.next() * VISITS.length)]!;
	const expected = kind === call ? house.reachable && house.registered : house.reachable;
	const went = kind(house, visits);
	const undisturbed = expected && troubles === house.troubles;
	ok(went || !undisturbed, `${kind.name} on day ${day(clock.now)}: it did not ring\n${house.diary.join("\n")}`);
	if (!went) visits.spoilt += 1;
	ok(
		house.until(() => isQuiet(house), END_WITHIN),
		`${kind.name} on day ${day(clock.now)} does not end: ${house.doorbell.state}`,
	);
}

function day(now: number): number {
	return Math.floor(now / 86_400_000) + 1;
}

/** Each of them: true if it went as it should. */
const VISITS: readonly ((house: TroubledHouse, visits: Visits) => boolean)[] = [
	answered,
	answered,
	call,
	unanswered,
	leave,
];

function answered(house: TroubledHouse, visits: Visits): boolean {
	const before = pulses(house);
	if (!ring(house, visits)) return false;
	const [phone, other] = house.pbx!.phones;
	phone!.answer();
	const talking = () => house.doorbell.state === "CONNECTED" && phone!.state === "in call";
	if (!house.until(talking, RING_WITHIN)) return false;
	visits.answered += 1;
	equal(other!.state, "idle");
	house.clock.advance(TALK / 2);
	phone!.press("9");
	house.clock.advance(TALK / 2);
	const opened = pulses(house) !== before;
	phone!.hangUp();
	return opened;
}

/** A phone calls the doorbell, which answers by itself. */
function call(house: TroubledHouse, visits: Visits): boolean {
	const phone = house.pbx?.phones[0];
	if (!phone?.call("doorbell")) return false;
	const talking = () => house.doorbell.state === "CONNECTED" && phone.state === "in call";
	if (!house.until(talking, RING_WITHIN)) {
		phone.hangUp();
		return false;
	}
	visits.rang += 1;
	visits.answered += 1;
	house.clock.advance(TALK);
	house.doorbell.hangUp();
	return true;
}

/** Nobody is at home. */
function unanswered(house: TroubledHouse, visits: Visits): boolean {
	if (!ring(house, visits)) return false;
	return house.until(() => isQuiet(house), (RING_SECONDS + 2) * 1000);
}

/** The visitor does not wait. */
function leave(house: TroubledHouse, visits: Visits): boolean {
	if (!ring(house, visits)) return false;
	house.clock.advance(TALK);
	house.doorbell.hangUp();
	return true;
}

function ring(house: TroubledHouse, visits: Visits): boolean {
	house.doorbell.press(1);
	const rings = () => house.pbx?.phones.every(({ state }) => state === "ringing") ?? false;
	if (!house.until(rings, RING_WITHIN)) {
		house.doorbell.hangUp();
		return false;
	}
	visits.rang += 1;
	return true;
}

function isQuiet({ doorbell, pbx }: TroubledHouse): boolean {
	const isIdle = ({ state }: Phone) => state === "idle";
	return doorbell.status.call === undefined && (pbx?.phones.every(isIdle) ?? true);
}

function pulses({ host }: TroubledHouse): number {
	return host.changes("door").at(-1)?.at ?? 0;
}
