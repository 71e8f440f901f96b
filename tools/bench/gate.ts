import { keyOf, type Row, type Section } from "./section.ts";

/** Share by which a count may be worse than the figure in the table. */
const TOLERANCE = 0.03;

/** The counts that were measured last, and by what; tools/bench/figures.json. */
export interface Figures {
	/** What compiled the engine: its native instructions are those of this compiler only. */
	readonly compiler: string;
	readonly counts: Readonly<Record<string, number>>;
}

export interface Measured {
	readonly section: Section;
	readonly rows: readonly Row[];
}

/** The gated counts of all that was measured. */
export function gatedCounts(measured: readonly Measured[]): Record<string, number> {
	const counts: Record<string, number> = {};
	for (const { section, rows } of measured)
		for (const row of rows) if (row.gate && typeof row.value === "number") counts[keyOf(section, row)] = row.value;
	return counts;
}

export interface Verdict {
	/** What is worse than it was, or than the budget allows; a sentence each. */
	readonly failures: readonly string[];
	/** What could not be compared. */
	readonly unchecked: readonly string[];
	/** How many counts were compared. */
	readonly compared: number;
}

/** Holds what was measured against the committed figures, and against the limits of the budget. */
export function judge(measured: readonly Measured[], figures: Figures, compiler: string): Verdict {
	const failures: string[] = [];
	const unchecked = new Set<string>();
	let compared = 0;
	for (const { section, rows } of measured) {
		for (const row of rows) {
			if (!row.gate || typeof row.value !== "number") continue;
			const key = keyOf(section, row);
			const before = figures.counts[key];
			if (isNative(row) && compiler !== figures.compiler) {
				unchecked.add(`native instructions: compiled by ${compiler}, the figures by ${figures.compiler}`);
				continue;
			}
			if (row.limit !== undefined && row.value > row.limit)
				failures.push(`${key}: ${row.value}, the budget allows ${row.limit}`);
			if (before === undefined) {
				failures.push(`${key}: no figure to compare with; npm run bench -- --write measures one`);
			} else {
				compared += 1;
				if (row.value > before + Math.abs(before) * TOLERANCE) failures.push(`${key}: ${row.value}, it was ${before}`);
			}
		}
		for (const [unit, count] of missing(section, rows, figures))
			unchecked.add(`${section.id}: ${count} of the figures for ${unit}, which were not measured here`);
	}
	return { failures, unchecked: [...unchecked], compared };
}

const isNative = ({ unit }: Row) => unit.startsWith("native instructions");

/** How many figures of a section it has not measured now, by unit. */
function missing(section: Section, rows: readonly Row[], figures: Figures): Map<string, number> {
	const keys = new Set(rows.map((row) => keyOf(section, row)));
	const units = new Map<string, number>();
	for (const key of Object.keys(figures.counts)) {
		if (!key.startsWith(`${section.id}/`) || keys.has(key)) continue;
		const unit = key.slice(key.lastIndexOf("/") + 1);
		units.set(unit, (units.get(unit) ?? 0) + 1);
	}
	return units;
}
