import { type Account, serverRoute } from "./account.ts";
import { Headers } from "./headers.ts";
import type { Destination } from "./locator.ts";
import { type Request, request } from "./message.ts";
import { formatNameAddress } from "./name-address.ts";
import type { Stack } from "./stack.ts";
import { escapeUser, parseUri, type Uri } from "./uri.ts";

/** What a REGISTER is to bring about. */
export interface Wish {
	/** Seconds to ask for; 0 removes the binding. */
	readonly expires: number;
	/** A Contact that was bound before, or "". */
	readonly binding: string;
}

/** Makes the requests of one registration: the same Call-ID and From tag in all, CSeq counting on (RFC 3261 §10.2). */
export class RegistrationRequests {
	#account: Account;
	#stack: Stack;
	#callId: string;
	#tag: string;
	#sequence = 0;

	constructor(account: Account, stack: Stack) {
		this.#account = account;
		this.#stack = stack;
		this.#callId = stack.token();
		this.#tag = stack.token();
	}

	/** REGISTER with the mandatory headers and little else (interop traps F1 and F2). */
	next(server: Destination, contact: string, wish: Wish): Request {
		this.#sequence += 1;
		const message = this.#request("REGISTER", server, this.#tag, this.#callId, this.#sequence);
		const { headers } = message;
		headers.add("Contact", contact);
		// Calls would still go to the address that we had before, and there may be room for one only (interop traps A5, E4).
		const { binding } = wish;
		if (binding !== "" && binding !== contact) headers.add("Contact", `${binding};expires=0`);
		headers.add("Expires", `${wish.expires}`);
		headers.add("User-Agent", this.#stack.product);
		return message;
	}

	/** OPTIONS that asks whether the server is there, with the mandatory headers alone (RFC 3261 §11.1; interop trap F2). */
	ping(server: Destination): Request {
		const { token } = this.#stack;
		return this.#request("OPTIONS", server, token(), token(), 1);
	}

	#request(method: string, server: Destination, tag: string, callId: string, sequence: number): Request {
		const account = accountAt(server, this.#account);
		const { user, displayName, domain } = account;
		const address = `sip:${escapeUser(user)}@${domain}`;
		const route = serverRoute(account);
		const headers = new Headers();
		if (route !== undefined) headers.add("Route", route);
		headers.add("Max-Forwards", "70");
		headers.add("From", formatNameAddress(displayName, address, tag));
		headers.add("To", formatNameAddress(displayName, address));
		headers.add("Call-ID", callId);
		headers.add("CSeq", `${sequence} ${method}`);
		return request(method, `sip:${domain}`, headers);
	}
}

/** Who we are to a server. */
export function accountAt(server: Destination, account: Account): Account {
	return (server.backup && account.backup) || account;
}

/** The domain of an account, which REGISTER is for; throws when it cannot be written as a URI. */
export function domainUri({ domain }: Account): Uri {
	const uri = parseUri(`sip:${domain}`);
	if (!uri) throw new RangeError(`domain: ${domain}`);
	return uri;
}
