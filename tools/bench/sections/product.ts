import { join } from "node:path";
import { hash } from "../../../hosts/node/hash.ts";
import { text } from "../../../hosts/node/text.ts";
import { VirtualClock } from "../../../simulator/virtual-clock.ts";
import { runMain } from "../../xs/run.ts";
import { Tree } from "../../xs/tree.ts";
import type { Bench } from "../bench.ts";
import type { Row, Section } from "../section.ts";
import { COURSES, Product } from "../subjects/product.ts";

const ON_XS = "tools/bench/subjects/product-xs.ts";
const RUNS = 1_000;
/** Runs until Node has compiled what is used. */
const WARM_UP = 50;
/** Far more than the few visits take. */
const BYTECODE_LIMIT = 1e9;
const MICROSECONDS = 1_000;

/** From what happens at the door until the doorbell has done what is to be done. */
export const product: Section = {
	id: "product",
	title: "The whole doorbell",

	async measure(bench) {
		const rows = await onXs(bench);
		return bench.countsOnly ? rows : [...rows, ...(await onNode(bench))];
	},
};

async function onXs(bench: Bench): Promise<Row[]> {
	const program = await bench.xsHost();
	bench.progress("counting bytecodes of the whole doorbell");
	const tree = new Tree(bench.root, join(bench.cache, "product"));
	const { exitCode, output } = await runMain({ program, tree, limit: BYTECODE_LIMIT }, ON_XS);
	if (exitCode !== 0) throw new Error(`${ON_XS} ended with ${exitCode} on XS:\n${output}`);
	return Array.from(output.matchAll(/^course (\d+) (.*)$/gm), ([, bytecodes, name = ""]) => ({
		name,
		unit: "bytecodes",
		value: Number(bytecodes),
		gate: true,
	}));
}

async function onNode(bench: Bench): Promise<Row[]> {
	bench.progress(`timing ${RUNS} visits on Node`);
	const clock = new VirtualClock();
	const visit = new Product({
		...{ clock, text, hash },
		meter: () => MICROSECONDS * performance.now(),
		pass: async (milliseconds) => clock.advance(milliseconds),
	});
	for (let run = 0; run < WARM_UP; run += 1) await visit.run();
	const taken: (readonly number[])[] = [];
	for (let run = 0; run < RUNS; run += 1) taken.push(await visit.run());
	return COURSES.flatMap((name, index) =>
		spread(
			name,
			taken.map((times) => times[index]!),
		),
	);
}

function spread(name: string, times: readonly number[]): Row[] {
	const sorted = [...times].sort((one, other) => one - other);
	const within = (percent: number) => Math.round(sorted[Math.ceil((percent / 100) * sorted.length) - 1]!);
	return [50, 95, 99, 100].map((percent) => ({
		name,
		unit: `on Node, ${percent === 100 ? "all" : `${percent} %`} within µs`,
		value: within(percent),
	}));
}
