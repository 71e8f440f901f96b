/** The settings form as data: what the schema says, and what somebody has changed but not saved. */

import type { Settings, Value } from "../model.ts";

interface Words {
	readonly en: string;
	readonly de: string;
}

/** A setting as /schema.json describes it. What stands before the last dot of its key is its section. */
export interface Setting {
	readonly key: string;
	/** A text with several lines. */
	readonly lines?: boolean;
	readonly title: Words;
	readonly help: Words;
	readonly unit?: Words;
	/** Of a number. */
	readonly fallback?: number;
	readonly minimum?: number;
	readonly maximum?: number;
	readonly choices?: readonly { readonly value: string; readonly title: Words }[];
	readonly secret?: boolean;
}

export interface Section {
	readonly section: string;
	readonly title: Words;
}

export interface Schema {
	readonly sections: readonly Section[];
	readonly settings: readonly Setting[];
}

export function isIn({ section }: Section, key: string): boolean {
	return key.startsWith(`${section}.`);
}

/** Changed values by key; a secret with "" is to be cleared. */
export type Draft = Settings;

/** The draft after somebody entered a value: what is as it was is no change, and a secret left empty stays. */
export function withValue(draft: Draft, settings: Settings, { key, secret }: Setting, value: Value): Draft {
	const { [key]: _, ...others } = draft;
	const same = secret ? value === "" : String(value) === String(settings[key]);
	return same ? others : { ...others, [key]: value };
}

/** The draft after a preset filled the form. */
export function withPreset(draft: Draft, settings: Settings, schema: Schema, values: Settings): Draft {
	return schema.settings
		.filter(({ key }) => key in values)
		.reduce((filled, setting) => withValue(filled, settings, setting, values[setting.key]!), draft);
}
