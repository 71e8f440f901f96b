import { parseCommandSequence } from "./command-sequence.ts";
import { isToken } from "./header-name.ts";
import { HEADER_LIMIT, type Headers, parseHeaders, parseTidyHeaders } from "./headers.ts";
import type { Message, Request } from "./message.ts";
import { isNameAddress } from "./name-address.ts";
import { cutToOctets, utf8Length } from "./octets.ts";
import { parseAnyUri, type Uri, uriHeaders } from "./uri.ts";
import { isVia } from "./via.ts";

/** Characters of a datagram; a longer one is dropped. */
export const MESSAGE_LIMIT = 8_192;
/** Lines above the body, the start line and the empty one among them. */
const TIDY_LINE_LIMIT = HEADER_LIMIT + 2;
/** The same before folded lines are joined; a message with more is dropped. */
const LINE_LIMIT = 2 * TIDY_LINE_LIMIT;
/** Tabs, or carriage returns, in one line; what follows the last is cut off. */
const CONTROL_LIMIT = 32;
/** Headers that a message has once at most (RFC 3261 §7.3.1). */
const ONCE = Object.freeze(["From", "To", "Call-ID", "CSeq", "Max-Forwards", "Content-Length"] as const);

const NOT_DIGIT = /\D/;

/** What is wrong with a request that can still be answered: with 505 for the version, with 400 for all else. */
export type Problem = "SIP version" | "Request-URI" | "Header fields" | (typeof ONCE)[number];

export interface ParseFailure {
	readonly bad: Request;
	readonly problem: Problem;
}

/** What a datagram turned out to be; `undefined` if nothing can be done with it but to count and drop it. */
export type ParseResult = { readonly message: Message } | ParseFailure | undefined;

/**
 * Reads one datagram (RFC 3261 §7, §18.3); `byteLength`, its length on the wire, spares counting the bytes of ASCII.
 * Bare line feeds are taken for line ends (interop trap L34).
 */
export function parseMessage(text: string, byteLength?: number): ParseResult {
	const { length } = text;
	if (length > MESSAGE_LIMIT) return undefined;
	const end = text.indexOf("\r\n\r\n");
	const head = text.slice(0, end + 2);
	const lines = head.split("\r\n", TIDY_LINE_LIMIT + 1);
	if (end <= 0 || !isTidy(head, lines)) return parseUntidy(text.trimStart(), length === byteLength);
	return judge(lines, parseTidyHeaders(lines), text.slice(end + 4), length === byteLength);
}

/** Whether there is a first line, all lines end with CRLF, none is folded, and there is no needless white space. */
function isTidy(head: string, lines: readonly string[]): boolean {
	if (lines[0] === "" || head.includes("\t") || head.includes("  ")) return false;
	if (head.includes("\n ") || head.includes(" \r")) return false;
	const text = lines.join("");
	return !text.includes("\n") && !text.includes("\r");
}

function parseUntidy(datagram: string, ascii: boolean): ParseResult {
	const empty = datagram.indexOf("\r\n\r\n");
	const bare = datagram.indexOf("\n\n");
	if (bare >= 0 && (empty < 0 || bare < empty)) return parseParts(datagram, bare + 1, bare + 2, ascii);
	if (empty >= 0) return parseParts(datagram, empty + 2, empty + 4, ascii);
	// There is no empty line. If the last line has no end either, something was cut off.
	return datagram.endsWith("\n") ? parseParts(datagram, datagram.length, datagram.length, ascii) : undefined;
}

function parseParts(datagram: string, headEnd: number, bodyStart: number, ascii: boolean): ParseResult {
	const folded = datagram.slice(0, headEnd).split("\n", LINE_LIMIT + 1);
	if (folded.length > LINE_LIMIT) return undefined;
	const lines = unfold(folded);
	return judge(lines, parseHeaders(lines), datagram.slice(bodyStart), ascii);
}

/** Joins each line that begins with white space to the one before (RFC 3261 §7.3.1); tabs and carriage returns become spaces. */
function unfold(lines: readonly string[]): string[] {
	// The start line cannot be continued.
	const unfolded = [lines[0]!.trimEnd()];
	for (let index = 1; index < lines.length; index++) {
		const line = lines[index]!.split("\t", CONTROL_LIMIT).join(" ").split("\r", CONTROL_LIMIT).join(" ");
		const last = unfolded.length - 1;
		if (last > 0 && line.startsWith(" ")) unfolded[last] = `${unfolded[last]!.trimEnd()} ${line.trim()}`;
		else unfolded.push(line);
	}
	return unfolded;
}

/** Makes a message of its parts; `rest` is what follows the empty line. */
function judge(lines: readonly string[], headers: Headers, rest: string, ascii: boolean): ParseResult {
	const via = headers.get("Via");
	if (!via || !isVia(via) || !headers.answerable) return undefined;
	const body = takeBody(rest, headers.get("Content-Length"), ascii);
	return lines[0]!.startsWith("SIP/") ? judgeResponse(lines, headers, body) : judgeRequest(lines, headers, body);
}

function judgeResponse(lines: readonly string[], headers: Headers, body: string | undefined): ParseResult {
	const startLine = lines[0]!;
	const status = Number(startLine.slice(8, 12));
	if (!startLine.startsWith("SIP/2.0 ") || NOT_DIGIT.test(startLine.slice(8, 11))) return undefined;
	if (!(status >= 100 && status <= 699)) return undefined;
	if (body === undefined || findProblem(lines, headers, undefined) !== undefined) return undefined;
	return { message: { type: "response", status, reason: startLine.slice(12), headers, body } };
}

function judgeRequest(lines: readonly string[], headers: Headers, body: string | undefined): ParseResult {
	const startLine = lines[0]!;
	const space = startLine.indexOf(" ");
	const method = startLine.slice(0, space);
	const version = startLine.lastIndexOf(" SIP/");
	if (space < 1 || version < 0 || !isToken(method)) return undefined;
	const uri = startLine.slice(space + 1, version);
	let problem: Problem | undefined;
	if (!startLine.endsWith(" SIP/2.0")) problem = "SIP version";
	else if (!isRequestUri(uri)) problem = "Request-URI";
	else problem = findProblem(lines, headers, method);
	if (problem === undefined && body !== undefined) {
		return { message: { type: "request", method, uri, headers, body } };
	}
	// An ACK cannot be answered.
	if (method === "ACK") return undefined;
	return { bad: { type: "request", method, uri, headers, body: "" }, problem: problem ?? "Content-Length" };
}

/** The first thing wrong with the header fields; `method` is that of a request. */
function findProblem(lines: readonly string[], headers: Headers, method: string | undefined): Problem | undefined {
	if (lines.length > TIDY_LINE_LIMIT) return "Header fields";
	// Besides header fields, there are the start line and the empty one.
	const repeated = headers.count < lines.length - 2 ? ONCE.find((name) => headers.repeats(name)) : undefined;
	if (repeated !== undefined) return repeated;
	if (!isNameAddress(headers.get("From")!)) return "From";
	if (!isNameAddress(headers.get("To")!)) return "To";
	const sequence = parseCommandSequence(headers.get("CSeq"));
	return !sequence || (method !== undefined && sequence.method !== method) ? "CSeq" : undefined;
}

/** The part of a datagram that is the body; `undefined` when Content-Length promises more, or nothing sensible. */
function takeBody(rest: string, contentLength: string | undefined, ascii: boolean): string | undefined {
	if (contentLength === undefined) return rest;
	const available = ascii ? rest.length : utf8Length(rest);
	if (`${available}` === contentLength) return rest;
	const octets = Number(contentLength);
	if (contentLength === "" || NOT_DIGIT.test(contentLength) || octets > available) return undefined;
	return available === rest.length ? rest.slice(0, octets) : cutToOctets(rest, octets);
}

/** Whether it is a URI without headers. */
function isPlace(uri: Uri | undefined): boolean {
	return uri !== undefined && uriHeaders(uri) === "";
}

/** Whether a text may stand in a start line. A URI with more than scheme, user, host and port is read in full. */
function isRequestUri(text: string): boolean {
	if (text.includes(" ") || text.includes("<")) return false;
	const colons = text.split(":", 4).length - 1;
	return (colons > 0 && colons < 3 && !text.includes("?")) || isPlace(parseAnyUri(text));
}
