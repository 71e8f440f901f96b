import { type Refusal, refusal } from "./refusal.ts";

/** A request target taken apart (RFC 9112 §3.2). */
export interface Target {
	/** Percent-decoded; begins with "/" and has no dot segments. */
	readonly path: string;
	/** What stands behind "?", as it came. */
	readonly query: string;
	/** Host and port of an absolute target, which stand for the Host header (RFC 9112 §3.2.2). */
	readonly authority?: string;
}

const BAD_TARGET = refusal(400, "The request target is broken");

/** What no target contains (RFC 3986 §2), and the fragment that clients keep to themselves. */
const NOT_IN_TARGET = /[^!-~]|#/;
/** Control characters; NUL above all. */
const ENCODED_CONTROL = /%(?:[01]|7f)/i;
const NOT_IN_AUTHORITY = /[^!$%&'()*+,.0-9:;=A-Z[\]_a-z~-]/;
const SCHEME = "http://";

/** Reads an origin-form or absolute-form target. */
export function parseTarget(target: string): Target | Refusal {
	if (NOT_IN_TARGET.test(target)) return BAD_TARGET;
	return target.startsWith("/") ? parseOrigin(target) : parseAbsolute(target);
}

/** Whether a text may stand as Host (RFC 9112 §3.2). */
export function isAuthority(text: string): boolean {
	return !NOT_IN_AUTHORITY.test(text);
}

function parseOrigin(target: string): Target | Refusal {
	const question = target.indexOf("?");
	const encoded = question < 0 ? target : target.slice(0, question);
	const path = encoded.includes("%") ? decode(encoded) : encoded;
	if (path === undefined || hasDotSegment(path)) return BAD_TARGET;
	return { path, query: question < 0 ? "" : target.slice(question + 1) };
}

function parseAbsolute(target: string): Target | Refusal {
	if (target.slice(0, SCHEME.length).toLowerCase() !== SCHEME) return BAD_TARGET;
	const rest = target.slice(SCHEME.length);
	const end = rest.search(/[/?]/);
	const authority = end < 0 ? rest : rest.slice(0, end);
	if (authority === "" || !isAuthority(authority)) return BAD_TARGET;
	const origin = end < 0 ? "/" : rest.slice(end);
	const parsed = parseOrigin(origin.startsWith("/") ? origin : `/${origin}`);
	return "status" in parsed ? parsed : { ...parsed, authority };
}

function decode(path: string): string | undefined {
	if (ENCODED_CONTROL.test(path)) return undefined;
	try {
		return decodeURIComponent(path);
	} catch {
		// Not hexadecimal, or not UTF-8.
		return undefined;
	}
}

function hasDotSegment(path: string): boolean {
	if (!path.includes("/.")) return false;
	return path.includes("/./") || path.includes("/../") || path.endsWith("/.") || path.endsWith("/..");
}
