import { deepEqual, equal, match, ok, throws } from "node:assert/strict";
import {
	existsSync,
	mkdirSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	rmSync,
	statSync,
	writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { FileStorage } from "../../hosts/node/storage.ts";
import { play } from "./contract.ts";
import { storageContract } from "./storage-contract.ts";

describe("Storage in a file", () => {
	let folder: string;
	let path: string;
	let problems: string[];
	const open = () => new FileStorage(path, (problem) => problems.push(problem));

	beforeEach(() => {
		folder = mkdtempSync(join(tmpdir(), "doorbell-"));
		path = join(folder, "data", "doorbell.json");
		problems = [];
	});

	afterEach(() => rmSync(folder, { recursive: true, force: true }));

	for (const { title, steps } of storageContract) {
		it(title, () => {
			play(steps({ open }), () => {});
			deepEqual(problems, []);
		});
	}

	it("makes nothing before the first write", () => {
		equal(open().read("settings"), undefined);
		open().delete("settings");
		deepEqual(readdirSync(folder), []);
	});

	it("is one JSON file that only its owner can read", () => {
		open().write("settings", "one");
		deepEqual(JSON.parse(readFileSync(path, "utf8")), { settings: "one" });
		if (process.platform !== "win32") {
			equal(statSync(path).mode & 0o777, 0o600);
			equal(statSync(join(folder, "data")).mode & 0o777, 0o700);
		}
	});

	it("keeps the old value when a write fails, on disk and in memory", () => {
		const storage = open();
		storage.write("settings", "old");
		mkdirSync(`${path}.new`);
		throws(() => storage.write("settings", "new"));
		equal(storage.read("settings"), "old");
		equal(open().read("settings"), "old");
	});

	it("replaces what an interrupted write has left behind", () => {
		open().write("settings", "old");
		writeFileSync(`${path}.new`, '{"settings": "ne', { mode: 0o644 });
		equal(open().read("settings"), "old");
		open().write("settings", "new");
		equal(open().read("settings"), "new");
		ok(!existsSync(`${path}.new`));
		if (process.platform !== "win32") equal(statSync(path).mode & 0o777, 0o600);
	});

	for (const damaged of ["", '{"settings": "on', "[]", "null", '{"settings": 1}', "\0\0\0\0"]) {
		it(`keeps a damaged file aside: ${JSON.stringify(damaged)}`, () => {
			mkdirSync(join(folder, "data"));
			writeFileSync(path, damaged);
			const storage = open();
			equal(problems.length, 1);
			match(problems[0] ?? "", /damaged.*\.broken/);
			equal(readFileSync(`${path}.broken`, "utf8"), damaged);
			equal(storage.read("settings"), undefined);
			storage.write("settings", "one");
			equal(open().read("settings"), "one");
			equal(problems.length, 1);
		});
	}

	it("does not start over a file that it cannot read", () => {
		mkdirSync(path, { recursive: true });
		throws(open);
		ok(existsSync(path));
	});
});
