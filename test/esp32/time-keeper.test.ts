import { deepEqual, equal, ok } from "node:assert/strict";
import {
	ASK_INTERVAL,
	ASK_JITTER,
	ASK_TIME,
	LONGEST_TIME_PAUSE,
	STALE_TIME,
	TIME_SERVERS,
	TimeKeeper,
} from "../../hosts/esp32/machines/time-keeper.ts";

const ROUTER = "192.168.178.1";
const NOON = 1_800_000_000;
const ALL = [ROUTER, ...TIME_SERVERS];

function wishes(keeper: TimeKeeper): string[] {
	const list: string[] = [];
	for (let output = keeper.poll(); output; output = keeper.poll()) {
		if (output.type === "ask") list.push(`ask ${output.server}`);
		else if (output.type === "set") list.push(`set ${output.seconds}`);
		else if (output.type === "line") list.push(`${output.level}: ${output.text}`);
		else list.push(output.type);
	}
	return list;
}

function begun(random = () => 0): TimeKeeper {
	const keeper = new TimeKeeper(random);
	keeper.up(ROUTER, 0);
	return keeper;
}

/** Set at 0, by the router. */
function set(): TimeKeeper {
	const keeper = begun();
	keeper.answered(NOON, 0);
	wishes(keeper);
	return keeper;
}

describe("Time of day (RFC 4330)", () => {
	it("is asked from the router first", () => {
		const keeper = begun();
		deepEqual(wishes(keeper), [`ask ${ROUTER}`]);
		keeper.answered(NOON, 40);
		deepEqual(wishes(keeper), [`info: The time of day is known now, from ${ROUTER}`, `set ${NOON}`]);
	});

	it("is asked from servers in the internet where there is no router, or it does not tell", () => {
		const keeper = new TimeKeeper(() => 0);
		keeper.up("", 0);
		deepEqual(wishes(keeper), [`ask ${TIME_SERVERS[0]}`]);
		const other = begun();
		other.failed(100);
		deepEqual(wishes(other), [`ask ${ROUTER}`, `ask ${TIME_SERVERS[0]}`]);
		other.expire(100 + ASK_TIME);
		deepEqual(wishes(other), ["give up", `ask ${TIME_SERVERS[1]}`]);
	});

	it("is asked every hour, not in step with others, and from the server that told it last", () => {
		const keeper = begun(() => 0.5);
		keeper.failed(0);
		keeper.answered(NOON, 0);
		wishes(keeper);
		equal(keeper.deadline, ASK_INTERVAL + ASK_JITTER / 2);
		keeper.expire(keeper.deadline);
		deepEqual(wishes(keeper), [`ask ${TIME_SERVERS[0]}`]);
	});

	it("is asked for again with pauses that grow, each server in each round, and told once", () => {
		const keeper = begun(() => 1);
		const asked: string[] = [];
		const lines: string[] = [];
		let now = 0;
		let longest = 0;
		for (let round = 0; round < 12; round++) {
			for (const _ of ALL) keeper.failed(now);
			for (const wish of wishes(keeper)) (wish.startsWith("ask") ? asked : lines).push(wish);
			longest = Math.max(longest, keeper.deadline - now);
			now = keeper.deadline;
			keeper.expire(now);
		}
		deepEqual(asked.slice(0, 4), [...ALL.map((server) => `ask ${server}`), `ask ${ROUTER}`]);
		deepEqual(lines, [
			"error: The time of day is not known: no time server answers. What depends on the time of day may not work",
		]);
		equal(longest, LONGEST_TIME_PAUSE);
	});

	it("is asked for at once when the network is back", () => {
		const keeper = begun();
		for (const _ of ALL) keeper.failed(0);
		wishes(keeper);
		keeper.up(ROUTER, 5_000);
		deepEqual(wishes(keeper), [`ask ${ROUTER}`]);
		keeper.up(ROUTER, 6_000);
		deepEqual(wishes(keeper), []);
	});

	it("may be wrong by a little", () => {
		const keeper = set();
		keeper.expire(keeper.deadline);
		keeper.answered(NOON + 3_610, ASK_INTERVAL);
		deepEqual(wishes(keeper), [`ask ${ROUTER}`, `set ${NOON + 3_610}`]);
	});

	it("is not believed from one server when it is far off, but from two", () => {
		const keeper = set();
		const now = keeper.deadline;
		const right = NOON + now / 1000;
		keeper.expire(now);
		keeper.answered(right + 40_000, now);
		deepEqual(wishes(keeper), [`ask ${ROUTER}`, `ask ${TIME_SERVERS[0]}`]);
		keeper.answered(right + 0.5, now + 100);
		deepEqual(wishes(keeper), [`set ${right + 0.5}`]);
		keeper.expire(keeper.deadline);
		wishes(keeper);
		const later = ASK_INTERVAL * 2;
		const then = NOON + later / 1000;
		keeper.answered(then + 40_000, later);
		keeper.answered(then + 40_001, later);
		deepEqual(wishes(keeper), [`ask ${TIME_SERVERS[1]}`, `set ${then + 40_001}`]);
	});

	it("is none where a server tells nonsense", () => {
		for (const seconds of [0, -5, 1_000_000_000, 4_200_000_000, Number.NaN]) {
			const keeper = begun();
			keeper.answered(seconds, 0);
			deepEqual(wishes(keeper), [`ask ${ROUTER}`, `ask ${TIME_SERVERS[0]}`], `${seconds}`);
		}
	});

	it("is complained of when no server has answered for a day, and that is over with the next answer", () => {
		const keeper = set();
		let now = keeper.deadline;
		const lines: string[] = [];
		while (now < 2 * STALE_TIME) {
			keeper.expire(now);
			for (const _ of ALL) keeper.failed(now);
			lines.push(...wishes(keeper).filter((wish) => !wish.startsWith("ask")));
			ok(keeper.deadline > now);
			now = keeper.deadline;
		}
		deepEqual(lines, [
			"error: The clock has not been set for a day: no time server answers. What depends on the time of day may not work",
		]);
		keeper.expire(now);
		wishes(keeper);
		keeper.answered(NOON + now / 1000, now);
		equal(wishes(keeper)[0], "info: The clock is set again");
	});

	it("is not taken from answers that nobody waits for", () => {
		const keeper = set();
		keeper.answered(NOON + 50, 50_000);
		keeper.failed(50_000);
		deepEqual(wishes(keeper), []);
	});
});
