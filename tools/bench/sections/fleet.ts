import { join } from "node:path";
import { text } from "node:stream/consumers";
import { obstacles, spawnIsolated } from "../../../test/interop/isolation.ts";
import type { Bench } from "../bench.ts";
import type { Street } from "../measure/street.ts";
import type { Row, Section } from "../section.ts";

const SIZES = [1, 10, 100, 1_000];
/** Seconds after all are started. */
const SECONDS = 20;
const LONG = { bells: 1_000, seconds: 600 };
/** Buttons pressed per minute, in all. */
const RINGS = 120;

/** Doorbells of one process at Kamailio, ringing SIPp: what one of them costs, and how that grows. */
export const fleet: Section = {
	id: "fleet",
	title: "Many doorbells in one process",

	measure: (bench) =>
		letLoose(bench, async () => {
			const rows: Row[] = [];
			for (const bells of SIZES) {
				const street = await run(bench, bells, SECONDS);
				rows.push(...rowsOf(street, "heap in use, MB", street.heap.bytes / 1e6));
			}
			return rows;
		}),
};

/** Whether so many stay registered for long, and are as quick at the end. */
export const thousand: Section = {
	id: "thousand",
	title: "A thousand doorbells for ten minutes",
	onRequest: true,

	measure: (bench) =>
		letLoose(bench, async () => {
			const street = await run(bench, LONG.bells, LONG.seconds);
			const { pressed, answered } = street.calls;
			const name = nameOf(street);
			const row = (unit: string, value: number | string): Row => ({ name, unit, value });
			return [
				row("never fewer at Kamailio than", street.least),
				row("buttons pressed", pressed),
				row("calls answered", answered),
				...rowsOf(street, "heap of each, kB", street.heap.each / 1_000),
			];
		}),
};

async function letLoose(bench: Bench, measure: () => Promise<Row[]>): Promise<Row[]> {
	if (bench.countsOnly) return [];
	const missing = obstacles();
	for (const line of missing) bench.note(`No fleet was let loose: ${line}`);
	return missing.length > 0 ? [] : measure();
}

async function run(bench: Bench, bells: number, seconds: number): Promise<Street> {
	bench.progress(`${bells} doorbells at Kamailio for ${seconds} s`);
	const program = [join(bench.root, "node_modules/ts-node/dist/bin.js"), join(__dirname, "../measure/street.ts")];
	const command = [process.execPath, ...program, `${bells}`, `${seconds}`, `${RINGS}`];
	const child = spawnIsolated(command, { cwd: bench.root, stdio: ["ignore", "pipe", "inherit"] });
	const output = await text(child.stdout!);
	if (output === "") throw new Error(`The fleet of ${bells} broke off`);
	return JSON.parse(output) as Street;
}

function nameOf({ bells }: Street): string {
	return `${bells.toLocaleString("en-US")} doorbell${bells === 1 ? "" : "s"}`;
}

function rowsOf(street: Street, memoryUnit: string, memory: number): Row[] {
	const { registered, lapses, inviting, cpu, late } = street;
	const name = nameOf(street);
	const row = (unit: string, value: number | string): Row => ({ name, unit, value });
	return [
		row("registered at the end", registered),
		row("registrations lost", lapses),
		row("CPU of one core, %", Number(cpu.percent.toFixed(1))),
		row("each, %", Number(cpu.each.toFixed(3))),
		row(memoryUnit, Math.round(memory)),
		row("press to INVITE sent, 50 % / 95 % / all within ms", spread(inviting)),
		row("event loop late in 1 % of its turns, ms", Number(late.toFixed(1))),
	];
}

function spread({ median, most }: Street["inviting"]): string {
	return [median, most.of95, most.ofAll].map((time) => time.toFixed(1)).join(" / ");
}
