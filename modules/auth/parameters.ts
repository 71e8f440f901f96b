/** The parameter lists of authentication headers (RFC 7235 §2.1): `name=token, name="quoted string"`. */

const TOKEN = /^[!#$%&'*+.^_`|~0-9a-z-]+$/;

/** Elements of one list, empty ones included; a longer list is broken. */
export const ELEMENT_LIMIT = 32;

/** What stands in for quoted-pairs here. */
const BACKSLASH_PAIR = "\0";
const QUOTE_PAIR = "\x01";
/** Names as everybody writes them: known to be tokens, so that XS need not look at each letter. */
const USUAL: ReadonlySet<string> = new Set([
	"algorithm",
	"cnonce",
	"nc",
	"nonce",
	"opaque",
	"qop",
	"realm",
	"response",
	"stale",
	"uri",
	"username",
]);
/** The same as they stand between one quoted value and the next. */
const BETWEEN: ReadonlyMap<string, string> = new Map([...USUAL].map((name) => [`, ${name}=`, name]));
const UNQUOTABLE = /[\\\0\x01]/;

/**
 * Parameters by lower-case name, the first of equals; `undefined` for a broken list. A quoted value is what stands
 * between the quotes, quoted-pairs and all.
 */
export function parseParameters(text: string): ReadonlyMap<string, string> | undefined {
	if (isRefused(text)) return undefined;
	const parameters = new Map<string, string>();
	const escaped = text.includes("\\");
	// Short pieces: every other one stood between quotes. XS would copy a long text over and over.
	const pieces = (escaped ? hidePairs(text) : text).split('"', 2 * ELEMENT_LIMIT + 2);
	if (pieces.length > 2 * ELEMENT_LIMIT + 1) return undefined;
	let elements = 1;
	for (let index = 0; index < pieces.length; index += 2) {
		const quoted = pieces[index + 1];
		const usual = index + 2 < pieces.length ? BETWEEN.get(pieces[index]!) : undefined;
		if (usual !== undefined && elements < ELEMENT_LIMIT) {
			elements += 1;
			if (!parameters.has(usual)) parameters.set(usual, escaped ? showPairs(quoted!) : quoted!);
			continue;
		}
		const list = pieces[index]!.split(",", ELEMENT_LIMIT + 1);
		elements += list.length - 1;
		if (elements > ELEMENT_LIMIT) return undefined;
		for (let position = 0; position < list.length; position++) {
			const content = position === list.length - 1 ? quoted : undefined;
			const element = list[position]!.trim();
			if (element === "" && content === undefined) continue;
			const equals = element.indexOf("=");
			const written = equals < 0 ? "" : element.slice(0, equals);
			const name = USUAL.has(written) ? written : parseName(written);
			// No parameter: a name of two words, such as `Digest realm`, begins another challenge.
			if (name === undefined) return parameters;
			let value = element.slice(equals + 1).trimStart();
			if (escaped && UNQUOTABLE.test(value)) return undefined;
			if (content !== undefined) {
				// A token that a quote follows, or a quote that nothing closes.
				if (value !== "" || index + 2 >= pieces.length) return undefined;
				value = escaped ? showPairs(content) : content;
			}
			if (!parameters.has(name)) parameters.set(name, value);
		}
	}
	return parameters;
}

/** Line breaks would split the header that echoes them. */
function isRefused(text: string): boolean {
	return text.includes("\r") || text.includes("\n") || text.includes(BACKSLASH_PAIR) || text.includes(QUOTE_PAIR);
}

function parseName(text: string): string | undefined {
	const name = text.trimEnd().toLowerCase();
	return TOKEN.test(name) ? name : undefined;
}

/** `text` as it has to stand between quotes (RFC 3261 §25.1 quoted-pair). */
export function quote(text: string): string {
	if (!text.includes("\\") && !text.includes('"')) return text;
	return text.replaceAll("\\", "\\\\").replaceAll('"', '\\"');
}

/** What the content of a quoted string means; it has no line break, which stands in for a backslash here. */
export function unquote(content: string): string {
	if (!content.includes("\\")) return content;
	return content.replaceAll("\\\\", "\n").replaceAll("\\", "").replaceAll("\n", "\\");
}

/** Lets quotes that close nothing look like something else. */
function hidePairs(text: string): string {
	return text.replaceAll("\\\\", BACKSLASH_PAIR).replaceAll('\\"', QUOTE_PAIR);
}

function showPairs(text: string): string {
	return text.replaceAll(BACKSLASH_PAIR, "\\\\").replaceAll(QUOTE_PAIR, '\\"');
}
