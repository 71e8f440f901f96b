import { deepEqual, equal, ok } from "node:assert/strict";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { LOG_FILE_LIMIT, LogFile } from "../../hosts/node/log-file.ts";

describe("Log file", () => {
	let folder = "";
	let problems: string[] = [];

	beforeEach(() => {
		folder = mkdtempSync(join(tmpdir(), "doorbell-"));
		problems = [];
	});

	afterEach(() => rmSync(folder, { recursive: true, force: true }));

	const open = (...path: string[]) => new LogFile(join(folder, ...path), (problem) => problems.push(problem));

	it("keeps lines across restarts, in a folder that it makes itself", () => {
		open("data", "doorbell.log").append("one");
		open("data", "doorbell.log").append("two é");
		equal(readFileSync(join(folder, "data", "doorbell.log"), "utf8"), "one\ntwo é\n");
		equal(statSync(join(folder, "data", "doorbell.log")).mode & 0o777, 0o600);
	});

	it("never takes more than two files of its limit", () => {
		const log = open("doorbell.log");
		const line = "x".repeat(99_999);
		for (let count = 0; count < 35; count += 1) log.append(line);
		ok(statSync(join(folder, "doorbell.log")).size <= LOG_FILE_LIMIT);
		equal(statSync(join(folder, "doorbell.log.old")).size, LOG_FILE_LIMIT);
		deepEqual(problems, []);
	});

	it("survives that it cannot be written, and says so once", () => {
		mkdirSync(join(folder, "doorbell.log"));
		const log = open("doorbell.log");
		log.append("one");
		log.append("two");
		equal(problems.length, 1);
		ok(problems[0]!.includes("doorbell.log cannot be written"));
		ok(!existsSync(join(folder, "doorbell.log.old")));
	});
});
