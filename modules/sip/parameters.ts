import { quote, readQuoted, splitOutside } from "./quoting.ts";

/** Parameters of one value; further ones are passed over. */
export const PARAMETER_LIMIT = 32;

const NEEDS_QUOTES = /[^-\w.!%*+`'~[\]:@/$&()]/;

/** The `;name=value` list of a URI or a header value (RFC 3261 §25.1), in its order. Names are not case-sensitive. */
export class Parameters {
	/** As received, or split at its semicolons once somebody asked: `name` or `name=value`; the first part is empty. */
	#list: string | readonly string[];

	/** Takes a well-formed list: see {@link parseParameters}. */
	constructor(list: string | readonly string[] = "") {
		this.#list = list;
	}

	/** As received. */
	get names(): readonly string[] {
		return this.#split()
			.map(nameOf)
			.filter((name) => name !== "");
	}

	/** The value without quotation marks, "" for a name that has none; `undefined` when there is no such name. */
	get(name: string): string | undefined {
		const part = this.#split()[this.#find(name)];
		if (part === undefined) return undefined;
		const equals = part.indexOf("=");
		if (equals < 0) return "";
		const value = part.slice(equals + 1);
		return value.startsWith('"') ? readQuoted(value)?.value : value;
	}

	has(name: string): boolean {
		return this.#find(name) >= 0;
	}

	/** Changes the value in place, or adds the name at the end. */
	set(name: string, value = ""): void {
		const parts = this.#split().slice();
		const found = this.#find(name);
		const text = NEEDS_QUOTES.test(value) ? quote(value) : value;
		// A semicolon too many at the end is used up.
		const end = parts.length > 1 && parts.at(-1) === "" ? parts.length - 1 : parts.length;
		parts[found < 0 ? end : found] = text === "" ? name : `${name}=${text}`;
		this.#list = parts;
	}

	toString(): string {
		return typeof this.#list === "string" ? this.#list : this.#list.join(";");
	}

	#split(): readonly string[] {
		if (typeof this.#list === "string") this.#list = this.#list.split(";", PARAMETER_LIMIT + 1);
		return this.#list;
	}

	/** Index of a parameter, -1 when there is none. */
	#find(name: string): number {
		const parts = this.#split();
		const beginning = `${name}=`;
		for (let index = 1; index < parts.length; index++) {
			const part = parts[index]!;
			if (part === name || part.startsWith(beginning)) return index;
		}
		const wanted = name.toLowerCase();
		return parts.findIndex((part, index) => index > 0 && nameOf(part).toLowerCase() === wanted);
	}
}

function nameOf(part: string): string {
	const equals = part.indexOf("=");
	return equals < 0 ? part : part.slice(0, equals);
}

/** Reads a list that is empty or begins with a semicolon; `undefined` when it is malformed. */
export function parseParameters(text: string): Parameters | undefined {
	if (text === "" || isPlain(text, 0)) return new Parameters(text);
	return text.includes('"') || text.includes(" ") ? parseQuoted(text) : undefined;
}

/** Whether what begins at `from` is a list that can be read, and has neither quotation marks nor white space. */
export function isPlain(text: string, from: number): boolean {
	return (
		text.startsWith(";", from) && !text.includes(";;", from) && !text.includes('"', from) && !text.includes(" ", from)
	);
}

/** The slow way: minds quotation marks and takes white space away. */
function parseQuoted(text: string): Parameters | undefined {
	const parts = splitOutside(text, ";", PARAMETER_LIMIT + 1);
	for (let index = 0; index < parts.length; index++) {
		const part = parts[index]!.trim();
		const equals = part.indexOf("=");
		const name = equals < 0 ? part : part.slice(0, equals).trimEnd();
		const value = equals < 0 ? "" : part.slice(equals + 1).trimStart();
		// As with plain text, nothing stands before the first semicolon, and one too many at the end does no harm.
		const misplaced = index === 0 ? part !== "" : name === "" && (part !== "" || index < parts.length - 1);
		if (misplaced || name.includes('"') || !isWhole(value)) return undefined;
		parts[index] = equals < 0 ? name : `${name}=${value}`;
	}
	return new Parameters(parts);
}

/** Whether a value is in quotation marks from end to end, or has none. */
function isWhole(value: string): boolean {
	return !value.includes('"') || (value.startsWith('"') && readQuoted(value)?.length === value.length);
}
