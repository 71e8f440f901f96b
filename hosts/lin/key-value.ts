import type SdkStorage from "embedded:storage/key-value";
import { openDesk, readText, writeText } from "desk";

type Cells = ReturnType<typeof SdkStorage.open>;

/** What a value of NVS may have at most, and a key. */
const VALUE_LIMIT = 4_000;
const KEY_LIMIT = 15;

/** A name space as a JSON file, with the limits of NVS. */
class FileCells implements Cells {
	#file: string;

	constructor(name: string) {
		openDesk();
		this.#file = `${name}.json`;
	}

	read(key: string): string | undefined {
		return this.#values()[key];
	}

	write(key: string, value: string): void {
		if (key.length > KEY_LIMIT) throw new RangeError(`The key ${key} has more than ${KEY_LIMIT} characters`);
		if (ArrayBuffer.fromString(value).byteLength > VALUE_LIMIT)
			throw new RangeError(`The value of ${key} has more than ${VALUE_LIMIT} bytes`);
		this.#save({ ...this.#values(), [key]: value });
	}

	delete(key: string): void {
		this.#save({ ...this.#values(), [key]: undefined });
	}

	close(): void {}

	/** Read anew each time: two may have the name space open. */
	#values(): Readonly<Record<string, string>> {
		return JSON.parse(readText(this.#file) ?? "{}");
	}

	#save(values: Readonly<Record<string, string | undefined>>): void {
		writeText(this.#file, JSON.stringify(values));
	}
}

export default Object.freeze({
	open: ({ path }) => new FileCells(path),
}) satisfies typeof SdkStorage;
