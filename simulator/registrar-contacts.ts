import type { Uri } from "../modules/sip/uri.ts";

/** Contacts of one user; one more displaces the oldest. */
export const CONTACT_LIMIT = 4;

/** Where a user can be reached, and the REGISTER that said so. */
export interface Contact {
	readonly uri: Uri;
	readonly callId: string;
	readonly sequence: number;
	/** On the clock of `now`. A contact whose time is over is none. */
	readonly expiresAt: number;
}

/** The contacts of all users of a registrar (RFC 3261 §10.3). They vanish by themselves when their time is over. */
export class ContactTable {
	readonly #contacts = new Map<string, readonly Contact[]>();

	/** The contacts of a user, the newest first. */
	list(user: string, now: number): readonly Contact[] {
		return (this.#contacts.get(user) ?? []).filter((contact) => contact.expiresAt > now);
	}

	/** Takes all changes; none and false where one of them is older than what is known (RFC 3261 §10.3 step 7). */
	update(user: string, changes: readonly Contact[], now: number): boolean {
		let contacts = this.list(user, now);
		for (const change of changes) {
			const known = contacts.find((contact) => contact.uri.equals(change.uri));
			if (known?.callId === change.callId && known.sequence >= change.sequence) return false;
			contacts = [change, ...contacts.filter((contact) => contact !== known)];
		}
		contacts = contacts.filter((contact) => contact.expiresAt > now).slice(0, CONTACT_LIMIT);
		if (contacts.length > 0) this.#contacts.set(user, contacts);
		else this.#contacts.delete(user);
		return true;
	}
}
