/** What the control page draws its form of the settings from, made from the schema and its German. */

import { SCHEMA, SECTIONS, type Section, type SettingKey, sectionOf } from "../../modules/config/schema.ts";
import { isSecret, type Setting } from "../../modules/config/setting.ts";
import { SETTING_KEYS } from "../../modules/config/settings.ts";
import * as form from "../../web-assets/settings/schema.ts";
import { CHOICES, GERMAN_SECTIONS, GERMAN_SETTINGS, GERMAN_WORDS } from "./german.ts";
import { PRESETS } from "./presets.ts";

/** What hardly any house has to change: it stands apart from the rest of its section. */
const RARE: ReadonlySet<SettingKey> = new Set<SettingKey>([
	"sip.domain",
	"sip.auth-user",
	"sip.proxy",
	"sip.backup",
	"sip.port",
	"sip.expires",
	"sip.keep-alive",
	"sip.networks",
	"sip.minimum-algorithm",
]);

/** What is changed elsewhere: codes have a tab of their own. */
const ELSEWHERE: ReadonlySet<SettingKey> = new Set<SettingKey>(["door.code", "light.code"]);

const REGISTERS_ANEW: form.Words = {
	en: "Changes make the doorbell register anew.",
	de: "Nach Änderungen meldet sich die Klingel neu an.",
};

/** The settings with all texts in English and German, section by section. */
export function describeForm(): form.Schema {
	const sections = (Object.keys(SECTIONS) as Section[]).flatMap((section) => {
		const keys = SETTING_KEYS.filter((key) => sectionOf(key) === section && !ELSEWHERE.has(key));
		const title = { en: SECTIONS[section], de: GERMAN_SECTIONS[section] };
		const rare = keys.filter((key) => RARE.has(key));
		const more = { en: `${title.en}: more`, de: `${title.de}: mehr` };
		return [
			describeSection(
				section,
				title,
				keys.filter((key) => !RARE.has(key)),
			),
			...(rare.length > 0 ? [describeSection(section, more, rare)] : []),
		];
	});
	return { sections, presets: PRESETS };
}

/** The same as the file /schema.json. */
export function packForm({ sections, presets }: form.Schema): string {
	const en: string[] = [];
	const de: string[] = [];
	let before = "";
	const short = sections.map(({ settings, ...others }) => {
		const own = settings.map(({ key, ...rest }) => ({ key: key.slice(others.section.length + 1), ...rest }));
		const same = JSON.stringify(own) === before;
		before = JSON.stringify(own);
		return same ? others : { ...others, settings: own };
	});
	const tree = JSON.stringify({ sections: short, presets }, (_, value) => {
		if (typeof value?.en !== "string") return value;
		en.push(value.en);
		de.push(value.de);
		return null;
	});
	if ([...en, ...de].some((text) => text.includes(form.SEPARATOR))) throw new Error(`a text has ${form.SEPARATOR}`);
	return `{"en":${JSON.stringify(en.join(form.SEPARATOR))},"de":${JSON.stringify(de.join(form.SEPARATOR))},"tree":${tree}}`;
}

function describeSection(section: Section, title: form.Words, keys: readonly SettingKey[]): form.Section {
	const registers = keys.some((key) => SCHEMA[key].applies === "registration");
	return {
		section,
		title,
		...(registers && { help: REGISTERS_ANEW }),
		settings: keys.map((key) => describe(key, SCHEMA[key])),
	};
}

function describe(key: SettingKey, setting: Setting): form.Setting {
	const { type, title, help, unit } = setting;
	const german = GERMAN_SETTINGS[key];
	return {
		key,
		title: { en: title, de: german.title },
		help: { en: help, de: german.help },
		...(unit !== undefined && { unit: { en: unit, de: GERMAN_WORDS[unit] ?? unit } }),
		...(type === "number" && { range: [setting.fallback, setting.minimum, setting.maximum] as const }),
		...(isSecret(setting) && { secret: true }),
		...(type === "targets" && { lines: true }),
		...(type === "choice" && {
			choices: Object.fromEntries(setting.choices.map((value) => [value, choiceTitle(key, value)])),
		}),
	};
}

/** Both buttons have the same choices. */
function choiceTitle(key: string, value: string): form.Words {
	return CHOICES[key.replace(/\.\d+/, "")]?.[value] ?? { en: value, de: value };
}
