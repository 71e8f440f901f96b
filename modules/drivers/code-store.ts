import {
	CODE_LIMIT,
	CODE_SETTINGS,
	type CodeDocument,
	findClashes,
	formatCode,
	isCodeNumber,
	parseCode,
	SETTING_CODES,
} from "../config/codes.ts";
import type { Codes } from "../config/document.ts";
import { parseSchedule } from "../config/schedule.ts";
import type { Settings } from "../config/schema.ts";
import { isRecord } from "../config/settings.ts";
import type { Code, CodeBook, Wall } from "../doorbell/lock/code.ts";
import type { Host } from "../host.ts";
import { wallOf } from "./wall.ts";

/**
 * The codes: the first two in the settings, each other one under a key of its own in the host's storage, so that a power
 * cut leaves each the old or the new.
 *
 * Read whenever they are asked for, which is cheap, and rare: only keys pressed in a call ask. In memory there is none.
 */
export class CodeStore implements CodeBook {
	#host: Pick<Host, "storage" | "clock">;
	#settings: { readonly current: Settings };

	constructor(host: Pick<Host, "storage" | "clock">, settings: { readonly current: Settings }) {
		this.#host = host;
		this.#settings = settings;
	}

	codes(): readonly Code[] {
		const settings = this.#settings.current;
		const codes: Code[] = [];
		const common = {
			action: "pulse",
			callers: "everyone",
			weekly: [],
			until: Infinity,
			once: false,
			name: "",
		} as const;
		const [door, light] = CODE_SETTINGS;
		if (settings[door] !== "") codes.push({ ...common, number: 1, digits: settings[door], output: "door" });
		if (settings[light] !== "")
			codes.push({ ...common, number: 2, digits: settings[light], output: "light", action: settings["light.mode"] });
		for (let number = SETTING_CODES + 1; number <= CODE_LIMIT; number++) {
			const code = this.read(number);
			const weekly = code && parseSchedule(code.weekly);
			if (weekly) codes.push({ ...code, number, weekly, until: code.until ?? Infinity });
		}
		return codes;
	}

	wall(): Wall | undefined {
		return wallOf(this.#host.clock, this.#settings.current["clock.zone"]);
	}

	/** Deletes a used-up code. False where that fails, or it is gone already: then it does not open. */
	spend(number: number): boolean {
		return this.read(number) !== undefined && this.delete(number);
	}

	/** The document of a code; `undefined` where there is none, or none that can be read. */
	read(number: number): CodeDocument | undefined {
		return parseCode(this.#text(number));
	}

	/** Keeps a code; false where that fails: then it is as before. */
	write(number: number, code: CodeDocument): boolean {
		if (!isCodeNumber(number)) throw new RangeError(`There is no code ${number} to keep`);
		const text = formatCode(code);
		try {
			this.#host.storage.write(keyOf(number), text);
			return true;
		} catch {
			return this.#text(number) === text;
		}
	}

	/** Deletes a code, if there is one; false where that fails. */
	delete(number: number): boolean {
		try {
			this.#host.storage.delete(keyOf(number));
			return this.#host.storage.read(keyOf(number)) === undefined;
		} catch {
			return false;
		}
	}

	/** The documents of all codes that have one. */
	get documents(): Codes {
		const documents = new Map<number, CodeDocument>();
		for (let number = SETTING_CODES + 1; number <= CODE_LIMIT; number++) {
			const code = this.read(number);
			if (code) documents.set(number, code);
		}
		return documents;
	}

	/** Which settings that change, or which of these `codes`, would have the keys of another code. */
	clashes(changes: unknown, codes = this.documents): Readonly<Record<string, string>> | undefined {
		const current = this.#settings.current;
		const given = isRecord(changes) ? changes : {};
		const digits = CODE_SETTINGS.map((key) => {
			const value = given[key];
			return { key, value: typeof value === "string" ? value : current[key], changed: typeof value === "string" };
		});
		const guests = Array.from(codes, ([number, code]): [string, string] => [`code.${number}.digits`, code.digits]);
		const kept = digits.filter(({ changed }) => !changed).map(({ value }) => value);
		const added = digits.filter(({ changed }) => changed).map(({ key, value }): [string, string] => [key, value]);
		return findClashes(kept, [...guests, ...added]);
	}

	/** Deletes all codes but those in the settings. */
	forget(): void {
		for (let number = SETTING_CODES + 1; number <= CODE_LIMIT; number++) this.delete(number);
	}

	/** Codes that are kept but cannot be read: they open nothing. */
	get broken(): readonly number[] {
		const numbers: number[] = [];
		for (let number = SETTING_CODES + 1; number <= CODE_LIMIT; number++)
			if (this.#text(number) !== undefined && this.read(number) === undefined) numbers.push(number);
		return numbers;
	}

	#text(number: number): string | undefined {
		try {
			return this.#host.storage.read(keyOf(number));
		} catch {
			// Storage that cannot be read has no codes: better no opening than a wrong one.
			return undefined;
		}
	}
}

function keyOf(number: number): string {
	return `code.${number}`;
}
