import type { Address } from "./address.ts";
import { NameTable } from "./name-table.ts";
import type { Outbox } from "./outbox.ts";
import { orderServices, type Service, sameServices } from "./service.ts";
import { type Transport, UDP } from "./transport.ts";
import type { Uri } from "./uri.ts";

/** Requests that wait for look-ups at a time. */
export const WAITING_LIMIT = 16;
/** How long one waits for the rest of what could be known, once there is somewhere to go. Milliseconds. */
export const PATIENCE = 2_000;
/** Addresses of one name that are looked at. */
export const ADDRESS_LIMIT = 4;
/** Destinations of one request. */
export const DESTINATION_LIMIT = 8;
/** How long a destination may say nothing while there is another one to try; else Timer B or F counts. Milliseconds. */
export const SILENCE = 4_000;

/** One place where a request may go. */
export interface Destination extends Address {
	/** It belongs to the second server. */
	readonly backup?: true;
}

/** Takes the destinations of a request, best first; none when there is no way to its next hop. */
export type OnLocated = (destinations: readonly Destination[], now: number) => void;

interface Waiting {
	readonly uri: Uri;
	readonly backup: Uri | undefined;
	readonly onLocated: OnLocated;
	/** When less than all will do; -Infinity after that. */
	patientUntil: number;
}

/**
 * Finds the destinations of a next hop (RFC 3263 §4): a literal is one, a name with a port stands for its addresses, and
 * one without is looked for as a service (SRV) first.
 *
 * A literal or a name that is known answers at once. What has aged is used all the same and looked up again beside it, so
 * that neither a slow name server nor one that is gone keeps the bell from ringing. Address records are asked for together
 * with the service, for most houses have none.
 */
export class Locator {
	#outbox: Outbox;
	#random: () => number;
	#transport: Transport;
	/** Both made when the first name of a kind is looked up: many houses use none. */
	#addresses: NameTable<string> | undefined;
	#services: NameTable<Service> | undefined;
	#waiting: Waiting[] | undefined;

	constructor(outbox: Outbox, random: () => number, transport = UDP) {
		this.#outbox = outbox;
		this.#random = random;
		this.#transport = transport;
	}

	get deadline(): number {
		const never = Number.POSITIVE_INFINITY;
		let deadline = Math.min(this.#addresses?.deadline ?? never, this.#services?.deadline ?? never);
		for (const { patientUntil } of this.#waiting ?? [])
			if (patientUntil !== Number.NEGATIVE_INFINITY) deadline = Math.min(deadline, patientUntil);
		return deadline;
	}

	expire(now: number): void {
		for (const host of this.#addresses?.overdue(now) ?? []) this.resolved(host, [], now);
		for (const host of this.#services?.overdue(now) ?? []) this.served(host, undefined, now);
		if (this.#waiting?.some(({ patientUntil }) => now >= patientUntil)) this.#settle(now);
	}

	/** The destinations of `uri`, and behind them those of `backup`, if nothing of that has to be waited for. */
	known(uri: Uri, now: number, backup?: Uri): readonly Destination[] | undefined {
		this.#ask(uri, now);
		if (backup) this.#ask(backup, now);
		const list: Destination[] = [];
		return this.#collectBoth(uri, backup, list) && list.length > 0 ? list : undefined;
	}

	/** Calls `onLocated` with the destinations, at once or when they are there. */
	locate(uri: Uri, now: number, onLocated: OnLocated, backup?: Uri): void {
		const known = this.known(uri, now, backup);
		this.#waiting ??= [];
		if (known) onLocated(known, now);
		else if (this.#collectBoth(uri, backup, []) || this.#waiting.length >= WAITING_LIMIT) onLocated([], now);
		else this.#waiting.push({ uri, backup, onLocated, patientUntil: now + PATIENCE });
	}

	/** Whether what is known of the way to `uri` leads to this address, at this port where one is given. Looks nothing up. */
	leadsTo(uri: Uri, address: string, port?: number): boolean {
		const list: Destination[] = [];
		this.#collect(uri, list, undefined);
		return list.some((place) => place.address === address && (port === undefined || place.port === port));
	}

	/** Takes the addresses of a name; none when the look-up failed. */
	resolved(host: string, addresses: readonly string[], now: number): void {
		const table = this.#addresses;
		const found = addresses.length > 0 ? addresses.slice(0, ADDRESS_LIMIT) : undefined;
		const before = table?.find(host);
		// Name servers turn the list round and round: that alone is no reason to go elsewhere.
		const same = before && found?.length === before.length && found.every((address) => before.includes(address));
		if (table?.resolved(host, same ? before : found, now)) this.#settle(now);
	}

	/** Takes the servers of a service: none when there is no such service, `undefined` when the look-up failed. */
	served(name: string, records: readonly Service[] | undefined, now: number): void {
		const table = this.#services;
		const before = table?.find(name);
		const found = records && orderServices(records, this.#random);
		// Drawn once, the order stays: it decides which server is the better one.
		const same = before && found && sameServices(before, found);
		// A name server that fails on the first question is not waited for again.
		const known = found ?? (before ? undefined : []);
		if (!table?.resolved(name, same ? before : known, now)) return;
		for (const { target } of (!same && found) || []) this.#askAddress(target.toLowerCase(), now);
		this.#settle(now);
	}

	/** Looks up what is not known of the way to `uri`, or not freshly. */
	#ask({ host, port }: Uri, now: number): void {
		if (isLiteral(host)) return;
		const name = host.toLowerCase();
		if (port === undefined && mayHaveServices(name)) {
			this.#services ??= new NameTable("service", this.#outbox);
			const service = this.#serviceOf(name);
			this.#services.ask(service, now);
			const records = this.#services.find(service);
			for (const { target } of records ?? []) this.#askAddress(target.toLowerCase(), now);
			if (records && records.length > 0) return;
		}
		this.#askAddress(name, now);
	}

	#askAddress(name: string, now: number): void {
		if (isLiteral(name)) return;
		this.#addresses ??= new NameTable("address", this.#outbox);
		this.#addresses.ask(name, now);
	}

	/** Appends what is known to `list`; false while more of it is on its way. */
	#collectBoth(uri: Uri, backup: Uri | undefined, list: Destination[]): boolean {
		const settled = this.#collect(uri, list, undefined);
		return backup ? this.#collect(backup, list, true) && settled : settled;
	}

	#collect({ host, port }: Uri, list: Destination[], backup: true | undefined): boolean {
		if (isLiteral(host)) {
			append(list, host.startsWith("[") ? host.slice(1, -1) : host, port ?? this.#transport.port, backup);
			return true;
		}
		const name = host.toLowerCase();
		const service = port === undefined ? this.#serviceOf(name) : "";
		let settled = !this.#services?.awaits(service);
		const records = this.#services?.find(service) ?? [];
		for (const record of records)
			settled = this.#collectAddresses(record.target.toLowerCase(), record.port, list, backup) && settled;
		if (records.length > 0) return settled;
		return this.#collectAddresses(name, port ?? this.#transport.port, list, backup) && settled;
	}

	#collectAddresses(name: string, port: number, list: Destination[], backup: true | undefined): boolean {
		// RFC 2782 wants a name in SRV; not everybody knows.
		const addresses = isLiteral(name) ? [name] : this.#addresses?.find(name);
		for (const address of addresses ?? []) append(list, address, port, backup);
		return !this.#addresses?.awaits(name);
	}

	/** Serves those who wait and need not wait any longer. */
	#settle(now: number): void {
		const ready: Waiting[] = [];
		const waiting = this.#waiting ?? [];
		this.#waiting = waiting.filter((entry) => {
			const list: Destination[] = [];
			const patient = now < entry.patientUntil;
			if (!patient) entry.patientUntil = Number.NEGATIVE_INFINITY;
			const settled = this.#collectBoth(entry.uri, entry.backup, list) || (!patient && list.length > 0);
			if (settled) ready.push(entry);
			return !settled;
		});
		for (const { uri, backup, onLocated } of ready) {
			const list: Destination[] = [];
			this.#collectBoth(uri, backup, list);
			onLocated(list, now);
		}
	}

	#serviceOf(name: string): string {
		return `${this.#transport.service}.${name}`;
	}
}

function append(list: Destination[], address: string, port: number, backup: true | undefined): void {
	if (list.length < DESTINATION_LIMIT) list.push(backup ? { address, port, backup } : { address, port });
}

const IPV4 = /^\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3}$/;

/** Whether a host is an address literal and needs no look-up. */
export function isLiteral(host: string): boolean {
	return host.startsWith("[") || IPV4.test(host);
}

/** Whether DNS may know a name as a service: names without a domain, and those of mDNS, are known to the house alone. */
function mayHaveServices(name: string): boolean {
	return name.includes(".") && !name.endsWith(".local");
}
