import { deepEqual, equal, ok, throws } from "node:assert/strict";
import { CELL_LIMIT, KEY_LIMIT, PartedStorage } from "../../hosts/esp32/machines/parted-storage.ts";
import { SETTINGS_KEY } from "../../modules/drivers/settings-store.ts";
import type { Storage } from "../../modules/host.ts";
import { utf8 } from "../../simulator/utf8.ts";

/** Bytes of a string that NVS takes, and of a key. */
const NVS_STRING = 3_999;
const NVS_KEY = 15;
/** Entries of 32 bytes that one page of NVS has, and what a string takes of them. */
const PAGE = 126;
const entries = (value: string) => 1 + Math.ceil((utf8.encode(value).length + 1) / 32);

/** Cells as NVS has them: so many entries, each write whole or not done at all, and power that may be cut at any. */
class Cells implements Storage {
	readonly values = new Map<string, string>();
	/** Writes and deletions that were done. */
	done = 0;
	/** How many are done before the power is cut, and whether the one at which it is cut is done as well. */
	last = Number.POSITIVE_INFINITY;
	late = false;
	cut = false;
	room = Number.POSITIVE_INFINITY;

	read(key: string): string | undefined {
		if (this.cut) throw new Error("the power is cut");
		return this.values.get(key);
	}

	write(key: string, value: string): void {
		ok(key.length <= NVS_KEY, key);
		ok(utf8.encode(value).length <= NVS_STRING, key);
		this.#change(() => {
			// The new item is written before the old one is given up.
			if (this.taken + entries(value) > this.room) throw new Error("no room");
			this.values.set(key, value);
		});
	}

	delete(key: string): void {
		this.#change(() => void this.values.delete(key));
	}

	get taken(): number {
		let taken = 0;
		for (const value of this.values.values()) taken += entries(value);
		return taken;
	}

	#change(change: () => void): void {
		const fails = this.cut || this.done >= this.last;
		if (!fails || (!this.cut && this.late)) {
			change();
			this.done += 1;
		}
		if (!fails) return;
		this.cut = true;
		throw new Error("the power is cut");
	}
}

function text(length: number, letter = "x"): string {
	return letter.repeat(length);
}

/** What a storage goes through: key and value, `undefined` to delete. */
const LIFE: readonly (readonly [string, string | undefined])[] = [
	["settings", "short"],
	["settings", text(3 * CELL_LIMIT, "a")],
	["tries", "1 2\n"],
	["settings", text(2 * CELL_LIMIT + 1, "b")],
	["settings", text(3 * CELL_LIMIT - 7, "c")],
	["settings", text(CELL_LIMIT + 1, "ü")],
	["settings", text(CELL_LIMIT, "d")],
	["phones", text(2_500, "e")],
	["tries", undefined],
	["settings", text(4_100, "f")],
	["phones", undefined],
	["settings", "short again"],
];

describe("Storage of the board, in cells of NVS", () => {
	it("gives back what was written, however long", () => {
		const storage = new PartedStorage(new Cells(), utf8);
		for (const length of [0, 1, CELL_LIMIT / 4, CELL_LIMIT, CELL_LIMIT + 1, 4_000, 5_000])
			for (const letter of ["x", "ü", "€", "𝒳"]) {
				const value = text(Math.floor(length / utf8.encode(letter).length), letter);
				storage.write("settings", value);
				equal(storage.read("settings"), value);
			}
		storage.delete("settings");
		equal(storage.read("settings"), undefined);
	});

	it("keeps short values as they are, one cell each", () => {
		const cells = new Cells();
		const storage = new PartedStorage(cells, utf8);
		storage.write("tries", "3 5\n");
		storage.write(SETTINGS_KEY, text(CELL_LIMIT));
		equal(cells.done, 2);
		deepEqual([...cells.values.keys()], ["tries", SETTINGS_KEY]);
		equal(cells.values.get("tries"), "3 5\n");
	});

	it("takes half a page of NVS for the longest cell", () => {
		equal(entries(text(CELL_LIMIT)), PAGE / 2);
	});

	it("takes values for values, whatever they begin with", () => {
		const storage = new PartedStorage(new Cells(), utf8);
		for (const value of ["\u0001a3 20", "\u0001", "\u0001\u0001"]) {
			storage.write("note", value);
			equal(storage.read("note"), value);
		}
	});

	it("leaves nothing behind", () => {
		const cells = new Cells();
		const storage = new PartedStorage(cells, utf8);
		for (const [key, value] of LIFE) if (value !== undefined) storage.write(key, value);
		for (const [key] of LIFE) storage.delete(key);
		equal(cells.values.size, 0);
	});

	it("does not take keys that are too long for their parts", () => {
		const storage = new PartedStorage(new Cells(), utf8);
		throws(() => storage.read(text(KEY_LIMIT + 1)), RangeError);
		throws(() => storage.write("", "x"), RangeError);
		storage.write(text(KEY_LIMIT), text(2 * CELL_LIMIT));
	});

	it("says so when a part is missing", () => {
		const cells = new Cells();
		const storage = new PartedStorage(cells, utf8);
		storage.write("settings", text(2 * CELL_LIMIT));
		for (const [key] of cells.values) if (key !== "settings") cells.values.delete(key);
		throws(() => storage.read("settings"), /damaged/);
		storage.write("settings", "new");
		equal(storage.read("settings"), "new");
	});

	it("keeps the old value where there is no room, and leaves no parts behind", () => {
		for (let room = entries("old") + 1; room < 4 * PAGE; room++) {
			const cells = new Cells();
			const storage = new PartedStorage(cells, utf8);
			storage.write("settings", text(CELL_LIMIT + 5, "o"));
			const { taken } = cells;
			cells.room = taken + room;
			const value = text(3 * CELL_LIMIT, "n");
			try {
				storage.write("settings", value);
				equal(storage.read("settings"), value);
			} catch {
				equal(storage.read("settings"), text(CELL_LIMIT + 5, "o"));
				equal(cells.taken, taken);
			}
		}
	});

	for (const late of [false, true])
		it(`has the old or the new value after a power cut ${late ? "behind" : "before"} every write`, () => {
			const whole = new Cells();
			const storage = new PartedStorage(whole, utf8);
			for (const [key, value] of LIFE) value === undefined ? storage.delete(key) : storage.write(key, value);
			ok(whole.done > 40, `${whole.done} writes`);
			for (let last = 0; last < whole.done; last++) checkCut(last, late);
		});
});

/** Lives until the power is cut, looks at what is there, and goes on. */
function checkCut(last: number, late: boolean): void {
	const cells = new Cells();
	Object.assign(cells, { last, late });
	const storage = new PartedStorage(cells, utf8);
	const before = new Map<string, string | undefined>();
	let step = 0;
	for (const [key, value] of LIFE) {
		try {
			if (value === undefined) storage.delete(key);
			else storage.write(key, value);
		} catch {
			// Whoever asked gets no answer any more.
		}
		if (cells.cut) break;
		before.set(key, value);
		step += 1;
	}
	ok(cells.cut);
	Object.assign(cells, { last: Number.POSITIVE_INFINITY, cut: false });
	const next = new PartedStorage(cells, utf8);
	const [changed, value] = LIFE[step]!;
	for (const key of ["settings", "tries", "phones"]) {
		const found = next.read(key);
		if (key === changed) ok(found === before.get(key) || found === value, `${key} after ${last} writes`);
		else equal(found, before.get(key), `${key} after ${last} writes`);
	}
	// Whatever was left over goes with the next write of the same key.
	for (const key of ["settings", "tries", "phones"]) next.write(key, `${key} now`);
	equal(cells.values.size, 3, `leftovers after ${last} writes`);
}
