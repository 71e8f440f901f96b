/** The settings as one JSON value with a version: what the board and the desktop keep, and what a backup is. */

import { type CodeDocument, readCodes } from "./codes.ts";
import { SCHEMA, type Settings } from "./schema.ts";
import { isSecret, judge, type Value } from "./setting.ts";
import { defaults, isRecord, SETTING_KEYS, validate } from "./settings.ts";

/** Turns the values of a document of one version into those of the next. */
export type Migration = (values: Record<string, unknown>) => Record<string, unknown>;

/** The first one is for documents of version 1, and so on. */
const MIGRATIONS: readonly Migration[] = Object.freeze([]);

/** Reads a document. What is missing or broken falls back to the default; `reason` says what was broken. */
export function parseDocument(
	text: string | undefined,
	migrations: readonly Migration[] = MIGRATIONS,
): { readonly settings: Settings; readonly reason?: string } {
	if (text === undefined) return { settings: defaults() };
	const document = parseJson(text);
	if (!isRecord(document)) return { settings: defaults(), reason: "the stored settings cannot be read" };
	const stored = migrate(document, migrations);
	const settings: Record<string, Value> = {};
	const problems: string[] = [];
	for (const key of SETTING_KEYS) {
		settings[key] = SCHEMA[key].fallback;
		if (!Object.hasOwn(stored, key)) continue;
		const { value, problem } = judge(SCHEMA[key], stored[key]);
		if (problem === undefined) settings[key] = value;
		else problems.push(`${key}: ${problem}`);
	}
	const reason = problems.length === 0 ? undefined : problems.join("; ");
	return { settings: settings as Settings, reason };
}

/** Writes a document, secrets included. */
export function formatDocument(settings: Settings): string {
	const values: Record<string, Value> = { version: MIGRATIONS.length + 1 };
	for (const key of SETTING_KEYS) values[key] = settings[key];
	return JSON.stringify(values);
}

/** Codes by their numbers. */
export type Codes = ReadonlyMap<number, CodeDocument>;

/** What a backup says of itself. */
const SECRETS = Object.freeze({ out: "left out", in: "included: keep this file where nobody finds it" });

/** Writes a document to be kept elsewhere: without secrets, unless given `codes`, which are some, too. */
export function formatBackup(settings: Settings, codes?: Codes): string {
	const values: Record<string, unknown> = {
		version: MIGRATIONS.length + 1,
		secrets: codes === undefined ? SECRETS.out : SECRETS.in,
	};
	for (const key of SETTING_KEYS) if (codes !== undefined || !isSecret(SCHEMA[key])) values[key] = settings[key];
	if (codes !== undefined) values.codes = Array.from(codes, ([code, document]) => ({ code, ...document }));
	return JSON.stringify(values);
}

/** Judged: what it changes, all codes where it has some, or all that is wrong with it. */
export type Backup =
	| { readonly changes: Partial<Settings>; readonly codes: Codes | undefined; readonly errors?: undefined }
	| { readonly changes?: undefined; readonly codes?: undefined; readonly errors: Readonly<Record<string, string>> };

/** Judges a document that comes back. Nothing falls back here. */
export function readBackup(document: unknown, migrations: readonly Migration[] = MIGRATIONS): Backup {
	if (!isRecord(document) || typeof document.version !== "number")
		return { errors: { "": "a backup file of this doorbell" } };
	if (document.version > migrations.length + 1)
		return { errors: { version: "made by a newer firmware: update first" } };
	const { secrets: _, codes: list, ...values } = migrate(document, migrations);
	const settings = validate(values);
	const codes = list === undefined ? { codes: undefined } : readCodes(list);
	if (settings.errors) return { errors: { ...settings.errors, ...("errors" in codes ? codes.errors : {}) } };
	return "errors" in codes ? codes : { changes: settings.changes, codes: codes.codes };
}

function migrate(document: Record<string, unknown>, migrations: readonly Migration[]): Record<string, unknown> {
	const { version, ...values } = document;
	const done = typeof version === "number" && version > 1 ? version - 1 : 0;
	return migrations.slice(done).reduce((migrated, step) => step(migrated), values);
}

function parseJson(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		// A file that someone edited, or storage that went bad, must not keep the doorbell from starting.
		return undefined;
	}
}
