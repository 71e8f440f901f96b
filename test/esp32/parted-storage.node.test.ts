import { equal, throws } from "node:assert/strict";
import { CELL_LIMIT, PART_LIMIT, PartedStorage } from "../../hosts/esp32/machines/parted-storage.ts";
import { text } from "../../hosts/node/text.ts";
import { formatDocument } from "../../modules/config/document.ts";
import { SCHEMA, type SettingKey } from "../../modules/config/schema.ts";
import { complete } from "../../modules/config/settings.ts";
import { VirtualStorage } from "../../simulator/virtual-storage.ts";

describe("Storage of the board: the longest values", () => {
	it("takes as many parts as there may be", () => {
		const storage = new PartedStorage(new VirtualStorage(), text);
		const value = "x".repeat(PART_LIMIT * CELL_LIMIT);
		storage.write("settings", value);
		equal(storage.read("settings"), value);
	});

	it("does not take more, and keeps the old value", () => {
		const storage = new PartedStorage(new VirtualStorage(), text);
		storage.write("settings", "old");
		throws(() => storage.write("settings", "x".repeat(PART_LIMIT * CELL_LIMIT + 1)), /too long/);
		equal(storage.read("settings"), "old");
	});

	it("has room for all settings, each as long as it may be, in any writing", () => {
		const texts = Object.entries(SCHEMA).flatMap(([key, { fallback, maximum }]: [string, Sizes]) =>
			typeof fallback === "string" && maximum !== undefined ? [[key, "\u{1d4b3}".repeat(maximum)] as const] : [],
		);
		const settings = complete(Object.fromEntries(texts) as Partial<Record<SettingKey, never>>);
		const storage = new PartedStorage(new VirtualStorage(), text);
		storage.write("settings", formatDocument(settings));
		equal(storage.read("settings"), formatDocument(settings));
	});
});

interface Sizes {
	readonly fallback: unknown;
	readonly maximum?: number;
}
