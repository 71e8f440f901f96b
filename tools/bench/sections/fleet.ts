import { join } from "node:path";
import { text } from "node:stream/consumers";
import { obstacles, spawnIsolated } from "../../../test/interop/isolation.ts";
import type { Bench } from "../bench.ts";
import type { Street } from "../measure/street.ts";
import type { Row, Section } from "../section.ts";

const SIZES = [1, 10, 100, 1_000];
/** Seconds after all are started. */
const SECONDS = 20;
/** Buttons pressed per minute, in all. */
const RINGS = 120;

/** Doorbells of one process at Kamailio, ringing SIPp: what one of them costs, and how that grows. */
export const fleet: Section = {
	id: "fleet",
	title: "Many doorbells in one process",

	async measure(bench) {
		if (bench.countsOnly) return [];
		const missing = obstacles();
		for (const line of missing) bench.note(`No fleet was let loose: ${line}`);
		if (missing.length > 0) return [];
		const rows: Row[] = [];
		for (const bells of SIZES) rows.push(...rowsOf(await run(bench, bells)));
		return rows;
	},
};

async function run(bench: Bench, bells: number): Promise<Street> {
	bench.progress(`${bells} doorbells at Kamailio for ${SECONDS} s`);
	const program = [join(bench.root, "node_modules/ts-node/dist/bin.js"), join(__dirname, "../measure/street.ts")];
	const command = [process.execPath, ...program, `${bells}`, `${SECONDS}`, `${RINGS}`];
	const child = spawnIsolated(command, { cwd: bench.root, stdio: ["ignore", "pipe", "inherit"] });
	const output = await text(child.stdout!);
	if (output === "") throw new Error(`The fleet of ${bells} broke off`);
	return JSON.parse(output) as Street;
}

function rowsOf({ bells, registered, lapses, inviting, cpu, kilobytes, late }: Street): Row[] {
	const name = `${bells.toLocaleString("en-US")} doorbell${bells === 1 ? "" : "s"}`;
	const row = (unit: string, value: number | string): Row => ({ name, unit, value });
	return [
		row("registered at the end", registered),
		row("registrations lost", lapses),
		row("CPU of one core, %", Number(cpu.percent.toFixed(1))),
		row("each, %", Number(cpu.each.toFixed(3))),
		row("memory of each, kB", Math.round(kilobytes)),
		row("press to INVITE sent, 50 % / 95 % / all within ms", spread(inviting)),
		row("event loop late in 1 % of its turns, ms", Number(late.toFixed(1))),
	];
}

function spread({ median, most }: Street["inviting"]): string {
	return [median, most.of95, most.ofAll].map((time) => time.toFixed(1)).join(" / ");
}
