import type { Storage } from "../host.ts";

/** Key of the end of do-not-disturb in the host's storage. */
export const QUIET_KEY = "quiet";

const TIME = /^[0-9]{1,16}$/;

/** The end of do-not-disturb of an earlier run, milliseconds since 1970; 0 where there is none. */
export function readQuiet(storage: Storage): number {
	try {
		const text = storage.read(QUIET_KEY) ?? "";
		return TIME.test(text) ? Number(text) : 0;
	} catch {
		// Rather a ring too many than a visitor unheard.
		return 0;
	}
}

/** Keeps the end of do-not-disturb; false where that fails: then it is over at the next start. */
export function writeQuiet(storage: Storage, until: number | undefined): boolean {
	try {
		if (until !== undefined) storage.write(QUIET_KEY, String(Math.round(until)));
		else if (storage.read(QUIET_KEY) !== undefined) storage.delete(QUIET_KEY);
		return true;
	} catch {
		return false;
	}
}
