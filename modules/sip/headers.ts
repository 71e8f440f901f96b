import { canonicalName, isList, SPELLINGS } from "./header-name.ts";
import { splitOutside } from "./quoting.ts";

/** Header fields of one message; one with more is refused. */
export const HEADER_LIMIT = 64;
/** Values that are read of one header; further ones are passed over. */
export const VALUE_LIMIT = 32;

/** The value of a header, or those of each of its fields when it has several. */
type Field = string | readonly string[];

/**
 * The header fields of a message (RFC 3261 §7.3). Names are given in their usual spelling: `Call-ID`. Fields of one
 * name keep their order and stand together, at the place of the first.
 */
export class Headers {
	#fields: Map<string, Field>;

	constructor(fields = new Map<string, Field>()) {
		this.#fields = fields;
	}

	/** How many different headers there are. */
	get count(): number {
		return this.#fields.size;
	}

	/** Adds a field below those of the same name. */
	add(name: string, value: string): void {
		const old = this.#fields.get(name);
		this.#fields.set(name, old === undefined ? oneLine(name, value) : [old, oneLine(name, value)].flat());
	}

	/** Adds a field above those of the same name; a new name comes first of all, as every hop does it with Via. */
	prepend(name: string, value: string): void {
		const old = this.#fields.get(name);
		if (old !== undefined) {
			this.#fields.set(name, [oneLine(name, value), old].flat());
			return;
		}
		this.#fields = new Map([[name, oneLine(name, value)], ...this.#fields]);
	}

	/** Replaces all fields of this name by one. */
	set(name: string, value: string): void {
		this.#fields.set(name, oneLine(name, value));
	}

	delete(name: string): void {
		this.#fields.delete(name);
	}

	/** Takes over the fields of this name from another message, as they stand there. */
	copy(name: string, from: Headers): void {
		const field = from.#fields.get(name);
		if (field !== undefined) this.#fields.set(name, field);
	}

	/** The first value of this name. */
	get(name: string): string | undefined {
		const field = this.#fields.get(name);
		if (typeof field === "string" && !field.includes(",")) return field;
		return typeof field === "object" && isSingle(field[0]!) ? field[0] : this.all(name)[0];
	}

	/** Every value of this name in order; of lists the elements (RFC 3261 §7.3.1). */
	all(name: string): readonly string[] {
		const field = this.#fields.get(name);
		if (field === undefined) return [];
		if (typeof field === "object") return isList(name) ? elements(field) : field;
		return isSingle(field) || !isList(name) ? [field] : elements([field]);
	}

	/** Whether there is more than one field of this name. */
	repeats(name: string): boolean {
		return typeof this.#fields.get(name) === "object";
	}

	/** Whether all is there that a response has to repeat besides Via (RFC 3261 §8.2.6.2). */
	get answerable(): boolean {
		const fields = this.#fields;
		return !!(fields.get("From") && fields.get("To") && fields.get("Call-ID") && fields.get("CSeq"));
	}

	/** The fields as they go over the wire, each ended by CRLF. */
	toString(): string {
		const lines: string[] = [];
		this.#fields.forEach((field, name) => {
			if (typeof field === "string") lines.push(`${name}: ${field}\r\n`);
			else for (let index = 0; index < field.length; index++) lines.push(`${name}: ${field[index]}\r\n`);
		});
		return lines.join("");
	}
}

/** Whether a field is one value, of a list or not. */
function isSingle(field: string): boolean {
	return field !== "" && !field.includes(",");
}

function elements(lists: readonly string[]): string[] {
	const values: string[] = [];
	for (let index = 0; index < lists.length && values.length < VALUE_LIMIT; index++) {
		const list = lists[index]!;
		if (isSingle(list)) {
			values.push(list);
			continue;
		}
		const parts = splitOutside(list, ",", VALUE_LIMIT);
		for (let part = 0; part < parts.length && values.length < VALUE_LIMIT; part++) {
			const value = parts[part]!.trim();
			if (value !== "") values.push(value);
		}
	}
	return values;
}

/** Refuses what would become two fields on the wire. */
function oneLine(name: string, value: string): string {
	if (value.includes("\n") || value.includes("\r")) throw new RangeError(`${name}: a line break`);
	return value;
}

/** Reads header lines below a start line; those that are no header field are passed over (RFC 3261 §8.2). */
export function parseHeaders(lines: readonly string[]): Headers {
	const fields = new Map<string, Field>();
	for (let index = 1; index < lines.length; index++) addLine(fields, lines[index]!);
	return new Headers(fields);
}

/**
 * The same for lines that have one space after the colon, if any, and no other white space around values; it ends with the
 * first empty line. Most of the time that reading a message takes is spent here.
 */
export function parseTidyHeaders(lines: readonly string[]): Headers {
	const fields = new Map<string, Field>();
	// On XS, whatever is declared within costs something each time.
	let index = 1;
	let line = lines[index];
	let colon: number;
	let name: string | undefined;
	while (line) {
		colon = line.indexOf(": ");
		name = SPELLINGS.get(line.slice(0, colon));
		if (colon < 0 || name === undefined || fields.has(name)) addLine(fields, line);
		else fields.set(name, line.slice(colon + 2));
		index += 1;
		line = lines[index];
	}
	return new Headers(fields);
}

function addLine(fields: Map<string, Field>, line: string): void {
	const colon = line.indexOf(":");
	const name = colon < 1 ? undefined : canonicalName(line.slice(0, colon));
	if (name === undefined) return;
	const value = line.slice(colon + 1).trim();
	const old = fields.get(name);
	fields.set(name, old === undefined ? value : [old, value].flat());
}
