import { equal } from "node:assert/strict";
import type { Storage } from "../../modules/host.ts";
import type { Fact } from "./contract.ts";

export interface StorageWorld {
	/** Opens the same storage again, as after a restart. */
	readonly open: () => Storage;
}

export const storageContract: readonly Fact<StorageWorld>[] = [
	{
		title: "reads what was written last, also after a restart",
		steps({ open }) {
			const storage = open();
			equal(storage.read("settings"), undefined);
			storage.write("settings", "one");
			storage.write("settings", "two");
			storage.write("other", "");
			equal(storage.read("settings"), "two");
			equal(open().read("settings"), "two");
			equal(open().read("other"), "");
			return [];
		},
	},
	{
		title: "forgets what was deleted, also after a restart",
		steps({ open }) {
			const storage = open();
			storage.write("settings", "one");
			storage.write("other", "two");
			storage.delete("settings");
			storage.delete("never written");
			equal(storage.read("settings"), undefined);
			equal(open().read("settings"), undefined);
			equal(open().read("other"), "two");
			return [];
		},
	},
	{
		title: "keeps every text and every key",
		steps({ open }) {
			const text = '{"name": "Haustür \u{1f514}"}\r\n\t\\ \u0001';
			for (const key of ["settings", "__proto__", "constructor", "a/b.c"]) {
				equal(open().read(key), undefined);
				open().write(key, key + text);
			}
			for (const key of ["settings", "__proto__", "constructor", "a/b.c"]) equal(open().read(key), key + text);
			return [];
		},
	},
];
