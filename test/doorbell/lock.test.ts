import { deepEqual, equal } from "node:assert/strict";
import {
	type Code,
	ENTRY_LIMIT,
	ENTRY_PAUSE,
	LOCKOUT_MAXIMUM,
	LOCKOUT_MINIMUM,
	Lock,
	type LockOutput,
	TRIES,
	type Verdict,
} from "../../modules/doorbell/lock.ts";

/** A lock, the time, and the keys of one call after the other. */
class Caller {
	now = 0;
	readonly lock: Lock;

	constructor(...codes: readonly (readonly [digits: string, output?: LockOutput])[]) {
		this.lock = new Lock(codes.map(([digits, output = "door"]): Code => ({ digits, output })));
	}

	/** The doorbell calls this one. */
	placed(): this {
		this.lock.begin(true);
		return this;
	}

	/** This one calls the doorbell. */
	calls(): this {
		this.lock.begin(false);
		return this;
	}

	/** What came of the last of these keys, pressed within a second. */
	keys(keys: string): Verdict {
		let verdict: Verdict = "pending";
		for (const key of keys) verdict = this.lock.enter(key, ++this.now);
		return verdict;
	}

	/** Waits, and returns what the pause decided. */
	pause(milliseconds = ENTRY_PAUSE): Verdict {
		this.now += milliseconds;
		return this.lock.expire(this.now);
	}

	/** Types them and waits. */
	enter(keys: string): Verdict {
		const verdict = this.keys(keys);
		return verdict === "pending" ? this.pause() : verdict;
	}

	hangsUp(): Verdict {
		return this.lock.end(this.now);
	}
}

describe("Lock: codes", () => {
	it("a code opens with its last digit", () => {
		const caller = new Caller(["2468"], ["1357", "light"]).calls();
		deepEqual(
			[..."2468"].map((digit) => caller.keys(digit)),
			["pending", "pending", "pending", "door"],
		);
		equal(caller.keys("1357"), "light");
		equal(caller.keys("2468"), "door");
	});

	it("no code, no opening", () => {
		for (const caller of [new Caller().placed(), new Caller([""]).placed()]) {
			for (const keys of ["", "#", "*", "0", "1234", "*#"]) equal(/door|light/.test(caller.enter(keys)), false);
		}
	});

	it("a wrong entry is judged after the pause, or by #", () => {
		const caller = new Caller(["2468"]).placed();
		equal(caller.keys("2467"), "pending");
		equal(caller.pause(ENTRY_PAUSE - 1), "pending");
		equal(caller.pause(1), "wrong");
		equal(caller.pause(), "pending");
		equal(caller.keys("246#"), "wrong");
	});

	it("D8: each digit may take nearly five seconds", () => {
		const caller = new Caller(["2468"]).calls();
		for (const digit of "246") {
			equal(caller.keys(digit), "pending");
			equal(caller.pause(ENTRY_PAUSE - 2), "pending");
		}
		equal(caller.keys("8"), "door");
	});

	it("the pause begins anew with each digit, and there is none to wait for without an entry", () => {
		const caller = new Caller(["2468"]).placed();
		equal(caller.lock.deadline, Number.POSITIVE_INFINITY);
		caller.keys("2");
		equal(caller.lock.deadline, caller.now + ENTRY_PAUSE);
		caller.keys("468");
		equal(caller.lock.deadline, Number.POSITIVE_INFINITY);
	});

	it("* begins an entry anew", () => {
		const caller = new Caller(["2468"]).calls();
		equal(caller.keys("99*2468"), "door");
		equal(caller.keys("24*2468"), "door");
		equal(caller.keys("***2468"), "door");
	});

	it("* and # alone decide nothing", () => {
		const caller = new Caller(["2468"]).calls();
		equal(caller.enter("*"), "pending");
		equal(caller.enter("#"), "pending");
		equal(caller.enter("*#"), "pending");
	});

	it("F20: a sequence may hold * and # anywhere", () => {
		for (const sequence of ["*12#", "#9", "**61", "1*2#3", "*#*#", "###1"]) {
			equal(new Caller([sequence]).placed().keys(sequence), "door", sequence);
		}
	});

	it("a sequence that begins with * is recognised after a slip", () => {
		const caller = new Caller(["*12#"]).placed();
		equal(caller.keys("5*12#"), "door");
		equal(caller.keys("*1*12#"), "door");
	});

	it("a code that begins another one waits for the pause, or for #", () => {
		const caller = new Caller(["1234"], ["123456", "light"]).calls();
		equal(caller.keys("1234"), "pending");
		equal(caller.pause(), "door");
		equal(caller.keys("1234#"), "door");
		equal(caller.keys("123456"), "light");
		equal(caller.enter("12345"), "wrong");
	});

	it("an entry ends at the longest length that a code can have", () => {
		const caller = new Caller(["2468"]).placed();
		equal(caller.keys("9".repeat(ENTRY_LIMIT - 1)), "pending");
		equal(caller.keys("9"), "wrong");
		const longest = "123456789012";
		equal(longest.length, ENTRY_LIMIT);
		equal(new Caller([longest]).calls().keys(longest), "door");
	});

	it("letters A to D are wrong digits like others", () => {
		equal(new Caller(["2468"]).placed().enter("ABCD"), "wrong");
	});

	it("changed codes count from the next digit on", () => {
		const caller = new Caller(["2468"]).calls();
		caller.keys("24");
		caller.lock.configure([{ digits: "13579", output: "door" }]);
		equal(caller.enter("68"), "wrong");
		equal(caller.keys("13579"), "door");
	});
});

describe("Lock: who may use a short code", () => {
	it("opens in calls that the doorbell placed", () => {
		equal(new Caller(["9"]).placed().keys("9"), "door");
	});

	it("does not open in calls from outside", () => {
		const caller = new Caller(["9"], ["123"], ["2468", "light"]).calls();
		equal(caller.enter("9"), "wrong");
		equal(caller.enter("123"), "wrong");
		equal(caller.keys("2468"), "light");
	});

	it("is no reason to wait in calls from outside, where it does not count", () => {
		const codes = [["24"], ["2468"]] as const;
		equal(new Caller(...codes).placed().enter("24"), "door");
		equal(new Caller(...codes).calls().keys("2468"), "door");
	});
});

describe("Lock: too many wrong tries", () => {
	/** A caller after so many wrong tries, of one call each. */
	function tried(count: number): Caller {
		const caller = new Caller(["2468"], ["13579"]);
		for (let index = 0; index < count; index += 1) {
			caller.calls();
			equal(caller.enter("0000"), "wrong");
			caller.hangsUp();
			if (index >= TRIES - 1) caller.now += LOCKOUT_MAXIMUM;
		}
		return caller;
	}

	it("lock out all calls from outside, even with the right code", () => {
		const caller = tried(TRIES - 1).calls();
		equal(caller.enter("0000"), "wrong");
		for (const digit of "2468") equal(caller.keys(digit), "locked");
		caller.hangsUp();
		equal(caller.calls().keys("2468"), "locked");
	});

	it("never lock out calls that the doorbell placed", () => {
		const caller = tried(TRIES - 1).calls();
		caller.enter("0000");
		equal(caller.keys("2"), "locked");
		equal(caller.placed().keys("2468"), "door");
		for (let index = 0; index < 50; index += 1) equal(caller.enter("0000"), "wrong");
		equal(caller.keys("2468"), "door");
	});

	it("end after the time of the lock-out, which doubles with each further wrong try", () => {
		for (let extra = 0; extra < 10; extra += 1) {
			const caller = tried(TRIES - 1 + extra).calls();
			caller.enter("0000");
			const time = Math.min(LOCKOUT_MINIMUM * 2 ** extra, LOCKOUT_MAXIMUM);
			caller.now += time - 2;
			equal(caller.keys("2"), "locked", `${extra}`);
			caller.now += 1;
			equal(caller.keys("2468"), "door", `${extra}`);
		}
	});

	it("are forgotten after a right code", () => {
		const caller = tried(TRIES - 1).calls();
		equal(caller.keys("2468"), "door");
		for (let index = 0; index < TRIES; index += 1) equal(caller.enter("0000"), "wrong");
		equal(caller.keys("2"), "locked");
	});

	it("hanging up before the pause is a try as well", () => {
		const caller = new Caller(["2468"]);
		for (let index = 0; index < TRIES; index += 1) {
			caller.calls().keys(`000${index}`);
			equal(caller.hangsUp(), "wrong");
		}
		equal(caller.calls().keys("2"), "locked");
	});

	it("* after a whole wrong code is a try as well", () => {
		const caller = new Caller(["2468"]).calls();
		equal(caller.keys("0000*"), "wrong");
		equal(caller.keys("0001*"), "wrong");
		equal(caller.keys("0002*"), "wrong");
		equal(caller.keys("2468"), "locked");
	});

	it("slips that are too short to be a code are none", () => {
		const caller = new Caller(["2468"]);
		for (let index = 0; index < 10; index += 1) {
			equal(caller.calls().keys("123*24*"), "pending");
			equal(caller.hangsUp(), "pending");
		}
		equal(caller.calls().keys("2468"), "door");
	});

	it("a right code that still waits for the pause is none", () => {
		const caller = new Caller(["1234"], ["12345"]).calls();
		caller.keys("1234");
		equal(caller.hangsUp(), "pending");
	});

	it("nobody finds a code by going through all of them", () => {
		const caller = new Caller(["0042"]);
		let opened = 0;
		for (let code = 0; code < 200; code += 1) {
			caller.calls();
			if (caller.enter(`${code}`.padStart(4, "0")) === "door") opened += 1;
			caller.hangsUp();
		}
		equal(opened, 0);
	});
});
