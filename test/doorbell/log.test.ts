import { deepEqual, equal, ok } from "node:assert/strict";
import { LOG_LIMIT, Log, type LogEntry, SIZE_LIMIT, TEXT_LIMIT } from "../../modules/doorbell/log.ts";

function entries(log: Log, id = 0): LogEntry[] {
	const found: LogEntry[] = [];
	for (let entry = log.after(id); entry; entry = log.after(entry.id)) found.push(entry);
	return found;
}

function texts(log: Log, id = 0): string[] {
	return entries(log, id).map(({ text }) => text);
}

describe("Log", () => {
	it("numbers its entries from 1 and gives them back", () => {
		const log = new Log();
		equal(log.last, 0);
		equal(log.after(0), undefined);
		const first = log.add("info", "Button 1 (Front) pressed", 1_767_225_600_000);
		log.add("error", "Nobody to call", undefined);
		deepEqual(first, { id: 1, time: 1_767_225_600_000, level: "info", text: "Button 1 (Front) pressed" });
		deepEqual(entries(log), [first, { id: 2, time: undefined, level: "error", text: "Nobody to call" }]);
		equal(log.last, 2);
	});

	it("gives what came after a number", () => {
		const log = new Log();
		for (const text of ["a", "b", "c"]) log.add("info", text, 0);
		deepEqual(texts(log, 1), ["b", "c"]);
		deepEqual(texts(log, 3), []);
		deepEqual(texts(log, 99), []);
		deepEqual(texts(log, -5), ["a", "b", "c"]);
		equal(log.after(2)?.id, 3);
	});

	it("knows a time of 0 from an unknown one", () => {
		const log = new Log();
		log.add("sent", "x", 0);
		equal(log.after(0)?.time, 0);
	});

	it("keeps so many entries and drops the oldest", () => {
		const log = new Log();
		for (let number = 1; number <= LOG_LIMIT + 20; number += 1) log.add("info", `${number}`, 0);
		const kept = entries(log);
		equal(kept.length, LOG_LIMIT);
		deepEqual(kept[0], { id: 21, time: 0, level: "info", text: "21" });
		equal(log.last, LOG_LIMIT + 20);
		deepEqual(texts(log, 5).length, LOG_LIMIT);
	});

	it("keeps so many characters and drops the oldest", () => {
		const log = new Log();
		for (let number = 0; number < LOG_LIMIT; number += 1)
			log.add("received", "x".repeat(TEXT_LIMIT), 1_767_225_600_000);
		const size = entries(log).reduce((sum, { text }) => sum + text.length, 0);
		ok(size <= SIZE_LIMIT);
		ok(size > SIZE_LIMIT / 2);
		equal(entries(log).at(-1)?.id, LOG_LIMIT);
	});

	it("cuts long texts", () => {
		const log = new Log();
		equal(log.add("info", "x".repeat(10_000), 0).text.length, TEXT_LIMIT);
		equal(texts(log)[0]?.length, TEXT_LIMIT);
	});

	it("lets no caller's name end a line or command a terminal", () => {
		const log = new Log();
		equal(log.add("info", "a\tb\r\nc\x1b[2Jd\x7f\x9b\0e", 0).text, "a b  c [2Jd   e");
		deepEqual(texts(log), ["a b  c [2Jd   e"]);
	});
});
