import { deepEqual, equal, ok } from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type Heap, leaks, limitOf, readLimits } from "../../tools/xs/memory.ts";

const ROOT = join(__dirname, "../..");
const LIMITS = readLimits(ROOT);

const row = (label: string, slots: number, bytes: number): Heap => ({ label, slots, bytes, stack: 290 });

/** Rows of the table of docs/benchmarks.md: what was reached, and what may be. */
function documented(): { readonly label: string; readonly numbers: readonly number[] }[] {
	const text = readFileSync(join(ROOT, "docs/benchmarks.md"), "utf8");
	const table = text.slice(text.indexOf("<!-- bench:memory -->"), text.indexOf("<!-- /bench:memory -->"));
	return Array.from(table.matchAll(/^\| (\w[^|]*) \| ([\d,| ]+) \|$/gm), ([, label = "", cells = ""]) => ({
		label,
		numbers: cells.split("|").map((cell) => Number(cell.replaceAll(",", ""))),
	}));
}

describe("Memory on XS (docs/benchmarks.md)", () => {
	it("is told for every stage that has a limit", () => {
		deepEqual(
			documented().map(({ label }) => label),
			Object.keys(LIMITS).map((label) => label.replace(/ +/g, " ")),
		);
	});

	for (const [index, [label, limit]] of Object.entries(LIMITS).entries())
		it(`has the limits of test/xs/limits.json: ${label.replace(/ +/g, " ")}`, () => {
			const [slots, , bytes, , stack, ...limits] = documented()[index]!.numbers;
			deepEqual(limits, [limit.slots, limit.bytes, limit.stack]);
			deepEqual(limitOf({ slots: slots!, bytes: bytes!, stack: stack! }), limit);
			ok(stack! <= limit.stack);
		});
});

describe("What many visits leave behind", () => {
	it("is nothing when the first and the last line are equal", () => {
		deepEqual(leaks([row("after visit   20", 1_800, 27_000), row("after visit 1000", 1_800, 27_000)]), []);
	});

	it("is told to the slot and to the byte", () => {
		const [sentence] = leaks([row("after visit   20", 1_800, 27_000), row("after visit 1000", 1_801, 26_996)]);
		equal(
			sentence,
			"after visit 1000: 1 slots and -4 bytes more than after visit 20: something is kept that should not be",
		);
	});

	it("cannot be told by one line", () => {
		equal(leaks([row("after visit 1000", 1_800, 27_000)]).length, 1);
	});
});
