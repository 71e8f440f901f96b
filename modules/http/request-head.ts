import type { Request } from "./exchange.ts";
import { LONG_TARGET } from "./head-reader.ts";
import type { Limits } from "./limits.ts";
import { type Refusal, refusal } from "./refusal.ts";
import { isAuthority, parseTarget, type Target } from "./target.ts";

const BAD_CHARACTER = refusal(400, "A header field has a control character in it");
const BAD_LINE = refusal(400, "The request line is broken");
const BAD_VERSION = refusal(505, "This server speaks HTTP/1.1");
const MANY_HEADERS = refusal(431, "The request has too many header fields");
const BAD_HEADER = refusal(400, "A header field is broken");
const REPEATED_HEADER = refusal(400, "A header field that stands alone is repeated");
const BAD_HOST = refusal(400, "There must be one Host header field");
const BAD_LENGTH = refusal(400, "The length of the body is not clear");
const BAD_CODING = refusal(400, "The last transfer coding must be chunked");
const UNKNOWN_CODING = refusal(501, "The transfer coding is not known");
const BAD_EXPECTATION = refusal(417, "The expectation is not known");

const REPEATED: ReadonlyMap<string, Refusal> = new Map([
	["content-length", BAD_LENGTH],
	["host", BAD_HOST],
]);

/** What no field value contains that we read. */
const NOT_IN_VALUE = /[^\t -~]/;
const NOT_TOKEN = /[^!#-'*+.0-9A-Z^_`a-z|~-]/;
const NOT_DIGIT = /\D/;
/** Digits of a Content-Length; a longer one is no length that anybody means. */
const LENGTH_DIGITS = 10;
/** Transfer codings that are looked at. */
const CODING_LIMIT = 8;
/** Besides header fields, the split head has the request line and two empty ends. */
const OTHER_LINES = 3;

/** Header fields that are kept. A list may come in several fields, the others stand alone. */
const LISTS = Object.freeze(["accept-encoding", "connection", "expect", "if-none-match", "transfer-encoding"]);
const KEPT = Object.freeze([
	...LISTS,
	"authorization",
	"content-length",
	"content-type",
	"host",
	"last-event-id",
	"origin",
	"sec-fetch-site",
]);
/** What browsers send besides: known to be names, so that they need no look at each letter. */
const PASSED_OVER = Object.freeze([
	"Accept",
	"Accept-Language",
	"Cache-Control",
	"DNT",
	"Pragma",
	"Priority",
	"Referer",
	"Sec-Fetch-Dest",
	"Sec-Fetch-Mode",
	"Sec-Fetch-User",
	"Sec-GPC",
	"Upgrade-Insecure-Requests",
	"User-Agent",
	"sec-ch-ua",
	"sec-ch-ua-mobile",
	"sec-ch-ua-platform",
]);
/** The names of kept header fields by their usual spellings, and "" for one that is passed over. */
const SPELLINGS: ReadonlyMap<string, string> = new Map([
	...KEPT.map((name): [string, string] => [name, name]),
	...KEPT.map((name): [string, string] => [name.replace(/\b[a-z]/g, (letter) => letter.toUpperCase()), name]),
	...PASSED_OVER.map((name): [string, string] => [name, ""]),
]);

/** Head of a request (RFC 9112 §3, §5) that can be answered. */
export class RequestHead implements Request {
	readonly method: string;
	readonly target: string;
	readonly path: string;
	readonly query: string;
	readonly address: string;
	/** Whether it came with HTTP/1.0: no chunked coding, no interim responses, and the connection closes. */
	readonly old: boolean;
	/** Whether the body comes in chunks; otherwise it has `length` bytes. */
	readonly chunked: boolean;
	readonly length: number;
	readonly #headers: ReadonlyMap<string, string>;

	constructor(
		line: RequestLine,
		headers: ReadonlyMap<string, string>,
		body: { readonly chunked: boolean; readonly length: number },
		address: string,
	) {
		this.method = line.method;
		this.target = line.target;
		this.path = line.parsed.path;
		this.query = line.parsed.query;
		this.address = address;
		this.old = line.old;
		this.chunked = body.chunked;
		this.length = body.length;
		this.#headers = headers;
	}

	header(name: string): string | undefined {
		return this.#headers.get(name);
	}

	/** Whether the client would send another request on this connection (RFC 9112 §9.3). */
	get persistent(): boolean {
		if (this.old) return false;
		const connection = this.#headers.get("connection");
		return connection === undefined || !connection.toLowerCase().includes("close");
	}

	/** Whether the client waits for 100 before it sends the body (RFC 9110 §10.1.1). */
	get expects(): boolean {
		return !this.old && this.hasBody && this.#headers.has("expect");
	}

	get hasBody(): boolean {
		return this.chunked || this.length > 0;
	}
}

interface RequestLine {
	readonly method: string;
	readonly target: string;
	readonly parsed: Target;
	readonly old: boolean;
}

/** Reads a head of plain ASCII, with the empty line at its end. */
export function parseHead(head: string, address: string, limits: Limits): RequestHead | Refusal {
	const most = limits.headers + OTHER_LINES;
	const lines = head.split("\r\n", most + 1);
	const line = parseRequestLine(lines[0]!, limits);
	if ("status" in line) return line;
	if (lines.length > most) return MANY_HEADERS;
	const headers = new Map<string, string>();
	const problem = readHeaders(lines, headers) ?? checkHost(headers, line) ?? checkExpectation(headers, line.old);
	if (problem !== undefined) return problem;
	const body = bodyOf(headers, line.old);
	return "status" in body ? body : new RequestHead(line, headers, body, address);
}

function parseRequestLine(line: string, limits: Limits): RequestLine | Refusal {
	const parts = line.split(" ", 4);
	if (parts.length !== 3) return BAD_LINE;
	const method = parts[0]!;
	const target = parts[1]!;
	const version = parts[2]!;
	if (method === "" || NOT_TOKEN.test(method)) return BAD_LINE;
	if (version !== "HTTP/1.1" && version !== "HTTP/1.0") return version.startsWith("HTTP/") ? BAD_VERSION : BAD_LINE;
	if (target.length > limits.target) return LONG_TARGET;
	const parsed = parseTarget(target);
	return "status" in parsed ? parsed : { method, target, parsed, old: version === "HTTP/1.0" };
}

/** A name is a token with the colon right behind it, which also refuses folded lines (RFC 9112 §5.1, §5.2). */
function readHeaders(lines: readonly string[], headers: Map<string, string>): Refusal | undefined {
	const end = lines.length - 2;
	for (let index = 1; index < end; index++) {
		const line = lines[index]!;
		// A line end that is not CRLF; RFC 9112 §2.2 leaves those to the server.
		if (line.includes("\n") || line.includes("\r")) return BAD_CHARACTER;
		const colon = line.indexOf(":");
		const spelling = line.slice(0, colon);
		let name = SPELLINGS.get(spelling);
		if (name === undefined) {
			if (colon < 1 || NOT_TOKEN.test(spelling)) return BAD_HEADER;
			name = SPELLINGS.get(spelling.toLowerCase()) ?? "";
		}
		const problem = name === "" ? undefined : keep(headers, name, line.slice(colon + 1));
		if (problem !== undefined) return problem;
	}
	return undefined;
}

function keep(headers: Map<string, string>, name: string, text: string): Refusal | undefined {
	// Credentials are long, and nothing in them counts but the very texts that are awaited.
	if (name !== "authorization" && NOT_IN_VALUE.test(text)) return BAD_CHARACTER;
	const value = text.trim();
	const former = headers.get(name);
	if (former !== undefined && !LISTS.includes(name)) return REPEATED.get(name) ?? REPEATED_HEADER;
	headers.set(name, former === undefined ? value : `${former}, ${value}`);
	return undefined;
}

function checkHost(headers: Map<string, string>, { parsed, old }: RequestLine): Refusal | undefined {
	const host = headers.get("host");
	if (host === undefined ? !old : !isAuthority(host)) return BAD_HOST;
	if (parsed.authority !== undefined) headers.set("host", parsed.authority);
	return undefined;
}

function checkExpectation(headers: ReadonlyMap<string, string>, old: boolean): Refusal | undefined {
	const expectation = headers.get("expect");
	if (expectation === undefined || old) return undefined;
	return expectation.toLowerCase() === "100-continue" ? undefined : BAD_EXPECTATION;
}

/** How long the body is; whatever two servers could understand differently is refused (RFC 9112 §6.3). */
function bodyOf(
	headers: ReadonlyMap<string, string>,
	old: boolean,
): { readonly chunked: boolean; readonly length: number } | Refusal {
	const codings = headers.get("transfer-encoding");
	const length = headers.get("content-length");
	if (codings !== undefined) {
		if (length !== undefined || old) return BAD_LENGTH;
		return codings.toLowerCase() === "chunked" ? { chunked: true, length: 0 } : badCoding(codings);
	}
	if (length === undefined) return { chunked: false, length: 0 };
	if (length === "" || length.length > LENGTH_DIGITS || NOT_DIGIT.test(length)) return BAD_LENGTH;
	return { chunked: false, length: Number(length) };
}

function badCoding(codings: string): Refusal {
	const names = codings.toLowerCase().split(",", CODING_LIMIT);
	const chunked = names.filter((name) => name.trim() === "chunked").length;
	return chunked === 1 && names.at(-1)!.trim() === "chunked" ? UNKNOWN_CODING : BAD_CODING;
}
