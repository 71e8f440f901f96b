import { deepEqual, equal, ok } from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { SCHEMA, SECTIONS } from "../../modules/config/schema.ts";
import type { Setting } from "../../modules/config/setting.ts";
import { SETTING_KEYS } from "../../modules/config/settings.ts";
import { describeAsMarkdown } from "../../tools/settings/describe.ts";
import { describeForm, packForm } from "../../tools/settings/form.ts";
import { CHOICES, GERMAN_SECTIONS, GERMAN_SETTINGS, GERMAN_WORDS } from "../../tools/settings/german.ts";
import { unpackSchema } from "../../web-assets/settings/schema.ts";

describe("Documentation of the settings", () => {
	it("is current (else: npx ts-node tools/settings/write.ts)", () => {
		equal(readFileSync(join(__dirname, "../../docs/settings.md"), "utf8"), describeAsMarkdown());
	});

	it("has a row for every setting", () => {
		const page = describeAsMarkdown();
		for (const key of SETTING_KEYS) ok(page.includes(`\n| \`${key}\` `), key);
	});

	it("is there for the form of the control page, section by section, what is rare behind the rest, codes elsewhere", () => {
		const { sections } = describeForm();
		deepEqual([...new Set(sections.map(({ section }) => section))], Object.keys(SECTIONS));
		const keys = sections.flatMap(({ settings }) => settings.map(({ key }) => key));
		const codes = ["door.code", "light.code"];
		deepEqual([...keys, ...codes].sort(), [...SETTING_KEYS].sort());
		const [system, more] = sections;
		deepEqual([system!.title.en, more!.title.en], ["Phone system", "Phone system: more"]);
		deepEqual(
			sections.flatMap(({ settings }) => settings).find(({ key }) => key === "rtp.port"),
			{
				key: "rtp.port",
				title: { en: "Sound port", de: "Port für den Ton" },
				help: { en: "UDP port, even; 0: any free one.", de: "UDP-Port, gerade; 0: irgendein freier." },
				range: [5004, 1024, 65534],
			},
		);
	});

	it("is the same for the page after it was packed", () => {
		deepEqual(unpackSchema(JSON.parse(packForm(describeForm()))), describeForm());
	});

	it("says everything in German, too, and nothing that the schema does not have", () => {
		deepEqual(Object.keys(GERMAN_SETTINGS).sort(), [...SETTING_KEYS].sort());
		deepEqual(Object.keys(GERMAN_SECTIONS), Object.keys(SECTIONS));
		const words = new Set<string>();
		const choices = new Map<string, readonly string[]>();
		for (const key of SETTING_KEYS) {
			const setting: Setting = SCHEMA[key];
			if (setting.unit !== undefined) words.add(setting.unit);
			if (setting.type === "choice") choices.set(key.replace(/\.\d+/, ""), setting.choices);
		}
		deepEqual(Object.keys(GERMAN_WORDS).sort(), [...words].sort());
		deepEqual(
			Object.entries(CHOICES).map(([key, titles]) => [key, Object.keys(titles)]),
			Object.keys(CHOICES).map((key) => [key, choices.get(key)]),
		);
		deepEqual(Object.keys(CHOICES).sort(), [...choices.keys()].sort());
	});

	it("has titles and helps that are sentences in both languages", () => {
		for (const { title, help } of describeForm().sections.flatMap(({ settings }) => settings)) {
			for (const language of ["en", "de"] as const) {
				ok(title[language].length > 0 && title[language].length <= 30, title[language]);
				ok(help[language].endsWith("."), help[language]);
			}
		}
	});

	it("is small once compressed", () => {
		ok(gzipSync(packForm(describeForm())).length <= 6_144);
	});
});
