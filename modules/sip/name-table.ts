import type { Outbox } from "./outbox.ts";

/** How long what was found serves before it is looked up again beside its use, milliseconds. */
export const FRESHNESS = 60_000;
/** How long a look-up may take: a name server that stays silent has failed. Milliseconds. */
export const LOOKUP_TIMEOUT = 30_000;
/** Names of a kind that are remembered. */
export const NAME_LIMIT = 8;

interface Name<Found> {
	/** What was found last; empty when there is known to be nothing, `undefined` while nothing is known. */
	found: readonly Found[] | undefined;
	/** When it was found. */
	at: number;
	/** When the look-up under way is given up; Infinity while there is none. */
	endAt: number;
}

/** What name servers have said, for names in lower case. What has aged still serves, and is looked up beside that. */
export class NameTable<Found> {
	#kind: "address" | "service";
	#outbox: Outbox;
	#names = new Map<string, Name<Found>>();

	constructor(kind: "address" | "service", outbox: Outbox) {
		this.#kind = kind;
		this.#outbox = outbox;
	}

	get deadline(): number {
		let deadline = Number.POSITIVE_INFINITY;
		for (const { endAt } of this.#names.values()) deadline = Math.min(deadline, endAt);
		return deadline;
	}

	/** What is known of a name, fresh or not; `undefined` while nothing is. */
	find(host: string): readonly Found[] | undefined {
		return this.#names.get(host)?.found;
	}

	/** Whether nothing is known of a name yet, but will be. */
	awaits(host: string): boolean {
		const name = this.#names.get(host);
		return name !== undefined && name.found === undefined && name.endAt !== Number.POSITIVE_INFINITY;
	}

	/** Looks a name up unless what is known of it is fresh, or all that fit are being looked up. */
	ask(host: string, now: number): void {
		let name = this.#names.get(host);
		if (name?.found && now - name.at < FRESHNESS) return;
		if (!name) {
			if (!this.#makeRoom()) return;
			name = { found: undefined, at: Number.NEGATIVE_INFINITY, endAt: Number.POSITIVE_INFINITY };
			this.#names.set(host, name);
		}
		if (name.endAt !== Number.POSITIVE_INFINITY) return;
		name.endAt = now + LOOKUP_TIMEOUT;
		this.#outbox.push({ type: "lookup", kind: this.#kind, host });
	}

	/**
	 * Takes what was found; `undefined` when the look-up failed, which leaves what is known in use and lets the next who
	 * asks look again. False for a name that nobody asked for.
	 */
	resolved(host: string, found: readonly Found[] | undefined, now: number): boolean {
		const name = this.#names.get(host);
		if (!name) return false;
		name.endAt = Number.POSITIVE_INFINITY;
		if (found) {
			name.found = found;
			name.at = now;
		}
		return true;
	}

	/** The names whose name server has been silent for too long. */
	overdue(now: number): string[] {
		const hosts: string[] = [];
		for (const [host, { endAt }] of this.#names) if (now >= endAt) hosts.push(host);
		return hosts;
	}

	/** Makes room by forgetting the name learnt longest ago; false when all are being looked up. */
	#makeRoom(): boolean {
		if (this.#names.size < NAME_LIMIT) return true;
		let oldest: string | undefined;
		let at = Number.POSITIVE_INFINITY;
		for (const [host, name] of this.#names) {
			if (name.endAt !== Number.POSITIVE_INFINITY || name.at >= at) continue;
			oldest = host;
			at = name.at;
		}
		return oldest !== undefined && this.#names.delete(oldest);
	}
}
