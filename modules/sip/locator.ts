import type { Address } from "./address.ts";
import type { Outbox } from "./outbox.ts";
import type { Uri } from "./uri.ts";

/** Default port of SIP over UDP (RFC 3261 §19.1.2). */
export const SIP_PORT = 5060;
/** How long a looked-up address serves before it is looked up again beside its use, milliseconds. */
export const FRESHNESS = 60_000;
/** How long a look-up may take: a name server that stays silent has failed. Milliseconds. */
export const LOOKUP_TIMEOUT = 30_000;
/** Names remembered. */
export const NAME_LIMIT = 8;
/** Requests that wait for look-ups at a time. */
export const WAITING_LIMIT = 16;

type OnLocated = (destination: Address | undefined, now: number) => void;

interface Name {
	address: string | undefined;
	/** When the address was learnt. */
	at: number;
	/** When the look-up under way is given up; Infinity while there is none. */
	endAt: number;
}

interface Waiting {
	readonly host: string;
	readonly port: number;
	readonly onLocated: OnLocated;
}

/**
 * Finds the address of the next hop (RFC 3263 §4, as far as a host name and port go).
 *
 * A literal or a name that is known answers at once. A known name that has aged is used all the same and looked up
 * again beside it, so that neither a slow name server nor one that is gone keeps the bell from ringing.
 */
export class Locator {
	#outbox: Outbox;
	#names = new Map<string, Name>();
	#waiting: Waiting[] = [];

	constructor(outbox: Outbox) {
		this.#outbox = outbox;
	}

	get deadline(): number {
		let deadline = Number.POSITIVE_INFINITY;
		for (const { endAt } of this.#names.values()) deadline = Math.min(deadline, endAt);
		return deadline;
	}

	expire(now: number): void {
		for (const [host, { endAt }] of this.#names) if (now >= endAt) this.resolved(host, [], now);
	}

	/** The address of a literal, or of a name that was looked up lately: what else there is has to be located. */
	known({ host, port = SIP_PORT }: Uri, now: number): Address | undefined {
		if (isLiteral(host)) return { address: host.startsWith("[") ? host.slice(1, -1) : host, port };
		const name = this.#names.get(host.toLowerCase());
		return name?.address !== undefined && now - name.at < FRESHNESS ? { address: name.address, port } : undefined;
	}

	/** Calls `onLocated` with the address, at once or after `resolved`; with `undefined` when there is none. */
	locate(uri: Uri, now: number, onLocated: OnLocated): void {
		const known = this.known(uri, now);
		if (known) {
			onLocated(known, now);
			return;
		}
		const { port = SIP_PORT } = uri;
		const host = uri.host.toLowerCase();
		const name = this.#name(host);
		if (name === undefined) {
			onLocated(undefined, now);
			return;
		}
		if (name.endAt === Number.POSITIVE_INFINITY) {
			name.endAt = now + LOOKUP_TIMEOUT;
			this.#outbox.push({ type: "lookup", host });
		}
		if (name.address !== undefined) onLocated({ address: name.address, port }, now);
		else if (this.#waiting.length < WAITING_LIMIT) this.#waiting.push({ host, port, onLocated });
		else onLocated(undefined, now);
	}

	/** Takes the result of a look-up; no addresses when it failed. */
	resolved(host: string, addresses: readonly string[], now: number): void {
		const name = this.#names.get(host);
		if (!name) return;
		name.endAt = Number.POSITIVE_INFINITY;
		name.address = addresses[0] ?? name.address;
		// A failed look-up leaves the old address in use; the next request asks again.
		if (addresses.length > 0) name.at = now;
		const address = name.address;
		const waiting = this.#waiting.filter((entry) => entry.host === host);
		this.#waiting = this.#waiting.filter((entry) => entry.host !== host);
		for (const { port, onLocated } of waiting) onLocated(address === undefined ? undefined : { address, port }, now);
	}

	/** The entry of a name; makes room by forgetting the one learnt longest ago. `undefined` when all are being looked up. */
	#name(host: string): Name | undefined {
		let name = this.#names.get(host);
		if (name) return name;
		if (this.#names.size >= NAME_LIMIT) {
			let oldest: string | undefined;
			let at = Number.POSITIVE_INFINITY;
			for (const [key, { endAt, at: learnt }] of this.#names) {
				if (endAt === Number.POSITIVE_INFINITY && learnt < at) {
					oldest = key;
					at = learnt;
				}
			}
			if (oldest === undefined) return undefined;
			this.#names.delete(oldest);
		}
		name = { address: undefined, at: Number.NEGATIVE_INFINITY, endAt: Number.POSITIVE_INFINITY };
		this.#names.set(host, name);
		return name;
	}
}

const IPV4 = /^\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3}$/;

/** Whether a host is an address literal and needs no look-up. */
export function isLiteral(host: string): boolean {
	return host.startsWith("[") || IPV4.test(host);
}
