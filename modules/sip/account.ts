import type { Credentials } from "./authentication.ts";
import { escapeUser, parseUri, type Uri, uriParameters } from "./uri.ts";

const SIP_SCHEME = /^sips?:/i;

/** Who we are and which server serves us. */
export interface Account {
	/** User part of our address, unescaped: an extension or a name. */
	readonly user: string;
	readonly displayName: string;
	/** Host of our address; "" without a server. */
	readonly domain: string;
	/** Where requests for the domain go: the registrar, or the outbound proxy. `undefined` without a server. */
	readonly server: Uri | undefined;
	/** Whether the server is an outbound proxy, which is told so by a Route header (RFC 3261 §8.1.2). */
	readonly proxied: boolean;
	readonly credentials: Credentials;
	/** Seconds of registration to ask for. */
	readonly expires: number;
	/** Who we are to a second server, which is asked while the first is no use. */
	readonly backup?: Account | undefined;
	/** How often the server is asked whether it is there, milliseconds; never without. */
	readonly keepAlive?: number | undefined;
}

/**
 * The URI of a target as people write it: a `sip:` URI, `user@host`, or a number at the account's domain. `*` stays and
 * `#` becomes `%23`, nothing is stripped (interop trap F8). `undefined` when it names nobody.
 */
export function targetUri(target: string, account: Account): Uri | undefined {
	const text = target.trim();
	const escaped = text.replaceAll("#", "%23");
	if (SIP_SCHEME.test(text)) return parseUri(escaped);
	if (text.includes("@")) return parseUri(`sip:${escaped}`);
	if (text === "" || account.domain === "") return undefined;
	return parseUri(`sip:${escapeUser(text)}@${account.domain}`);
}

/** A target of `account` for its second server `other`, which has another domain: a number at ours is one at its own. */
export function targetAt(other: Account, uri: Uri, account: Account): Uri {
	const ours = uri.port === undefined && uri.host.toLowerCase() === account.domain.toLowerCase();
	const target = ours && other.domain !== account.domain ? parseUri(`sip:${uri.user}@${other.domain}`) : undefined;
	return target ?? uri;
}

/** The next hop of a request outside a dialog: the server for its domain and itself, else the host that the URI names. */
export function nextHop(uri: Uri, account: Account): Uri {
	const { server, domain } = account;
	if (!server) return uri;
	const host = uri.host.toLowerCase();
	// A port other than the server's means somebody else at that address, unless a proxy stands before all of it.
	const served = host === domain.toLowerCase() && (uri.port === undefined || account.proxied);
	return served || (host === server.host.toLowerCase() && uri.port === server.port) ? server : uri;
}

/** Value of the Route header that tells an outbound proxy where a request to `uri` goes; `undefined` without one. */
export function routeOf(uri: Uri, account: Account): string | undefined {
	return nextHop(uri, account) === account.server ? serverRoute(account) : undefined;
}

/** The same for a request that goes to the server in any case. */
export function serverRoute({ server, proxied }: Account): string | undefined {
	if (!proxied || !server) return undefined;
	return uriParameters(server).has("lr") ? `<${server.text}>` : `<${server.text};lr>`;
}
