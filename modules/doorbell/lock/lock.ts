import { type Caller, type Code, type CodeBook, compare, isTimed, objection, type Wall } from "./code.ts";
import { Entry } from "./entry.ts";
import { Tries } from "./tries.ts";

/**
 * What became of keys: nothing yet; refused unheard after too many wrong tries; a code that counts; or a wrong entry, told
 * in plain words without the keys, and how long the caller is locked out by it, milliseconds.
 */
export type Verdict = "pending" | "locked" | Code | { readonly refused: string; readonly lockout: number };

/** Nobody is on the phone: trusted like any stranger. */
export const NOBODY: Caller = Object.freeze({ source: "", trust: "stranger" });

/**
 * Who may open: the whole policy. Reads the keys of the answered call against the codes that count for its caller at this
 * time, and counts wrong tries. Whom the doorbell called itself is not locked out by anything.
 */
export class Lock {
	/** Wrong tries, over all calls: hanging up and calling again wins nothing. */
	readonly tries = new Tries();
	#book: CodeBook;
	#caller = NOBODY;
	#entry = new Entry();

	constructor(book: CodeBook) {
		this.#book = book;
	}

	get caller(): Caller {
		return this.#caller;
	}

	get deadline(): number {
		return this.#entry.deadline;
	}

	/** A call begins, or codes have changed: what was typed so far is forgotten. */
	begin(caller: Caller): void {
		this.#caller = caller;
		this.#entry.finish();
	}

	/** The call is over. What was typed last counts as a try if it could have been a code. */
	end(now: number): Verdict {
		const typing = this.deadline !== Number.POSITIVE_INFINITY;
		const verdict = this.#judge(typing ? this.#entry.giveUp(this.#counting()) : undefined, now);
		this.begin(NOBODY);
		return verdict;
	}

	enter(digit: string, now: number): Verdict {
		if (this.tries.locked(this.#caller, now) > 0) return "locked";
		return this.#judge(this.#entry.key(digit, this.#counting(), now), now);
	}

	/** Ends an entry whose pause is over. */
	expire(now: number): Verdict {
		return now >= this.deadline ? this.#judge(this.#entry.finish(), now) : "pending";
	}

	/** The codes that count for this caller now. */
	#counting(): readonly Code[] {
		const codes = this.#book.codes();
		const wall = this.#wall(codes);
		return codes.filter((code) => objection(code, this.#caller.trust, wall) === "");
	}

	/** The time of day where a code depends on it: to find it out takes as long as all the rest of a key. */
	#wall(codes: readonly Code[]): Wall | undefined {
		return codes.some(isTimed) ? this.#book.wall() : undefined;
	}

	/** Compares an entry with all codes; of equal ones the first that counts is used. */
	#judge(entry: string | undefined, now: number): Verdict {
		if (entry === undefined) return "pending";
		const { trust } = this.#caller;
		const codes = this.#book.codes();
		const wall = this.#wall(codes);
		let found: Code | undefined;
		let refused = "Wrong code";
		for (const code of codes) {
			const reason = objection(code, trust, wall);
			if (compare(code.digits, entry) !== "whole") continue;
			if (reason === "") found ??= code;
			else refused = `Refused ${titleOf(code)}: ${reason}`;
		}
		if (found && (!found.once || this.#book.spend(found.number))) return found;
		if (found) return { refused: `Refused ${titleOf(found)}: it could not be deleted`, lockout: 0 };
		const lockout = trust === "placed" ? 0 : this.tries.count(this.#caller, now);
		if (lockout > 0) this.#entry.finish();
		return { refused, lockout };
	}
}

/** How a code is called in sentences: its keys are never told. */
export function titleOf({ number, name }: Code): string {
	return name === "" ? `code ${number}` : `code ${number} (${name})`;
}
