/** CSeq numbers stay below (RFC 3261 §8.1.1.5). */
const LIMIT = 0x8000_0000;

/** Nearly every value; others have more white space, zeros in front, or methods that nobody uses. */
const USUAL = /^(\d{1,10}) ([A-Z]{1,16})$/;
const NOT_DIGIT = /\D/;

/** The value of CSeq (RFC 3261 §20.16). */
export interface CommandSequence {
	readonly number: number;
	readonly method: string;
}

/** Reads a CSeq value; `undefined` for a malformed one. */
export function parseCommandSequence(value: string | undefined): CommandSequence | undefined {
	if (value === undefined) return undefined;
	const usual = USUAL.exec(value);
	if (usual === null) return parseUnusual(value);
	const number = Number(usual[1]);
	return number < LIMIT ? { number, method: usual[2]! } : undefined;
}

function parseUnusual(value: string): CommandSequence | undefined {
	const space = value.indexOf(" ");
	const digits = value.slice(0, space);
	const number = Number(digits);
	const method = value.slice(space + 1).trimStart();
	const malformed = space < 1 || NOT_DIGIT.test(digits) || number >= LIMIT || method.includes(" ");
	return malformed ? undefined : { number, method };
}
