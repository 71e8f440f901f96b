import { type Contender, compareAll } from "../comparison.ts";
import type { Section } from "../section.ts";

const OURS: Contender = { name: "ours", work: "writing-doorbell.ts" };
const CONTENDERS: readonly Contender[] = [
	OURS,
	{ name: "sip 0.0.6", work: "writing-sip.ts", foreign: true },
	{ name: "drachtio-sip 0.6.3", work: "writing-drachtio-sip.ts", foreign: true },
	{ name: "jssip 3.13.8", work: "writing-jssip.ts", foreign: true, mend: true },
	{ name: "sip.js 0.21.2", work: "writing-sip-js.ts", foreign: true },
];

/** Messages built of their values and written. */
export const writing: Section = {
	id: "writing",
	title: "Writing SIP messages",

	measure: (bench) => bench.rows(OURS),
};

export const otherWriting: Section = {
	id: "other-writing",
	title: "Writing SIP messages: other libraries",

	async measure(bench) {
		return bench.countsOnly ? [] : compareAll(bench, CONTENDERS, 0);
	},
};
