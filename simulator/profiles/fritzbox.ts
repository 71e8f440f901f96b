import type { PbxProfile } from "./behaviour.ts";

/** A FRITZ!Box. None of this was seen on a real one by us: it is what others have reported. */
export const FRITZBOX: PbxProfile = Object.freeze({
	name: "fritzbox",
	title: "FRITZ!Box",
	quirks: Object.freeze([
		{
			row: "F1",
			text: "hears no REGISTER whose Request-URI has a user part",
			evidence: "issue",
			hypothesis: true,
			behaviour: { ignoresUserInRegister: true },
		},
		{
			row: "F2",
			text: "hears no REGISTER with many headers",
			evidence: "issue",
			hypothesis: true,
			behaviour: { registerHeaders: 14 },
		},
		{
			row: "F3",
			text: "challenges in the realm fritz.box, without qop",
			evidence: "issue",
			behaviour: { realm: "fritz.box", qop: "none" },
		},
		{
			row: "F4",
			text: "takes every nonce once, and never says stale",
			evidence: "issue",
			behaviour: { oneTimeNonces: true, unsaidStale: true },
		},
		{ row: "F5", text: "challenges calls by 401", evidence: "issue", behaviour: { callChallenge: 401 } },
		{ row: "F6", text: "does not challenge every call", evidence: "issue", behaviour: { forgoesChallenges: true } },
		{
			row: "F7",
			text: "grants 300 s, and lists another Contact first",
			evidence: "code",
			behaviour: { maximumExpires: 300, otherContact: "<sip:621@192.168.178.99:5060>;expires=3600" },
		},
		{
			row: "F12",
			text: "shuts out who sends wrong passwords, for longer and longer",
			evidence: "issue",
			behaviour: { slowsGuesses: true },
		},
		{
			row: "F13",
			text: "sends 183 with a description before the 200 with another one",
			evidence: "issue",
			behaviour: { earlyMedia: true },
		},
		{
			row: "F14",
			text: "answers with another payload type for keys",
			evidence: "issue",
			behaviour: { eventType: 97 },
		},
	] as const),
});
