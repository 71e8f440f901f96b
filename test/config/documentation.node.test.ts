import { deepEqual, equal, ok } from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { SCHEMA, SECTIONS } from "../../modules/config/schema.ts";
import type { Setting } from "../../modules/config/setting.ts";
import { SETTING_KEYS } from "../../modules/config/settings.ts";
import { describeAsJson, describeAsMarkdown } from "../../tools/settings/describe.ts";
import { CHOICES, GERMAN_SECTIONS, GERMAN_SETTINGS, GERMAN_WORDS, type Words } from "../../tools/settings/german.ts";

interface Described {
	readonly title: Words;
	readonly help: Words;
}

describe("Documentation of the settings", () => {
	it("is current (else: npx ts-node tools/settings/write.ts)", () => {
		equal(readFileSync(join(__dirname, "../../docs/settings.md"), "utf8"), describeAsMarkdown());
	});

	it("has a row for every setting", () => {
		const page = describeAsMarkdown();
		for (const key of SETTING_KEYS) ok(page.includes(`\n| \`${key}\` `), key);
	});

	it("is there as JSON, for the form of the control page", () => {
		const { sections, settings } = JSON.parse(describeAsJson()) as {
			sections: { section: string }[];
			settings: { key: string }[];
		};
		deepEqual(
			sections.map(({ section }) => section),
			Object.keys(SECTIONS),
		);
		deepEqual(
			settings.map(({ key }) => key),
			SETTING_KEYS,
		);
		deepEqual(
			settings.find(({ key }) => key === "rtp.port"),
			{
				key: "rtp.port",
				maximum: 65534,
				fallback: 5004,
				minimum: 1024,
				help: { en: "UDP port, even; 0: any free one.", de: "UDP-Port, gerade; 0: irgendein freier." },
				title: { en: "Sound port", de: "Port für den Ton" },
			},
		);
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
		for (const { title, help } of (JSON.parse(describeAsJson()) as { settings: Described[] }).settings) {
			for (const language of ["en", "de"] as const) {
				ok(title[language].length > 0 && title[language].length <= 30, title[language]);
				ok(help[language].endsWith("."), help[language]);
			}
		}
	});

	it("is small once compressed", () => {
		ok(gzipSync(describeAsJson()).length <= 4_096);
	});
});
