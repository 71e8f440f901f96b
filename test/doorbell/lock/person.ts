import type { Trust } from "../../../modules/doorbell/lock/code.ts";
import { ENTRY_PAUSE } from "../../../modules/doorbell/lock/entry.ts";
import { Lock, type Verdict } from "../../../modules/doorbell/lock/lock.ts";
import { TestBook, type TestCode } from "../door.ts";

/** What came of keys, in short: "door", "wrong", or what the verdict says. */
export type Outcome = "pending" | "locked" | "wrong" | "door" | "second door" | "light";

/** A lock, the time, and the keys of one call after the other. */
export class Person {
	now = 0;
	readonly book: TestBook;
	readonly lock: Lock;
	/** Why the last entry was refused, and the lock-out that it brought. */
	refused = "";
	lockout = 0;

	constructor(...codes: readonly TestCode[]) {
		this.book = new TestBook(codes);
		this.lock = new Lock(this.book);
	}

	/** The doorbell calls this one. */
	placed(): this {
		return this.calls("attic", "placed");
	}

	/** This one calls the doorbell. */
	calls(source = "192.168.1.99", trust: Trust = "stranger"): this {
		this.lock.begin({ source, trust });
		return this;
	}

	/** What came of the last of these keys, pressed within a second. */
	keys(keys: string): Outcome {
		let outcome: Outcome = "pending";
		for (const key of keys) outcome = this.#short(this.lock.enter(key, ++this.now));
		return outcome;
	}

	/** Waits, and returns what the pause decided. */
	pause(milliseconds = ENTRY_PAUSE): Outcome {
		this.now += milliseconds;
		return this.#short(this.lock.expire(this.now));
	}

	/** Types them and waits. */
	enter(keys: string): Outcome {
		const outcome = this.keys(keys);
		return outcome === "pending" ? this.pause() : outcome;
	}

	hangsUp(): Outcome {
		return this.#short(this.lock.end(this.now));
	}

	#short(verdict: Verdict): Outcome {
		if (typeof verdict === "string") return verdict;
		if (!("refused" in verdict)) return verdict.output;
		this.refused = verdict.refused;
		this.lockout = verdict.lockout;
		return "wrong";
	}
}
