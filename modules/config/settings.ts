import { SCHEMA, type SettingKey, type Settings } from "./schema.ts";
import { isSecret, judge, type Setting, type Value } from "./setting.ts";

/** Keys of all settings, in the order of the schema. */
export const SETTING_KEYS: readonly SettingKey[] = Object.freeze(Object.keys(SCHEMA) as SettingKey[]);

/** Judged changes: all good, or what is wrong with each that is not. */
export type Validation =
	| { readonly changes: Partial<Settings>; readonly errors?: undefined }
	| { readonly changes?: undefined; readonly errors: Readonly<Record<string, string>> };

/** Settings as they may be shown: of a secret only whether there is one. */
export type RedactedSettings = { readonly [Key in SettingKey]: Settings[Key] | boolean };

export function isSettingKey(key: string): key is SettingKey {
	return Object.hasOwn(SCHEMA, key);
}

const DEFAULTS: Settings = Object.freeze(build<Settings>((key) => SCHEMA[key].fallback));

export function defaults(): Settings {
	return build((key) => SCHEMA[key].fallback);
}

/**
 * All settings, of which those that are not in `values` or are as at first are inherited: on the board only the others
 * take memory. To be read by key; a spread has only the others.
 */
export function complete(values: Partial<Settings>): Settings {
	const settings: Settings = Object.create(DEFAULTS);
	for (const key of SETTING_KEYS) {
		const value = values[key];
		// What is inherited cannot be changed by assignment.
		if (value !== undefined && value !== DEFAULTS[key])
			Object.defineProperty(settings, key, { value, enumerable: true });
	}
	return settings;
}

/** Judges changes from the page, the command line or a file. A secret given as `true` or `false`, as shown, stays. */
export function validate(changes: unknown): Validation {
	if (!isRecord(changes)) return { errors: { "": "an object with settings" } };
	const values: Record<string, Value> = {};
	const errors: [key: string, problem: string][] = [];
	for (const key of Object.keys(changes)) {
		const value = changes[key];
		if (!isSettingKey(key)) {
			errors.push([key, "no such setting"]);
			continue;
		}
		const setting: Setting = SCHEMA[key];
		if (isSecret(setting) && typeof value === "boolean") continue;
		const judgement = judge(setting, value);
		if (judgement.problem === undefined) values[key] = judgement.value;
		else errors.push([key, judgement.problem]);
	}
	return errors.length === 0 ? { changes: values as Partial<Settings> } : { errors: Object.fromEntries(errors) };
}

export function redact(settings: Settings): RedactedSettings {
	return build((key) => (isSecret(SCHEMA[key]) ? settings[key] !== "" : settings[key]));
}

/** The keys whose values differ. */
export function changedKeys(before: Settings, after: Settings): readonly SettingKey[] {
	return SETTING_KEYS.filter((key) => before[key] !== after[key]);
}

export function equal(left: Settings, right: Settings): boolean {
	return changedKeys(left, right).length === 0;
}

/** Whether a value of JSON is an object with names. */
export function isRecord(value: unknown): value is Record<string, unknown> {
	return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A fresh object: on XS those of a preloaded module cannot be turned into JSON. */
function build<Built extends RedactedSettings>(pick: (key: SettingKey) => Value): Built {
	const values: Record<string, Value> = {};
	for (const key of SETTING_KEYS) values[key] = pick(key);
	return values as Built;
}
