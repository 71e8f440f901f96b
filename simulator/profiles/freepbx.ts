import { PJSIP } from "./asterisk.ts";
import type { PbxProfile } from "./behaviour.ts";

/** FreePBX: an Asterisk with the settings that its web page makes. */
export const FREEPBX: PbxProfile = Object.freeze({
	name: "freepbx",
	title: "FreePBX",
	quirks: Object.freeze([
		...PJSIP,
		{
			row: "A3",
			text: "keeps sessions alive every 1800 s at most",
			evidence: "code",
			behaviour: { sessionInterval: 1800 },
		},
		{
			row: "A7",
			text: "asks by OPTIONS every 60 s whether the doorbell is there",
			evidence: "code",
			behaviour: { qualifies: 60 },
		},
	] as const),
});
