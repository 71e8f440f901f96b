/**
 * What the door did and who changed what, for its owner: never codes or passwords.
 *
 * Kept in pages of text, one entry per line: number, time, how often, kind, source, reason. Whoever keeps a page writes it
 * whole, so that a power cut leaves the old or the new one.
 */

export type AuditKind =
	| "opened"
	| "refused"
	| "locked"
	| "login"
	| "login-refused"
	| "password"
	| "setting"
	| "code"
	| "restart"
	| "quiet";

export interface AuditEntry {
	/** Counts up from 1, over restarts. */
	readonly id: number;
	/** Milliseconds since 1970, `undefined` when the time of day was not known. */
	readonly time: number | undefined;
	/** How often it happened, at least, since then. */
	readonly times: number;
	readonly kind: AuditKind;
	/** Who: a number, an address; "" where nobody did it. */
	readonly source: string;
	/** One plain sentence. */
	readonly reason: string;
}

/** Entries of one page, and its characters: of three bytes each at most, they fit into a string of NVS (4,000 bytes). */
export const PAGE_ENTRIES = 16;
export const PAGE_SIZE = 1_300;
/** Characters; longer ones are cut. */
export const SOURCE_LIMIT = 40;
export const REASON_LIMIT = 120;

/** As they are numbered in pages. */
const KINDS: readonly AuditKind[] = Object.freeze([
	"opened",
	"refused",
	"locked",
	"login",
	"login-refused",
	"password",
	"setting",
	"code",
	"restart",
	"quiet",
]);
const SEPARATOR = "\t";
/** Names of callers come from outside and must not end a field, a line, or command a terminal. */
const CONTROL = /[\0-\x1f\x7f-\x9f]/;
const NUMBER = /^[0-9]{1,16}$/;

/** Entries of a page in their order; what cannot be read is left out. */
export function readPage(page: string): AuditEntry[] {
	const entries: AuditEntry[] = [];
	for (const line of page.slice(0, 2 * PAGE_SIZE).split("\n")) {
		const entry = readEntry(line);
		if (entry !== undefined) entries.push(entry);
	}
	return entries;
}

/** The highest number in a page; 0 where there is no entry. */
export function lastOf(page: string): number {
	return readPage(page).reduce((last, { id }) => Math.max(last, id), 0);
}

/** The page with one more entry; `undefined` when it is full. */
export function added(page: string, entry: AuditEntry): string | undefined {
	const line = formatEntry(entry);
	const fits = page.length + line.length <= PAGE_SIZE && page.split("\n").length <= PAGE_ENTRIES;
	return fits ? page + line : undefined;
}

/** The page in which an entry has happened so often; `undefined` where it is not there any more. */
export function repeated(page: string, id: number, times: number): string | undefined {
	const entries = readPage(page);
	if (!entries.some((entry) => entry.id === id)) return undefined;
	return entries.map((entry) => formatEntry(entry.id === id ? { ...entry, times } : entry)).join("");
}

function formatEntry({ id, time, times, kind, source, reason }: AuditEntry): string {
	const texts = [source.slice(0, SOURCE_LIMIT), reason.slice(0, REASON_LIMIT)].map((text) =>
		CONTROL.test(text) ? text.replace(/[\0-\x1f\x7f-\x9f]/g, " ") : text,
	);
	return `${[id, time === undefined ? "" : Math.floor(time), times, KINDS.indexOf(kind), ...texts].join(SEPARATOR)}\n`;
}

function readEntry(line: string): AuditEntry | undefined {
	const [id = "", time = "", times = "", kind = "", source, reason, ...more] = line.split(SEPARATOR);
	const name = NUMBER.test(kind) ? KINDS[Number(kind)] : undefined;
	if (name === undefined || source === undefined || reason === undefined || more.length > 0) return undefined;
	if (!NUMBER.test(id) || !NUMBER.test(times) || (time !== "" && !NUMBER.test(time))) return undefined;
	const at = time === "" ? undefined : Number(time);
	return { id: Number(id), time: at, times: Number(times), kind: name, source, reason };
}
