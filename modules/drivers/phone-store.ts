import type { Storage } from "../host.ts";
import type { Binding } from "../registrar/bindings.ts";

/** Key of the phones in the host's storage. */
export const PHONES_KEY = "phones";
/** Least time from one write to the next, milliseconds: flash wears, and some phones change their port all the time. */
export const WRITE_PAUSE = 60_000;

/** What is kept of a binding: user, Contact, address, port. */
type Entry = readonly [user: string, contact: string, address: string, port: number];

/**
 * Where phones are, kept over a restart. Written only when that changes, not when a phone merely comes back: hence nothing
 * is kept of times, and a phone that is read counts as one that registered just now.
 */
export class PhoneStore {
	#storage: Storage;
	#writeAt = Number.NEGATIVE_INFINITY;
	#stale = false;

	constructor(storage: Storage) {
		this.#storage = storage;
	}

	/** The phones of an earlier run, at most `limit` of them. */
	read(expiresAt: number, limit: number): readonly Binding[] {
		try {
			const entries: unknown = JSON.parse(this.#storage.read(PHONES_KEY) ?? "[]");
			if (!Array.isArray(entries)) return [];
			return entries
				.slice(0, limit)
				.filter(isEntry)
				.map(([user, contact, address, port]) => ({
					...{ user, contact, address, port, expiresAt },
					callId: "",
					sequence: 0,
				}));
		} catch {
			// Storage that cannot be read, or something else in it: the phones will come back by themselves.
			return [];
		}
	}

	/** Keeps the phones, where they `changed`; now, or with the next REGISTER that comes when it is time. */
	write(bindings: readonly Binding[], changed: boolean, now: number): void {
		this.#stale ||= changed;
		if (!this.#stale || now < this.#writeAt) return;
		this.#stale = false;
		this.#writeAt = now + WRITE_PAUSE;
		const entries = bindings.map(({ user, contact, address, port }): Entry => [user, contact, address, port]);
		try {
			if (entries.length > 0) this.#storage.write(PHONES_KEY, JSON.stringify(entries));
			else this.#storage.delete(PHONES_KEY);
		} catch {
			// Storage that is full or worn: the phones come back by themselves after a restart.
		}
	}

	/** Forgets all phones. */
	forget(): void {
		this.write([], true, Number.POSITIVE_INFINITY);
	}
}

function isEntry(entry: unknown): entry is Entry {
	if (!Array.isArray(entry)) return false;
	const [user, contact, address, port] = entry;
	return [user, contact, address].every((text) => typeof text === "string") && Number.isInteger(port);
}
