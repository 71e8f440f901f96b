/** The settings form as data: what the schema says, and what somebody has changed but not saved. */

import type { Settings, Value } from "../model.ts";
import type { Preset, Schema, Section, Setting } from "./schema.ts";

export function isIn({ settings }: Section, key: string): boolean {
	return settings.some((setting) => setting.key === key);
}

/** The setting with this key; `undefined` where the form does not have it. */
export function findSetting({ sections }: Schema, key: string): Setting | undefined {
	return sections.flatMap(({ settings }) => settings).find((setting) => setting.key === key);
}

/** Changed values by key; a secret with "" is to be cleared. */
export type Draft = Settings;

/** The draft after somebody entered a value: what is as it was is no change, and a secret left empty stays. */
export function withValue(draft: Draft, settings: Settings, { key, secret }: Setting, value: Value): Draft {
	const { [key]: _, ...others } = draft;
	const same = secret ? value === "" : String(value) === String(settings[key]);
	return same ? others : { ...others, [key]: value };
}

/** The draft after a preset filled the form; whom the doorbell rings already, it keeps on ringing. */
export function withPreset(draft: Draft, settings: Settings, schema: Schema, { values }: Preset): Draft {
	return Object.keys(values)
		.filter((key) => !key.endsWith("targets") || !settings[key])
		.reduce((filled, key) => withValue(filled, settings, findSetting(schema, key)!, values[key]!), draft);
}
