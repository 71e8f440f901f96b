import type { Response } from "./message.ts";
import { parseNameAddress } from "./name-address.ts";
import { sameUri } from "./uri.ts";

/** Longest times that a registrar may set: expiry, Min-Expires, Retry-After. Seconds. */
export const OBEYED_SECONDS = 86_400;

/**
 * Seconds granted by a 2xx to REGISTER: of our own Contact, else of the Expires header (RFC 3261 §10.2.4; interop traps
 * F7 and L7). Where a router has rewritten our Contact, the shortest binding may be ours. `undefined` if nothing is said.
 */
export function grantedSeconds({ headers }: Response, contact: string): number | undefined {
	const own = parseNameAddress(contact)!.uri;
	let shortest: number | undefined;
	for (const value of headers.all("Contact")) {
		const binding = parseNameAddress(value);
		const expires = parseSeconds(binding?.parameters?.get("expires"));
		if (expires === undefined) continue;
		if (binding && sameUri(binding.uri, own)) return expires;
		if (expires > 0) shortest = Math.min(expires, shortest ?? expires);
	}
	return parseSeconds(headers.get("Expires")) ?? shortest;
}

/** A whole number of seconds; a comment or parameter behind it is not looked at (RFC 3261 §20.33). */
export function parseSeconds(text: string | undefined): number | undefined {
	const value = Number.parseInt(text ?? "", 10);
	return value >= 0 ? Math.min(value, OBEYED_SECONDS) : undefined;
}
