/** Puts the texts of the control page into one table: the sources name them, the bundle has their numbers. */

import { readdirSync } from "node:fs";
import { join } from "node:path";
import type { Plugin } from "esbuild";

const PAGE = join(__dirname, "../../web-assets");
const FOLDER = join(PAGE, "texts");

/** What stands between two texts, and in none. */
const SEPARATOR = "|";

type Row = readonly [english: string, german: string];
/** What a module exports: rows, and lists of rows. */
type Texts = Readonly<Record<string, Row | readonly Row[]>>;

/** For esbuild: replaces the modules with texts of the page, and the one that looks them up. */
export function packedTexts(): Plugin {
	const { modules, numbers, table } = tableOfPage();
	return {
		name: "packed texts",
		setup(build) {
			for (const { path, texts } of modules)
				build.onLoad({ filter: filterOf(path) }, () => ({ contents: numbered(texts, numbers) }));
			build.onLoad({ filter: /web-assets\/table\.ts$/ }, () => ({ contents: table }));
		},
	};
}

/** For esbuild: replaces the module with texts of a script that is loaded later, whose rows go behind those of the page. */
export function addedTexts(path: string): Plugin {
	return {
		name: "added texts",
		setup(build) {
			build.onLoad({ filter: filterOf(path) }, () => {
				const { texts, rows, lists } = read(path);
				const all = [...rows, ...lists.flat()];
				const first = tableOfPage().numbers.size + 1;
				const numbers = new Map(all.map((row, index) => [row, first + index]));
				const contents = `import { addTexts } from "../shared.ts";\naddTexts(${halves(all)});\n${numbered(texts, numbers)}`;
				return { contents };
			});
		},
	};
}

/** All texts of the page: their modules, the number of each row, and the module that looks them up. */
function tableOfPage() {
	const modules = readdirSync(FOLDER)
		.sort()
		.filter((name) => name !== "all.ts")
		.map((name) => read(join(FOLDER, name)));
	const explanations = read(join(PAGE, "why/texts.ts"));
	// `say` gives them a capital; without it they are more alike.
	const said = modules.flatMap(({ rows }) => rows).map((row) => ({ row, texts: row.map(withoutCapital) }));
	const told = explanations.rows.map((row) => ({ row, texts: row }));
	const lists = modules.flatMap(({ lists: own }) => own.flat()).map((row) => ({ row, texts: row }));
	// Rows of a list follow each other; what is alike stands together, and packs better.
	const entries = [...lists, ...[...said, ...told].sort((left, right) => (left.texts[0]! < right.texts[0]! ? -1 : 1))];
	// No row is number 0, which would be taken for none.
	const numbers = new Map(entries.map(({ row }, index) => [row, index + 1]));
	const table = tableOf(entries.map(({ texts }) => texts));
	return { modules: [...modules, explanations], numbers, table };
}

function filterOf(path: string): RegExp {
	return new RegExp(`${path.slice(PAGE.length)}$`);
}

function read(path: string) {
	const texts: Texts = require(path);
	const values = Object.values(texts);
	return {
		path,
		texts,
		rows: values.filter(isRow),
		lists: values.filter((value) => !isRow(value)) as (readonly Row[])[],
	};
}

/** A module with the numbers of the rows in their place. */
function numbered(texts: Texts, numbers: ReadonlyMap<Row, number>): string {
	return Object.entries(texts)
		.map(([name, value]) => {
			if (isRow(value)) return `export const ${name} = ${numbers.get(value)};`;
			const first = numbers.get(value[0]!);
			return `export const ${name} = Array.from({ length: ${value.length} }, (_, index) => index + ${first});`;
		})
		.join("\n");
}

/** The module that looks up a text by its number, and takes more of them. */
function tableOf(rows: readonly (readonly string[])[]): string {
	return (
		`const tables = ${halves([["", ""], ...rows])}.map((texts) => texts.split("${SEPARATOR}"));\n` +
		"export const lookUp = (number, isGerman) => tables[+isGerman][number];\n" +
		`export const addTexts = (more) => more.map((texts, index) => tables[index].push(...texts.split("${SEPARATOR}")));`
	);
}

/** JavaScript of two strings: all English texts, and all German ones. */
function halves(rows: readonly (readonly string[])[]): string {
	if (rows.flat().some((text) => text.includes(SEPARATOR))) throw new Error(`a text contains ${SEPARATOR}`);
	return JSON.stringify([0, 1].map((language) => rows.map((row) => row[language]).join(SEPARATOR)));
}

function withoutCapital(text: string): string {
	return text.charAt(0).toLowerCase() + text.slice(1);
}

function isRow(value: Row | readonly Row[]): value is Row {
	return typeof value[0] === "string";
}
