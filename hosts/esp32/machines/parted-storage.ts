import type { Storage, Text } from "../../../modules/host.ts";

/** Characters of a key: NVS has 15, and those of a part end with three more. */
export const KEY_LIMIT = 12;
/**
 * Bytes of a value in one cell. NVS takes up to 3,999 as a string, but only where a page is empty: such a string fills a
 * page of 126 entries of 32 bytes. With half of that (62 entries and one that names them) two cells share a page.
 */
export const CELL_LIMIT = 1_983;
/** Cells of one value: 12 kB, more than all settings together can be. */
export const PART_LIMIT = 6;

/** A character of UTF-8 has so many bytes at most. */
const CHARACTER_BYTES = 4;
/** Begins a cell that says where the parts are: generation, number of parts, bytes in all. */
const MARK = "\u0001";
const HEAD = /^.([ab])([1-6]) ([0-9]{1,5})$/;
/** Bytes of a UTF-8 character after its first one: 10xxxxxx. */
const CONTINUATION_MASK = 0xc0;
const CONTINUATION = 0x80;

type Generation = "a" | "b";

/**
 * Storage in cells of limited size whose writes are atomic, as those of NVS are (ESP-IDF programming guide, "Non-Volatile
 * Storage Library"). A longer value lies in parts beside its cell, of one of two generations; the cell is written last and
 * names them, so that a power cut leaves the old or the new value. What it leaves over goes with the next write of the key.
 *
 * Parts are written from the first one and deleted from the last one: those of a generation are always the first ones.
 */
export class PartedStorage implements Storage {
	#cells: Storage;
	#text: Text;

	constructor(cells: Storage, text: Text) {
		this.#cells = cells;
		this.#text = text;
	}

	/** Throws where a part is missing or damaged. */
	read(key: string): string | undefined {
		const cell = this.#cells.read(checked(key));
		if (!cell?.startsWith(MARK)) return cell;
		const [, generation, count, bytes] = HEAD.exec(cell) ?? [];
		let value = "";
		for (let part = 0; part < Number(count); part++)
			value += this.#cells.read(partKey(key, generation as Generation, part)) ?? "";
		if (this.#text.encode(value).length !== Number(bytes)) throw new Error(`The stored value of ${key} is damaged`);
		return value;
	}

	/** Throws where there is no room, or the flash is worn: then the old value stays. */
	write(key: string, value: string): void {
		const isShort = value.length * CHARACTER_BYTES <= CELL_LIMIT;
		const bytes = isShort ? undefined : this.#text.encode(value);
		if (value.startsWith(MARK) || (bytes && bytes.length > CELL_LIMIT)) {
			this.#writeParts(checked(key), bytes ?? this.#text.encode(value));
			return;
		}
		this.#cells.write(checked(key), value);
		this.#clear(key, "a", 0);
		this.#clear(key, "b", 0);
	}

	delete(key: string): void {
		this.#cells.delete(checked(key));
		this.#clear(key, "a", 0);
		this.#clear(key, "b", 0);
	}

	#writeParts(key: string, bytes: Uint8Array): void {
		const old = this.#cells.read(key)?.startsWith(`${MARK}a`) ? "a" : "b";
		const next = old === "a" ? "b" : "a";
		let part = 0;
		try {
			for (let start = 0; start < bytes.length; part++) {
				if (part === PART_LIMIT) throw new Error(`The value of ${key} is too long to be stored`);
				const end = characterBefore(bytes, start + CELL_LIMIT);
				this.#cells.write(partKey(key, next, part), this.#text.decode(bytes.slice(start, end)));
				start = end;
			}
			this.#cells.write(key, `${MARK}${next}${part} ${bytes.length}`);
		} catch (error) {
			this.#clear(key, next, 0);
			throw error;
		}
		this.#clear(key, next, part);
		this.#clear(key, old, 0);
	}

	/** Deletes the parts of a generation from one on, which are not in use. It does no harm when that fails. */
	#clear(key: string, generation: Generation, from: number): void {
		try {
			let end = from;
			while (end < PART_LIMIT && this.#cells.read(partKey(key, generation, end)) !== undefined) end++;
			for (let part = end - 1; part >= from; part--) this.#cells.delete(partKey(key, generation, part));
		} catch {
			// They take room until the next write.
		}
	}
}

function partKey(key: string, generation: Generation, part: number): string {
	return `${key}~${generation}${part}`;
}

function checked(key: string): string {
	if (key === "" || key.length > KEY_LIMIT) throw new RangeError(`A key has 1 to ${KEY_LIMIT} characters: ${key}`);
	return key;
}

/** The last beginning of a character at or before a place, or the end. */
function characterBefore(bytes: Uint8Array, place: number): number {
	if (place >= bytes.length) return bytes.length;
	let start = place;
	while ((bytes[start]! & CONTINUATION_MASK) === CONTINUATION) start--;
	return start;
}
