import type { Bench } from "./bench.ts";

/** One figure. Rows of the same name stand in one line of the table, and each unit is a column. */
export interface Row {
	/** What was measured, such as a message or a library. */
	readonly name: string;
	readonly unit: string;
	/** A count, a ratio, or words where there is no figure. */
	readonly value: number | string;
	/** A count that is the same on every machine: `npm run bench:check` measures it again. Never a time. */
	readonly gate?: boolean;
	/** The most that the project's budget allows (docs/architecture.md): to have more fails the check. */
	readonly limit?: number;
}

/** One table of docs/benchmarks.md. */
export interface Section {
	/** Names its place in the document, and what the filter looks at together with the title. */
	readonly id: string;
	readonly title: string;
	/** It takes so long that it is measured only when it is named. */
	readonly onRequest?: boolean;
	/** Measures; when `bench.countsOnly`, only what is gated is asked for, and in under a minute. */
	measure(bench: Bench): Promise<readonly Row[]>;
}

/** What is known by a name in figures.json. */
export function keyOf(section: Section, row: Row): string {
	return `${section.id}/${row.name}/${row.unit}`;
}
