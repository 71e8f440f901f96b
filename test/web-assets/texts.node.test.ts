import { deepEqual, equal, ok } from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import * as door from "../../web-assets/door/texts.ts";
import * as all from "../../web-assets/texts/all.ts";
import { figure, fill, type Row, say, speak, tell } from "../../web-assets/texts.ts";
import * as explanations from "../../web-assets/why/texts.ts";

const PAGE = join(__dirname, "../../web-assets");
const TEXTS: readonly (readonly [string, Row])[] = [
	...Object.entries(all),
	...Object.entries(explanations),
	...Object.entries(door).filter((entry): entry is [string, Row] => typeof entry[1][0] === "string"),
];

function sources(folder: string): string[] {
	return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
		const path = join(folder, entry.name);
		if (entry.isDirectory()) return entry.name === "dist" || entry.name === "texts" ? [] : sources(path);
		return /\.tsx?$/.test(entry.name) && entry.name !== "texts.ts" ? [readFileSync(path, "utf8")] : [];
	});
}

function placeholders(text: string): string[] {
	return [...new Set(text.match(/\{\d\}/g) ?? [])].sort();
}

describe("Texts of the page", () => {
	afterEach(() => speak("en"));

	it("are all there in English and German, with the same values in them", () => {
		for (const [name, row] of TEXTS) {
			equal(row.length, 2, name);
			for (const text of row) ok(text.length > 0 && text === text.trim(), name);
			deepEqual(placeholders(row[1]), placeholders(row[0]), name);
		}
	});

	it("are in the list of all", () => {
		const listed = readFileSync(join(PAGE, "texts/all.ts"), "utf8");
		for (const file of readdirSync(join(PAGE, "texts")))
			if (!["all.ts", "device.ts"].includes(file)) ok(listed.includes(`export * from "./${file}"`), file);
	});

	it("are all said somewhere", () => {
		const said = sources(PAGE).join("\n");
		const unsaid = TEXTS.filter(([name]) => !new RegExp(`\\b${name}\\b`).test(said));
		deepEqual(unsaid, []);
	});

	it("are said in the language of the page", () => {
		equal(say(all.connect), "Connect to SIP");
		equal(figure(1.25), "1.3");
		speak("de");
		equal(say(all.connect), "Mit SIP verbinden");
		equal(figure(1.25), "1,3");
	});

	it("begin with a capital, but for parts of sentences", () => {
		equal(say(all.weak), "Weak");
		equal(tell(all.weak), "weak");
		equal(tell(explanations.rings), "it rings");
	});

	it("take values in any order, as they are", () => {
		equal(fill("{1} of {0}, {1}", ["a", 2]), "2 of a, 2");
		equal(fill("{0}", ["{1}"]), "{1}");
		equal(say(all.ring, "Front door"), "Ring: Front door");
		equal(say(all.systemIs, "bell", "fritz.box"), "bell at fritz.box");
	});
});
