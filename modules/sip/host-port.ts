/** The place that a URI or a Via names. */
export interface HostPort {
	/** As received, an IPv6 reference with its brackets. */
	readonly host: string;
	readonly port: number | undefined;
}

/** The largest port of UDP and TCP. */
export const PORT_MAXIMUM = 65_535;
const NOT_DIGIT = /\D/;
const NOT_NAME = /[^-\w.]/;
const NOT_ADDRESS = /[^\da-fA-F:.]/;

/** Reads `host`, `host:port`, `[address]` or `[address]:port` (RFC 3261 §25.1, RFC 5118 §4.1); else `undefined`. */
export function parseHostPort(text: string): HostPort | undefined {
	const colon = text.indexOf(":", text.startsWith("[") ? text.indexOf("]") : 0);
	const host = colon < 0 ? text : text.slice(0, colon);
	if (host === "" || (NOT_NAME.test(host) && !isReference(host))) return undefined;
	if (colon < 0) return { host, port: undefined };
	const digits = text.slice(colon + 1);
	const port = Number(digits);
	// As ports are usually written; the expression is for those that begin with zeros.
	if (!(port > 0 && port <= PORT_MAXIMUM) || (`${port}` !== digits && NOT_DIGIT.test(digits))) return undefined;
	return { host, port };
}

/** Whether a host is an IPv6 address in brackets. */
function isReference(host: string): boolean {
	return host.length > 3 && host.startsWith("[") && host.endsWith("]") && !NOT_ADDRESS.test(host.slice(1, -1));
}
