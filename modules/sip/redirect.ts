import type { Account } from "./account.ts";
import type { Response } from "./message.ts";
import { parseNameAddress } from "./name-address.ts";
import { type Uri, uriHeaders } from "./uri.ts";

/** The last status that names another target; those after it ask for another way or service (RFC 3261 §21.3). */
const MOVED_TEMPORARILY = 302;

/**
 * Where a 3xx sends a call to `target` (RFC 3261 §8.1.3.4): the first of its Contacts at the host that was called, at
 * our domain or at our server. Anywhere else somebody might have to pay for; `undefined` then.
 */
export function redirection({ status, headers }: Response, target: Uri, { domain, server }: Account): Uri | undefined {
	if (status > MOVED_TEMPORARILY) return undefined;
	const hosts = [target.host, domain, server?.host].map((host) => host?.toLowerCase());
	return headers
		.all("Contact")
		.map((contact) => parseNameAddress(contact)?.uri)
		.find((uri) => uri?.scheme === "sip" && uriHeaders(uri) === "" && hosts.includes(uri.host.toLowerCase()));
}
