import { deepEqual, ok } from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { KEY_LIMIT } from "../../hosts/esp32/machines/parted-storage.ts";
import { CODE_LIMIT } from "../../modules/config/codes.ts";
import { DEED_PAGES, REFUSAL_PAGES } from "../../modules/drivers/audit-store.ts";

const ROOT = join(__dirname, "../..");
/** Declarations of keys, and functions that make them of a number. */
const KEY = /\bconst ([A-Z_]*KEY) = "([^"]*)"/g;
const NUMBERED = /return `([a-z]+\.)\$\{[a-z]+\}`;/g;

function sources(folder: string): string[] {
	return readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" })
		.filter((path) => path.endsWith(".ts"))
		.map((path) => readFileSync(join(ROOT, folder, path), "utf8"));
}

describe("Keys in the storage of the board (NVS: 15 characters, three of them for parts)", () => {
	const files = [...sources("modules"), ...sources("hosts/esp32")];
	const keys = files.flatMap((text) => [...text.matchAll(KEY)].map(([, , key]) => key!));
	const numbered = files
		.filter((text) => text.includes("storage.write("))
		.flatMap((text) => [...text.matchAll(NUMBERED)].map(([, prefix]) => prefix!));

	it("are all found", () => {
		for (const key of ["settings", "admin", "phones", "quiet", "tries", "restart", "wifi", "update"])
			ok(keys.includes(key), key);
		deepEqual(numbered.sort(), ["audit.", "code."]);
	});

	it("fit", () => {
		const largest = Math.max(CODE_LIMIT, DEED_PAGES + REFUSAL_PAGES);
		for (const key of [...keys, ...numbered.map((prefix) => `${prefix}${largest}`)])
			ok(key.length > 0 && key.length <= KEY_LIMIT, key);
	});

	it("are all different", () => {
		deepEqual(keys.length, new Set(keys).size);
	});
});
