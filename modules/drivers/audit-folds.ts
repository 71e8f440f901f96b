import type { AuditKind } from "../doorbell/audit.ts";
import { Allowance } from "../web/allowance.ts";

/** What is like an entry of the last hours is counted there. Milliseconds. */
export const FOLD_TIME = 21_600_000;
/** Entries that are remembered for that. */
export const FOLD_LIMIT = 8;
/** Entries about those who were refused that are made at once, and the time until there may be one more. */
export const REFUSALS_AT_ONCE = 16;
export const REFUSAL_PAUSE = 900_000;
/** Under this name those are counted for whom there is no entry of their own. */
export const OTHERS = "others";

/** Kinds that anybody can bring about. */
const REFUSALS: readonly AuditKind[] = Object.freeze(["refused", "locked", "login-refused"] as const);
/** Kinds of which one entry tells as much as many. */
const FOLDED: readonly AuditKind[] = Object.freeze([...REFUSALS, "login", "setting", "quiet"] as const);

/** An entry that was made, and in which page. */
export interface Fold {
	readonly key: string;
	readonly until: number;
	readonly id: number;
	readonly page: number;
	times: number;
}

export function isRefusal(kind: AuditKind): boolean {
	return REFUSALS.includes(kind);
}

/** Whether another one like it may be counted with it. */
export function isFolded(kind: AuditKind): boolean {
	return FOLDED.includes(kind);
}

/**
 * Entries made lately, with which others like them are counted, so that nobody can wear the flash, or wash away what
 * happened before, by doing the same again and again, or by doing it under many names.
 */
export class Folds {
	#folds: Fold[] = [];
	readonly #allowance = new Allowance(REFUSALS_AT_ONCE, REFUSAL_PAUSE);

	/** Counts one more like an entry of lately: that entry; or under which name there is to be a new one. */
	count(kind: AuditKind, source: string, reason: string, now: number): Fold | string {
		const own = this.#find(keyOf(kind, source, reason), now);
		if (own !== undefined) return own;
		if (!isRefusal(kind) || this.#allowance.take(now)) return source;
		return this.#find(keyOf(kind, OTHERS, ""), now) ?? OTHERS;
	}

	/** An entry was made. */
	add(kind: AuditKind, source: string, reason: string, entry: Pick<Fold, "id" | "page">, now: number): void {
		const key = keyOf(kind, source, source === OTHERS ? "" : reason);
		const { id, page } = entry;
		this.#folds = [{ key, id, page, times: 1, until: now + FOLD_TIME }, ...this.#folds].slice(0, FOLD_LIMIT);
	}

	#find(key: string, now: number): Fold | undefined {
		const fold = this.#folds.find((candidate) => candidate.key === key && now < candidate.until);
		if (fold === undefined) return undefined;
		fold.times += 1;
		// The one that was not needed for longest goes first.
		this.#folds = [fold, ...this.#folds.filter((candidate) => candidate !== fold)];
		return fold;
	}
}

function keyOf(kind: AuditKind, source: string, reason: string): string {
	return `${kind}\n${source}\n${reason}`;
}
