import type { Storage } from "../host.ts";

/** Key of the lock's wrong tries in the host's storage. */
export const TRIES_KEY = "tries";
/** What the lock cannot read, and takes for as many tries as there can be. */
const UNREADABLE = "?";

/** The tries of an earlier run. Storage that fails must not make them fewer. */
export function readTries(storage: Storage): string {
	try {
		return storage.read(TRIES_KEY) ?? "";
	} catch {
		return UNREADABLE;
	}
}

/** Keeps the tries, at once; false where that fails: then they count until the next start. */
export function writeTries(storage: Storage, tries: string): boolean {
	try {
		if (tries === "") storage.delete(TRIES_KEY);
		else storage.write(TRIES_KEY, tries);
		return true;
	} catch {
		return false;
	}
}
