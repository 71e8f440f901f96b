/** Why a Wi-Fi network is not joined, as far as the radio tells. */
export type Cause = "absent" | "password" | "full" | "no address" | "refused";

/** Reasons of ESP-IDF (`wifi_err_reason_t`; programming guide, "Wi-Fi Driver", Wi-Fi Reason Code) that tell something. */
const CAUSES: ReadonlyMap<number, Cause> = new Map<number, Cause>([
	[5, "full"],
	// The keys do not fit: a message that cannot be checked, or a handshake that is not answered.
	[14, "password"],
	[15, "password"],
	[17, "password"],
	[202, "password"],
	[204, "password"],
	// No beacon any more; nobody of that name, or too far away.
	[200, "absent"],
	[201, "absent"],
	[212, "absent"],
]);

const WORDS: Readonly<Record<Cause, string>> = Object.freeze({
	absent: "is not in sight",
	password: "refuses the password",
	full: "has no room for another device",
	"no address": "gives the doorbell no address",
	refused: "does not let the doorbell in",
});

/** The cause of a disconnection: by ESP-IDF's reason, where it is known, or by the SDK's code: -1 for a wrong password. */
export function causeOf(reason: number, code = 0): Cause {
	return CAUSES.get(reason) ?? (code < 0 ? "password" : "refused");
}

/** What is wrong with a network, to stand behind its name. */
export function wordsFor(cause: Cause): string {
	return WORDS[cause];
}
