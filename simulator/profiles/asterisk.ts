import type { PbxProfile, Quirk } from "./behaviour.ts";

/** What every Asterisk with PJSIP does. */
export const PJSIP: readonly Quirk[] = Object.freeze([
	{
		row: "A6",
		text: "raises a brief registration to 60 s without a word, and grants 7200 s at most",
		evidence: "code",
		behaviour: { raisedExpires: 60, maximumExpires: 7200 },
	},
	{
		row: "L9",
		text: "challenges in the realm asterisk with an opaque, for 32 s; the To tag of the 401 is the branch",
		evidence: "live",
		behaviour: { realm: "asterisk", nonceLifetime: 32_000, opaque: true, tagIsBranch: true, callChallenge: 401 },
	},
	{
		row: "L12",
		text: "writes several spaces into Content-Length",
		evidence: "live",
		behaviour: { spacedLength: true },
	},
	{
		row: "L15",
		text: "says in CANCEL that another phone has answered",
		evidence: "live",
		behaviour: { cancelReason: 'SIP;cause=200;text="Call completed elsewhere"' },
	},
] as const);

/** An Asterisk, configured to be as odd as it can be. */
export const ASTERISK: PbxProfile = Object.freeze({
	name: "asterisk",
	title: "Asterisk (PJSIP)",
	quirks: Object.freeze([
		...PJSIP,
		{
			row: "L8",
			text: "sends OPTIONS before the 200 to REGISTER",
			evidence: "live",
			behaviour: { qualifies: 60 },
		},
		{
			row: "L10",
			text: "sends three challenges, the strongest first",
			evidence: "live",
			behaviour: { algorithms: ["SHA-512-256", "SHA-256", "MD5"] },
		},
		{
			row: "L11",
			text: "limits the session to 90 s, and refreshes it by a re-INVITE with nothing new in it",
			evidence: "live",
			behaviour: { sessionInterval: 90 },
		},
		{ row: "L13", text: "answers without ringing first", evidence: "live", behaviour: { noRinging: true } },
		{
			row: "L16",
			text: "answers with the codecs in another order",
			evidence: "live",
			behaviour: { reversesCodecs: true },
		},
	] as const),
});
