import { parseCallers } from "../config/targets.ts";
import type { Caller } from "../doorbell/lock/code.ts";
import { parseNameAddress } from "../sip/name-address.ts";
import { parseUri, type Uri, unescapeUser } from "../sip/uri.ts";
import type { IncomingEvent } from "./call-desk.ts";

/**
 * Who vouches for the From of an INVITE, which anybody can write: a server, the registration of a phone here, the password
 * of the phones, nobody.
 */
export type Voucher = "server" | "phone" | "log-in" | undefined;

/**
 * Who calls, as far as it is proved. `known` is the list of known callers. Who comes with nobody to vouch for him is a
 * stranger whatever he says, and known by the address that he sends from.
 */
export function callerOf({ peer, request, source }: IncomingEvent, voucher: Voucher, known: string): Caller {
	if (voucher === undefined) return { source: source.address, trust: "stranger" };
	const from = parseNameAddress(request.headers.get("From") ?? "")?.uri;
	const entry = from && parseCallers(known).find((caller) => isCaller(caller, from));
	return entry === undefined ? { source: peer.number, trust: "stranger" } : { source: entry, trust: "known" };
}

/** Whether an entry of the list, a number or an address, means the one whose URI this is. */
function isCaller(entry: string, { user, host }: Uri): boolean {
	if (user === undefined) return false;
	const name = unescapeUser(user);
	if (!entry.includes("@")) return entry === name;
	const uri = parseUri(entry.slice(0, 4).toLowerCase() === "sip:" ? entry : `sip:${entry}`);
	return uri?.user !== undefined && unescapeUser(uri.user) === name && uri.host.toLowerCase() === host.toLowerCase();
}
