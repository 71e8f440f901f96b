import { type Address, formatAddress } from "../sip/address.ts";
import { UDP } from "../sip/transport.ts";
import { parseUri, sameUri, uriParameters } from "../sip/uri.ts";

/** Characters of a Contact that is taken: it is kept, and repeated in every answer. */
export const CONTACT_LENGTH = 255;

/** Where a user can be reached, and the REGISTER that said so. */
export interface Binding {
	readonly user: string;
	/** The URI of the Contact, as it came: by it the phone knows its binding again. */
	readonly contact: string;
	readonly callId: string;
	readonly sequence: number;
	/** On the clock of `now`. A binding whose time is over is none. */
	readonly expiresAt: number;
	/** Where the REGISTER came from. */
	readonly address: string;
	/** 0 where the phone sends from another port than it listens on: the Contact names that one. */
	readonly port: number;
}

/** How many bindings there may be. One more of a user displaces the oldest one; one more in all is refused. */
export interface BindingLimits {
	readonly perUser: number;
	readonly inAll: number;
}

export type Update = "changed" | "unchanged" | "out of order" | "full";

/** The bindings of all users of a registrar (RFC 3261 §10.3). They vanish by themselves when their time is over. */
export class BindingTable {
	#limits: BindingLimits;
	/** Of each user the newest first. */
	#bindings: readonly Binding[] = [];

	constructor(limits: BindingLimits) {
		this.#limits = limits;
	}

	/** The bindings of a user, the newest first; of all users unless one is named. */
	list(now: number, user?: string): readonly Binding[] {
		return this.#bindings.filter((binding) => binding.expiresAt > now && (user === undefined || binding.user === user));
	}

	/**
	 * Takes all changes of a user, or none: where one of them is older than what is known (RFC 3261 §10.3 step 7), or
	 * there is no room. A refresh changes nothing, nor does a copy, which needs no transaction to be known as one.
	 */
	update(user: string, changes: readonly Binding[], now: number): Update {
		const others = this.list(now).filter((binding) => binding.user !== user);
		const before = this.list(now, user);
		let bindings = before;
		for (const change of changes) {
			const known = bindings.find((binding) => isSame(binding.contact, change.contact));
			if (known?.callId === change.callId && known.sequence > change.sequence) return "out of order";
			bindings = [change, ...bindings.filter((binding) => binding !== known)];
		}
		bindings = bindings.filter(({ expiresAt }) => expiresAt > now).slice(0, this.#limits.perUser);
		if (bindings.length > before.length && others.length + bindings.length > this.#limits.inAll) return "full";
		this.#bindings = [...bindings, ...others];
		return agree(before, bindings) ? "unchanged" : "changed";
	}

	/** Takes bindings over from an earlier run. */
	restore(bindings: readonly Binding[]): void {
		this.#bindings = bindings.slice(0, this.#limits.inAll);
	}
}

/**
 * The URI at which a phone is called: its Contact, at the address that the REGISTER came from, which is the one that a
 * router in between has given it (RFC 3581; the user part and parameters are the phone's own, interop trap L19).
 */
export function callUri({ contact, address, port }: Binding): string {
	const uri = parseUri(contact);
	if (uri?.scheme !== "sip") return contact;
	const place = formatAddress({ address, port: port || (uri.port ?? UDP.port) });
	return `sip:${uri.user === undefined ? "" : `${uri.user}@`}${place}${uriParameters(uri)}`;
}

/** The source of a REGISTER as a binding keeps it: phones that ask for `rport` listen where they send from. */
export function sourceOf(source: Address, symmetric: boolean): Address {
	return symmetric ? source : { address: source.address, port: 0 };
}

/** Whether two Contacts name the same place (RFC 3261 §10.3 step 7). */
function isSame(contact: string, other: string): boolean {
	if (contact === other) return true;
	const uri = parseUri(contact);
	const otherUri = uri && parseUri(other);
	return otherUri !== undefined && sameUri(uri!, otherUri);
}

/** Whether calls go to the same places. */
function agree(before: readonly Binding[], after: readonly Binding[]): boolean {
	return (
		before.length === after.length &&
		before.every(({ contact, address, port }) =>
			after.some((other) => other.contact === contact && other.address === address && other.port === port),
		)
	);
}
