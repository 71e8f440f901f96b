import type { Caller } from "./code.ts";

/** Wrong tries of one source, and of all of them, that lead to a lock-out; each further one doubles it, up to a maximum. */
export const TRIES = 3;
export const TRIES_IN_ALL = 10;
const TRIES_MAXIMUM = 20;
/** Milliseconds, as all times here. */
export const LOCKOUT_MINIMUM = 60_000;
export const LOCKOUT_MAXIMUM = 3_600_000;
/** One wrong try is forgotten for each of these times without another one. No right code makes up for it. */
export const FORGET_TIME = 3_600_000;
/** Sources that are counted apart, more than there can be known callers, and characters of their names. */
export const SOURCE_LIMIT = 24;
export const SOURCE_LENGTH = 40;

type Count = readonly [tries: number, at: number];

/** What all sources are counted under, and how names of known callers begin. */
const ALL = "";
const KNOWN = "known ";
const LINE = /^([0-9]{1,2}) ([0-9]{1,16}) ([^\n]*)$/;
const NEVER = Number.POSITIVE_INFINITY;

/**
 * Wrong tries, per source and in all, and the lock-outs to which they lead. Who is known is locked out by his own tries
 * only, a stranger by those of all. Where there is no room for a source, the stranger goes who tried longest ago: his
 * tries are counted in all.
 *
 * The time of day has no say: after a restart all tries count as made just now, and lock-outs begin anew.
 * What is to be remembered changes with each counted try, and when all are forgotten. The lock-outs bound that, for the
 * sake of the flash: strangers, however many, make 15 changes in an hour and 40 in a day; each known caller 8 and 32.
 */
export class Tries {
	/** A line for each source: tries, time of the last one, name. A string, because it takes one slot on XS. */
	#lines = "";
	#forgottenAt = NEVER;

	/** When `expire` matters: all tries are forgotten then. */
	get deadline(): number {
		return this.#forgottenAt;
	}

	/** For the next start: "" while there is nothing to remember. */
	get remembered(): string {
		return this.#lines;
	}

	/** After a restart. What cannot be read stands for as many tries as there can be: nobody gains by breaking it. */
	restore(remembered: string, now: number): void {
		const counts = read(remembered) ?? new Map<string, Count>([[ALL, [TRIES_MAXIMUM, 0]]]);
		for (const [name, [tries]] of counts) counts.set(name, [tries, Math.ceil(now)]);
		this.#keep(counts);
	}

	/** Counts a wrong try. Returns how long the source is locked out by it, milliseconds. */
	count(caller: Caller, now: number): number {
		const counts = read(this.#lines)!;
		for (const name of [ALL, nameOf(caller)]) {
			const tries = Math.min(left(counts.get(name), now) + 1, TRIES_MAXIMUM);
			counts.delete(name);
			counts.set(name, [tries, Math.ceil(now)]);
		}
		for (const [name, count] of counts) if (left(count, now) === 0) counts.delete(name);
		if (counts.size > SOURCE_LIMIT + 1) {
			const names = [...counts.keys()].filter((name) => name !== ALL);
			counts.delete(names.find((name) => !name.startsWith(KNOWN)) ?? names[0]!);
		}
		this.#keep(counts);
		return this.locked(caller, now);
	}

	/** How long it is until this caller may try again, milliseconds. */
	locked(caller: Caller, now: number): number {
		if (this.#lines === "" || caller.trust === "placed") return 0;
		const counts = read(this.#lines)!;
		const own = lockout(counts.get(nameOf(caller)), TRIES, now);
		return caller.trust === "known" ? own : Math.max(own, lockout(counts.get(ALL), TRIES_IN_ALL, now));
	}

	/** True when there is nothing to remember any more. */
	expire(now: number): boolean {
		if (now < this.#forgottenAt) return false;
		this.#keep(new Map());
		return true;
	}

	#keep(counts: Map<string, Count>): void {
		const ends = [...counts.values()].map(([tries, at]) => at + tries * FORGET_TIME);
		this.#forgottenAt = ends.length === 0 ? NEVER : Math.max(...ends);
		this.#lines = [...counts].map(([name, [tries, at]]) => `${tries} ${at} ${name}`).join("\n");
	}
}

/** Counts by source, the last one last; `undefined` for what cannot be read. */
function read(lines: string): Map<string, Count> | undefined {
	const counts = new Map<string, Count>();
	for (const line of lines === "" ? [] : lines.split("\n")) {
		const [, tries, at, name] = LINE.exec(line) ?? [];
		if (name === undefined) return undefined;
		counts.set(name, [Number(tries), Number(at)]);
	}
	return counts;
}

/** Strangers cannot take the name of one who is known. Names come from outside, and must not end a line. */
function nameOf({ source, trust }: Caller): string {
	const name = source.slice(0, SOURCE_LENGTH).replace(/[\0-\x1f]/g, " ");
	return trust === "known" ? KNOWN + name : `from ${name}`;
}

/** Tries that are not forgotten. */
function left([tries, at]: Count = [0, 0], now: number): number {
	return Math.max(0, tries - Math.floor((now - at) / FORGET_TIME));
}

/** How long a lock-out still is that begins with so many tries. */
function lockout([tries, at]: Count = [0, 0], limit: number, now: number): number {
	const time = Math.min(LOCKOUT_MINIMUM * 2 ** (tries - limit), LOCKOUT_MAXIMUM);
	return tries < limit ? 0 : Math.max(0, at + time - now);
}
