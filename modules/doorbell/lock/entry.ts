import { CODE_LENGTH, type Code, compare } from "./code.ts";

/** A pause that ends an entry, milliseconds: some phones need half a second and more between digits (interop trap D8). */
export const ENTRY_PAUSE = 5_000;

const NEVER = Number.POSITIVE_INFINITY;

/**
 * Makes entries of keys: a code is recognised as it is typed, `*` and `#` included. Otherwise a pause or `#` ends an entry, and `*` begins it
 * anew. A code that begins another one waits for the pause.
 */
export class Entry {
	#typed = "";
	#endsAt = NEVER;

	/** `Infinity` while nothing is typed. */
	get deadline(): number {
		return this.#endsAt;
	}

	/** A key. Returns an entry that is to be judged now, if there is one; `codes` are those that count. */
	key(digit: string, codes: readonly Code[], now: number): string | undefined {
		const typed = this.#typed + digit;
		const begun = count(codes, typed, "begins");
		const whole = count(codes, typed, "whole");
		if (begun + whole === 0 && digit === "#") return this.finish();
		if (begun + whole === 0 && digit === "*") {
			const given = this.giveUp(codes);
			if (count(codes, digit, "begins") + count(codes, digit, "whole") > 0) this.#type(digit, now);
			return given;
		}
		this.#type(typed, now);
		return typed.length >= CODE_LENGTH || (whole > 0 && begun === 0) ? this.finish() : undefined;
	}

	/** Takes what was typed, as it is. */
	finish(): string | undefined {
		const typed = this.#typed;
		this.#typed = "";
		this.#endsAt = NEVER;
		return typed || undefined;
	}

	/** Ends an entry before its pause. It is a try if as long as some code, which would have opened on the way. */
	giveUp(codes: readonly Code[]): string | undefined {
		const typed = this.finish() ?? "";
		const long = codes.some(({ digits }) => digits.length <= typed.length);
		return long && count(codes, typed, "whole") === 0 ? typed : undefined;
	}

	#type(typed: string, now: number): void {
		this.#typed = typed;
		this.#endsAt = now + ENTRY_PAUSE;
	}
}

/** How many codes an entry fits so. Compares it with all of them, whatever comes of it. */
function count(codes: readonly Code[], entry: string, fit: "begins" | "whole"): number {
	let fits = 0;
	for (const { digits } of codes) fits += compare(digits, entry) === fit ? 1 : 0;
	return fits;
}
