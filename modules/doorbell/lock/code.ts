/** Whom the doorbell called itself; who is listed, and came by a way that proves it; anybody else. */
export type Trust = "placed" | "known" | "stranger";

/** Who is at the other end of a call; tries of one source, such as an address or a number, are counted together. */
export interface Caller {
	readonly source: string;
	readonly trust: Trust;
}

/** The time of day, if known: milliseconds since 1970 (UTC), and the local minute of the week, from Monday 00:00. */
export interface Wall {
	readonly time: number;
	readonly minute: number;
}

/** A code, what it does, and for whom and when it counts. */
export interface Code {
	readonly number: number;
	/** 1 to 12 of 0-9, * and #; "" where there is none: no code, no opening. */
	readonly digits: string;
	readonly output: "door" | "second door" | "light";
	readonly action: "pulse" | "toggle";
	readonly callers: "everyone" | "known" | "placed";
	/** Begin and end, in minutes of the week, of each span in turn; an end that is not above its begin lies in the next week. */
	readonly weekly: readonly number[];
	/** Milliseconds since 1970 (UTC) from which on it does not count; `Infinity` if never. */
	readonly until: number;
	readonly once: boolean;
	/** For people. */
	readonly name: string;
}

/** Where the codes are kept. */
export interface CodeBook {
	/** All codes; asked for when keys arrive, so that they take no memory until then. */
	codes(): readonly Code[];
	/** Deletes a used-up code for good; false when that cannot be stored: then it does not open. */
	spend(number: number): boolean;
	wall(): Wall | undefined;
}

export const CODE_LENGTH = 12;
/** Shorter codes are not for strangers: anybody may call the bell and press one key. */
export const SHORT_CODE = 4;
/** Minutes. */
const WEEK = 10_080;

/** Whether a code counts at times only. */
export function isTimed({ weekly, until }: Code): boolean {
	return weekly.length > 0 || until !== Number.POSITIVE_INFINITY;
}

/** Why a code does not count; "" when it does. What is limited by time does not while the time of day is unknown. */
export function objection(code: Code, trust: Trust, wall: Wall | undefined): string {
	const { digits, callers, weekly, until } = code;
	if (digits === "") return "there is none";
	const open = callers === "everyone" && digits.length >= SHORT_CODE;
	if (trust === "stranger" ? !open : trust === "known" && callers === "placed") return "not for this caller";
	if (!isTimed(code)) return "";
	if (wall === undefined) return "the time of day is unknown";
	if (!(wall.time < until)) return "its time is over";
	return weekly.length === 0 || isWithin(weekly, wall.minute) ? "" : "not at this time";
}

/** How an entry fits a code. Looks at all keys that a code can have, wherever they differ: time tells nothing of the code. */
export function compare(digits: string, entry: string): "apart" | "begins" | "whole" {
	let begun = 0;
	let apart = digits.length ^ entry.length;
	for (let index = 0; index < CODE_LENGTH; index += 1) {
		// Beyond an end there is NaN, which counts as 0 here.
		const difference = digits.charCodeAt(index) ^ entry.charCodeAt(index);
		apart |= difference;
		if (index < entry.length) begun |= difference;
	}
	if (begun !== 0 || entry.length > digits.length) return "apart";
	return apart === 0 ? "whole" : "begins";
}

function isWithin(weekly: readonly number[], minute: number): boolean {
	const since = (begin: number, then: number) => (then - begin + WEEK) % WEEK;
	return weekly.some((begin, at) => at % 2 === 0 && since(begin, minute) < since(begin, weekly[at + 1]!));
}
