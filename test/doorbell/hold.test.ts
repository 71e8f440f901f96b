import { deepEqual, equal } from "node:assert/strict";
import { Door } from "./door.ts";

/** A call that the doorbell placed to the attic and that talks. */
function talking(settings = {}): Door {
	const door = new Door(settings).placed();
	door.take();
	return door;
}

describe("Hold from the door", () => {
	it("holds and resumes, once each", () => {
		const door = talking();
		deepEqual(door.order("hold").order("hold").deeds(), ["hold 1"]);
		equal(door.doorbell.call(door.now)?.onHold, true);
		deepEqual(door.order("resume").order("resume").deeds(), ["resume 1"]);
		equal(door.doorbell.call(door.now)?.onHold, false);
	});

	it("says what it does", () => {
		deepEqual(talking().order("hold").order("resume").lines(), [
			"Call with attic put on hold",
			"The call with attic goes on",
		]);
	});

	it("that the other side refuses leaves all as it was, and says so", () => {
		const door = talking().order("hold");
		door.take();
		deepEqual(door.changed({ type: "hold refused", call: 1 }).lines(), ["error: The other side cannot be put on hold"]);
		equal(door.doorbell.call(door.now)?.onHold, false);
		door.order("hold").order("resume");
		door.take();
		deepEqual(door.changed({ type: "hold refused", call: 1 }).lines(), [
			"error: The other side did not take the call back",
		]);
		equal(door.doorbell.call(door.now)?.onHold, true);
	});

	it("a code still counts: the person holds the phone", () => {
		const door = talking({ codes: [{ digits: "55", output: "door" }] })
			.order("hold")
			.keys(1, "55");
		equal(door.doorbell.door, true);
	});

	it("means nothing without an answered call", () => {
		deepEqual(new Door().order("hold").order("switch").order({ type: "transfer", target: "shed" }).deeds(), []);
		const door = new Door({ answer: "manual" }).called(-1);
		door.take();
		deepEqual(door.order("hold").order("reject").deeds(), ["reject -1 declined"]);
	});

	it("the longest call time counts on", () => {
		const door = talking().order("hold");
		door.take();
		deepEqual(door.pass(300_000).deeds(), ["hang up 1"]);
	});
});

describe("Transfer from the door", () => {
	const shed = { type: "transfer", target: "shed" } as const;
	const outcome = (by: "peer" | "target", status: number) => ({ type: "transferred", call: 1, by, status }) as const;

	it("asks the other side, and ends the call when the target has answered", () => {
		const door = talking().order(shed);
		equal(door.doorbell.call(door.now)?.transferTo, "shed");
		deepEqual(door.deeds(), ["transfer 1 shed"]);
		deepEqual(door.changed(outcome("target", 200)).deeds(), ["hang up 1"]);
		equal(door.doorbell.lastReason, "transferred to shed");
	});

	it("log lines", () => {
		deepEqual(talking().order(shed).changed(outcome("target", 200)).lines(), [
			"Transferring the call to shed",
			"Call ended: transferred to shed",
		]);
	});

	it("the other side hangs up meanwhile: it has transferred the call", () => {
		deepEqual(talking().order(shed).ended(1, "remote").lines().at(-1), "Call ended: transferred to shed");
		deepEqual(
			talking().order(shed).ended(1, "no answer").lines().at(-1),
			"Call ended: the other side did not respond any more",
		);
	});

	it("that fails is told in plain words, and the call goes on", () => {
		const door = talking();
		for (const [by, status, words] of [
			["peer", 405, "the other side does not transfer calls"],
			["peer", 603, "the other side does not transfer calls"],
			["peer", 408, "the other side did not respond"],
			["target", 486, "shed is busy"],
			["target", 603, "shed declined the call"],
			["target", 404, "shed was not found: check the number"],
			["target", 480, "no answer from shed"],
			["target", 0, "the other side did not say what became of it"],
			["target", 500, "SIP status 500"],
		] as const) {
			door.order(shed).take();
			deepEqual(door.changed(outcome(by, status)).lines(), [`error: The call was not transferred: ${words}`]);
			deepEqual([door.state, door.doorbell.call(door.now)?.transferTo], ["CONNECTED", undefined]);
		}
	});

	it("only one at a time, and an outcome that nobody waits for means nothing", () => {
		const door = talking();
		deepEqual(door.changed(outcome("target", 200)).deeds(), []);
		deepEqual(door.order(shed).order({ type: "transfer", target: "cellar" }).deeds(), ["transfer 1 shed"]);
	});
});
