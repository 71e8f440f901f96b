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

/** For esbuild: replaces the modules with texts, and the one that looks them up. */
export function packedTexts(): Plugin {
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
	return {
		name: "packed texts",
		setup(build) {
			for (const { path, texts } of [...modules, explanations])
				build.onLoad({ filter: new RegExp(`${path.slice(PAGE.length)}$`) }, () => ({
					contents: numbered(texts, numbers),
				}));
			build.onLoad({ filter: /web-assets\/table\.ts$/ }, () => ({ contents: table }));
		},
	};
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

/** The module that looks up a text by its number: all English ones, then all German ones. */
function tableOf(rows: readonly (readonly string[])[]): string {
	const all = [...rows.map(([english]) => english!), ...rows.map(([, german]) => german!)];
	if (all.some((text) => text.includes(SEPARATOR))) throw new Error(`a text contains ${SEPARATOR}`);
	return (
		`const table = ${JSON.stringify(["", ...all].join(SEPARATOR))}.split("${SEPARATOR}");\n` +
		`export const lookUp = (number, isGerman) => table[isGerman ? number + ${rows.length} : number];`
	);
}

function withoutCapital(text: string): string {
	return text.charAt(0).toLowerCase() + text.slice(1);
}

function isRow(value: Row | readonly Row[]): value is Row {
	return typeof value[0] === "string";
}
