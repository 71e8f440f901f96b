import type { Row } from "./section.ts";

/** A markdown table: a line for each name, a column for each unit, both in the order in which they first appear. */
export function table(rows: readonly Row[]): string {
	const units = [...new Set(rows.map(({ unit }) => unit))];
	const names = [...new Set(rows.map(({ name }) => name))];
	const cells = new Map(rows.map((row) => [`${row.name}\n${row.unit}`, textOf(row.value)]));
	return [
		line(["", ...units]),
		line(["---", ...units.map(() => "---:")]),
		...names.map((name) => line([name, ...units.map((unit) => cells.get(`${name}\n${unit}`) ?? "")])),
	].join("\n");
}

function line(cells: readonly string[]): string {
	return `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
}

/** Whole numbers with their thousands; others, which are ratios, with three digits that count. */
function textOf(value: number | string): string {
	if (typeof value === "string") return value;
	if (Number.isInteger(value)) return value.toLocaleString("en-US");
	return Number(value.toPrecision(3)).toLocaleString("en-US", { maximumFractionDigits: 4 });
}
