import { deepEqual, equal } from "node:assert/strict";
import { BUSY_TONE_TIME, RING_TIME } from "../../modules/doorbell/bell.ts";
import { CALLS_AT_ONCE, PRESS_GAP } from "../../modules/doorbell/hunt.ts";
import { Door } from "./door.ts";
import { doorRinging, type Ring } from "./hunting.ts";

/** A doorbell whose first button rings these, and whose second one rings the shed. */
function door(inOrder: boolean, ...targets: readonly Ring[]): Door {
	return doorRinging({ targets, inOrder });
}

describe("Bell buttons: whom they ring", () => {
	it("each button rings its own targets", () => {
		const first = new Door().press(1);
		equal(first.state, "CALLING");
		deepEqual(first.deeds(), ["call 1 attic"]);
		deepEqual(new Door().press(2).deeds(), ["call 1 shed"]);
	});

	it("says what it does", () => {
		deepEqual(new Door().press(2).progress(1).progress(1).lines(), [
			"Button 2 (Back) pressed",
			"Calling shed",
			"shed is ringing",
		]);
	});

	it("a button that has no settings does nothing", () => {
		deepEqual(new Door().start().press(3).deeds(), ["open", "register"]);
	});

	it("a button that rings nobody says so", () => {
		const silent = door(false).press();
		deepEqual(silent.lines(), [
			"Button 1 (Front) pressed",
			"error: Nobody to call: set whom the button rings in the settings",
		]);
		equal(silent.state, "IDLE");
	});

	it("rings the fall-back of a button that has no other targets", () => {
		const only = doorRinging({ targets: [], fallback: [["shed", 20]] }).press();
		deepEqual(only.lines().slice(1), ["The fall-back is called", "Calling shed"]);
		deepEqual(only.pass(20_000).lines().slice(-1), ["Nobody answered"]);
	});

	it("hanging up at the page ends the ringing, whoever rings", () => {
		const both = door(false, ["attic", 30], ["cellar", 30]).press().progress(1);
		both.take();
		deepEqual(both.hangUp().deeds(), ["hang up 1", "hang up 2"]);
		equal(both.state, "IDLE");
		equal(both.doorbell.lastReason, "hung up at the door");
		deepEqual(both.press().deeds(), ["call 3 attic", "call 4 cellar"]);
	});

	it("another button does nothing while the first one rings, nor does any in a call", () => {
		const busy = new Door().press();
		busy.take();
		deepEqual(busy.press(2).lines(), ["Button 2 (Back) pressed", "The doorbell is in a call already"]);
		busy.connected(1).take();
		deepEqual(busy.press(1).press(2).deeds(), []);
		equal(busy.state, "CONNECTED");
	});

	it("a press answers a call that waits", () => {
		const waiting = new Door({ answer: "manual" }).called(-1);
		waiting.take();
		deepEqual(waiting.press(2).deeds(), ["answer -1"]);
	});

	it("a call from the page rings the first button's targets or one of its own", () => {
		const first = new Door().tell((doorbell, now) => doorbell.dial(undefined, now));
		deepEqual(first.deeds(), ["call 1 attic"]);
		const own = new Door().tell((doorbell, now) => doorbell.dial("**611", now));
		deepEqual(own.deeds(), ["call 1 **611"]);
		own.press(1);
		equal(own.state, "CALLING");
		deepEqual(own.pass(RING_TIME).deeds(), ["hang up 1"]);
	});

	it("a call from the page waits for nobody, and finds the doorbell busy", () => {
		const none = new Door({ buttons: [] }).tell((doorbell, now) => doorbell.dial(undefined, now));
		deepEqual(none.lines(), []);
		const busy = new Door().press();
		busy.take();
		deepEqual(busy.tell((doorbell, now) => doorbell.dial("22", now)).lines(), ["The doorbell is in a call already"]);
	});
});

describe("Hunt in parallel", () => {
	it("rings all at once; the first answer wins and the others are hung up", () => {
		const hunt = door(false, ["attic", 30], ["cellar", 30], ["shed", 30]).press();
		deepEqual(hunt.deeds(), ["call 1 attic", "call 2 cellar", "call 3 shed"]);
		deepEqual(hunt.connected(2).deeds(), ["hang up 1", "hang up 3"]);
		equal(hunt.state, "CONNECTED");
		const call = hunt.doorbell.call(hunt.now);
		deepEqual([call?.state, call?.direction, call?.peer], ["connected", "outgoing", { name: "", number: "cellar" }]);
	});

	it("hangs up an answer that comes too late", () => {
		const hunt = door(false, ["attic", 30], ["cellar", 30]).press().connected(2);
		hunt.take();
		deepEqual(hunt.connected(1).deeds(), ["hang up 1"]);
		equal(hunt.state, "CONNECTED");
		hunt.hangUp().take();
		deepEqual(hunt.connected(2).deeds(), ["hang up 2"]);
		equal(hunt.state, "IDLE");
	});

	it("gives each target its own time", () => {
		const hunt = door(false, ["attic", 10], ["cellar", 25]).press();
		hunt.take();
		hunt.pass(9_999);
		deepEqual(hunt.deeds(), []);
		deepEqual(hunt.pass(1).deeds(), ["hang up 1"]);
		equal(hunt.state, "CALLING");
		deepEqual(hunt.pass(15_000).lines(), ["cellar does not answer", "Nobody answered"]);
		equal(hunt.state, "IDLE");
		equal(hunt.doorbell.lastReason, "nobody answered");
	});

	it("hangs up both when a second answer crosses the hanging up, and the visitor's own as well", () => {
		const hunt = door(false, ["attic", 30], ["cellar", 30]).press();
		hunt.take();
		deepEqual(hunt.connected(1).connected(2).deeds(), ["hang up 2", "hang up 2"]);
		equal(hunt.state, "CONNECTED");
		deepEqual(hunt.ended(2, "local").deeds(), []);
		equal(hunt.doorbell.call(hunt.now)?.peer.number, "attic");
	});

	it("one who declines ends no other's ringing", () => {
		const hunt = door(false, ["attic", 30], ["cellar", 30]).press().progress(1).progress(2);
		hunt.take();
		const declined = hunt.ended(1, "declined", 603).take();
		deepEqual(declined, [{ type: "log", level: "error", text: "attic declined the call" }]);
		equal(hunt.connected(2).state, "CONNECTED");
	});

	it("nobody answers when all are busy, which the visitor hears", () => {
		const hunt = door(false, ["attic", 30], ["cellar", 30]).press();
		hunt.take();
		const lines = hunt.ended(1, "busy", 486).ended(2, "busy", 600).lines();
		deepEqual(lines, ["error: attic is busy", "error: cellar is busy", "Nobody answered"]);
	});

	it("a target that is listed twice is called once", () => {
		const hunt = door(false, ["attic", 30], ["cellar", 30], ["attic", 10]).press();
		deepEqual(hunt.deeds(), ["call 1 attic", "call 2 cellar"]);
		deepEqual(hunt.pass(30_000).deeds(), ["hang up 1", "hang up 2"]);
	});

	it("goes on while one target is left, and ends with the last one", () => {
		const hunt = door(false, ["attic", 30], ["cellar", 30]).press().ended(1, "busy", 486);
		equal(hunt.state, "CALLING");
		hunt.take();
		deepEqual(hunt.ended(2, "declined", 603).lines(), ["error: cellar declined the call", "Nobody answered"]);
		equal(hunt.state, "IDLE");
	});

	it("has so many calls at a time as there is memory for, and calls the others when there is room", () => {
		const names = ["a", "b", "c", "d", "e", "f"];
		const hunt = door(false, ...names.map((name) => [name, 30] as const)).press();
		const calls = names.slice(0, CALLS_AT_ONCE).map((name, index) => `call ${index + 1} ${name}`);
		deepEqual(hunt.deeds(), calls);
		deepEqual(hunt.progress(1).ended(2, "busy", 486).deeds(), ["call 5 e"]);
		deepEqual(hunt.ended(5, "busy", 486).deeds(), ["call 6 f"]);
		deepEqual(hunt.ended(6, "busy", 486).deeds(), []);
		equal(hunt.doorbell.call(hunt.now)?.state, "ringing");
	});

	it("shows who is being rung, and whether a phone rings", () => {
		const hunt = door(false, ["attic", 30], ["cellar", 30]).press();
		const status = () => hunt.doorbell.call(hunt.now);
		deepEqual(status(), {
			state: "calling",
			direction: "outgoing",
			peer: { name: "", number: "attic, cellar" },
			seconds: 0,
		});
		equal(hunt.progress(2).ended(1, "busy", 486).doorbell.call(hunt.now)?.state, "ringing");
		equal(status()?.peer.number, "cellar");
	});

	it("shows those that ring rather than all", () => {
		const hunt = door(false, ["attic", 30], ["cellar", 30], ["shed", 30]).press().progress(3).progress(1);
		equal(hunt.doorbell.call(hunt.now)?.peer.number, "attic, shed");
	});
});

describe("Hunt in order", () => {
	it("rings one after the other, each for its time", () => {
		const hunt = door(true, ["attic", 10], ["cellar", 20]).press().progress(1);
		deepEqual(hunt.deeds(), ["call 1 attic"]);
		deepEqual(hunt.pass(9_999).deeds(), []);
		deepEqual(hunt.pass(1).deeds(), ["hang up 1", "call 2 cellar"]);
		hunt.progress(2);
		deepEqual(hunt.pass(19_999).deeds(), []);
		deepEqual(hunt.pass(1).deeds(), ["hang up 2"]);
		equal(hunt.state, "IDLE");
	});

	it("goes on to the next one when somebody is busy", () => {
		const hunt = door(true, ["attic", 10], ["cellar", 20]).press().ended(1, "busy", 486);
		deepEqual(hunt.lines().slice(2), ["error: attic is busy", "Calling cellar"]);
		deepEqual(hunt.connected(2).deeds(), []);
		equal(hunt.state, "CONNECTED");
	});

	it("a target that is listed twice has two turns", () => {
		const hunt = door(true, ["attic", 5], ["cellar", 5], ["attic", 7]).press();
		deepEqual(hunt.pass(10_000).deeds(), ["call 1 attic", "hang up 1", "call 2 cellar", "hang up 2", "call 3 attic"]);
	});

	it("does not ring the next one after an answer, nor after hanging up", () => {
		const answered = door(true, ["attic", 10], ["cellar", 20]).press().connected(1);
		answered.take();
		deepEqual(answered.pass(60_000).ended(1).deeds(), []);
		const cancelled = door(true, ["attic", 10], ["cellar", 20]).press().hangUp();
		cancelled.take();
		deepEqual(cancelled.ended(1, "local").pass(60_000).deeds(), []);
	});

	it("ignores the end of a call that is not its own", () => {
		const hunt = door(true, ["attic", 10], ["cellar", 20]).press();
		hunt.take();
		deepEqual(hunt.ended(7, "busy", 486).progress(7).take(), []);
	});
});

describe("What the visitor hears", () => {
	it("at once that somebody is called, ring-back only when a phone rings, and silence in the call", () => {
		const hunt = door(false, ["attic", 30], ["cellar", 30]).press();
		deepEqual(hunt.tones(), ["calling to visitor"]);
		deepEqual(hunt.progress(1).progress(2).tones(), ["ringback to visitor"]);
		deepEqual(hunt.connected(1).tones(), ["none to visitor"]);
	});

	it("no ring-back any more when the last phone that rang has stopped", () => {
		const hunt = door(false, ["attic", 30], ["cellar", 30], ["shed", 30]).press().progress(1).progress(2);
		hunt.take();
		deepEqual(hunt.ended(1, "declined", 603).tones(), []);
		deepEqual(hunt.ended(2, "declined", 603).tones(), ["calling to visitor"]);
		deepEqual(hunt.progress(3).tones(), ["ringback to visitor"]);
	});

	it("busy for a while when nobody answers", () => {
		const hunt = new Door().press().ended(1, "no answer", 408);
		deepEqual(hunt.tones().slice(-2), ["none to visitor", "busy to visitor"]);
		deepEqual(hunt.pass(BUSY_TONE_TIME - 1).tones(), []);
		deepEqual(hunt.pass(1).tones(), ["none to visitor"]);
	});

	it("busy no more when the button is pressed again meanwhile", () => {
		const hunt = new Door().press().ended(1, "busy", 486).pass(PRESS_GAP);
		hunt.take();
		deepEqual(hunt.press().tones(), ["calling to visitor"]);
		deepEqual(hunt.progress(2).pass(BUSY_TONE_TIME).tones(), ["ringback to visitor"]);
	});
});
