/** The settings as a page for people, made from the schema. */

import { SCHEMA, SECTIONS, sectionOf } from "../../modules/config/schema.ts";
import { isSecret, type Setting } from "../../modules/config/setting.ts";
import { SETTING_KEYS } from "../../modules/config/settings.ts";

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
