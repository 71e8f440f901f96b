import { isIP } from "node:net";

/**
 * Whether a Host header names this computer by an address or as "localhost". A page of another site that had its own
 * name point here (DNS rebinding) gives itself away by that name.
 */
export function isOwnHost(host: string | undefined): boolean {
	const name = /^(\[[\da-f:.]+\]|[^:[\]]+)(?::\d{1,5})?$/i.exec(host ?? "")?.[1];
	if (name === undefined) return false;
	return name.toLowerCase() === "localhost" || isIP(name.replace(/^\[|\]$/g, "")) !== 0;
}

/** Whether a WebSocket is asked for by a page of ours: of the very origin that it is asked of (RFC 6455 §10.2). */
export function isOwnOrigin(origin: string | undefined, host: string | undefined): boolean {
	return origin !== undefined && host !== undefined && origin.toLowerCase() === `http://${host.toLowerCase()}`;
}
