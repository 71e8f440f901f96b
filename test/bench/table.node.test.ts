import { deepEqual, equal } from "node:assert/strict";
import { replaced } from "../../tools/bench/document.ts";
import { selected } from "../../tools/bench/main.ts";
import { compare, median } from "../../tools/bench/measure/time.ts";
import { reasonIn } from "../../tools/bench/measure/xs.ts";
import type { Row, Section } from "../../tools/bench/section.ts";
import { SECTIONS } from "../../tools/bench/sections.ts";
import { table } from "../../tools/bench/table.ts";

describe("Bench table", () => {
	it("has a line for each name and a column for each unit, in the order of the rows", () => {
		const rows: readonly Row[] = [
			{ name: "ours", unit: "bytecodes", value: 7366 },
			{ name: "ours", unit: "in the heap", value: "runs" },
			{ name: "theirs", unit: "bytecodes", value: 6_391_606 },
			{ name: "theirs", unit: "times ours", value: 867.6 },
			{ name: "theirs", unit: "in the heap", value: "no: stack overflow" },
		];
		deepEqual(table(rows).split("\n"), [
			"|  | bytecodes | in the heap | times ours |",
			"| --- | ---: | ---: | ---: |",
			"| ours | 7,366 | runs |  |",
			"| theirs | 6,391,606 | no: stack overflow | 868 |",
		]);
	});

	it("gives ratios three digits", () => {
		const texts = [0.12345, 1, 1.2099, 25.22, 643.4].map((value) => table([{ name: "a", unit: "b", value }]).slice(-8));
		deepEqual(
			texts.map((text) => text.replace(/[a| ]/g, "")),
			["0.123", "1", "1.21", "25.2", "643"],
		);
	});

	it("keeps a bar in a name from becoming a column", () => {
		equal(table([{ name: "a|b", unit: "c", value: 1 }]).split("\n")[2], "| a\\|b | 1 |");
	});
});

describe("Bench document", () => {
	const DOCUMENT = "# Benchmarks\n\nProse.\n\n<!-- bench:media -->\n\nold\n\n<!-- /bench:media -->\n\nMore prose.\n";

	it("changes only what stands between the markers", () => {
		const text = replaced(DOCUMENT, "media", "Media", "new");
		equal(text, DOCUMENT.replace("old", "new"));
		equal(replaced(text, "media", "Media", "new"), text);
	});

	it("gets a table that it does not have at the end, under its title", () => {
		const text = replaced(DOCUMENT, "g711", "G.711", "table");
		equal(text, `${DOCUMENT}\n## G.711\n\n<!-- bench:g711 -->\n\ntable\n\n<!-- /bench:g711 -->\n`);
	});
});

describe("Bench filter", () => {
	const section = (id: string, title: string): Section => ({ id, title, measure: async () => [] });
	const ALL = [section("media", "Media"), section("g711", "G.711"), section("native-codec", "Native work on samples")];
	const ids = (...words: readonly string[]) => selected(ALL, words).map(({ id }) => id);

	it("takes all tables without a word, and those that contain one of the words", () => {
		deepEqual(ids(), ["media", "g711", "native-codec"]);
		deepEqual(ids("G.7"), ["g711"]);
		deepEqual(ids("codec", "MEDIA"), ["media", "native-codec"]);
		deepEqual(ids("page"), []);
	});

	it("takes what is long only by its name", () => {
		const all = [...ALL, { ...section("thousand", "For ten minutes"), onRequest: true }];
		deepEqual(
			[[], ["thousand"], ["minutes"]].map((words) => selected(all, words).length),
			[ALL.length, 1, 1],
		);
	});

	it("can name every table", () => {
		equal(new Set(SECTIONS.map(({ id }) => id)).size, SECTIONS.length);
	});
});

describe("Bench times", () => {
	it("are medians", () => {
		equal(median([5, 1, 1000]), 5);
		equal(median([4, 2]), 3);
	});

	it("are told as ratios to the first subject", () => {
		let turns = 0;
		const [first] = compare([() => void turns++]);
		equal(first!.ratio, 1);
	});
});

describe("Bench: why XS stops", () => {
	it("is told in a few words", () => {
		equal(reasonIn("abort: stack overflow\n at parse ()\n"), "stack overflow");
		equal(reasonIn('abort: memory full: all 4928 slots are in use, in "x"\n'), "memory full");
		equal(reasonIn("a.js:7: syntax error: invalid regular expression\nabort: unhandled exception\n"), "syntax error");
		equal(reasonIn("abort: unhandled exception\nTypeError: no function\n at x ()\n"), "TypeError: no function");
	});
});
