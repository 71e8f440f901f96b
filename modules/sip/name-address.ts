import { checkParameters, isPlain, Parameters, plainValue } from "./parameters.ts";
import { quote, readQuoted } from "./quoting.ts";
import { parseAnyUri, type Uri, unreadableUri } from "./uri.ts";

/** A name, a URI and parameters: the value of From, To, Contact, Route and the like (RFC 3261 §20.10). */
export class NameAddress {
	/** Without quotation marks; "" when there is none. */
	readonly displayName: string;
	/** Up to the URI. */
	#before: string;
	/** These two are kept as text until somebody asks for more, which few do. */
	#uri: Uri | string;
	#parameters: Parameters | string;

	constructor(displayName: string, before: string, uri: string, parameters: Parameters | string) {
		this.displayName = displayName;
		this.#before = before;
		this.#uri = uri;
		this.#parameters = parameters;
	}

	/** One that cannot be read has no scheme and no host. */
	get uri(): Uri {
		const uri = this.#uri;
		// White space around it is rare, and no URI has any within.
		if (typeof uri === "string") this.#uri = parseAnyUri(uri) ?? parseAnyUri(uri.trim()) ?? unreadableUri(uri);
		return this.#uri as Uri;
	}

	/** Those of the header, not of the URI. */
	get parameters(): Parameters {
		if (typeof this.#parameters === "string") this.#parameters = new Parameters(this.#parameters);
		return this.#parameters;
	}

	get tag(): string | undefined {
		const list = this.#parameters;
		if (list === "") return undefined;
		return (typeof list === "string" ? plainValue(list, "tag") : undefined) ?? this.parameters.get("tag");
	}

	toString(): string {
		return `${this.#before}${this.#uri}${this.#before === "" ? "" : ">"}${this.#parameters}`;
	}
}

/**
 * Reads `"Name" <uri>;parameters`, the same without name, or a bare URI, whose parameters are the header's (RFC 3261
 * §20, interop trap L35). A name that ought to be quoted and is not does no harm and is taken.
 */
export function parseNameAddress(text: string): NameAddress | undefined {
	const quoted = text.startsWith('"') ? readQuoted(text) : undefined;
	const open = text.indexOf("<", quoted?.length);
	if (open < 0) return parseBare(text);
	const close = text.indexOf(">", open);
	if (close < 0) return undefined;
	const parameters = checkParameters(text.slice(close + 1));
	if (open === 0 && parameters !== undefined) return new NameAddress("", "<", text.slice(1, close), parameters);
	const displayName = quoted ? quoted.value : text.slice(0, open).trim();
	if (!quoted && displayName.includes('"')) return undefined;
	if (parameters === undefined) return undefined;
	return new NameAddress(displayName, text.slice(0, open + 1), text.slice(open + 1, close), parameters);
}

/** Whether {@link parseNameAddress} will read a text. Of the usual forms this is known at a glance. */
export function isNameAddress(text: string): boolean {
	let open = text.startsWith("<") ? 0 : -1;
	if (text.startsWith('"') && !text.includes("\\")) {
		const end = text.indexOf('"', 1);
		open = end < 0 ? -1 : text.indexOf("<", end);
	}
	const close = open < 0 ? -1 : text.indexOf(">", open);
	if (close > 0 && (close + 1 === text.length || isPlain(text.slice(close + 1)))) return true;
	return parseNameAddress(text) !== undefined;
}

function parseBare(text: string): NameAddress | undefined {
	const semicolon = text.indexOf(";");
	const uri = semicolon < 0 ? text : text.slice(0, semicolon).trimEnd();
	// Headers of a URI may stand in angle brackets only (RFC 3261 §20).
	if (uri.includes("?") || uri.includes('"') || !uri.includes(":")) return undefined;
	const parameters = checkParameters(semicolon < 0 ? "" : text.slice(semicolon));
	return parameters === undefined ? undefined : new NameAddress("", "", uri, parameters);
}

/** Writes a value for From, To or Contact. */
export function formatNameAddress(displayName: string, uri: string, tag?: string): string {
	const address = displayName === "" ? `<${uri}>` : `${quote(displayName)} <${uri}>`;
	return tag === undefined ? address : `${address};tag=${tag}`;
}
