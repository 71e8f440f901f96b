import { VirtualStorage } from "../../simulator/virtual-storage.ts";

/** Bytes that everything stored may take. */
const SIZE = 6_000;

type Entries = readonly (readonly [key: string, value: string])[];

/** A storage whose contents take the same room in the heap whatever they are: on the board they are in flash. */
export class Flash extends VirtualStorage {
	readonly #image = new Uint8Array(SIZE);
	#length = 0;

	override read(key: string): string | undefined {
		return this.#entries.find(([name]) => name === key)?.[1];
	}

	override write(key: string, value: string): void {
		this.#keep([...this.#others(key), [key, value]]);
	}

	override delete(key: string): void {
		this.#keep(this.#others(key));
	}

	get #entries(): Entries {
		return this.#length === 0 ? [] : JSON.parse(xs.decode(this.#image.subarray(0, this.#length)));
	}

	#others(key: string): Entries {
		return this.#entries.filter(([name]) => name !== key);
	}

	#keep(entries: Entries): void {
		const bytes = new Uint8Array(ArrayBuffer.fromString(JSON.stringify(entries)));
		this.#image.set(bytes);
		this.#length = bytes.length;
	}
}
