/** Headers that hold a comma-separated list, which may as well be spread over several fields (RFC 3261 §7.3.1). */
const LISTS = Object.freeze([
	"Accept",
	"Accept-Contact",
	"Accept-Encoding",
	"Accept-Language",
	"Alert-Info",
	"Allow",
	"Allow-Events",
	"Call-Info",
	"Contact",
	"Content-Encoding",
	"Content-Language",
	"Diversion",
	"Error-Info",
	"History-Info",
	"In-Reply-To",
	"P-Asserted-Identity",
	"P-Associated-URI",
	"P-Preferred-Identity",
	"Path",
	"Proxy-Require",
	"Reason",
	"Record-Route",
	"Reject-Contact",
	"Request-Disposition",
	"Require",
	"Route",
	"Service-Route",
	"Supported",
	"Unsupported",
	"Via",
	"Warning",
]);

/** Other headers that are seen often, or whose usual spelling is no plain capitalization. */
const SINGLES = Object.freeze([
	"Authentication-Info",
	"Authorization",
	"CSeq",
	"Call-ID",
	"Content-Disposition",
	"Content-Length",
	"Content-Type",
	"Date",
	"Event",
	"Expires",
	"From",
	"Identity",
	"MIME-Version",
	"Max-Forwards",
	"Min-Expires",
	"Min-SE",
	"Privacy",
	"Proxy-Authenticate",
	"Proxy-Authorization",
	"RAck",
	"RSeq",
	"Refer-To",
	"Referred-By",
	"Remote-Party-ID",
	"Retry-After",
	"SIP-ETag",
	"SIP-If-Match",
	"Server",
	"Session-Expires",
	"Subject",
	"Timestamp",
	"To",
	"User-Agent",
	"WWW-Authenticate",
]);

/** Compact forms (RFC 3261 §7.3.3 and the IANA registry). */
const COMPACT = Object.freeze({
	a: "Accept-Contact",
	b: "Referred-By",
	c: "Content-Type",
	d: "Request-Disposition",
	e: "Content-Encoding",
	f: "From",
	i: "Call-ID",
	j: "Reject-Contact",
	k: "Supported",
	l: "Content-Length",
	m: "Contact",
	o: "Event",
	r: "Refer-To",
	s: "Subject",
	t: "To",
	u: "Allow-Events",
	v: "Via",
	x: "Session-Expires",
	y: "Identity",
});

/** Characters of a header name; a field with a longer one is passed over. */
const NAME_LIMIT = 64;

const NOT_TOKEN = /[^-\w.!%*+`'~]/;

const LIST_NAMES: ReadonlySet<string> = new Set(LISTS);
/** The usual spelling of each name, by itself, in lower case, and by its compact form. */
export const SPELLINGS: ReadonlyMap<string, string> = new Map([
	...[...LISTS, ...SINGLES].flatMap((name) => [[name, name] as const, [name.toLowerCase(), name] as const]),
	...Object.entries(COMPACT),
]);

/** Whether a text is a token (RFC 3261 §25.1). */
export function isToken(text: string): boolean {
	return text !== "" && !NOT_TOKEN.test(text);
}

/** Whether the values of a header, given by its usual spelling, are separated by commas. */
export function isList(name: string): boolean {
	return LIST_NAMES.has(name);
}

/**
 * The one spelling under which a header is kept, whatever case or compact form the wire has: the usual one, and
 * `Capital-Letters` for names that nobody knows. `undefined` for what is no header name.
 */
export function canonicalName(text: string): string | undefined {
	const usual = SPELLINGS.get(text);
	if (usual !== undefined) return usual;
	const name = text.trimEnd().toLowerCase();
	return SPELLINGS.get(name) ?? (isToken(name) && name.length <= NAME_LIMIT ? capitalize(name) : undefined);
}

function capitalize(name: string): string {
	return name
		.split("-")
		.map((word) => word.slice(0, 1).toUpperCase() + word.slice(1))
		.join("-");
}
