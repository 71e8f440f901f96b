import { deepEqual, equal } from "node:assert/strict";
import { formatEntry, isEntry, isShown, keyOf, LINE_LIMIT, type Line, withEntry } from "../../web-assets/log/lines.ts";
import type { LogEntry } from "../../web-assets/model.ts";

const CENTRAL_EUROPE = "CET-1CEST,M3.5.0,M10.5.0/3";
const TIME = Date.UTC(2026, 0, 5, 19, 30);

function entry(id: number, text = `line ${id}`): LogEntry {
	return { id, time: TIME, level: "info", text };
}

function lines(...parts: readonly (readonly [boot: string, id: number])[]): readonly Line[] {
	return parts.reduce<readonly Line[]>((all, [boot, id]) => withEntry(all, boot, entry(id)), []);
}

const keys = (all: readonly Line[]) => all.map((line) => (isEntry(line) ? keyOf(line) : `new ${line.boot}`));

describe("Log of the page", () => {
	it("writes a line as people read it", () => {
		equal(
			formatEntry({ id: 1, time: TIME, level: "info", text: "SIP connection requested" }, CENTRAL_EUROPE),
			"[20:30:00] [INFO] SIP connection requested",
		);
		equal(
			formatEntry({ id: 1, time: TIME, level: "received", text: "INVITE message" }, "UTC0"),
			"[19:30:00] [RECEIVED] INVITE message",
		);
	});

	it("has dashes for a time that nobody knew", () => {
		for (const time of [null, undefined])
			equal(formatEntry({ id: 1, time, level: "error", text: "x" }, "UTC0"), "[--:--:--] [ERROR] x");
	});

	it("takes every entry once, whether by the stream or by polling", () => {
		deepEqual(keys(lines(["a", 1], ["a", 2], ["a", 1], ["a", 2], ["a", 3])), ["a-1", "a-2", "a-3"]);
	});

	it("has a divider where the doorbell started anew", () => {
		deepEqual(keys(lines(["a", 7], ["b-c", 1], ["b-c", 2])), ["a-7", "new b-c", "b-c-1", "b-c-2"]);
	});

	it("names the entry to go on from", () => {
		equal(keyOf([].at(-1)), "");
		equal(keyOf(lines(["a", 1], ["a", 2]).at(-1)), "a-2");
	});

	it("keeps a bounded number of lines, the newest", () => {
		const many = lines(...Array.from({ length: LINE_LIMIT + 10 }, (_, index) => ["a", index + 1] as const));
		equal(many.length, LINE_LIMIT);
		equal(keyOf(many.at(-1)), `a-${LINE_LIMIT + 10}`);
	});

	it("is filtered by level and text, dividers always shown", () => {
		const filter = { levels: ["info"], text: " LINE 2" } as const;
		deepEqual(keys(lines(["a", 1], ["a", 2], ["b", 2]).filter((line) => isShown(line, filter))), [
			"a-2",
			"new b",
			"b-2",
		]);
		equal(isShown(lines(["a", 1])[0]!, { levels: ["error"], text: "" }), false);
	});
});
