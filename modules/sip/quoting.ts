/** Backslashes in one quoted string; more of them make it malformed. */
export const ESCAPE_LIMIT = 32;
/** Quoted strings and angle brackets that are skipped in one value; what follows further ones is left whole. */
export const SKIP_LIMIT = 80;

/** Without NUL: XS gets classes wrong that begin with it. */
const CONTROL = /[\x01-\x1f\x7f]/;

/** A quoted string taken from the front of a text. */
export interface Quoted {
	readonly value: string;
	/** Of what was read, quotation marks included. */
	readonly length: number;
}

/** Reads the quoted string that `text` begins with (RFC 3261 §25.1); `undefined` when it does not end. */
export function readQuoted(text: string): Quoted | undefined {
	const end = text.indexOf('"', 1);
	if (end < 0) return undefined;
	const value = text.slice(1, end);
	return value.includes("\\") ? readEscaped(text) : { value, length: end + 1 };
}

/** The slow way, piece by piece between backslashes. The opening quotation mark is passed over like an escaped one. */
function readEscaped(text: string): Quoted | undefined {
	const pieces = text.split("\\", ESCAPE_LIMIT + 1);
	if (pieces.length > ESCAPE_LIMIT) return undefined;
	let value = "";
	let length = 0;
	let escaped = true;
	for (let index = 0; index < pieces.length; index++) {
		const piece = pieces[index]!;
		if (escaped && piece === "") {
			// Nothing between two backslashes: the first escapes the second.
			value += "\\";
			length += 1;
			escaped = false;
			continue;
		}
		const end = piece.indexOf('"', escaped ? 1 : 0);
		if (end >= 0) return { value: (value + piece.slice(0, end)).slice(1), length: length + end + 1 };
		value += piece;
		length += piece.length + 1;
		escaped = true;
	}
	return undefined;
}

/** The text as a quoted string. Control characters become spaces, so that nobody can end the line from within a name. */
export function quote(text: string): string {
	// Replacing takes much of the board's stack: only where it has to be.
	const plain = CONTROL.test(text) ? text.replaceAll(/[\x01-\x1f\x7f]/g, " ") : text;
	return `"${plain.replaceAll("\\", "\\\\").replaceAll('"', '\\"')}"`;
}

/**
 * Splits at separators outside of quoted strings, and at commas outside of angle brackets as well, into `limit`
 * elements at most. What cannot be understood stays whole in the last element.
 */
export function splitOutside(text: string, separator: "," | ";", limit: number): string[] {
	if (!text.includes('"') && (separator === ";" || !text.includes("<"))) return text.split(separator, limit);
	const elements: string[] = [];
	let rest = text;
	let from = 0;
	for (let skipped = 0; skipped < SKIP_LIMIT && elements.length < limit; ) {
		const end = rest.indexOf(separator, from);
		if (end < 0) break;
		const before = rest.slice(from, end);
		const mark = before.indexOf('"');
		const bracket = separator === "," ? before.indexOf("<") : -1;
		if (mark < 0 && bracket < 0) {
			elements.push(rest.slice(0, end));
			rest = rest.slice(end + 1);
			from = 0;
			continue;
		}
		skipped += 1;
		const quoteFirst = bracket < 0 || (mark >= 0 && mark < bracket);
		from = quoteFirst ? afterQuoted(rest, from + mark) : rest.indexOf(">", from + bracket) + 1;
		if (from === 0) break;
	}
	if (elements.length < limit) elements.push(rest);
	return elements;
}

/** Where the quoted string at `at` is over; 0 when it does not end. */
function afterQuoted(text: string, at: number): number {
	const quoted = readQuoted(text.slice(at));
	return quoted ? at + quoted.length : 0;
}
