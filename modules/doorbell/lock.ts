/** What a code does. */
export type LockOutput = "door" | "light";

/** A code and what it does; no code, no opening. */
export interface Code {
	/** 1 to 12 of 0-9, * and #. */
	readonly digits: string;
	readonly output: LockOutput;
}

/** What became of a digit: nothing yet, an output to switch, or a wrong entry. */
export type Verdict = "pending" | LockOutput | "wrong" | "locked";

/** A pause that ends an entry, milliseconds: some phones need half a second and more between digits (interop trap D8). */
export const ENTRY_PAUSE = 5_000;
/** Longest entry. */
export const ENTRY_LIMIT = 12;
/** Codes shorter than this open only in calls that the doorbell placed: anybody may call the bell and press one key. */
export const SHORT_CODE = 4;
/** Wrong entries in calls from outside that lead to a lock-out; each further one doubles it. */
export const TRIES = 3;
export const LOCKOUT_MINIMUM = 60_000;
export const LOCKOUT_MAXIMUM = 3_600_000;

/**
 * Who may open: reads the digits of the answered call against the codes.
 *
 * A code is recognised as it is typed, `*` and `#` included. Otherwise a pause or `#` ends an entry, and `*` begins it
 * anew. A code that begins another one waits for the pause.
 */
export class Lock {
	#codes: readonly Code[];
	#entry = "";
	#entryEndsAt = Number.POSITIVE_INFINITY;
	/** Whether the present call was placed by the doorbell. */
	#placed = false;
	#wrong = 0;
	#lockedUntil = Number.NEGATIVE_INFINITY;

	constructor(codes: readonly Code[]) {
		this.#codes = codes;
	}

	configure(codes: readonly Code[]): void {
		this.#codes = codes;
		this.#clear();
	}

	get deadline(): number {
		return this.#entryEndsAt;
	}

	/** A call begins. Counted tries outlive it: hanging up and calling again wins nothing. */
	begin(placed: boolean): void {
		this.#placed = placed;
		this.#clear();
	}

	/** The call is over. What was typed last counts as a try: else hanging up would make all tries free. */
	end(now: number): Verdict {
		return this.#give(now);
	}

	enter(digit: string, now: number): Verdict {
		if (!this.#placed && now < this.#lockedUntil) return "locked";
		const entry = this.#entry + digit;
		if (this.#begins(entry)) {
			this.#type(entry, now);
			const code = this.#find(entry);
			return code && !this.#continues(entry) ? this.#accept(code) : "pending";
		}
		if (digit === "*") {
			const verdict = this.#give(now);
			this.#type(this.#begins(digit) ? digit : "", now);
			return verdict;
		}
		if (digit === "#") return this.#finish(now);
		this.#type(entry, now);
		return entry.length >= ENTRY_LIMIT ? this.#finish(now) : "pending";
	}

	/** The pause is over: what was typed counts as it is. */
	expire(now: number): Verdict {
		return now >= this.#entryEndsAt ? this.#finish(now) : "pending";
	}

	#type(entry: string, now: number): void {
		this.#entry = entry;
		this.#entryEndsAt = now + ENTRY_PAUSE;
	}

	/** Gives up an entry. It was a try if it is as long as some code: the right one would have opened on the way. */
	#give(now: number): Verdict {
		const entry = this.#entry;
		this.#clear();
		const tried = this.#codes.some((code) => this.#applies(code) && code.digits.length <= entry.length);
		return tried && !this.#find(entry) ? this.#refuse(now) : "pending";
	}

	#finish(now: number): Verdict {
		const entry = this.#entry;
		this.#clear();
		if (entry === "") return "pending";
		const code = this.#find(entry);
		return code ? this.#accept(code) : this.#refuse(now);
	}

	#accept(code: Code): Verdict {
		this.#clear();
		this.#wrong = 0;
		return code.output;
	}

	#refuse(now: number): Verdict {
		// Whom the doorbell called itself is known, and must not be shut out by what strangers tried.
		if (this.#placed) return "wrong";
		this.#wrong += 1;
		if (this.#wrong >= TRIES) {
			this.#lockedUntil = now + Math.min(LOCKOUT_MINIMUM * 2 ** (this.#wrong - TRIES), LOCKOUT_MAXIMUM);
		}
		return "wrong";
	}

	#find(entry: string): Code | undefined {
		return this.#codes.find((code) => code.digits === entry && this.#applies(code));
	}

	/** Whether some code begins with these digits. */
	#begins(entry: string): boolean {
		return this.#codes.some((code) => code.digits.startsWith(entry) && this.#applies(code));
	}

	/** Whether some code goes on after these digits. */
	#continues(entry: string): boolean {
		return this.#codes.some(
			(code) => code.digits.length > entry.length && code.digits.startsWith(entry) && this.#applies(code),
		);
	}

	#applies(code: Code): boolean {
		return code.digits !== "" && (this.#placed || code.digits.length >= SHORT_CODE);
	}

	#clear(): void {
		this.#entry = "";
		this.#entryEndsAt = Number.POSITIVE_INFINITY;
	}
}
