/** Kinds of phone systems: what each sets, and a hint at the rest. A preset fills the form, no more. */

import type { Value } from "../model.ts";
import * as texts from "../texts/all.ts";
import type { Row } from "../texts.ts";

export interface Preset {
	readonly name: Row;
	readonly hint: Row;
	readonly values: Readonly<Record<string, Value>>;
}

/** What no house needs unless its own system says so. */
const PLAIN = { "sip.domain": "", "sip.proxy": "", "sip.minimum-algorithm": "MD5", "sip.auth-user": "" } as const;

export const PRESETS: readonly Preset[] = [
	{
		name: texts.fritzBox,
		hint: texts.fritzBoxHint,
		values: { ...PLAIN, "sip.registrar": "fritz.box", "audio.codec": "PCMA", "button.1.targets": "**9" },
	},
	{ name: texts.asterisk, hint: texts.asteriskHint, values: PLAIN },
	{ name: texts.threeCx, hint: texts.threeCxHint, values: { "sip.domain": "", "sip.minimum-algorithm": "MD5" } },
	{ name: texts.noPreset, hint: texts.noPresetHint, values: { ...PLAIN, "sip.registrar": "", "sip.user": "" } },
];
