import type { PbxProfile } from "./behaviour.ts";

/** 3CX behind its session border controller. None of this was seen on a real one by us. */
export const THREE_CX: PbxProfile = Object.freeze({
	name: "3cx",
	title: "3CX behind a border controller",
	quirks: Object.freeze([
		{ row: "S2", text: "challenges calls by 407", evidence: "issue", behaviour: { callChallenge: 407 } },
		{
			row: "S3",
			text: "calls with several Via headers",
			evidence: "issue",
			behaviour: { border: { addsVia: true } },
		},
		{
			row: "S4",
			text: "calls with Record-Route",
			evidence: "issue",
			hypothesis: true,
			behaviour: { border: { recordsRoute: true } },
		},
		{
			row: "S5",
			text: "answers with Record-Route, and refuses what does not keep to the route",
			evidence: "issue",
			hypothesis: true,
			behaviour: { border: { recordsRoute: true } },
		},
		{
			row: "S6",
			text: "routes calls to the doorbell strictly, without lr",
			evidence: "issue",
			hypothesis: true,
			behaviour: { border: { isStrict: true } },
		},
		{
			row: "S7",
			text: "gives 127.0.0.1 as its Contact",
			evidence: "issue",
			hypothesis: true,
			behaviour: { border: { contact: "<sip:3cx@127.0.0.1:5060>" } },
		},
		{
			row: "S9",
			text: "refuses a registration of less than 120 s by 423",
			evidence: "live",
			behaviour: { minimumExpires: 120 },
		},
		{
			row: "S10",
			text: "refuses a session timer of less than 2400 s by 422",
			evidence: "RFC",
			hypothesis: true,
			behaviour: { sessionMinimum: 2400 },
		},
	] as const),
});
