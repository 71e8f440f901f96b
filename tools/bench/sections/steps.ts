import type { Section } from "../section.ts";
import { FIELDS_STEP, PAGE_STEP } from "../subjects/step-names.ts";

/** docs/architecture.md, "Budgets". */
const BUDGET = {
	[FIELDS_STEP]: { bytecodes: 4_500, instructions: 600_000, chunkBytes: 6_000 },
	[PAGE_STEP]: { bytecodes: 6_000, chunkBytes: 4_096 },
};

/** What one datagram or one request asks of the board. */
export const steps: Section = {
	id: "steps",
	title: "One step of the doorbell",

	measure: (bench) => bench.rows({ work: "steps.ts" }, BUDGET),
};
