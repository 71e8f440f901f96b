/** Descriptions of the settings, made from the schema: a page for people, and the file that the control page is drawn from. */

import { SCHEMA, SECTIONS, type Section, type SettingKey, sectionOf } from "../../modules/config/schema.ts";
import { isSecret, type Setting } from "../../modules/config/setting.ts";
import { SETTING_KEYS } from "../../modules/config/settings.ts";
import { CHOICES, GERMAN_SECTIONS, GERMAN_SETTINGS, GERMAN_WORDS, type Words } from "./german.ts";

/** docs/settings.md */
export function describeAsMarkdown(): string {
	const sections = Object.entries(SECTIONS).map(([section, title]) => {
		const rows = SETTING_KEYS.filter((key) => sectionOf(key) === section).map((key) => row(key, SCHEMA[key]));
		return `## ${title}\n\n| Setting | Default | Takes | Counts | Meaning |\n|---|---|---|---|---|\n${rows.join("\n")}\n`;
	});
	return `# Settings

<!-- Written by \`npx ts-node tools/settings/write.ts\` from modules/config/schema.ts: change that, not this. -->

A change counts at once, by registering anew, or after a restart. An empty number means its default. Secrets go in but
are never shown again; the page only says whether there is one.

${sections.join("\n")}`;
}

/** schema.json: what the control page draws its form from, with all texts in English and German. */
export function describeAsJson(): string {
	const settings = SETTING_KEYS.map((key) => describe(key, SCHEMA[key]));
	const sections = (Object.keys(SECTIONS) as Section[]).map((section) => ({
		section,
		title: { en: SECTIONS[section], de: GERMAN_SECTIONS[section] },
	}));
	return `${JSON.stringify({ sections, settings })}\n`;
}

/** Only what the page shows: the doorbell judges what is entered. */
function describe(key: SettingKey, setting: Setting): object {
	const { type, title, help, unit } = setting;
	const german = GERMAN_SETTINGS[key];
	return {
		key,
		...(type === "number" && { maximum: setting.maximum, fallback: setting.fallback, minimum: setting.minimum }),
		...(isSecret(setting) && { secret: true }),
		...(type === "targets" && { lines: true }),
		help: { en: help, de: german.help },
		title: { en: title, de: german.title },
		unit: inBoth(unit),
		choices:
			type === "choice" ? setting.choices.map((value) => ({ value, title: choiceTitle(key, value) })) : undefined,
	};
}

function inBoth(english: string | undefined): Words | undefined {
	return english === undefined ? undefined : { en: english, de: GERMAN_WORDS[english] ?? english };
}

/** Both buttons have the same choices. */
function choiceTitle(key: string, value: string): Words {
	return CHOICES[key.replace(/\.\d+/, "")]?.[value] ?? { en: value, de: value };
}

function row(key: string, setting: Setting): string {
	const help = isSecret(setting) ? `${setting.help} Secret.` : setting.help;
	const counts = setting.applies === "registration" ? "after registering anew" : setting.applies;
	return `| \`${key}\` ${setting.title} | ${defaultOf(setting)} | ${limits(setting)} | ${counts} | ${help.replaceAll("*", "\\*")} |`;
}

function defaultOf({ fallback }: Setting): string {
	return fallback === "" ? "empty" : `\`${fallback}\``;
}

function limits(setting: Setting): string {
	switch (setting.type) {
		case "text":
		case "targets":
			return `up to ${setting.maximum} characters`;
		case "number": {
			const range = `${setting.minimum} to ${setting.maximum}${setting.even ? ", even" : ""}`;
			const unit = setting.unit === undefined ? "" : ` ${setting.unit}`;
			return range + unit + (setting.zero === undefined ? "" : `; 0: ${setting.zero}`);
		}
		case "choice":
			return setting.choices.map((option) => `\`${option}\``).join(", ");
		case "toggle":
			return "`true`, `false`";
	}
}
