/** CSeq numbers stay below (RFC 3261 §8.1.1.5). */
const LIMIT = 0x8000_0000;

const NOT_DIGIT = /\D/;

/** The value of CSeq (RFC 3261 §20.16). */
export interface CommandSequence {
	readonly number: number;
	readonly method: string;
}

/** Reads a CSeq value; `undefined` for a malformed one. */
export function parseCommandSequence(value: string | undefined): CommandSequence | undefined {
	if (value === undefined) return undefined;
	const space = value.indexOf(" ");
	const digits = value.slice(0, space);
	const number = Number(digits);
	const rest = value.slice(space + 1);
	const method = rest.startsWith(" ") || rest.startsWith("\t") ? rest.trimStart() : rest;
	const malformed = space < 1 || NOT_DIGIT.test(digits) || number >= LIMIT || method.includes(" ");
	return malformed ? undefined : { number, method };
}
