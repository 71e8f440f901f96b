import { type Account, routeOf } from "./account.ts";
import { Headers } from "./headers.ts";
import { type Request, request } from "./message.ts";
import { formatNameAddress } from "./name-address.ts";
import type { Stack } from "./stack.ts";
import { escapeUser, type Uri } from "./uri.ts";

export interface RegistrationRequestOptions {
	/** Our Contact value. */
	readonly contact: string;
	/** A Contact that was bound before, or "". */
	readonly former: string;
	/** Seconds to ask for; 0 removes the binding. */
	readonly expires: number;
}

/** Makes the requests of one registration: the same Call-ID and From tag in all, CSeq counting on (RFC 3261 §10.2). */
export class RegistrationRequests {
	#account: Account;
	#domain: Uri;
	#product: string;
	#callId: string;
	#tag: string;
	#sequence = 0;

	constructor(account: Account, domain: Uri, { product, token }: Stack) {
		this.#account = account;
		this.#domain = domain;
		this.#product = product;
		this.#callId = token();
		this.#tag = token();
	}

	/** REGISTER with the mandatory headers and little else (interop traps F1 and F2). */
	next({ contact, former, expires }: RegistrationRequestOptions): Request {
		const { user, displayName, domain } = this.#account;
		const address = `sip:${escapeUser(user)}@${domain}`;
		const route = routeOf(this.#domain, this.#account);
		this.#sequence += 1;
		const headers = new Headers();
		if (route !== undefined) headers.add("Route", route);
		headers.add("Max-Forwards", "70");
		headers.add("From", formatNameAddress(displayName, address, this.#tag));
		headers.add("To", formatNameAddress(displayName, address));
		headers.add("Call-ID", this.#callId);
		headers.add("CSeq", `${this.#sequence} REGISTER`);
		headers.add("Contact", contact);
		// Calls would still go to the address that we had before, and there may be room for one only (interop traps A5, E4).
		if (former !== "" && former !== contact) headers.add("Contact", `${former};expires=0`);
		headers.add("Expires", `${expires}`);
		headers.add("User-Agent", this.#product);
		return request("REGISTER", this.#domain.toString(), headers);
	}
}
