/** Door codes besides those in the settings: the document that is kept of each, and how what people enter is judged. */

import { keys } from "./rules.ts";
import { SCHEDULE_LENGTH, scheduleRule } from "./schedule.ts";
import { isRecord } from "./settings.ts";

/** Numbers of codes. Those up to `SETTING_CODES` are settings; the others have documents of their own. */
export const CODE_LIMIT = 10;
export const SETTING_CODES = 2;
/** Characters. */
export const CODE_LENGTH = 12;
export const CODE_NAME_LIMIT = 32;
/** Codes with fewer keys are not for everyone: anybody may call the bell and press one key. */
export const SHORT_CODE = 4;
/** The settings that are codes, by number. */
export const CODE_SETTINGS = Object.freeze(["door.code", "light.code"] as const);

const OUTPUTS = Object.freeze(["door", "second door", "light"] as const);
const ACTIONS = Object.freeze(["pulse", "toggle"] as const);
const CALLERS = Object.freeze(["everyone", "known", "placed"] as const);
const CONTROL = /[\0-\x1f\x7f]/;
/** The last millisecond that clocks know (ECMA-262 §21.4.1.1). */
const LAST_TIME = 8_640_000_000_000_000;

/** One code as it is kept. */
export interface CodeDocument {
	readonly digits: string;
	readonly name: string;
	readonly output: (typeof OUTPUTS)[number];
	readonly action: (typeof ACTIONS)[number];
	readonly callers: (typeof CALLERS)[number];
	/** When it counts, as people write it (schedule.ts); empty: always. */
	readonly weekly: string;
	/** Milliseconds since 1970 (UTC) from which on it does not count; `null` for never. */
	readonly until: number | null;
	/** Whether it is good for one time only. */
	readonly once: boolean;
}

type Fields = { readonly [Key in keyof CodeDocument]: unknown };

/** A good document, or what is wrong with each of its fields. */
export type CodeJudgement =
	| { readonly code: CodeDocument; readonly errors?: undefined }
	| { readonly code?: undefined; readonly errors: Readonly<Record<string, string>> };

const NEW_CODE: Fields = Object.freeze({
	digits: undefined,
	name: "",
	output: "door",
	action: "pulse",
	callers: "everyone",
	weekly: "",
	until: null,
	once: false,
});

/** What is wrong with a field on its own: what it should have been; `undefined` when nothing is. */
const RULES: { readonly [Key in keyof CodeDocument]: (value: unknown) => string | undefined } = Object.freeze({
	digits: (value) => (isCode(value) ? undefined : `1 to ${CODE_LENGTH} of the keys 0 to 9, * and #`),
	name: (value) =>
		typeof value === "string" && value.length <= CODE_NAME_LIMIT && !CONTROL.test(value)
			? undefined
			: `a text of at most ${CODE_NAME_LIMIT} characters`,
	output: (value) => oneOf(OUTPUTS, value),
	action: (value) => oneOf(ACTIONS, value),
	callers: (value) => oneOf(CALLERS, value),
	weekly: (value) =>
		typeof value === "string" && value.length <= SCHEDULE_LENGTH ? scheduleRule(value) : scheduleRule("?"),
	until: (value) =>
		value === null || (Number.isInteger(value) && (value as number) >= 0 && (value as number) <= LAST_TIME)
			? undefined
			: "a time in milliseconds since 1970, or null",
	once: (value) => (typeof value === "boolean" ? undefined : "true or false"),
});

/** Judges changes to a code, or a new code where there is none before. Members that are no fields are ignored. */
export function judgeCode(changes: Readonly<Record<string, unknown>>, before?: CodeDocument): CodeJudgement {
	const base: Fields = before ?? NEW_CODE;
	const errors: [field: string, problem: string][] = [];
	const pick = (field: keyof CodeDocument) => {
		const given = Object.hasOwn(changes, field) && changes[field] !== undefined;
		const value = given ? changes[field] : base[field];
		const problem = RULES[field](value);
		if (problem !== undefined) errors.push([field, problem]);
		return typeof value === "string" && field !== "digits" ? value.trim() : value;
	};
	const code = {
		digits: pick("digits"),
		name: pick("name"),
		output: pick("output"),
		action: pick("action"),
		callers: pick("callers"),
		weekly: pick("weekly"),
		until: pick("until"),
		once: pick("once"),
	} as CodeDocument;
	if (errors.length === 0 && code.callers === "everyone" && code.digits.length < SHORT_CODE)
		errors.push(["callers", `known or placed: anybody may try fewer than ${SHORT_CODE} keys`]);
	return errors.length === 0 ? { code } : { errors: Object.fromEntries(errors) };
}

/** Reads a document; `undefined` for none and for a broken one, which opens nothing: what is missing might be a limit. */
export function parseCode(text: string | undefined): CodeDocument | undefined {
	if (text === undefined) return undefined;
	try {
		const value: unknown = JSON.parse(text);
		return isRecord(value) && isWhole(value) ? judgeCode(value).code : undefined;
	} catch {
		// Storage that went bad, or a file that someone edited.
		return undefined;
	}
}

export function formatCode(code: CodeDocument): string {
	return JSON.stringify({ ...code });
}

/** Reads the codes of a backup, each with its number as `code`: the documents by number, or what is wrong with them. */
export function readCodes(
	list: unknown,
): { readonly codes: ReadonlyMap<number, CodeDocument> } | { readonly errors: Readonly<Record<string, string>> } {
	const codes = new Map<number, CodeDocument>();
	if (!Array.isArray(list)) return { errors: { codes: "a list of codes" } };
	for (const item of list) {
		const number: unknown = isRecord(item) ? item.code : undefined;
		if (!isRecord(item) || !isCodeNumber(number) || codes.has(number))
			return { errors: { codes: `codes with different numbers from ${SETTING_CODES + 1} to ${CODE_LIMIT}` } };
		const { code, errors } = judgeCode(item);
		if (errors) return { errors: named(number, errors) };
		codes.set(number, code);
	}
	return { codes };
}

/** Which of `added` have the keys of another one, by the names given: the lock could not tell them apart. */
export function findClashes(
	taken: readonly string[],
	added: readonly (readonly [name: string, digits: string])[],
): Readonly<Record<string, string>> | undefined {
	const seen = new Set(taken);
	const errors: [name: string, problem: string][] = [];
	for (const [name, digits] of added) {
		if (digits !== "" && seen.has(digits)) errors.push([name, "another code has these keys"]);
		seen.add(digits);
	}
	return errors.length === 0 ? undefined : Object.fromEntries(errors);
}

/** Whether this is the number of a code that has a document. */
export function isCodeNumber(number: unknown): number is number {
	return Number.isInteger(number) && (number as number) > SETTING_CODES && (number as number) <= CODE_LIMIT;
}

function isWhole(value: Readonly<Record<string, unknown>>): boolean {
	return Object.keys(RULES).every((field) => Object.hasOwn(value, field));
}

function isCode(value: unknown): boolean {
	return typeof value === "string" && value !== "" && value.length <= CODE_LENGTH && keys(value) === undefined;
}

function oneOf(choices: readonly string[], value: unknown): string | undefined {
	return choices.some((choice) => choice === value) ? undefined : `one of: ${choices.join(", ")}`;
}

function named(number: number, errors: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
	return Object.fromEntries(Object.entries(errors).map(([field, problem]) => [`code.${number}.${field}`, problem]));
}
