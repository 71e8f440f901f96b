import type { Section } from "../section.ts";

/** Our reading of each message. */
export const reading: Section = {
	id: "reading",
	title: "Reading SIP messages",

	measure: (bench) => bench.rows({ work: "reading-doorbell.ts" }),
};
