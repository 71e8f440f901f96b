import { deepEqual, equal, ok } from "node:assert/strict";
import { type AuditEntry, PAGE_ENTRIES } from "../../modules/doorbell/audit.ts";
import { FOLD_TIME, REFUSAL_PAUSE, REFUSALS_AT_ONCE } from "../../modules/drivers/audit-folds.ts";
import { AuditStore, DEED_PAGES, REFUSAL_PAGES, RESTART_LIMIT } from "../../modules/drivers/audit-store.ts";
import { VirtualStorage } from "../../simulator/virtual-storage.ts";

const DAY = 86_400_000;

/** An audit, with time that moves only when told. */
class Bench {
	readonly storage: VirtualStorage;
	readonly lines: string[] = [];
	now = 1_000;
	time: number | undefined = 1_767_225_600_000;
	writes = 0;
	/** Why the device has started though nobody asked for it. */
	restarted: string | undefined;
	audit: AuditStore;

	constructor(storage = new VirtualStorage()) {
		this.storage = storage;
		this.audit = this.restart();
		storage.hook = (operation) => {
			if (operation === "write") this.writes += 1;
		};
	}

	restart(): AuditStore {
		const clock = { now: () => this.now, time: () => this.time };
		const note = (level: string, text: string) => void this.lines.push(`${level}: ${text}`);
		this.audit = new AuditStore({ storage: this.storage, clock, restarted: this.restarted }, { note });
		return this.audit;
	}

	all(): AuditEntry[] {
		const entries: AuditEntry[] = [];
		for (let page = this.audit.after(0); page.length > 0; page = this.audit.after(entries.at(-1)!.id)) {
			ok(page.length <= PAGE_ENTRIES);
			entries.push(...page);
		}
		return entries;
	}

	/** In short: "opened **610 Door opened", with the count where it is above 1. */
	told(): string[] {
		return this.all().map(({ kind, source, reason, times }) => {
			const text = [kind, source, reason].filter((part) => part !== "").join(" ");
			return times === 1 ? text : `${text} ×${times}`;
		});
	}
}

describe("Audit store", () => {
	it("keeps what happened, with time, source and reason, over a restart", () => {
		const bench = new Bench();
		bench.audit.note("opened", "**610", "Door opened by Code 1");
		bench.time = undefined;
		bench.audit.note("refused", "192.0.2.66", "Wrong code");
		const entries = [
			{ id: 1, time: 1_767_225_600_000, times: 1, kind: "opened", source: "**610", reason: "Door opened by Code 1" },
			{ id: 2, time: undefined, times: 1, kind: "refused", source: "192.0.2.66", reason: "Wrong code" },
		];
		deepEqual(bench.all(), entries);
		bench.restart();
		deepEqual(bench.all(), entries);
		bench.audit.note("opened", "**611", "Door opened by Code 1");
		deepEqual(
			bench.all().map(({ id }) => id),
			[1, 2, 3],
		);
	});

	it("gives those above a number, page by page, in their order", () => {
		const bench = new Bench();
		for (let turn = 1; turn <= 40; turn++) bench.audit.note(turn % 3 ? "opened" : "code", `${turn}`, "x");
		deepEqual(
			bench.all().map(({ id }) => id),
			Array.from({ length: 40 }, (_, index) => index + 1),
		);
		deepEqual(
			bench.audit.after(38).map(({ id }) => id),
			[39, 40],
		);
		deepEqual(bench.audit.after(40), []);
	});

	it("writes one page per entry, and forgets the oldest page when all are full", () => {
		const bench = new Bench();
		const total = (DEED_PAGES + 2) * PAGE_ENTRIES + 3;
		for (let turn = 1; turn <= total; turn++) bench.audit.note("opened", `${turn}`, "x");
		equal(bench.writes, total);
		const ids = bench.all().map(({ id }) => id);
		deepEqual([ids[0], ids.at(-1), ids.length], [3 * PAGE_ENTRIES + 1, total, (DEED_PAGES - 1) * PAGE_ENTRIES + 3]);
		bench.restart().note("opened", "after", "x");
		equal(bench.all().at(-1)?.id, total + 1);
		equal(bench.all().length, ids.length + 1);
	});

	it("goes on where storage fails, and says so once", () => {
		const bench = new Bench();
		bench.audit.note("opened", "1", "x");
		bench.storage.hook = (operation) => {
			if (operation !== "read") throw new Error("full");
		};
		for (let turn = 0; turn < 3; turn++) bench.audit.note("opened", "2", "x");
		deepEqual(bench.lines, ["error: What the door did cannot be stored: the audit has gaps"]);
		bench.storage.hook = () => {
			throw new Error("worn");
		};
		bench.restart().started();
		deepEqual(bench.all(), []);
		bench.storage.hook = undefined;
		deepEqual(bench.told(), ["opened 1 x"]);
	});

	it("keeps what can be read of broken pages, and goes on behind it", () => {
		const bench = new Bench();
		for (let turn = 0; turn < 3; turn++) bench.audit.note("opened", `${turn}`, "x");
		bench.storage.write("audit.0", `${bench.storage.read("audit.0")}garbage\n`);
		bench.storage.write("audit.5", "\0".repeat(9_999));
		bench.restart().note("opened", "next", "x");
		deepEqual(
			bench.all().map(({ id }) => id),
			[1, 2, 3, 4],
		);
	});

	it("is forgotten as a whole", () => {
		const bench = new Bench();
		bench.audit.note("opened", "1", "x");
		bench.audit.note("refused", "1", "x");
		bench.audit.forget();
		deepEqual(bench.all(), []);
		bench.audit.note("opened", "2", "x");
		deepEqual(bench.told(), ["opened 2 x"]);
	});
});

describe("Audit store: attackers", () => {
	it("who try again and again are counted in one entry, with few writes", () => {
		const bench = new Bench();
		for (let turn = 0; turn < 10_000; turn++) bench.audit.note("refused", "192.0.2.66", "Wrong code");
		deepEqual(bench.told(), ["refused 192.0.2.66 Wrong code ×8192"]);
		ok(bench.writes <= 15, `${bench.writes}`);
		bench.now += FOLD_TIME;
		bench.audit.note("refused", "192.0.2.66", "Wrong code");
		equal(bench.all().length, 2);
	});

	it("who come from ever new addresses wear nothing out", () => {
		const bench = new Bench();
		for (let turn = 0; turn < 10_000; turn++) {
			bench.audit.note("refused", `192.0.2.${turn}`, "Wrong code");
			bench.audit.note("login-refused", `192.0.2.${turn}`, "Wrong password");
		}
		ok(bench.writes <= REFUSALS_AT_ONCE + 2 * 16, `${bench.writes}`);
		const counted = bench.told().filter((text) => text.includes("others"));
		deepEqual(counted, ["refused others Wrong code ×8192", "login-refused others Wrong password ×8192"]);
		const before = bench.writes;
		for (let at = 0; at < DAY; at += 1_000) {
			bench.now += 1_000;
			bench.audit.note("refused", `192.0.2.${at}`, "Wrong code");
		}
		ok(bench.writes - before <= DAY / REFUSAL_PAUSE + 4 * 16, `${bench.writes - before} writes in a day`);
	});

	it("cannot wash openings and changes away, for refusals have pages of their own", () => {
		const bench = new Bench();
		bench.audit.note("opened", "**610", "Door opened by Code 1");
		bench.audit.note("setting", "192.0.2.9", "Settings changed: door.seconds");
		for (let turn = 0; turn < 5_000; turn++) {
			bench.now += REFUSAL_PAUSE;
			bench.audit.note("refused", `${turn}`, "Wrong code");
		}
		deepEqual(bench.told().slice(0, 2), [
			"opened **610 Door opened by Code 1",
			"setting 192.0.2.9 Settings changed: door.seconds",
		]);
		ok(bench.all().length <= 2 + REFUSAL_PAGES * PAGE_ENTRIES);
	});

	it("leave openings uncounted: each has an entry of its own", () => {
		const bench = new Bench();
		for (let turn = 0; turn < 3; turn++) bench.audit.note("opened", "**610", "Door opened by Code 1");
		equal(bench.told().length, 3);
	});
});

describe("Audit store: restarts", () => {
	it("have their reason", () => {
		const bench = new Bench();
		bench.audit.started();
		bench.audit.leaving("192.0.2.9", "Restart from the page");
		bench.restart().started();
		bench.restart().started();
		deepEqual(bench.told(), ["restart Power-up", "restart 192.0.2.9 Restart from the page", "restart Power-up"]);
	});

	it("that nobody asked for are told apart", () => {
		const bench = new Bench();
		bench.audit.leaving("192.0.2.9", "Restart from the page");
		bench.restarted = "the program ran out of memory";
		bench.restart().started();
		bench.restarted = undefined;
		bench.restart().started();
		deepEqual(bench.told(), ["restart the program ran out of memory", "restart Power-up"]);
	});

	it("in a row are counted, but not without end", () => {
		const bench = new Bench();
		for (let turn = 0; turn < 500; turn++) bench.restart().started();
		deepEqual(bench.told(), [`restart Power-up ×${RESTART_LIMIT}`]);
		equal(bench.writes, RESTART_LIMIT);
	});
});
