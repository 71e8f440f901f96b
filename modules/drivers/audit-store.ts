import { type AuditEntry, type AuditKind, added, lastOf, PAGE_ENTRIES, readPage, repeated } from "../doorbell/audit.ts";
import type { LogLevel } from "../doorbell/log.ts";
import type { Host } from "../host.ts";
import { Folds, isFolded, isRefusal } from "./audit-folds.ts";

/** Pages in the host's storage: a ring of those about what was done, and one of those about who was refused. */
export const DEED_PAGES = 4;
export const REFUSAL_PAGES = 4;
const PAGES = DEED_PAGES + REFUSAL_PAGES;
/** Restarts in a row that are counted: a device that starts over and over must not wear its flash. */
export const RESTART_LIMIT = 64;
/** Key of why the device is about to restart. */
export const RESTART_KEY = "restart";

const POWER_UP = "Power-up";

/**
 * The audit in the host's storage, one page per write. Refusals have pages of their own: nobody can wash away openings by
 * being refused.
 *
 * In memory there is no entry: pages are read when there is one to add, or when somebody asks.
 */
export class AuditStore {
	#host: Pick<Host, "storage" | "clock" | "restarted">;
	#log: { note(level: LogLevel, text: string): void };
	/** Number of the last entry; below 0 until the pages have been looked at. */
	#last = -1;
	/** Where the next entry of each ring goes. */
	#deedPage = 0;
	#refusalPage = DEED_PAGES;
	#folds: Folds | undefined;
	#failed = false;

	constructor(host: Pick<Host, "storage" | "clock" | "restarted">, log: { note(level: LogLevel, text: string): void }) {
		this.#host = host;
		this.#log = log;
	}

	/** Something happened. `reason` is a plain sentence without codes or passwords. */
	note(kind: AuditKind, source: string, reason: string): void {
		if (!isFolded(kind)) {
			this.#add(kind, source, reason);
			return;
		}
		const now = this.#host.clock.now();
		this.#folds ??= new Folds();
		const fold = this.#folds.count(kind, source, reason, now);
		if (typeof fold === "string") {
			const entry = this.#add(kind, fold, reason);
			this.#folds.add(kind, fold, reason, entry, now);
		} else if (isPowerOfTwo(fold.times)) {
			this.#repeat(fold.page, fold.id, fold.times);
		}
	}

	/** The device has started: says why. */
	started(): void {
		const unasked = this.#host.restarted;
		const [reason = POWER_UP, source = ""] = unasked ? [unasked] : (this.#read(RESTART_KEY)?.split("\t") ?? []);
		this.#delete(RESTART_KEY);
		this.#find();
		const last = readPage(this.#page(this.#deedPage)).find(({ id }) => id === this.#last);
		const same = last?.kind === "restart" && last.reason === reason && last.source === source;
		if (!same) this.#add("restart", source, reason);
		else if (last.times < RESTART_LIMIT) this.#repeat(this.#deedPage, last.id, last.times + 1);
	}

	/** The device is about to restart, or will be restarted by someone, for this reason. */
	leaving(source: string, reason: string): void {
		this.#write(RESTART_KEY, `${reason}\t${source}`);
	}

	/** The oldest entries above a number, a page of them; none when there are no more. */
	after(id: number): readonly AuditEntry[] {
		let found: AuditEntry[] = [];
		for (let page = 0; page < PAGES; page++) {
			const newer = readPage(this.#page(page)).filter((entry) => entry.id > id);
			if (newer.length === 0) continue;
			found = [...found, ...newer].sort((one, other) => one.id - other.id).slice(0, PAGE_ENTRIES);
		}
		return found;
	}

	/** Forgets all entries. */
	forget(): void {
		for (let page = 0; page < PAGES; page++) this.#delete(keyOf(page));
		this.#last = -1;
		this.#folds = undefined;
	}

	#add(kind: AuditKind, source: string, reason: string): { readonly id: number; readonly page: number } {
		this.#find();
		this.#last += 1;
		const entry = { id: this.#last, time: this.#host.clock.time(), times: 1, kind, source, reason };
		const page = isRefusal(kind) ? this.#refusalPage : this.#deedPage;
		const text = added(this.#page(page), entry);
		if (text !== undefined) {
			this.#write(keyOf(page), text);
			return { id: entry.id, page };
		}
		// The oldest page of the ring makes room.
		if (isRefusal(kind)) this.#refusalPage = DEED_PAGES + ((page + 1 - DEED_PAGES) % REFUSAL_PAGES);
		else this.#deedPage = (page + 1) % DEED_PAGES;
		const next = isRefusal(kind) ? this.#refusalPage : this.#deedPage;
		this.#write(keyOf(next), added("", entry) ?? "");
		return { id: entry.id, page: next };
	}

	#repeat(page: number, id: number, times: number): void {
		const text = repeated(this.#page(page), id, times);
		if (text !== undefined) this.#write(keyOf(page), text);
	}

	/** Looks where the last run has stopped. */
	#find(): void {
		if (this.#last >= 0) return;
		const lasts: number[] = [];
		for (let page = 0; page < PAGES; page++) lasts.push(lastOf(this.#page(page)));
		this.#last = Math.max(...lasts);
		this.#deedPage = newest(lasts, 0, DEED_PAGES);
		this.#refusalPage = newest(lasts, DEED_PAGES, PAGES);
	}

	#page(page: number): string {
		return this.#read(keyOf(page)) ?? "";
	}

	#read(key: string): string | undefined {
		try {
			return this.#host.storage.read(key);
		} catch {
			return undefined;
		}
	}

	#write(key: string, text: string): void {
		try {
			this.#host.storage.write(key, text);
		} catch {
			if (!this.#failed) this.#log.note("error", "What the door did cannot be stored: the audit has gaps");
			this.#failed = true;
		}
	}

	#delete(key: string): void {
		try {
			if (this.#host.storage.read(key) !== undefined) this.#host.storage.delete(key);
		} catch {
			// Storage that is worn: an old reason is told once more.
		}
	}
}

function keyOf(page: number): string {
	return `audit.${page}`;
}

/** The page with the highest number, from one page to before another one. */
function newest(lasts: readonly number[], from: number, to: number): number {
	let best = from;
	for (let page = from; page < to; page++) if (lasts[page]! > lasts[best]!) best = page;
	return best;
}

function isPowerOfTwo(times: number): boolean {
	return (times & (times - 1)) === 0;
}
