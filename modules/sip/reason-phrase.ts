import type { Response } from "./message.ts";
import { readQuoted } from "./quoting.ts";

/** Characters of a foreign reason that people are shown. */
export const REASON_LIMIT = 80;

const CONTROL = /[\0-\x1f\x7f]/;

/** Reason phrases of the status codes that we send (RFC 3261 §21). People read them; no peer may depend on them. */
const PHRASES: Readonly<Record<number, string>> = Object.freeze({
	100: "Trying",
	180: "Ringing",
	183: "Session Progress",
	200: "OK",
	202: "Accepted",
	302: "Moved Temporarily",
	400: "Bad Request",
	401: "Unauthorized",
	403: "Forbidden",
	404: "Not Found",
	405: "Method Not Allowed",
	407: "Proxy Authentication Required",
	415: "Unsupported Media Type",
	416: "Unsupported URI Scheme",
	420: "Bad Extension",
	422: "Session Interval Too Small",
	423: "Interval Too Brief",
	480: "Temporarily Unavailable",
	481: "Call/Transaction Does Not Exist",
	482: "Loop Detected",
	486: "Busy Here",
	487: "Request Terminated",
	488: "Not Acceptable Here",
	489: "Bad Event",
	491: "Request Pending",
	500: "Server Internal Error",
	503: "Service Unavailable",
	504: "Server Time-out",
	505: "Version Not Supported",
	600: "Busy Everywhere",
	603: "Decline",
});

/** The phrase for a status; "Unknown" for one that has none here. */
export function reasonPhrase(status: number): string {
	return PHRASES[status] ?? "Unknown";
}

/** What a response says about itself to people: the text of its Warning (RFC 3261 §20.43), else its reason phrase. */
export function statedReason({ headers, reason }: Response): string {
	const warning = headers.get("Warning") ?? "";
	const text = readQuoted(warning.slice(warning.indexOf('"')))?.value || reason;
	const plain = CONTROL.test(text) ? text.replace(/[\0-\x1f\x7f]/g, " ") : text;
	return plain.trim().slice(0, REASON_LIMIT);
}
