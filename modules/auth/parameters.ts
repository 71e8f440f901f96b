/** The parameter lists of authentication headers (RFC 7235 §2.1): `name=token, name="quoted string"`. */

const TOKEN = /^[!#$%&'*+.^_`|~0-9a-z-]+$/;

/** Elements of one list, empty ones included; a longer list is broken. */
export const ELEMENT_LIMIT = 32;

/**
 * Parameters by lower-case name, the first of equals; `undefined` for a broken list. A quoted value is what stands
 * between the quotes, quoted-pairs and all.
 */
export function parseParameters(text: string): ReadonlyMap<string, string> | undefined {
	// A value with a line break in it would split the header that echoes it.
	if (text.includes("\n") || text.includes("\r")) return undefined;
	const parameters = new Map<string, string>();
	let rest = text.trim();
	for (let elements = 0; rest !== ""; elements++) {
		if (elements === ELEMENT_LIMIT) return undefined;
		if (rest.startsWith(",")) {
			rest = rest.slice(1).trimStart();
			continue;
		}
		const equals = rest.indexOf("=");
		const name = rest.slice(0, Math.max(equals, 0)).trimEnd().toLowerCase();
		// No parameter: a name of two words, such as `Digest realm`, begins another challenge.
		if (!TOKEN.test(name)) break;
		const value = rest.slice(equals + 1).trimStart();
		const quoted = value.startsWith('"');
		const end = quoted ? closingQuote(value) : endOfToken(value);
		if (end < 0) return undefined;
		if (!parameters.has(name)) parameters.set(name, quoted ? value.slice(1, end) : value.slice(0, end).trimEnd());
		rest = value.slice(quoted ? end + 1 : end).trimStart();
	}
	return parameters;
}

/** `text` as it has to stand between quotes (RFC 3261 §25.1 quoted-pair). */
export function quote(text: string): string {
	return text.replaceAll("\\", "\\\\").replaceAll('"', '\\"');
}

/** What the content of a quoted string means; it has no line break, which stands in for a backslash here. */
export function unquote(content: string): string {
	return content.replaceAll("\\\\", "\n").replaceAll("\\", "").replaceAll("\n", "\\");
}

/** Length of the unquoted value at 0; -1 where it would have had to be quoted. */
function endOfToken(text: string): number {
	const comma = text.indexOf(",");
	const token = comma < 0 ? text : text.slice(0, comma);
	return token.includes('"') || token.includes("\\") ? -1 : token.length;
}

/** Index of the quote that closes the one at 0; -1 where none does. */
function closingQuote(text: string): number {
	return text.replaceAll("\\\\", "__").replaceAll('\\"', "__").indexOf('"', 1);
}
