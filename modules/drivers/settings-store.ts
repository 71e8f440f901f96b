import { formatDocument, parseDocument } from "../config/document.ts";
import { SCHEMA, type SettingKey, type Settings } from "../config/schema.ts";
import { changedKeys, complete, validate } from "../config/settings.ts";
import type { Storage } from "../host.ts";

/** Key of the settings document in the host's storage. */
export const SETTINGS_KEY = "settings";

/** What came of changing settings. */
export type Change =
	| { readonly errors: Readonly<Record<string, string>> }
	| { readonly errors?: undefined; readonly keys: readonly SettingKey[]; readonly stored: boolean };

/** The settings in the host's storage, and those given for this run only. */
export class SettingsStore {
	/** What was wrong with the stored settings; `undefined` when all was well. */
	readonly problem: string | undefined;
	#storage: Storage;
	#stored: Settings;
	#current: Settings;

	/** `overrides` win over the stored settings, until they are changed, and are not stored. */
	constructor(storage: Storage, overrides: Partial<Settings> = {}) {
		const { settings, reason } = parseDocument(read(storage));
		this.#storage = storage;
		this.problem = reason;
		this.#stored = complete(settings);
		this.#current = complete({ ...settings, ...overrides });
	}

	/** The settings that count, secrets included, to be read by key. */
	get current(): Settings {
		return this.#current;
	}

	/** Changes settings, all or none, and stores them. */
	change(changes: unknown): Change {
		const validation = validate(changes);
		if (validation.errors) return validation;
		const before = this.#current;
		this.#current = complete({ ...before, ...validation.changes });
		this.#stored = complete({ ...this.#stored, ...validation.changes });
		return { keys: changedKeys(before, this.#current), stored: this.#write() };
	}

	#write(): boolean {
		try {
			this.#storage.write(SETTINGS_KEY, formatDocument(this.#stored));
			return true;
		} catch {
			// Storage that is full or worn: the change counts until the next start, and the owner is told.
			return false;
		}
	}
}

/** Whether any of these counts only after registering anew. */
export function needsRegistration(keys: readonly SettingKey[]): boolean {
	return keys.some((key) => SCHEMA[key].applies === "registration");
}

/** Storage that cannot be read is as good as broken settings: the doorbell starts all the same. */
function read(storage: Storage): string | undefined {
	try {
		return storage.read(SETTINGS_KEY);
	} catch {
		return "";
	}
}
