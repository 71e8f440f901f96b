import type { Row } from "./texts.ts";

/** One half of a row. tools/page/texts.ts puts all rows into one table, and numbers in their place: that is shorter. */
export function lookUp(row: Row, isGerman: boolean): string {
	return row[isGerman ? 1 : 0];
}

/** Takes the rows of a script that is loaded later into that table; here they need none. */
export function addTexts(_more: readonly [english: string, german: string]): void {}
