import { deepEqual, equal, ok } from "node:assert/strict";
import {
	type AuditEntry,
	added,
	lastOf,
	PAGE_ENTRIES,
	PAGE_SIZE,
	REASON_LIMIT,
	readPage,
	repeated,
	SOURCE_LIMIT,
} from "../../modules/doorbell/audit.ts";

const ENTRY: AuditEntry = Object.freeze({
	...{ id: 1, time: 1_767_225_600_000, times: 1, kind: "opened", source: "**610", reason: "Door opened by Code 3" },
} as const);

function pageOf(...entries: readonly Partial<AuditEntry>[]): string {
	let page = "";
	for (const entry of entries) page = added(page, { ...ENTRY, ...entry }) ?? page;
	return page;
}

describe("Audit page", () => {
	it("has its entries in their order, the time of day known or not", () => {
		const entries: AuditEntry[] = [ENTRY, { ...ENTRY, id: 2, time: undefined, kind: "restart", source: "", times: 7 }];
		deepEqual(readPage(pageOf(...entries)), entries);
		equal(lastOf(pageOf(...entries)), 2);
		deepEqual([readPage(""), lastOf("")], [[], 0]);
	});

	it("is full after a number of entries, or of characters", () => {
		let page = "";
		for (let id = 1; id <= PAGE_ENTRIES; id++) page = added(page, { ...ENTRY, id }) ?? "";
		equal(readPage(page).length, PAGE_ENTRIES);
		equal(added(page, ENTRY), undefined);
		const long = { ...ENTRY, source: "\u20ac".repeat(99), reason: "\u20ac".repeat(999) };
		const sizes: number[] = [];
		page = "";
		for (let next = added(page, long); next !== undefined; next = added(page, long)) {
			page = next;
			sizes.push(page.length);
		}
		ok(sizes.length > 4 && page.length <= PAGE_SIZE);
	});

	it("cuts what is long, and keeps what comes from outside within its field", () => {
		const source = `evil\t9\n\x1b[31m${"x".repeat(99)}`;
		const [entry, ...more] = readPage(pageOf({ source, reason: "\r\n".repeat(999) }));
		equal(more.length, 0);
		deepEqual([entry?.source.length, entry?.reason.length], [SOURCE_LIMIT, REASON_LIMIT]);
		equal(/[\0-\x1f]/.test(`${entry?.source}${entry?.reason}`), false);
	});

	it("counts once more what is in it", () => {
		const page = pageOf({ id: 4 }, { id: 5 });
		deepEqual(
			readPage(repeated(page, 4, 8) ?? "").map(({ times }) => times),
			[8, 1],
		);
		equal(repeated(page, 3, 8), undefined);
	});

	it("that is broken keeps what can be read of it", () => {
		const page = pageOf({ id: 4 }, { id: 5 }, { id: 6 });
		for (let cut = 0; cut < page.length; cut++) {
			for (const entry of readPage(page.slice(cut))) deepEqual({ ...entry, id: 1 }, ENTRY);
			ok(readPage(page.slice(0, cut)).length <= 3);
		}
		for (const line of [
			"x",
			"1\t\t1\t99\t\t",
			"1\t\t1\t0\t",
			"1\t\t1\t0\ta\tb\tc",
			"-1\t\t1\t0\ta\tb",
			"1\tx\t1\t0\ta\tb",
		])
			deepEqual(readPage(`${line}\n${page}`).length, 3);
	});
});
