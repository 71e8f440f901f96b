import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import type { Storage } from "../../modules/host.ts";

/**
 * Key-value storage (ECMA-419 §20) in one JSON file. A write goes to a new file that then takes the place of the old
 * one, so that after a power cut either is there whole.
 */
export class FileStorage implements Storage {
	readonly #path: string;
	#values: ReadonlyMap<string, string>;

	/** A file that is no longer readable is kept beside as `.broken`, and `report` hears of it. */
	constructor(path: string, report: (problem: string) => void) {
		this.#path = path;
		const text = readText(path);
		let values = text === undefined ? new Map<string, string>() : parse(text);
		if (values === undefined) {
			renameSync(path, `${path}.broken`);
			report(`${path} was damaged and is kept as ${path}.broken`);
			values = new Map();
		}
		this.#values = values;
	}

	read(key: string): string | undefined {
		return this.#values.get(key);
	}

	write(key: string, value: string): void {
		if (this.#values.get(key) !== value) this.#save(new Map(this.#values).set(key, value));
	}

	delete(key: string): void {
		const values = new Map(this.#values);
		if (values.delete(key)) this.#save(values);
	}

	#save(values: ReadonlyMap<string, string>): void {
		mkdirSync(dirname(this.#path), { recursive: true, mode: 0o700 });
		const draft = `${this.#path}.new`;
		rmSync(draft, { force: true });
		writeDurably(draft, `${JSON.stringify(Object.fromEntries(values), undefined, "\t")}\n`);
		renameSync(draft, this.#path);
		syncFolder(dirname(this.#path));
		this.#values = values;
	}
}

function readText(path: string): string | undefined {
	try {
		return readFileSync(path, "utf8");
	} catch (error) {
		if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined; // the first start
		throw error;
	}
}

function parse(text: string): ReadonlyMap<string, string> | undefined {
	let value: unknown;
	try {
		value = JSON.parse(text);
	} catch {
		return undefined;
	}
	if (typeof value !== "object" || value === null || Array.isArray(value)) return undefined;
	const values = new Map<string, string>();
	for (const [key, item] of Object.entries(value)) {
		if (typeof item !== "string") return undefined;
		values.set(key, item);
	}
	return values;
}

/** For the owner's eyes only: the file holds passwords. */
function writeDurably(path: string, text: string): void {
	const file = openSync(path, "wx", 0o600);
	try {
		writeFileSync(file, text);
		fsyncSync(file);
	} finally {
		closeSync(file);
	}
}

/** Makes the renaming itself durable. */
function syncFolder(path: string): void {
	let folder: number;
	try {
		folder = openSync(path, "r");
	} catch {
		return; // Windows does not open folders
	}
	try {
		fsyncSync(folder);
	} catch {
		// Some file systems cannot; the file itself is safe.
	} finally {
		closeSync(folder);
	}
}
