import { deepEqual, equal } from "node:assert/strict";
import { BUSY_TONE_TIME, RING_TIME } from "../../modules/doorbell/reception.ts";
import { Door, SETTINGS } from "./door.ts";

/** A doorbell whose first button rings these, and whose second one rings the shed. */
function door(inOrder: boolean, ...targets: readonly (readonly [address: string, seconds: number])[]): Door {
	const first = {
		name: "Front",
		targets: targets.map(([address, seconds]) => ({ address, time: seconds * 1000 })),
		inOrder,
	};
	return new Door({ buttons: [first, SETTINGS.buttons[1]!] });
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

	it("the second press ends the ringing, whoever rings", () => {
		const both = door(false, ["attic", 30], ["cellar", 30]).press().progress(1);
		both.take();
		deepEqual(both.press().deeds(), ["hang up 1", "hang up 2"]);
		equal(both.state, "IDLE");
		equal(both.doorbell.lastReason, "cancelled at the door");
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
		deepEqual(first.press(1).deeds(), ["hang up 1"]);
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
		deepEqual(hunt.doorbell.call(hunt.now), {
			state: "connected",
			direction: "outgoing",
			peer: { name: "", number: "cellar" },
			seconds: 0,
			held: false,
		});
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

	it("goes on while one target is left, and ends with the last one", () => {
		const hunt = door(false, ["attic", 30], ["cellar", 30]).press().ended(1, "busy", 486);
		equal(hunt.state, "CALLING");
		hunt.take();
		deepEqual(hunt.ended(2, "declined", 603).lines(), ["error: cellar declined the call", "Nobody answered"]);
		equal(hunt.state, "IDLE");
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
});

describe("Hunt in order", () => {
	it("rings one after the other, each for its time", () => {
		const hunt = door(true, ["attic", 10], ["cellar", 20]).press();
		deepEqual(hunt.deeds(), ["call 1 attic"]);
		deepEqual(hunt.pass(10_000).deeds(), ["hang up 1", "call 2 cellar"]);
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

	it("does not ring the next one after an answer, nor after a second press", () => {
		const answered = door(true, ["attic", 10], ["cellar", 20]).press().connected(1);
		answered.take();
		deepEqual(answered.pass(60_000).ended(1).deeds(), []);
		const cancelled = door(true, ["attic", 10], ["cellar", 20]).press().press();
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
	it("ring-back while it rings, and silence in the call", () => {
		const hunt = new Door().press();
		deepEqual(hunt.tones(), ["ringback to visitor"]);
		deepEqual(hunt.connected(1).tones(), ["none to visitor"]);
	});

	it("busy for a while when nobody answers", () => {
		const hunt = new Door().press().ended(1, "no answer", 408);
		deepEqual(hunt.tones().slice(-2), ["none to visitor", "busy to visitor"]);
		deepEqual(hunt.pass(BUSY_TONE_TIME - 1).tones(), []);
		deepEqual(hunt.pass(1).tones(), ["none to visitor"]);
	});

	it("silence after a second press, and ring-back at once after a third", () => {
		const hunt = new Door().press().press();
		deepEqual(hunt.tones().slice(-1), ["none to visitor"]);
		hunt.press().ended(2, "busy", 486);
		hunt.take();
		deepEqual(hunt.press().tones(), ["ringback to visitor"]);
		deepEqual(hunt.pass(BUSY_TONE_TIME).tones(), []);
	});
});
