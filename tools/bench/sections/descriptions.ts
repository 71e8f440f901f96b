import { type Contender, compareAll } from "../comparison.ts";
import type { Section } from "../section.ts";

const OURS: Contender = { name: "ours", work: "description-doorbell.ts" };
const CONTENDERS: readonly Contender[] = [
	OURS,
	{ name: "sip/sdp 0.0.6", work: "description-sip.ts", foreign: true, less: "leaves attributes as text" },
	{ name: "sdp-transform 2.15.0", work: "description-sdp-transform.ts", foreign: true, mend: true },
];

/** Session descriptions: ours gated, and the libraries that have a parser for them. */
export const descriptions: Section = {
	id: "descriptions",
	title: "Session descriptions",

	measure: (bench) => bench.rows(OURS),
};

export const otherDescriptions: Section = {
	id: "other-descriptions",
	title: "Session descriptions: other libraries",

	async measure(bench) {
		return bench.countsOnly ? [] : compareAll(bench, CONTENDERS, 0);
	},
};
