import { deepEqual, equal } from "node:assert/strict";
import { CODE_LENGTH } from "../../../modules/doorbell/lock/code.ts";
import { ENTRY_PAUSE } from "../../../modules/doorbell/lock/entry.ts";
import { Person } from "./person.ts";

const DOOR = { digits: "2468" } as const;
const LIGHT = { digits: "1357", output: "light" } as const;

/** Codes of the door. */
function doors(...codes: readonly string[]): Person {
	return new Person(...codes.map((digits) => ({ digits })));
}

describe("Lock: codes", () => {
	it("a code opens with its last digit", () => {
		const person = new Person(DOOR, LIGHT).calls();
		deepEqual(
			[..."2468"].map((digit) => person.keys(digit)),
			["pending", "pending", "pending", "door"],
		);
		equal(person.keys("1357"), "light");
		equal(person.keys("2468"), "door");
	});

	it("no code, no opening", () => {
		for (const person of [doors().placed(), doors("").placed()]) {
			for (const keys of ["", "#", "*", "0", "1234", "*#"]) equal(/door|light/.test(person.enter(keys)), false);
		}
	});

	it("a wrong entry is judged after the pause, or by #", () => {
		const person = doors("2468").placed();
		equal(person.keys("2467"), "pending");
		equal(person.pause(ENTRY_PAUSE - 1), "pending");
		equal(person.pause(1), "wrong");
		equal(person.pause(), "pending");
		equal(person.keys("246#"), "wrong");
	});

	it("D8: each digit may take nearly five seconds", () => {
		const person = doors("2468").calls();
		for (const digit of "246") {
			equal(person.keys(digit), "pending");
			equal(person.pause(ENTRY_PAUSE - 2), "pending");
		}
		equal(person.keys("8"), "door");
	});

	it("the pause begins anew with each digit, and there is none to wait for without an entry", () => {
		const person = doors("2468").placed();
		equal(person.lock.deadline, Number.POSITIVE_INFINITY);
		person.keys("2");
		equal(person.lock.deadline, person.now + ENTRY_PAUSE);
		person.keys("468");
		equal(person.lock.deadline, Number.POSITIVE_INFINITY);
	});

	it("* begins an entry anew", () => {
		const person = doors("2468").calls();
		equal(person.keys("99*2468"), "door");
		equal(person.keys("24*2468"), "door");
		equal(person.keys("***2468"), "door");
	});

	it("* and # alone decide nothing", () => {
		const person = doors("2468").calls();
		equal(person.enter("*"), "pending");
		equal(person.enter("#"), "pending");
		equal(person.enter("*#"), "pending");
	});

	it("F20: a sequence may hold * and # anywhere", () => {
		for (const sequence of ["*12#", "#9", "**61", "1*2#3", "*#*#", "###1", "*"]) {
			equal(doors(sequence).placed().keys(sequence), "door", sequence);
		}
	});

	it("a sequence that begins with * is recognised after a slip", () => {
		const person = doors("*12#").placed();
		equal(person.keys("5*12#"), "door");
		equal(person.keys("*1*12#"), "door");
		const other = doors("*").placed();
		equal(other.keys("5*"), "wrong");
		equal(other.pause(), "door");
	});

	it("a code that begins another one waits for the pause, or for #", () => {
		const person = new Person({ digits: "1234" }, { digits: "123456", output: "light" }).calls();
		equal(person.keys("1234"), "pending");
		equal(person.pause(), "door");
		equal(person.keys("1234#"), "door");
		equal(person.keys("123456"), "light");
		equal(person.enter("12345"), "wrong");
	});

	it("an entry ends at the longest length that a code can have", () => {
		const person = doors("2468").placed();
		equal(person.keys("9".repeat(CODE_LENGTH - 1)), "pending");
		equal(person.keys("9"), "wrong");
		const longest = "123456789012";
		equal(longest.length, CODE_LENGTH);
		equal(doors(longest).calls().keys(longest), "door");
		equal(doors(`${longest}3`).calls().keys(longest), "wrong");
	});

	it("letters A to D are wrong digits like others", () => {
		equal(doors("2468").placed().enter("ABCD"), "wrong");
	});

	it("what was typed in one call does not add up with that of the next", () => {
		const person = doors("2468").calls();
		person.keys("24");
		equal(person.calls().enter("68"), "wrong");
	});

	it("changed codes count at once", () => {
		const person = doors("2468").calls();
		person.keys("24");
		person.book.set([{ digits: "2499" }]);
		equal(person.keys("99"), "door");
	});

	it("of equal codes the first that counts is used", () => {
		const person = new Person({ digits: "2468", output: "light", callers: "placed" }, { digits: "2468" });
		equal(person.calls().keys("2468"), "door");
		equal(person.placed().keys("2468"), "light");
	});
});

describe("Lock: callers", () => {
	it("codes for those whom the doorbell called are for nobody else", () => {
		const person = new Person({ digits: "2468", callers: "placed" });
		equal(person.placed().keys("2468"), "door");
		equal(person.calls("22", "known").enter("2468"), "wrong");
		equal(person.calls().enter("2468"), "wrong");
		equal(person.refused, "Refused code 1: not for this caller");
	});

	it("codes for known callers are for those whom the doorbell called, too", () => {
		const person = new Person({ digits: "2468", callers: "known" });
		equal(person.placed().keys("2468"), "door");
		equal(person.calls("22", "known").keys("2468"), "door");
		equal(person.calls().enter("2468"), "wrong");
	});

	it("F20: short codes are not for strangers, whatever is set", () => {
		for (const digits of ["9", "24", "123"]) {
			const person = new Person({ digits, callers: "everyone" }, { digits: "8", callers: "placed" });
			equal(person.placed().enter(digits), "door");
			equal(person.calls("22", "known").enter(digits), "door");
			equal(person.enter("8"), "wrong");
			equal(person.calls().enter(digits), "wrong");
		}
	});

	it("a code that does not count is no reason to wait", () => {
		equal(doors("24", "2468").placed().enter("24"), "door");
		equal(doors("24", "2468").calls().keys("2468"), "door");
		const person = new Person(DOOR, { digits: "246810", callers: "placed" });
		equal(person.calls().keys("2468"), "door");
		equal(person.placed().keys("2468"), "pending");
	});
});

describe("Lock: times", () => {
	const HOUR = 60;

	it("a weekly code counts in its times only", () => {
		// Tuesday 9:00 to 11:00.
		const person = new Person({ digits: "2468", weekly: [33 * HOUR, 35 * HOUR], name: "Cleaner" }).placed();
		const at = (minute: number) => {
			person.book.time = { time: 0, minute };
			return person.enter("2468");
		};
		deepEqual([at(33 * HOUR - 1), at(33 * HOUR), at(35 * HOUR - 1), at(35 * HOUR)], ["wrong", "door", "door", "wrong"]);
		equal(person.refused, "Refused code 1 (Cleaner): not at this time");
	});

	it("a time may go over the end of the week, and there may be several", () => {
		const person = new Person({ digits: "2468", weekly: [600, 660, 10_000, 120] }).placed();
		const counting = [0, 119, 120, 599, 600, 660, 9_999, 10_000, 10_079].filter((minute) => {
			person.book.time = { time: 0, minute };
			return person.enter("2468") === "door";
		});
		deepEqual(counting, [0, 119, 600, 10_000, 10_079]);
	});

	it("a guest's code counts until its end", () => {
		const person = new Person({ digits: "2468", until: 5_000 }).placed();
		person.book.time = { time: 4_999, minute: 0 };
		equal(person.keys("2468"), "door");
		person.book.time = { time: 5_000, minute: 0 };
		equal(person.enter("2468"), "wrong");
		equal(person.refused, "Refused code 1: its time is over");
	});

	it("what is limited by time does not count while the time of day is unknown", () => {
		const person = new Person(
			{ digits: "2468", until: 5_000 },
			{ digits: "1357", weekly: [0, 10_079] },
			{ digits: "9999" },
		);
		person.placed();
		equal(person.enter("2468"), "wrong");
		equal(person.enter("1357"), "wrong");
		equal(person.refused, "Refused code 2: the time of day is unknown");
		equal(person.keys("9999"), "door");
	});

	it("an end that is no number lets nobody in", () => {
		const person = new Person({ digits: "2468", until: Number.NaN }).placed();
		person.book.time = { time: 0, minute: 0 };
		equal(person.enter("2468"), "wrong");
	});
});

describe("Lock: codes for a single time", () => {
	it("are deleted before they open, and do not open again", () => {
		const person = new Person({ digits: "2468", once: true }, { digits: "1357" }).calls();
		equal(person.keys("2468"), "door");
		deepEqual(
			person.book.list.map(({ number }) => number),
			[2],
		);
		equal(person.enter("2468"), "wrong");
	});

	it("do not open when they cannot be deleted, which is no try", () => {
		const person = new Person({ digits: "2468", once: true }).calls();
		person.book.works = false;
		for (let tries = 0; tries < 5; tries += 1) equal(person.keys("2468"), "wrong");
		equal(person.refused, "Refused code 1: it could not be deleted");
	});
});
