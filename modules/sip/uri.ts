import { PORT_MAXIMUM, parseHostPort } from "./host-port.ts";
import { isPlain, Parameters } from "./parameters.ts";

/**
 * Nearly every URI: `sip:user@host`, perhaps without a user, with a port, with parameters. Texts of more characters are read
 * the slow way: each that a greedy part of an expression takes needs room in the stack of the board, hence the others are lazy.
 */
const USUAL = /^sip:(?:([^@:;?<>" ]+?)@|)([-\w.]+)(?::(\d+)|)(;[^@?<>" ]+?|)$/;
const USUAL_LENGTH = 96;
/** Escapes of a text that are looked into when it is compared; one with more equals only its own copy. */
const ESCAPE_LIMIT = 64;
/** If only one of two URIs has one of these parameters, they differ (RFC 3261 §19.1.4). */
const DECISIVE: readonly string[] = Object.freeze(["user", "ttl", "method", "maddr", "transport"]);

const NOT_URI = /[ "<>]/;
const NOT_SCHEME = /[^-\w.+]/;
const UNRESERVED = /[-\w.!~*'()]/;

/** A SIP, SIPS or tel URI (RFC 3261 §19.1, RFC 3966). A plain record: on the board, an instance of a class costs thrice as much. */
export interface Uri {
	/** As it was read, and is written. */
	readonly text: string;
	/** In lower case. */
	readonly scheme: string;
	/** Escaped as received; the number of a tel URI. */
	readonly user: string | undefined;
	/** As received, an IPv6 reference with its brackets; "" for a tel URI. */
	readonly host: string;
	readonly port: number | undefined;
	/** The text of parameters and headers, "" without. */
	readonly rest: string;
}

/** The parameters of a URI; what is changed in them is not changed in the URI. */
export function uriParameters({ rest }: Uri): Parameters {
	return new Parameters(rest.split("?", 1)[0]);
}

/** What follows the question mark, escaped as received. */
export function uriHeaders({ rest }: Uri): string {
	const question = rest.indexOf("?");
	return question < 0 ? "" : rest.slice(question + 1);
}

/** Whether two URIs name the same resource (RFC 3261 §19.1.4). One of which nothing is known equals its copies only. */
export function sameUri(one: Uri, other: Uri): boolean {
	if (one.text === other.text) return true;
	return (
		(one.host !== "" || one.scheme === "tel") &&
		one.scheme === other.scheme &&
		one.port === other.port &&
		one.host.toLowerCase() === other.host.toLowerCase() &&
		normalize(one.user) === normalize(other.user) &&
		normalize(password(one)) === normalize(password(other)) &&
		agrees(one, other) &&
		agrees(other, one) &&
		sortedHeaders(uriHeaders(one)) === sortedHeaders(uriHeaders(other))
	);
}

function password({ text, scheme, user, host }: Uri): string {
	return user === undefined || host === "" ? "" : text.slice(scheme.length + 1 + user.length, text.indexOf("@"));
}

/** Whether no parameter of one URI speaks against the other. */
function agrees(one: Uri, other: Uri): boolean {
	const ours = uriParameters(one);
	const theirs = uriParameters(other);
	return ours.names.every((name) => {
		const value = theirs.get(name);
		if (value === undefined) return !DECISIVE.includes(name.toLowerCase());
		return normalize(ours.get(name))?.toLowerCase() === normalize(value)?.toLowerCase();
	});
}

/** Reads a sip, sips or tel URI; `undefined` for anything else. */
export function parseUri(text: string): Uri | undefined {
	const uri = parseAnyUri(text);
	return uri?.scheme === "sip" || uri?.scheme === "sips" || uri?.scheme === "tel" ? uri : undefined;
}

/** As {@link parseUri}, but takes other schemes too, which From, To and Contact may have (RFC 3261 §20): opaque, without host. */
export function parseAnyUri(text: string): Uri | undefined {
	const usual = text.length > USUAL_LENGTH ? null : USUAL.exec(text);
	if (usual === null) return parseUnusual(text);
	const rest = usual[4]!;
	const port = usual[3] === undefined ? undefined : Number(usual[3]);
	if (port !== undefined && !(port > 0 && port <= PORT_MAXIMUM)) return undefined;
	if (rest !== "" && !isPlain(rest, 0)) return undefined;
	return { text, scheme: "sip", user: usual[1], host: usual[2]!, port, rest };
}

/** Stands for a text that is no URI: without scheme and host, and equal only to its copies. */
export function unreadableUri(text: string): Uri {
	return { text, scheme: "", user: text, host: "", port: undefined, rest: "" };
}

function parseUnusual(text: string): Uri | undefined {
	const colon = text.indexOf(":");
	if (colon < 1 || NOT_URI.test(text)) return undefined;
	const scheme = text.slice(0, colon).toLowerCase();
	if (scheme === "sip" || scheme === "sips") return parseSipUri(text, scheme, colon + 1);
	if (colon + 1 === text.length || NOT_SCHEME.test(scheme)) return undefined;
	if (scheme !== "tel") return { text, scheme, user: undefined, host: "", port: undefined, rest: "" };
	const semicolon = text.indexOf(";");
	const user = semicolon < 0 ? text.slice(colon + 1) : text.slice(colon + 1, semicolon);
	const rest = semicolon < 0 ? "" : text.slice(semicolon);
	if (user === "" || (rest !== "" && !isPlain(rest, 0))) return undefined;
	return { text, scheme, user, host: "", port: undefined, rest };
}

function parseSipUri(text: string, scheme: string, start: number): Uri | undefined {
	// The user may hold semicolons and question marks (RFC 4475 §3.1.1.9): the @ is looked for first.
	const at = text.indexOf("@", start);
	const hostStart = at < 0 ? start : at + 1;
	const question = text.indexOf("?", hostStart);
	if (question === text.length - 1) return undefined;
	const target = question < 0 ? text : text.slice(0, question);
	const semicolon = target.indexOf(";", hostStart);
	const end = semicolon < 0 ? target.length : semicolon;
	if (semicolon >= 0 && !isPlain(target, semicolon)) return undefined;
	const place = parseHostPort(target.slice(hostStart, end));
	let user = at < 0 ? undefined : text.slice(start, at);
	if (user?.includes(":")) user = user.slice(0, user.indexOf(":"));
	return place && user !== ""
		? { text, scheme, user, host: place.host, port: place.port, rest: text.slice(end) }
		: undefined;
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
