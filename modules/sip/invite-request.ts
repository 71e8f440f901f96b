import { type Account, routeOf } from "./account.ts";
import { Headers } from "./headers.ts";
import { type Request, request } from "./message.ts";
import { formatNameAddress } from "./name-address.ts";
import { describeBody } from "./payload.ts";
import { addReferral, type ReferTarget } from "./referral.ts";
import type { SessionTimer } from "./session-timer.ts";
import { escapeUser, type Uri } from "./uri.ts";

export interface InviteOptions {
	readonly account: Account;
	readonly target: Uri;
	/** Value of To. */
	readonly to: string;
	readonly tag: string;
	readonly callId: string;
	readonly sequence: number;
	/** Our Contact value. */
	readonly contact: string;
	readonly offer: string;
	readonly timer: SessionTimer;
	/** The transfer that the call follows. */
	readonly because: ReferTarget | undefined;
	readonly product: string;
}

/** The INVITE that begins a call (RFC 3261 §13.2.1). */
export function inviteRequest(options: InviteOptions): Request {
	const { account, target, contact, offer } = options;
	const { user, displayName, domain } = account;
	const route = routeOf(target, account);
	// Our address without a server: the one of our Contact.
	const address = domain === "" ? contact.slice(1, -1) : `sip:${escapeUser(user)}@${domain}`;
	const headers = new Headers();
	if (route !== undefined) headers.add("Route", route);
	headers.add("Max-Forwards", "70");
	headers.add("From", formatNameAddress(displayName, address, options.tag));
	headers.add("To", options.to);
	headers.add("Call-ID", options.callId);
	headers.add("CSeq", `${options.sequence} INVITE`);
	headers.add("Contact", contact);
	headers.add("User-Agent", options.product);
	options.timer.ask(headers);
	if (options.because) addReferral(headers, options.because);
	describeBody(headers, offer);
	return request("INVITE", target.text, headers, offer);
}
