import type { Bench } from "../bench.ts";
import { type Contender, compareAll } from "../comparison.ts";
import { CORPUS } from "../corpus.ts";
import type { Section } from "../section.ts";
import { emptyFacts, type Facts, type Reader } from "../subjects/facts.ts";

const CONTENDERS: readonly Contender[] = [
	{ name: "ours", work: "reading-doorbell.ts" },
	{ name: "sip 0.0.6", work: "reading-sip.ts", foreign: true },
	{ name: "drachtio-sip 0.6.3", work: "reading-drachtio-sip.ts", foreign: true },
	{ name: "jssip 3.13.8", work: "reading-jssip.ts", foreign: true, mend: true },
	{ name: "parsip 1.0.7", work: "reading-parsip.ts", foreign: true, mend: true },
	{ name: "sip.js 0.21.2", work: "reading-sip-js.ts", foreign: true },
];

/** All parsers side by side: all messages on Node, one INVITE on XS. */
export const others: Section = {
	id: "others",
	title: "Reading SIP messages: other libraries",

	async measure(bench) {
		if (bench.countsOnly) return [];
		await agree(bench);
		const index = CORPUS.findIndex(({ name }) => name === "INVITE with SDP");
		return compareAll(bench, CONTENDERS, index);
	},
};

/** Makes sure that all do the same work: they must find the same in every message. */
async function agree(bench: Bench): Promise<void> {
	const found = new Map<string, Facts>();
	for (const contender of CONTENDERS) {
		const { read } = await bench.load<{ readonly read: Reader }>(contender);
		for (const { name, text } of CORPUS) {
			const facts = emptyFacts();
			read(text, facts);
			const ours = found.get(name) ?? facts;
			found.set(name, ours);
			for (const key of Object.keys(facts) as (keyof Facts)[])
				if (facts[key] !== ours[key]) throw new Error(`${contender.name} reads ${key} of ${name} as ${facts[key]}`);
		}
	}
}
