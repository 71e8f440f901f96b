import { deepEqual, equal, ok } from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { SECTIONS } from "../../modules/config/schema.ts";
import { SETTING_KEYS } from "../../modules/config/settings.ts";
import { describeAsJson, describeAsMarkdown } from "../../tools/settings/describe.ts";

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
			settings: { key: string; section: string }[];
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
				section: "rtp",
				type: "number",
				title: "Sound port",
				help: "UDP port for the sound, an even number; 0 means any free one.",
				fallback: 5004,
				minimum: 1024,
				maximum: 65534,
				even: true,
				zero: "any free port",
				applies: "at once",
			},
		);
	});
});
