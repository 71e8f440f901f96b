import { deepEqual, equal } from "node:assert/strict";
import type { Caller } from "../../modules/doorbell/lock/code.ts";
import { ANNA, Door, STRANGER } from "./door.ts";

const KNOWN: Caller = Object.freeze({ source: "22", trust: "known" });

describe("Who may call", () => {
	it("everyone, known or not", () => {
		for (const caller of [KNOWN, STRANGER]) {
			deepEqual(new Door({ from: "everyone" }).called(-1, ANNA, caller).deeds(), ["ring -1", "answer -1"]);
		}
	});

	it("known callers only: others are refused with a line", () => {
		const door = new Door({ from: "known" });
		deepEqual(door.called(-1, ANNA, STRANGER).deeds(), ["reject -1 unwanted"]);
		deepEqual(door.called(-2, ANNA, STRANGER).lines(), [
			"A call from Anna (22) was refused: only known callers may call",
		]);
		deepEqual(door.called(-3, { name: "", number: "" }, STRANGER).lines(), [
			"A call from an unknown caller was refused: only known callers may call",
		]);
		deepEqual(door.called(-4, ANNA, KNOWN).deeds(), ["ring -4", "answer -4"]);
	});

	it("nobody, known or not", () => {
		const door = new Door({ from: "nobody" });
		deepEqual(door.called(-1, ANNA, KNOWN).deeds(), ["reject -1 unwanted"]);
		deepEqual(door.called(-2, ANNA, STRANGER).lines(), ["A call from Anna (22) was refused: nobody may call"]);
	});

	it("says beforehand whether a caller would ring", () => {
		const would = (from: "everyone" | "known" | "nobody") =>
			[KNOWN, STRANGER].map((caller) => new Door({ from }).doorbell.admits(caller));
		deepEqual(
			[would("everyone"), would("known"), would("nobody")],
			[
				[true, true],
				[true, false],
				[false, false],
			],
		);
		equal(new Door().press().doorbell.admits(KNOWN), false);
	});

	it("a refused caller changes nothing: neither state nor lamp nor the call that there is", () => {
		const door = new Door({ from: "known", waiting: "ringing" }).placed();
		const { state } = door;
		const blinks = door.lamp.length;
		door.take();
		deepEqual(door.called(-1, ANNA, STRANGER).deeds(), ["reject -1 unwanted"]);
		deepEqual(door.ended(-1, "local", 480).take(), []);
		equal(door.state, state);
		equal(door.lamp.length, blinks);
		equal(door.doorbell.call(door.now)?.waiting, undefined);
	});

	it("does not hear whether the doorbell is busy", () => {
		const door = new Door({ from: "known" }).placed();
		door.take();
		deepEqual(door.called(-1, ANNA, STRANGER).deeds(), ["reject -1 unwanted"]);
		deepEqual(door.called(-2, ANNA, KNOWN).deeds(), ["reject -2 busy"]);
	});

	it("counts at once when it is changed", () => {
		const door = new Door({ from: "nobody" });
		door.tell((doorbell, now) => doorbell.configure({ ...door.settings, from: "everyone" }, false, now));
		door.take();
		deepEqual(door.called(-1).deeds(), ["ring -1", "answer -1"]);
	});
});
