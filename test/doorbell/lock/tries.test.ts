import { equal, ok } from "node:assert/strict";
import {
	FORGET_TIME,
	LOCKOUT_MAXIMUM,
	LOCKOUT_MINIMUM,
	SOURCE_LENGTH,
	SOURCE_LIMIT,
	TRIES,
	TRIES_IN_ALL,
} from "../../../modules/doorbell/lock/tries.ts";
import { Person } from "./person.ts";

const HOUR = 3_600_000;

/** A lock with one code, after so many wrong tries of one source, of one call each. */
function tried(count: number, source?: string): Person {
	const person = new Person({ digits: "2468" });
	for (let index = 0; index < count; index += 1) {
		person.calls(source);
		equal(person.enter("0000"), "wrong");
		person.hangsUp();
		if (index >= TRIES - 1) person.now += person.lockout;
	}
	return person;
}

/** Tries once from each of so many addresses. */
function attack(person: Person, sources: number, first = 0): void {
	for (let index = first; index < first + sources; index += 1) {
		person.calls(`10.0.${Math.floor(index / 250)}.${index % 250}`).enter("0000");
		person.hangsUp();
	}
}

/** How long strangers are locked out. */
function lockedInAll({ lock, now }: Person): number {
	return lock.tries.locked({ source: "192.168.77.77", trust: "stranger" }, now);
}

describe("Wrong tries of one source", () => {
	it("lock it out, even with the right code", () => {
		const person = tried(TRIES - 1).calls();
		equal(person.enter("0000"), "wrong");
		equal(person.lockout, LOCKOUT_MINIMUM);
		for (const digit of "2468") equal(person.keys(digit), "locked");
		person.hangsUp();
		equal(person.calls().keys("2468"), "locked");
	});

	it("lock out nobody else", () => {
		const person = tried(TRIES);
		person.now -= person.lockout;
		equal(person.calls().keys("2"), "locked");
		equal(person.calls("192.168.1.98").keys("2468"), "door");
		equal(person.calls("192.168.1.99", "known").keys("2468"), "door");
	});

	it("lock it out for twice the time with each further one", () => {
		for (let extra = 0; extra < 8; extra += 1) {
			const person = tried(TRIES - 1 + extra).calls();
			person.enter("0000");
			// After an hour's lock-out one try is forgotten.
			const time = Math.min(LOCKOUT_MINIMUM * 2 ** extra, LOCKOUT_MAXIMUM);
			equal(person.lockout, time);
			person.now += time - 2;
			equal(person.keys("2"), "locked", `${extra}`);
			person.now += 1;
			equal(person.keys("2468"), "door", `${extra}`);
		}
	});

	it("are not made up for by a right code: whoever knows one may not try to find another one", () => {
		const person = new Person({ digits: "2468" }, { digits: "1357", output: "light" }).calls();
		equal(person.enter("0000"), "wrong");
		equal(person.enter("0001"), "wrong");
		equal(person.keys("1357"), "light");
		equal(person.enter("0002"), "wrong");
		equal(person.keys("2"), "locked");
	});

	it("are forgotten one by one, with an hour for each", () => {
		const person = tried(TRIES - 1).calls();
		person.now += FORGET_TIME;
		equal(person.enter("0000"), "wrong");
		equal(person.lockout, 0);
		equal(person.enter("0000"), "wrong");
		equal(person.lockout, LOCKOUT_MINIMUM);
	});

	it("are those of a hung-up entry, too, and of one given up by *", () => {
		const person = new Person({ digits: "2468" });
		person.calls().keys("0000");
		equal(person.hangsUp(), "wrong");
		equal(person.calls().keys("0000*"), "wrong");
		equal(person.keys("0001*"), "wrong");
		equal(person.keys("2468"), "locked");
	});

	it("are no slips that are too short to be a code", () => {
		const person = new Person({ digits: "2468" });
		for (let index = 0; index < 10; index += 1) {
			equal(person.calls().keys("123*24*"), "pending");
			equal(person.hangsUp(), "pending");
		}
		equal(person.calls().keys("2468"), "door");
	});

	it("are no right codes that still wait for the pause", () => {
		const person = new Person({ digits: "1234" }, { digits: "12345" }).calls();
		person.keys("1234");
		equal(person.hangsUp(), "pending");
	});

	it("end an entry that a lock-out finds begun", () => {
		const person = new Person({ digits: "*2468" }).calls();
		for (let tries = 0; tries < TRIES; tries += 1) equal(person.keys("00000*"), "wrong");
		equal(person.pause(), "pending");
		equal(person.keys("2"), "locked");
	});
});

describe("Wrong tries of all sources", () => {
	it("lock out all strangers", () => {
		const person = new Person({ digits: "2468" });
		attack(person, TRIES_IN_ALL - 1);
		equal(person.calls().keys("2468"), "door");
		person.hangsUp();
		attack(person, 1, 100);
		equal(person.lockout, LOCKOUT_MINIMUM);
		equal(lockedInAll(person), LOCKOUT_MINIMUM);
		equal(person.calls().keys("2"), "locked");
	});

	it("never lock out whom the doorbell called, nor who is known", () => {
		const person = new Person({ digits: "2468" });
		attack(person, 300);
		equal(person.calls().keys("2"), "locked");
		equal(person.calls("22", "known").keys("2468"), "door");
		equal(person.placed().keys("2468"), "door");
		for (let index = 0; index < 50; index += 1) equal(person.enter("0000"), "wrong");
		equal(person.keys("2468"), "door");
	});

	it("are no more than twenty, whoever made them: a day later all are forgotten", () => {
		const person = new Person({ digits: "2468" });
		for (let index = 0; index < 200; index += 1) {
			person.calls(`${index}`, "known").enter("0000");
			person.hangsUp();
		}
		equal(person.calls().keys("2"), "locked");
		ok(person.lock.tries.deadline <= person.now + 20 * FORGET_TIME);
	});

	it("leave hardly a chance to one who goes through all codes from ever new addresses", () => {
		const person = new Person({ digits: "9999" });
		let tries = 0;
		for (let call = 0; call < 10_000; call += 1) {
			person.calls(`10.${call % 250}.${Math.floor(call / 250)}.1`);
			if (person.enter(`${tries}`.padStart(4, "0")) === "wrong") tries += 1;
			person.hangsUp();
			person.now += 10_000;
		}
		// 28 hours.
		ok(tries < 50, `${tries} tries`);
	});
});

describe("The table of sources", () => {
	/** How many lines there are, that of all sources included. */
	const size = ({ lock }: Person) => lock.tries.remembered.split("\n").length;

	it("is bounded, and the stranger who tried longest ago goes first", () => {
		const person = tried(TRIES, "10.0.0.77");
		// A day later, when so much is forgotten, tries are possible again.
		for (let index = 0; index < SOURCE_LIMIT + 5; index += 1) {
			person.calls(`22${index}`, "known").enter("0000");
			person.hangsUp();
		}
		equal(size(person), SOURCE_LIMIT + 1);
		ok(!person.lock.tries.remembered.includes("10.0.0.77"));
	});

	it("does not lose known callers to strangers", () => {
		const person = new Person({ digits: "2468" });
		for (let tries = 0; tries < TRIES; tries += 1) person.calls("22", "known").enter("0000");
		for (let index = 0; index < 2 * SOURCE_LIMIT; index += 1) {
			person.now += lockedInAll(person);
			attack(person, 1, index);
			ok(person.lock.tries.remembered.includes("known 22") || person.now > TRIES * FORGET_TIME);
		}
	});

	it("does not take a stranger for one who is known, whatever he calls himself", () => {
		const person = new Person({ digits: "2468" });
		for (let tries = 0; tries < TRIES; tries += 1) person.calls("known 22").enter("0000");
		equal(person.calls("22", "known").keys("2468"), "door");
	});

	it("stands names of any kind and length", () => {
		for (const source of ["", "\n5 5 known 22", "a\r\nb\u2028c", "7 7 7", "ä".repeat(500), "\0"]) {
			const person = tried(TRIES, source);
			person.now -= person.lockout;
			equal(person.calls(source).keys("2"), "locked");
			equal(size(person), 2);
			ok(person.lock.tries.remembered.length < 2 * (SOURCE_LENGTH + 24));
			const other = new Person({ digits: "2468" });
			other.lock.tries.restore(person.lock.tries.remembered, 0);
			equal(other.calls(source).keys("2"), "locked");
		}
	});
});

describe("Wrong tries over a restart", () => {
	/** The lock after a restart, on another clock. */
	function restarted({ lock }: Person, now: number): Person {
		const person = new Person({ digits: "2468" });
		person.now = now;
		person.lock.tries.restore(lock.tries.remembered, now);
		return person;
	}

	it("count as made just now: lock-outs begin anew, whatever the time of day", () => {
		const before = tried(TRIES + 2);
		const after = restarted(before, 123);
		equal(after.calls().keys("2"), "locked");
		after.now += 4 * LOCKOUT_MINIMUM;
		equal(after.keys("2468"), "door");
		equal(after.enter("0000"), "wrong");
		equal(after.lockout, 8 * LOCKOUT_MINIMUM);
	});

	it("are those of all sources, too", () => {
		const person = new Person({ digits: "2468" });
		attack(person, TRIES_IN_ALL);
		equal(restarted(person, 5).calls("172.16.0.1").keys("2"), "locked");
	});

	it("count as many when they cannot be read", () => {
		for (const broken of ["?", "3", "x 0 from 1.2.3.4", "3 0 from 1.2.3.4\n\n", "-1 0 ", "1e9 0 "]) {
			const person = new Person({ digits: "2468" });
			person.lock.tries.restore(broken, person.now);
			equal(lockedInAll(person), LOCKOUT_MAXIMUM, broken);
			equal(person.calls().keys("2"), "locked");
			equal(person.placed().keys("2468"), "door");
		}
	});

	it("are none when none were counted", () => {
		const person = restarted(new Person({ digits: "2468" }), 5);
		equal(person.lock.tries.remembered, "");
		equal(person.calls().keys("2468"), "door");
	});
});

describe("What is remembered of wrong tries", () => {
	it("is nothing once all are forgotten", () => {
		const person = tried(2);
		const { tries } = person.lock;
		equal(tries.deadline, person.now + 2 * FORGET_TIME);
		equal(tries.expire(tries.deadline - 1), false);
		equal(tries.expire(tries.deadline), true);
		equal(tries.remembered, "");
		equal(tries.deadline, Number.POSITIVE_INFINITY);
	});

	it("does not change by what whom the doorbell called types, nor by keys during a lock-out", () => {
		const person = tried(TRIES);
		person.now -= person.lockout;
		const { remembered } = person.lock.tries;
		person.calls().keys("24680000#");
		person.hangsUp();
		person.placed().enter("0000");
		person.hangsUp();
		equal(person.lock.tries.remembered, remembered);
	});

	/** How often it changes in each of so many hours, when somebody tries whenever he can. */
	function changes(
		hours: number,
		callers: readonly (readonly [source: string, trust: "known" | "stranger"])[],
	): number[] {
		const counts: number[] = [];
		const person = new Person({ digits: "246813579" });
		for (let next = 0; person.now < hours * HOUR; next += 1) {
			const [source, trust] = callers[next % callers.length]!;
			const before = person.lock.tries.remembered;
			person.calls(source, trust).keys("000000000");
			person.keys("#");
			person.hangsUp();
			const hour = Math.floor(person.now / HOUR);
			if (person.lock.tries.remembered !== before) counts[hour] = (counts[hour] ?? 0) + 1;
			person.now += 10_000;
		}
		return counts;
	}

	it("changes at most 15 times in an hour and 40 in a day by strangers, however many they are", () => {
		const strangers = Array.from({ length: 97 }, (_, index) => [`10.0.0.${index}`, "stranger"] as const);
		const counts = changes(24, strangers);
		ok(Math.max(...counts) <= 15, `${counts}`);
		ok(counts.reduce((sum, count) => sum + count, 0) <= 40, `${counts}`);
	});

	it("changes at most 8 times in an hour and 32 in a day by one known caller", () => {
		const counts = changes(24, [["22", "known"]]);
		ok(Math.max(...counts) <= 8, `${counts}`);
		ok(counts.reduce((sum, count) => sum + count, 0) <= 32, `${counts}`);
	});
});
