import { deepEqual, equal, ok } from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { excusedIn, trapsIn, trapsOfTitles, withBreakages } from "../tools/interop/describe.ts";
import { BREAKAGES } from "./interop/breakages/index.ts";
import { titleThatBegins } from "./interop/titles.ts";

const ROOT = join(__dirname, "..");
const DOCUMENT = readFileSync(join(ROOT, "docs/interop.md"), "utf8");
/** Behaviours of which it has to be shown that their test can fail. */
const ENOUGH = 60;

describe("Interoperability", () => {
	it("every trap is named by the title of a test, or by the reason why not", () => {
		const named = new Set([...namedByTests(), ...excusedIn(readFileSync(join(ROOT, "docs/rfc-coverage.md"), "utf8"))]);
		deepEqual(
			trapsIn(DOCUMENT).filter((trap) => !named.has(trap)),
			[],
		);
	});

	it("every trap is listed once", () => {
		const traps = trapsIn(DOCUMENT);
		equal(new Set(traps).size, traps.length);
		equal(traps.length, 127);
	});

	it("every trap that a test names is listed", () => {
		const listed = new Set(trapsIn(DOCUMENT));
		deepEqual(
			[...new Set(namedByTests())].filter((trap) => !listed.has(trap)),
			[],
		);
	});

	it("every breakage stands in the source once, changes it, and names one test", () => {
		for (const breakage of BREAKAGES) {
			const { test, title, file, text, by } = breakage;
			const source = readFileSync(join(ROOT, "modules", file), "utf8");
			equal(source.split(text).length, 2, `${test}, ${title}: in modules/${file}: ${text}`);
			ok(text !== by, `${test}, ${title}`);
			ok(titleThatBegins(test, title), `${test}: ${title}`);
		}
	});

	it("many behaviours, each with a test of its own, are shown to be tested", () => {
		const tests = BREAKAGES.filter(({ test, title }) => /\b[FASDMHEXL]\d+\b/.test(titleThatBegins(test, title) ?? ""));
		const titles = new Set(tests.map(({ test, title }) => `${test} ${title}`));
		ok(titles.size >= ENOUGH, `${titles.size}`);
	});

	it("docs/interop.md tells how each was broken", () => {
		equal(withBreakages(DOCUMENT), DOCUMENT, "ts-node tools/interop/write.ts writes it");
	});
});

function namedByTests(): readonly string[] {
	const files = readdirSync(__dirname, { recursive: true, encoding: "utf8" }).filter((name) =>
		name.endsWith(".test.ts"),
	);
	return files.flatMap((name) => trapsOfTitles(readFileSync(join(__dirname, name), "utf8")));
}
