import { BREAKAGES } from "../../test/interop/breakages/index.ts";
import { titleThatBegins } from "../../test/interop/titles.ts";

const BEGIN = "<!-- breakages: written by tools/interop/write.ts -->\n";
const END = "<!-- end of breakages -->";
const TRAP = /\b[FASDMHEXL]\d+\b/g;

/** docs/interop.md with the table of breakages as it has to be. */
export function withBreakages(document: string): string {
	const [before, after] = [document.indexOf(BEGIN) + BEGIN.length, document.indexOf(END)];
	return `${document.slice(0, before)}\n${table()}\n${document.slice(after)}`;
}

function table(): string {
	const rows = BREAKAGES.map((breakage) => {
		const { test, title, peer, broken, file } = breakage;
		const traps = [...new Set((titleThatBegins(test, title) ?? title).match(TRAP))].join(" ");
		return `| ${traps} | ${peer} | \`${test}\`: ${escapePipes(title)} | ${broken} (\`${file}\`) |`;
	});
	return ["| trap | what the peer does | test | how it was broken |", "|---|---|---|---|", ...rows, ""].join("\n");
}

function escapePipes(text: string): string {
	return text.replaceAll("|", "\\|");
}

/** Identifiers of the traps that a document lists in tables, in their order. */
export function trapsIn(document: string): readonly string[] {
	const section = document.slice(document.indexOf("## The traps"));
	return [...section.matchAll(/^\| ([FASDMHEXL]\d+) \|/gm)].map(([, trap]) => trap!);
}

/** Identifiers in the first column of the table of what is not tested. */
export function excusedIn(document: string): readonly string[] {
	const section = document.slice(document.indexOf("## Interop traps that no test names"));
	return [...section.matchAll(/^\| ([FASDMHEXL\d, ]+) \|/gm)].flatMap(([, traps]) => traps!.match(TRAP) ?? []);
}

/** Identifiers that titles of tests name. */
export function trapsOfTitles(source: string): readonly string[] {
	const titles = [...source.matchAll(/\b(?:it|describe)\(\s*(["'`])(.*?)\1/g)];
	return titles.flatMap(([, , title]) => title!.match(TRAP) ?? []);
}
