import { deepEqual, equal, match } from "node:assert/strict";
import { type Figures, gatedCounts, judge, type Measured } from "../../tools/bench/gate.ts";
import type { Row, Section } from "../../tools/bench/section.ts";

const SECTION: Section = { id: "reading", title: "Reading SIP messages", measure: async () => [] };
const GCC = "gcc 12.2.0";

const measured = (...rows: readonly Row[]): Measured[] => [{ section: SECTION, rows }];
const count = (value: number, more: Partial<Row> = {}): Row => ({
	name: "INVITE",
	unit: "bytecodes",
	value,
	gate: true,
	...more,
});
const figures = (counts: Figures["counts"], compiler = GCC): Figures => ({ compiler, counts });

describe("Bench gate: a count against the committed figure", () => {
	const KNOWN = figures({ "reading/INVITE/bytecodes": 1000 });

	it("passes when it is the same, better, or at most 3 % worse", () => {
		for (const value of [0, 900, 1000, 1030]) deepEqual(judge(measured(count(value)), KNOWN, GCC).failures, []);
	});

	it("fails when it is more than 3 % worse, and tells both figures", () => {
		deepEqual(judge(measured(count(1031)), KNOWN, GCC).failures, ["reading/INVITE/bytecodes: 1031, it was 1000"]);
	});

	it("fails at the first slot where there was none", () => {
		const none = figures({ "reading/INVITE/slots": 0 });
		equal(judge(measured(count(0, { unit: "slots" })), none, GCC).failures.length, 0);
		equal(judge(measured(count(1, { unit: "slots" })), none, GCC).failures.length, 1);
	});

	it("fails when it has no figure, and says how to measure one", () => {
		match(judge(measured(count(1)), figures({}), GCC).failures[0]!, /npm run bench -- --write/);
	});

	it("never fails for what is not gated, or is no number", () => {
		const rows = [count(9000, { gate: false }), count(0, { value: "no: stack overflow", unit: "in the heap" })];
		const { failures, compared } = judge(measured(...rows), figures({}), GCC);
		deepEqual([failures, compared], [[], 0]);
	});

	it("tells how many figures were not measured now", () => {
		const more = figures({ ...KNOWN.counts, "reading/A/slots": 7, "reading/B/slots": 7, "media/frame/bytecodes": 9 });
		const { failures, unchecked, compared } = judge(measured(count(1000)), more, GCC);
		deepEqual(
			[failures, unchecked, compared],
			[[], ["reading: 2 of the figures for slots, which were not measured here"], 1],
		);
	});
});

describe("Bench gate: the budget", () => {
	it("must be kept, however little is missing, and whatever the figure was", () => {
		for (const before of [4490, 4600]) {
			const known = figures({ "reading/INVITE/bytecodes": before });
			deepEqual(judge(measured(count(4600, { limit: 4500 })), known, GCC).failures, [
				"reading/INVITE/bytecodes: 4600, the budget allows 4500",
			]);
			deepEqual(judge(measured(count(4500, { limit: 4500 })), known, GCC).failures, []);
		}
	});
});

describe("Bench gate: native instructions", () => {
	const native = count(9000, { unit: "native instructions" });
	const known = figures({ "reading/INVITE/native instructions": 1000 });

	it("are compared when the same compiler made the engine", () => {
		equal(judge(measured(native), known, GCC).failures.length, 1);
	});

	it("of another compiler are not, nor held against the budget, which is said", () => {
		const { failures, unchecked } = judge(measured({ ...native, limit: 500 }), known, "gcc 14.1.0");
		deepEqual(failures, []);
		deepEqual(unchecked, ["native instructions: compiled by gcc 14.1.0, the figures by gcc 12.2.0"]);
	});
});

describe("Bench figures", () => {
	it("are the gated counts by section, name and unit", () => {
		const rows = [count(7), count(1.5, { unit: "times ours", gate: false }), count(3, { unit: "slots" })];
		deepEqual(gatedCounts(measured(...rows)), { "reading/INVITE/bytecodes": 7, "reading/INVITE/slots": 3 });
	});
});
