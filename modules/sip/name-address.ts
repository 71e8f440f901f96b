import { PORT_MAXIMUM } from "./host-port.ts";
import { isPlain, type Parameters, parseParameters } from "./parameters.ts";
import { quote, readQuoted } from "./quoting.ts";
import { parseAnyUri, type Uri, unreadableUri } from "./uri.ts";

/**
 * Nearly every value: perhaps a name in quotation marks, a URI as `USUAL` in uri.ts has it, where is said why it is written
 * like that, and a tag or nothing. The URI is not read by uri.ts here, which would have to look at it once more.
 */
const USUAL =
	/^(?:"([^"\\]*?)" ?|)<(sip:(?:([^@:;?<>" ]+?)@|)([-\w.]+)(?::(\d+)|)(;[^@?<>" ]+?|))>(?:;tag=([-\w.]+?)|)$/;
const USUAL_LENGTH = 96;

/** A name, a URI and parameters: the value of From, To, Contact, Route and the like (RFC 3261 §20.10). */
export interface NameAddress {
	/** Without quotation marks; "" when there is none. */
	readonly displayName: string;
	/** One that cannot be read has no scheme and no host. */
	readonly uri: Uri;
	readonly tag: string | undefined;
	/** Those of the header, not of the URI; `undefined` when there is nothing but the tag. */
	readonly parameters: Parameters | undefined;
}

/**
 * Reads `"Name" <uri>;parameters`, the same without name, or a bare URI, whose parameters are the header's (RFC 3261
 * §20, interop trap L35). A name that ought to be quoted and is not does no harm and is taken.
 */
export function parseNameAddress(text: string): NameAddress | undefined {
	const usual = text.length > USUAL_LENGTH ? null : USUAL.exec(text);
	if (usual === null) return parseUnusual(text);
	const rest = usual[6]!;
	const port = usual[5] === undefined ? undefined : Number(usual[5]);
	if (port !== undefined && !(port > 0 && port <= PORT_MAXIMUM)) return parseUnusual(text);
	if (rest !== "" && !isPlain(rest, 0)) return parseUnusual(text);
	const uri: Uri = { text: usual[2]!, scheme: "sip", user: usual[3], host: usual[4]!, port, rest };
	return { displayName: usual[1] ?? "", uri, tag: usual[7], parameters: undefined };
}

/** Whether {@link parseNameAddress} will read a text. Of the usual forms this is known at a glance. */
export function isNameAddress(text: string): boolean {
	const open = text.startsWith("<") ? 0 : skipName(text);
	const close = text.indexOf(">", open);
	if (close > 0 && (close + 1 === text.length || isPlain(text, close + 1))) return true;
	return parseNameAddress(text) !== undefined;
}

/** Where the URI begins after a name without pitfalls; else the end of the text. */
function skipName(text: string): number {
	const end = text.startsWith('"') && !text.includes("\\") ? text.indexOf('"', 1) : -1;
	const open = end < 0 ? -1 : text.indexOf("<", end);
	return open < 0 ? text.length : open;
}

function parseUnusual(text: string): NameAddress | undefined {
	const quoted = text.startsWith('"') ? readQuoted(text) : undefined;
	const open = text.indexOf("<", quoted?.length);
	if (open < 0) return parseBare(text);
	const close = text.indexOf(">", open);
	if (close < 0) return undefined;
	const displayName = quoted ? quoted.value : text.slice(0, open).trim();
	if (!quoted && displayName.includes('"')) return undefined;
	return assemble(displayName, text.slice(open + 1, close), text.slice(close + 1));
}

function parseBare(text: string): NameAddress | undefined {
	const semicolon = text.indexOf(";");
	const uri = semicolon < 0 ? text : text.slice(0, semicolon).trimEnd();
	// Headers of a URI may stand in angle brackets only (RFC 3261 §20).
	if (uri.includes("?") || uri.includes('"') || !uri.includes(":")) return undefined;
	return assemble("", uri, semicolon < 0 ? "" : text.slice(semicolon));
}

function assemble(displayName: string, address: string, list: string): NameAddress | undefined {
	// White space around a URI is rare, and none has any within.
	const uri = parseAnyUri(address) ?? parseAnyUri(address.trim()) ?? unreadableUri(address);
	if (list === "") return { displayName, uri, tag: undefined, parameters: undefined };
	const parameters = parseParameters(list);
	return parameters && { displayName, uri, tag: parameters.get("tag"), parameters };
}

/** Writes a value for From, To or Contact. */
export function formatNameAddress(displayName: string, uri: string, tag?: string): string {
	const address = displayName === "" ? `<${uri}>` : `${quote(displayName)} <${uri}>`;
	return tag === undefined ? address : `${address};tag=${tag}`;
}
