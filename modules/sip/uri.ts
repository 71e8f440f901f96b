import { type HostPort, parseHostPort } from "./host-port.ts";
import { Parameters, parseParameters } from "./parameters.ts";

/** Escapes of a text that are looked into when it is compared; one with more equals only its own copy. */
const ESCAPE_LIMIT = 64;
/** If only one of two URIs has one of these parameters, they differ (RFC 3261 §19.1.4). */
const DECISIVE: readonly string[] = Object.freeze(["user", "ttl", "method", "maddr", "transport"]);
const NOWHERE: HostPort = Object.freeze({ host: "", port: undefined });

const NOT_SCHEME = /[^-\w.+]/;
const UNRESERVED = /[-\w.!~*'()]/;

/** A SIP, SIPS or tel URI (RFC 3261 §19.1, RFC 3966). Unchanged it is written as it was read. */
export class Uri {
	/** In lower case. */
	readonly scheme: string;
	/** Escaped as received; the number of a tel URI. */
	readonly user: string | undefined;
	/** As received, an IPv6 reference with its brackets; "" for a tel URI. */
	readonly host: string;
	readonly port: number | undefined;
	/** What follows the question mark, escaped as received. */
	readonly headers: string;
	/** All that stands before the parameters. */
	#base: string;
	/** Made when somebody asks for them, where there are none. */
	#parameters: Parameters | undefined;

	constructor(
		base: string,
		scheme: string,
		user: string | undefined,
		place: HostPort,
		parameters: Parameters | undefined,
		headers: string,
	) {
		this.scheme = scheme;
		this.user = user;
		this.host = place.host;
		this.port = place.port;
		this.#parameters = parameters;
		this.headers = headers;
		this.#base = base;
	}

	get parameters(): Parameters {
		this.#parameters ??= new Parameters();
		return this.#parameters;
	}

	toString(): string {
		const text = this.#parameters === undefined ? this.#base : `${this.#base}${this.#parameters}`;
		return this.headers === "" ? text : `${text}?${this.headers}`;
	}

	/** Whether both name the same resource (RFC 3261 §19.1.4). */
	equals(other: Uri): boolean {
		return (
			this.scheme === other.scheme &&
			this.port === other.port &&
			this.host.toLowerCase() === other.host.toLowerCase() &&
			normalize(this.user) === normalize(other.user) &&
			normalize(this.#password) === normalize(other.#password) &&
			this.#agrees(other) &&
			other.#agrees(this) &&
			sortedHeaders(this.headers) === sortedHeaders(other.headers)
		);
	}

	get #password(): string {
		const end = this.#base.indexOf("@");
		const userinfo = this.#base.slice(this.scheme.length + 1, Math.max(end, 0));
		return userinfo.slice(this.user?.length);
	}

	/** Whether no parameter of this URI speaks against the other one. */
	#agrees(other: Uri): boolean {
		return this.parameters.names.every((name) => {
			const value = other.parameters.get(name);
			if (value === undefined) return !DECISIVE.includes(name.toLowerCase());
			return normalize(this.parameters.get(name))?.toLowerCase() === normalize(value)?.toLowerCase();
		});
	}
}

/** Reads a sip, sips or tel URI; `undefined` for anything else. */
export function parseUri(text: string): Uri | undefined {
	const uri = parseAnyUri(text);
	return uri?.scheme === "sip" || uri?.scheme === "sips" || uri?.scheme === "tel" ? uri : undefined;
}

/** As {@link parseUri}, but takes other schemes too, which From, To and Contact may have (RFC 3261 §20): opaque, without host. */
export function parseAnyUri(text: string): Uri | undefined {
	const colon = text.indexOf(":");
	if (colon < 1 || text.includes(" ") || text.includes('"') || text.includes("<") || text.includes(">"))
		return undefined;
	const written = text.slice(0, colon);
	if (written === "sip") return parseSipUri(text, written, 4);
	const scheme = written.toLowerCase();
	if (scheme === "sip" || scheme === "sips") return parseSipUri(text, scheme, colon + 1);
	if (colon + 1 === text.length || NOT_SCHEME.test(scheme)) return undefined;
	const semicolon = scheme === "tel" ? text.indexOf(";") : -1;
	const base = semicolon < 0 ? text : text.slice(0, semicolon);
	const parameters = parseParameters(semicolon < 0 ? "" : text.slice(semicolon));
	const number = scheme === "tel" ? base.slice(colon + 1) : undefined;
	return parameters && number !== "" ? new Uri(base, scheme, number, NOWHERE, parameters, "") : undefined;
}

/** Stands for a text that is no URI: without scheme and host, and equal only to its copies. */
export function unreadableUri(text: string): Uri {
	return new Uri(text, "", text, NOWHERE, undefined, "");
}

function parseSipUri(text: string, scheme: string, start: number): Uri | undefined {
	// The user may hold semicolons and question marks (RFC 4475 §3.1.1.9): the @ is looked for first.
	const at = text.indexOf("@", start);
	const hostStart = at < 0 ? start : at + 1;
	const question = text.indexOf("?", hostStart);
	if (question === text.length - 1) return undefined;
	const target = question < 0 ? text : text.slice(0, question);
	const semicolon = target.indexOf(";", hostStart);
	const base = semicolon < 0 ? target : target.slice(0, semicolon);
	const place = parseHostPort(base.slice(hostStart));
	const parameters = semicolon < 0 ? undefined : parseParameters(target.slice(semicolon));
	let user = at < 0 ? undefined : text.slice(start, at);
	if (user?.includes(":")) user = user.slice(0, user.indexOf(":"));
	if (!place || (semicolon >= 0 && !parameters) || user === "") return undefined;
	return new Uri(base, scheme, user, place, parameters, question < 0 ? "" : text.slice(question + 1));
}

/** A user part as the URI needs it: `*` and other legal characters stay, `#` becomes `%23` (interop trap F8). */
export function escapeUser(text: string): string {
	const escaped = encode(text);
	return escaped.replaceAll("#", "%23").replaceAll("@", "%40").replaceAll(":", "%3A");
}

/** Replacing takes much of the board's stack: only where it has to be. */
function encode(text: string): string {
	try {
		return encodeURI(text);
	} catch {
		return encodeURI(text.replace(/[\ud800-\udfff]/gu, "\ufffd"));
	}
}

/** A user part for people to read. */
export function unescapeUser(text: string): string {
	try {
		return decodeURIComponent(text);
	} catch {
		// Escapes that are not UTF-8 are shown as they came.
		return text;
	}
}

/** Undoes the escapes that change nothing: those of characters that need none (RFC 3261 §19.1.4). */
function normalize(text: string | undefined): string | undefined {
	if (!text?.includes("%")) return text;
	const pieces = text.split("%", ESCAPE_LIMIT + 2);
	if (pieces.length > ESCAPE_LIMIT + 1) return text;
	let result = pieces[0]!;
	for (const piece of pieces.slice(1)) {
		const digits = piece.slice(0, 2);
		const character = String.fromCharCode(Number.parseInt(digits, 16));
		result += (UNRESERVED.test(character) ? character : `%${digits.toUpperCase()}`) + piece.slice(2);
	}
	return result;
}

/** The headers of a URI in an order that does not depend on how they were written. */
function sortedHeaders(text: string): string {
	if (text === "") return "";
	return text
		.split("&", ESCAPE_LIMIT)
		.map((header) => normalize(header)!.toLowerCase())
		.sort()
		.join("&");
}
