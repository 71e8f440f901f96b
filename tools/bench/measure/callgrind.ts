import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { execute } from "./execute.ts";

/** Whether valgrind, whose tool callgrind is, is installed. */
export function hasCallgrind(): boolean {
	return spawnSync("valgrind", ["--version"]).status === 0;
}

/**
 * Native instructions within each call of the C function `counted` while a program runs. The first call has to do nothing:
 * what it takes is taken away from the others. `scratch` is a folder for what callgrind writes.
 */
export async function countInstructions(
	program: string,
	parameters: readonly string[],
	counted: string,
	scratch: string,
): Promise<readonly number[]> {
	const folder = mkdtempSync(join(scratch, "callgrind-"));
	try {
		const valgrind = [
			"--tool=callgrind",
			`--callgrind-out-file=${join(folder, "out")}`,
			"--collect-atstart=no",
			`--toggle-collect=${counted}`,
			`--dump-after=${counted}`,
			program,
		];
		const { exitCode, output } = await execute("valgrind", [...valgrind, ...parameters]);
		if (exitCode !== 0) throw new Error(`callgrind on ${program} ended with ${exitCode}:\n${output}`);
		const [nothing = 0, ...totals] = dumpsOf(folder).map((file) => totalOf(readFileSync(file, "utf8")));
		return totals.map((total) => total - nothing);
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}

/** What callgrind wrote after each call, in the order of the calls; the file without a number is the rest. */
function dumpsOf(folder: string): string[] {
	return readdirSync(folder)
		.map((name) => ({ name, number: Number(/\.(\d+)$/.exec(name)?.[1] ?? 0) }))
		.filter(({ number }) => number > 0)
		.sort((a, b) => a.number - b.number)
		.map(({ name }) => join(folder, name));
}

function totalOf(dump: string): number {
	const total = /^(?:totals|summary): (\d+)$/m.exec(dump)?.[1];
	if (total === undefined) throw new Error("callgrind wrote no total");
	return Number(total);
}
