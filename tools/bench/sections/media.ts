import { compare } from "../measure/time.ts";
import type { Row, Section } from "../section.ts";
import { NATIVE_FRAME } from "../subjects/media-names.ts";

const SUBJECT = { work: "media.ts" };
/** docs/architecture.md, "Budgets". */
const BUDGET = { [NATIVE_FRAME]: { bytecodes: 1_500, instructions: 60_000 } };
const NANOSECONDS_OF_A_FRAME = 20_000_000;

/** One frame of a call, 20 ms, and its parts. */
export const media: Section = {
	id: "media",
	title: "Media",

	async measure(bench) {
		const rows = await bench.rows(SUBJECT, BUDGET);
		if (bench.countsOnly) return rows;
		bench.progress("timing media on Node");
		const operations = await bench.onNode(SUBJECT);
		const times = compare(
			operations.map((operation) => () => {
				operation.prepare?.();
				operation.run();
			}),
		);
		const onNode = operations.map(
			({ name }, i): Row => ({
				name,
				unit: "on Node, times faster than real time",
				value: Math.round(NANOSECONDS_OF_A_FRAME / times[i]!.nanoseconds / 100) * 100,
			}),
		);
		return [...rows, ...onNode];
	},
};
