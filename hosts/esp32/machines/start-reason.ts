/** What is kept as last words before a restart that somebody asked for. */
export const PLANNED = "planned";

/** Why the board has started. */
export interface StartReason {
	/** A plain sentence. */
	readonly text: string;
	/** Nobody asked for it, and the power was there all the time. */
	readonly unplanned: boolean;
}

const WATCHDOG = "the program hung, and the watchdog started it again";

/** The reasons of `esp_reset_reason` (ESP-IDF programming guide, "Miscellaneous System APIs", "Reset reason"), by number. */
const REASONS: readonly (string | undefined)[] = Object.freeze([
	undefined,
	"the power came on",
	"the reset button was pressed",
	"the program restarted without a word: most likely its stack was full",
	"the program crashed",
	WATCHDOG,
	WATCHDOG,
	WATCHDOG,
	"the board woke up",
	"the supply voltage was too low: is the power supply strong enough?",
	"it was reset over SDIO",
	"it was reset over USB",
	"it was reset by a debugger",
	"the chip could not read its fuses",
	"the supply voltage was disturbed: is the power supply strong enough?",
	"the program crashed twice at once",
]);

const SOFTWARE = 3;
/** Crashes and watchdogs, after which memory is as it was. */
const UNPLANNED: readonly number[] = Object.freeze([4, 5, 6, 7, 15]);

/** What abort messages of XS mean for people; others are told as they are. */
const ABORTS: Readonly<Record<string, string>> = Object.freeze({
	"memory full": "the program ran out of memory",
	"JavaScript stack overflow": "the program's stack was full",
	"native stack overflow": "the program's stack was full",
	"unhandled exception": "the program failed",
	"unhandled rejection": "the program failed",
});

/**
 * Why the board has started: `reset` is what the chip says, `words` what the program kept before it restarted, "" where it
 * kept nothing.
 */
export function startReason(reset: number, words: string): StartReason {
	if (reset === SOFTWARE && words !== "") {
		if (words === PLANNED) return { text: "somebody asked for a restart", unplanned: false };
		return { text: ABORTS[words] ?? words, unplanned: true };
	}
	const text = REASONS[reset] ?? `for an unknown reason (${reset})`;
	return { text, unplanned: reset === SOFTWARE || UNPLANNED.includes(reset) };
}
