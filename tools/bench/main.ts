import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { Bench } from "./bench.ts";
import { replaced } from "./document.ts";
import { type Figures, gatedCounts, judge, type Measured } from "./gate.ts";
import { compiler, machine } from "./machine.ts";
import type { Section } from "./section.ts";
import { SECTIONS } from "./sections.ts";
import { table } from "./table.ts";

const ROOT = resolve(__dirname, "../..");
const DOCUMENT = join(ROOT, "docs/benchmarks.md");
const FIGURES = join(__dirname, "figures.json");

const HELP = `Measures this project, and what else one could take, side by side.

    npm run bench -- [--write] [--json] [NAME…]
    npm run bench:check -- [NAME…]

NAME     only tables whose title or name contains it
--write  put the tables into docs/benchmarks.md, and the counts into tools/bench/figures.json
--json   print figures for machines instead of tables
--check  measure only counts, and fail if one is more than 3 % worse than in figures.json (this is bench:check)
--help   this text

Counts (bytecodes, native instructions, slots, bytes) are the same on every machine and are checked. Times are not: they are
shown as ratios of what ran side by side. XS and other people's libraries are fetched by npm into .cache when they are needed
first; gcc (with 32-bit libraries), valgrind and ffmpeg are used where they are installed, and what is not measured is said.

Tables: ${SECTIONS.map(({ id, onRequest }) => (onRequest ? `${id} (only when named)` : id)).join(", ")}
`;

function readArguments() {
	return parseArgs({
		allowPositionals: true,
		options: {
			help: { type: "boolean" },
			write: { type: "boolean" },
			json: { type: "boolean" },
			check: { type: "boolean" },
		},
	});
}

/** The sections that any of the words is in; without words, all that do not take too long. */
export function selected(sections: readonly Section[], words: readonly string[]): readonly Section[] {
	if (words.length === 0) return sections.filter(({ onRequest }) => !onRequest);
	return sections.filter(({ id, title }) =>
		words.some((word) => `${id} ${title}`.toLowerCase().includes(word.toLowerCase())),
	);
}

/** What of the sections could be measured. One that fails does not cost the others their minutes. */
async function measure(bench: Bench, sections: readonly Section[]): Promise<Measured[]> {
	const measured: Measured[] = [];
	for (const section of sections) {
		bench.progress(section.title);
		try {
			measured.push({ section, rows: await section.measure(bench) });
		} catch (error) {
			console.error(`FAILED ${section.title}: ${(error as Error).message}`);
		}
	}
	return measured;
}

function figures(): Figures {
	return existsSync(FIGURES)
		? (JSON.parse(readFileSync(FIGURES, "utf8")) as Figures)
		: { compiler: compiler(), counts: {} };
}

/** A list, whose order is that of the tables. */
function head(bench: Bench): string {
	return [...machine(ROOT), ...bench.notes].map((line) => `- ${line}`).join("\n");
}

function write(bench: Bench, measured: readonly Measured[], whole: boolean): void {
	let document = existsSync(DOCUMENT) ? readFileSync(DOCUMENT, "utf8") : "# Benchmarks\n";
	if (whole) document = replaced(document, "head", "Measured with", head(bench));
	for (const { section, rows } of measured) document = replaced(document, section.id, section.title, table(rows));
	writeFileSync(DOCUMENT, document);
	const sections = new Set(measured.map(({ section }) => section.id));
	const kept = Object.entries(figures().counts).filter(([key]) => !whole && !sections.has(key.split("/")[0]!));
	const counts = { ...Object.fromEntries(kept), ...gatedCounts(measured) };
	writeFileSync(FIGURES, `${JSON.stringify({ compiler: compiler(), counts }, undefined, "\t")}\n`);
}

function check(measured: readonly Measured[]): boolean {
	const { failures, unchecked, compared } = judge(measured, figures(), compiler());
	for (const text of unchecked) console.log(`NOT CHECKED ${text}`);
	for (const text of failures) console.log(`WORSE ${text}`);
	console.log(`\n${compared} counts compared, ${failures.length} worse`);
	return failures.length === 0 && compared > 0;
}

async function main(): Promise<boolean> {
	const { values, positionals } = readArguments();
	if (values.help) {
		console.log(HELP);
		return true;
	}
	const sections = selected(SECTIONS, positionals);
	if (sections.length === 0) {
		console.error(`No table is called like that. There are: ${SECTIONS.map(({ id }) => id).join(", ")}`);
		return false;
	}
	const start = Date.now();
	const progress = (text: string) =>
		console.error(`${`${Math.round((Date.now() - start) / 1000)}`.padStart(4)} s  ${text}`);
	const bench = new Bench({ root: ROOT, countsOnly: values.check === true, progress });
	const measured = await measure(bench, sections);
	if (values.json) {
		const tables = measured.map(({ section: { id, title }, rows }) => ({ id, title, rows }));
		console.log(JSON.stringify({ machine: machine(ROOT), notes: bench.notes, tables }, undefined, "\t"));
	} else if (!values.check) {
		console.log(head(bench));
		for (const { section, rows } of measured) console.log(`\n## ${section.title}\n\n${table(rows)}`);
	}
	if (values.write) write(bench, measured, positionals.length === 0);
	for (const text of values.check ? bench.notes : []) console.log(`NOT CHECKED ${text}`);
	const complete = measured.length === sections.length;
	return values.check ? check(measured) && complete : complete;
}

if (require.main === module)
	main().then(
		(passed) => {
			process.exitCode = passed ? 0 : 1;
		},
		(error: Error) => {
			console.error(error.message);
			process.exitCode = 1;
		},
	);
