/** Names that are sent instead of a digit. */
const NAMES: ReadonlyMap<string, string> = new Map([
	["star", "*"],
	["asterisk", "*"],
	["pound", "#"],
	["hash", "#"],
]);
/** Digits by event number (RFC 4733 §3.2); the next one, 16, is the hook flash, which is no digit. */
const EVENTS = "0123456789*#ABCD";

const DIGIT = /^[\d*#A-D]$/;
const EVENT = /^1[0-5]$/;

/**
 * The key that an INFO request tells of: `0` to `9`, `*`, `#`, `A` to `D`. Takes `application/dtmf-relay` and
 * `application/dtmf`, in neither of which any two peers agree (interop traps A9 and L14); `undefined` for all else.
 */
export function parseInfoDigit(contentType: string, body: string): string | undefined {
	const type = contentType.split(";", 1)[0]!.trim().toLowerCase();
	if (type !== "application/dtmf-relay" && type !== "application/dtmf") return undefined;
	const signal = findSignal(body) ?? (type === "application/dtmf" ? body.trim() : "");
	const key = NAMES.get(signal.toLowerCase()) ?? signal.toUpperCase();
	if (DIGIT.test(key)) return key;
	return EVENT.test(key) ? EVENTS.charAt(Number(key)) : undefined;
}

/** Lines of a body that are looked at. */
const LINE_LIMIT = 8;

function findSignal(body: string): string | undefined {
	const lines = body.split("\n", LINE_LIMIT);
	for (const line of lines) {
		const equals = line.indexOf("=");
		if (equals > 0 && line.slice(0, equals).trim().toLowerCase() === "signal") return line.slice(equals + 1).trim();
	}
	return undefined;
}
