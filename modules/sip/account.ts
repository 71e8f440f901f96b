import type { Credentials } from "./authentication.ts";
import { escapeUser, parseUri, type Uri } from "./uri.ts";

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
	const { server, proxied } = account;
	if (!proxied || !server || nextHop(uri, account) !== server) return undefined;
	return server.parameters.has("lr") ? `<${server}>` : `<${server};lr>`;
}
