import { deepEqual, equal } from "node:assert/strict";
import type { CallStatus } from "../../modules/doorbell/conversation.ts";
import { NOTICE_TIME } from "../../modules/doorbell/talk.ts";
import { Door } from "./door.ts";

const PRIVATE = Object.freeze({ listening: "placed calls" } as const);
const SHUT = "The microphone stays shut: the settings open it in calls that the doorbell placed only";

function status(door: Door): CallStatus | undefined {
	return door.doorbell.call(door.now);
}

describe("Notice tone", () => {
	it("tells the visitor before anybody can listen who called the doorbell", () => {
		const door = new Door().called(-1).connected(-1);
		deepEqual(door.sounds(), ["none to visitor", "notice to visitor"]);
		equal(status(door)?.listening, false);
		deepEqual(door.pass(NOTICE_TIME - 1).sounds(), []);
		deepEqual(door.pass(1).sounds(), ["listen to -1"]);
		equal(status(door)?.listening, true);
		deepEqual(door.pass(60_000).sounds(), []);
	});

	it("comes as well when somebody at the door has answered", () => {
		const door = new Door({ answer: "manual" }).called(-1).press();
		door.take();
		deepEqual(door.connected(-1).sounds(), ["none to visitor", "notice to visitor"]);
		deepEqual(door.pass(NOTICE_TIME).sounds(), ["listen to -1"]);
	});

	it("the log tells of the sound when there is some", () => {
		const door = new Door().called(-1).connected(-1);
		equal(door.lines().at(-1), "Incoming call answered - State: CONNECTED");
		deepEqual(door.pass(NOTICE_TIME).lines(), ["Audio recording started", "Audio playback started"]);
	});

	it("whom the doorbell has called listens at once", () => {
		const door = new Door().press();
		door.take();
		deepEqual(door.connected(1).sounds(), ["none to visitor", "listen to 1"]);
		equal(status(door)?.listening, true);
	});

	it("does not delay keys: a code opens meanwhile", () => {
		const door = new Door({ codes: [{ digits: "2468" }] }).called(-1).connected(-1);
		door.take();
		for (const key of "2468") door.tell((doorbell, now) => doorbell.digit(-1, key, now));
		deepEqual(door.deeds(), ["switch door true"]);
	});

	it("a caller who hangs up meanwhile never listens", () => {
		const door = new Door().called(-1).connected(-1).ended(-1);
		door.take();
		deepEqual(door.pass(60_000).sounds(), []);
	});

	it("comes again after hold: there may be another visitor by then", () => {
		const door = new Door().talks(-1).order("hold");
		equal(status(door)?.listening, false);
		door.take();
		deepEqual(door.pass(60_000).order("resume").sounds(), ["notice to visitor"]);
		equal(status(door)?.listening, false);
		deepEqual(door.pass(NOTICE_TIME).sounds(), ["listen to -1"]);
	});

	it("is not passed by when it is put on hold meanwhile", () => {
		const door = new Door().called(-1).connected(-1).order("hold");
		door.take();
		deepEqual(door.pass(60_000).sounds(), []);
		deepEqual(door.order("resume").pass(NOTICE_TIME).sounds(), ["notice to visitor", "listen to -1"]);
	});

	it("comes again where the other side cannot be put on hold, and not where it is not taken back", () => {
		const door = new Door().talks(-1).order("hold");
		door.take();
		deepEqual(door.changed({ type: "hold refused", call: -1 }).pass(NOTICE_TIME).sounds(), [
			"notice to visitor",
			"listen to -1",
		]);
		door.order("hold").order("resume");
		door.take();
		deepEqual(door.changed({ type: "hold refused", call: -1 }).pass(60_000).sounds(), []);
		equal(status(door)?.listening, false);
	});

	it("comes for a second caller who is answered, not for the first one whom the doorbell called", () => {
		const door = new Door({ waiting: "ringing" }).placed().called(-1).order("switch");
		door.take();
		deepEqual(door.connected(-1).pass(NOTICE_TIME).sounds(), ["notice to visitor", "listen to -1"]);
		deepEqual(door.order("switch").sounds(), ["listen to 1"]);
		deepEqual(door.order("switch").pass(NOTICE_TIME).sounds(), ["notice to visitor", "listen to -1"]);
	});

	it("comes when a call on hold comes back because the other one has ended", () => {
		const door = new Door({ waiting: "ringing" }).talks(-1).called(-2).order("switch").connected(-2);
		door.pass(NOTICE_TIME).take();
		deepEqual(door.ended(-2).pass(NOTICE_TIME).sounds(), ["none to visitor", "notice to visitor", "listen to -1"]);
	});
});

describe("Privacy: the microphone in calls that the doorbell placed only", () => {
	it("stays shut for who calls the doorbell, and says so", () => {
		const door = new Door(PRIVATE).called(-1).connected(-1).pass(60_000);
		equal(status(door)?.listening, false);
		const lines = door.lines();
		deepEqual(lines.slice(-2), [SHUT, "Audio playback started"]);
		deepEqual(lines.includes("Audio recording started"), false);
	});

	it("needs no notice: nobody listens", () => {
		deepEqual(new Door(PRIVATE).called(-1).connected(-1).pass(60_000).sounds(), ["none to visitor"]);
	});

	it("lets the other side open the door all the same", () => {
		const door = new Door({ ...PRIVATE, codes: [{ digits: "2468" }] }).talks(-1);
		door.take();
		deepEqual(door.keys(-1, "2468").deeds(), ["switch door true"]);
	});

	it("stays shut after hold, and says so once", () => {
		const door = new Door(PRIVATE).talks(-1).order("hold");
		door.take();
		deepEqual(door.order("resume").pass(60_000).lines(), ["The call with Anna (22) goes on"]);
		deepEqual(door.order("hold").order("resume").pass(60_000).sounds(), []);
		equal(status(door)?.listening, false);
	});

	it("opens for whom the doorbell has called, also when somebody called it meanwhile", () => {
		const door = new Door({ ...PRIVATE, waiting: "ringing" }).placed();
		deepEqual(door.sounds().slice(-1), ["listen to 1"]);
		door.called(-1).order("switch").connected(-1).pass(60_000).take();
		deepEqual(door.order("switch").sounds(), ["listen to 1"]);
		deepEqual(door.order("switch").pass(60_000).sounds(), []);
	});

	it("a call goes on as it began when the setting is changed", () => {
		const door = new Door(PRIVATE).talks(-1);
		door.tell((doorbell, now) => doorbell.configure({ ...door.settings, listening: "every call" }, false, now));
		door.take();
		deepEqual(door.order("hold").order("resume").pass(60_000).sounds(), []);
	});
});
