import { deepEqual, equal, ok } from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { anchorsOf, linksOf } from "./support/markdown.ts";

const ROOT = join(__dirname, "..");
const FILES = [
	...["README.md", "CHANGELOG.md"].map((name) => join(ROOT, name)),
	...readdirSync(join(ROOT, "docs"), { recursive: true, encoding: "utf8" })
		.filter((name) => name.endsWith(".md"))
		.map((name) => join(ROOT, "docs", name)),
];
const read = (path: string) => readFileSync(path, "utf8");

/** Links of a file that lead nowhere, as "link: why". */
function brokenLinks(file: string): readonly string[] {
	return linksOf(read(file)).flatMap((link) => {
		if (/^[a-z]+:/.test(link)) return [];
		const [path = "", anchor] = link.split("#");
		const target = path === "" ? file : join(dirname(file), decodeURI(path));
		if (!existsSync(target)) return [`${link}: there is no such file`];
		if (anchor === undefined || !target.endsWith(".md")) return [];
		return anchorsOf(read(target)).has(anchor) ? [] : [`${link}: there is no such heading`];
	});
}

describe("Documentation", () => {
	for (const file of FILES)
		it(`${relative(ROOT, file)} has links that lead somewhere`, () => {
			deepEqual(brokenLinks(file), []);
		});

	it("has no drawing that nobody shows", () => {
		const shown = new Set(
			FILES.flatMap((file) => linksOf(read(file)).map((link) => join(dirname(file), link.split("#")[0]!))),
		);
		const drawings = readdirSync(join(ROOT, "docs/images")).filter((name) => name.endsWith(".svg"));
		deepEqual(
			drawings.filter((name) => !shown.has(join(ROOT, "docs/images", name))),
			[],
		);
	});

	it("has the anchors in docs/flashing.md that messages of the build point at", () => {
		const anchors = anchorsOf(read(join(ROOT, "docs/flashing.md")));
		for (const anchor of ["moddable-sdk", "esp-idf", "typescript", "usb", "recovery", "release"])
			ok(anchors.has(anchor), anchor);
	});

	it("names npm commands that there are", () => {
		const { scripts } = JSON.parse(read(join(ROOT, "package.json"))) as { scripts: Record<string, string> };
		for (const file of FILES)
			for (const [, name] of read(file).matchAll(/`npm run ([a-z:]+)/g))
				ok(scripts[name!] !== undefined, `${file}: ${name}`);
	});

	it("says of hardware that nothing was run on it", () => {
		for (const name of ["boards", "flashing", "pbx", "release"])
			ok(read(join(ROOT, `docs/${name}.md`)).includes("NOT RUN"), name);
	});
});

describe("Markdown as GitHub shows it", () => {
	it("has anchors made of headings, told apart by numbers", () => {
		const text = "# One, two: **three** `4`\n## Same\n## Same\n```\n# no heading\n```\n### C'est ça!\n";
		deepEqual([...anchorsOf(text)], ["one-two-three-4", "same", "same-1", "cest-ça"]);
	});

	it("has anchors by name", () => {
		ok(anchorsOf('<a id="here"></a>').has("here"));
	});

	it("has links and pictures, but none in code", () => {
		deepEqual(linksOf("[a](b.md#c) ![d](e.svg) `[f](g)`\n```\n[h](i)\n```\n"), ["b.md#c", "e.svg"]);
		equal(linksOf("[x](https://example.org/y)").length, 1);
	});
});
