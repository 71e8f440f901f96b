import { deepEqual, equal, ok } from "node:assert/strict";
import { queryObjects } from "node:v8";
import { RETRY_MAXIMUM } from "../../modules/sip/registration-pause.ts";
import { liveHeap } from "../../simulator/live-heap.ts";
import { SeededRandom } from "../../simulator/seeded-random.ts";
import { GRANT, TroubledHouse } from "./troubled-house.ts";
import { type Visits, visit } from "./visitors.ts";

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const DAYS = 90;
const VISITS_A_DAY = 20;
/** All that can grow to its bound has done so by then. */
const SETTLED = 10;
/** A leak of one object per visit, or of a kilobyte, would be far more in the days that follow. */
const OBJECTS = 400;
const HEAP = 1_500_000;
const SEED = process.env.SEED ?? "years";

/** Attempts that began in an outage and end after it: the 32 s of a transaction. */
const ATTEMPT = 32 * SECOND;
/** The address is looked at every 5 s; a log-in takes two answers. */
const MARGIN = 10 * SECOND;
/**
 * How long the doorbell may be unregistered while nothing is in the way. It either knows, and waits for its next try; or
 * it does not, because the registrar forgot it between two pings: then the refresh at half the grant comes first.
 */
const OUTAGE = Math.max(RETRY_MAXIMUM + ATTEMPT, (GRANT / 2) * SECOND) + MARGIN;

/** How much there is of everything, at a quiet moment. */
interface Size {
	readonly objects: number;
	readonly heap: number;
	readonly timers: number;
	readonly sockets: number;
	readonly pbxSockets: number;
}

describe(`${DAYS} days in a house where things fail (seed ${SEED})`, function () {
	this.timeout(240_000);
	const random = new SeededRandom(SEED);
	const house = new TroubledHouse();
	const visits: Visits = { rang: 0, answered: 0, spoilt: 0 };
	let settled: Size | undefined;
	let last: Size | undefined;

	before(() => {
		for (let number = 1; number <= DAYS; number++) {
			foresee(house, random);
			live(house, random, visits);
			if (number === SETTLED) settled = measure(house);
		}
		last = measure(house);
	});

	it("E4: every visit rings while the PBX can be reached, and ends", () => {
		const { rang, answered, spoilt } = visits;
		equal(rang + spoilt, DAYS * VISITS_A_DAY);
		ok(answered > rang / 3, `${answered} answered of ${rang}`);
		ok(spoilt < (DAYS * VISITS_A_DAY) / 5, `${spoilt} spoilt`);
	});

	it("it is registered whenever the registrar can be reached, but for the pause before the next try", () => {
		const { longestOutage } = house;
		ok(longestOutage <= OUTAGE, `${longestOutage} ms unregistered, ${OUTAGE} allowed`);
		ok(longestOutage > 30 * SECOND, "nothing ever failed");
	});

	it("nothing grows", () => {
		const { objects, heap, ...counts } = last!;
		const { objects: objectsBefore, heap: heapBefore, ...countsBefore } = settled!;
		deepEqual(counts, countsBefore);
		ok(objects - objectsBefore < OBJECTS, `${objects} objects, ${objectsBefore} before`);
		ok(heap - heapBefore < HEAP, `${heap} bytes, ${heapBefore} before`);
	});
});

/** Plans what goes wrong within the next day. */
function foresee(house: TroubledHouse, random: SeededRandom): void {
	const at = (from: number, to: number, what: () => void) =>
		house.clock.timers.set(what, from + random.next() * (to - from));
	/** Short ones are more frequent than long ones. */
	const between = (shortest: number, longest: number) => shortest * (longest / shortest) ** random.next();
	const outage = (shortest: number, longest: number, turn: (on: boolean) => void) =>
		at(0, DAY, () => {
			turn(false);
			house.clock.timers.set(() => turn(true), between(shortest, longest));
		});
	at(0, DAY, () => house.move());
	outage(SECOND, 10 * MINUTE, (on) => (on ? house.switchPbxOn() : house.switchPbxOff()));
	outage(2 * SECOND, MINUTE, (on) => house.switchWifi(on));
	outage(MINUTE, 3 * HOUR, (on) => house.switchWifi(on));
	if (random.next() < 0.5) outage(MINUTE, 12 * HOUR, (on) => house.switchNames(on));
}

/** Lets a day pass with all its visits. */
function live(house: TroubledHouse, random: SeededRandom, visits: Visits): void {
	const { clock } = house;
	const end = (Math.floor(clock.now / DAY) + 1) * DAY;
	const times = Array.from({ length: VISITS_A_DAY }, () => end - DAY + random.next() * (DAY - 5 * MINUTE));
	for (const time of times.sort((one, other) => one - other)) {
		if (time > clock.now) clock.advance(time - clock.now);
		visit(house, random, visits);
	}
	clock.advance(end - clock.now);
}

/** After a day without trouble. */
function measure(house: TroubledHouse): Size {
	house.clock.advance(DAY);
	equal(house.doorbell.state, "REGISTERED");
	const heap = liveHeap();
	return {
		objects: queryObjects(Object, { format: "count" }) as unknown as number,
		heap,
		timers: house.clock.pending,
		sockets: house.host.network.openSockets,
		pbxSockets: house.network.host("192.168.1.1").openSockets,
	};
}
