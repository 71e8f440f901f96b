import { readFileSync } from "node:fs";
import { join } from "node:path";

const TITLE = /^\s*it\(\s*(?:"((?:[^"\\]|\\.)*)"|'([^']*)'|`([^`$]*))/gm;

/** Titles of the tests in a file of this folder, given without `.test.ts`; of those that vary, how they begin. */
export function titlesOf(test: string): readonly string[] {
	const source = readFileSync(join(__dirname, `${test}.test.ts`), "utf8");
	return [...source.matchAll(TITLE)].map(([, double, single, varying]) => double ?? single ?? varying ?? "");
}

/** The one title in that file that begins so, or of which this is a variant; `undefined` without one, or with several. */
export function titleThatBegins(test: string, beginning: string): string | undefined {
	const titles = titlesOf(test).filter(
		(title) => title !== "" && (title.startsWith(beginning) || beginning.startsWith(title)),
	);
	return titles.length === 1 ? titles[0] : undefined;
}
