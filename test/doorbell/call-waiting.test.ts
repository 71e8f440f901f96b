import { deepEqual, equal } from "node:assert/strict";
import { NOTICE_TIME } from "../../modules/doorbell/talk.ts";
import type { Peer } from "../../modules/doorbell/words.ts";
import { ANNA, Door } from "./door.ts";

const BERT: Peer = Object.freeze({ name: "Bert", number: "33" });
const CARL: Peer = Object.freeze({ name: "", number: "44" });
const CODE = { digits: "1234", output: "door" } as const;

/** A doorbell in a call that it placed to the attic, where second callers ring. */
function talking(settings = {}): Door {
	const door = new Door({ waiting: "ringing", ...settings }).placed();
	door.take();
	return door;
}

/** The same with Anna waiting as call -1. */
function besieged(settings = {}): Door {
	const door = talking(settings).called(-1);
	door.take();
	return door;
}

/** The same, talking with Anna, the attic on hold. */
function switched(settings = {}): Door {
	const door = besieged(settings).order("switch").connected(-1);
	door.take();
	return door;
}

const waiting = (door: Door) => door.doorbell.call(door.now)?.waiting;

describe("A second caller", () => {
	it("is busy unless the settings let him ring", () => {
		deepEqual(talking({ waiting: "busy" }).called(-1).deeds(), ["reject -1 busy"]);
		const door = talking();
		deepEqual(door.called(-1).deeds(), ["ring -1"]);
		deepEqual(waiting(door), { ...ANNA, onHold: false });
	});

	it("is heard by the one on the phone, and told in the log", () => {
		deepEqual(talking().called(-1).tones(), ["waiting to phone"]);
		deepEqual(talking().called(-1).lines(), ["received: INVITE message", "Anna (22) is calling as well"]);
	});

	it("is not answered by itself, however the settings answer", () => {
		for (const answer of ["at once", "delayed"] as const) {
			deepEqual(talking({ answer }).called(-1).pass(60_000).deeds(), ["ring -1"]);
		}
	});

	it("a third one is busy", () => {
		deepEqual(besieged().called(-2, BERT).deeds(), ["reject -2 busy"]);
		deepEqual(switched().called(-2, BERT).deeds(), ["reject -2 busy"]);
	});

	it("is busy while the bell rings or somebody else waits", () => {
		const ringing = new Door({ waiting: "ringing" }).press();
		ringing.take();
		deepEqual(ringing.called(-1).deeds(), ["reject -1 busy"]);
		const waits = new Door({ waiting: "ringing", answer: "manual" }).called(-1);
		waits.take();
		deepEqual(waits.called(-2).deeds(), ["reject -2 busy"]);
	});

	it("gives up: the call goes on", () => {
		const door = besieged();
		deepEqual(door.ended(-1).lines(), ["Missed call from Anna (22)"]);
		deepEqual([door.state, waiting(door)], ["CONNECTED", undefined]);
		deepEqual(door.order("switch").deeds(), []);
	});

	it("is rejected, the call goes on", () => {
		const door = besieged();
		deepEqual(door.order("reject").deeds(), ["reject -1 declined"]);
		deepEqual(door.ended(-1, "local", 603).lines(), []);
		equal(door.state, "CONNECTED");
		deepEqual(switched().order("reject").deeds(), []);
	});

	it("a press of the button changes nothing", () => {
		deepEqual(besieged().press().deeds(), []);
		deepEqual(switched().press(2).deeds(), []);
	});

	it("keys do not count before he is answered", () => {
		const door = besieged({ codes: [CODE] }).keys(-1, "1234");
		equal(door.doorbell.door, false);
	});

	it("when the call ends he is a caller like any other: answered as the settings say", () => {
		deepEqual(besieged().ended(1).deeds(), ["answer -1"]);
		const delayed = besieged({ answer: "delayed", answerDelay: 5_000 }).ended(1);
		equal(delayed.state, "RINGING");
		deepEqual(delayed.pass(4_999).deeds(), []);
		deepEqual(delayed.pass(1).deeds(), ["answer -1"]);
		const manual = besieged({ answer: "manual" }).hangUp();
		deepEqual([manual.deeds(), manual.state], [["hang up 1"], "RINGING"]);
		deepEqual(manual.answer().deeds(), ["answer -1"]);
	});

	it("is refused when the doorbell disconnects", () => {
		deepEqual(besieged().disconnect().deeds().slice(0, 2), ["reject -1 declined", "hang up 1"]);
		deepEqual(switched().disconnect().deeds().slice(0, 2), ["hang up 1", "hang up -1"]);
	});
});

describe("Switching between two calls", () => {
	it("holds the first and answers the second", () => {
		const door = besieged();
		deepEqual(door.order("switch").deeds(), ["hold 1", "answer -1"]);
		door.connected(-1);
		const call = door.doorbell.call(door.now)!;
		deepEqual([call.peer, call.direction, call.onHold], [ANNA, "incoming", false]);
		deepEqual(waiting(door), { name: "", number: "attic", onHold: true });
	});

	it("log lines", () => {
		deepEqual(besieged().order("switch").connected(-1).pass(NOTICE_TIME).order("switch").lines(), [
			"Call with attic put on hold",
			"sent: 200 OK response to INVITE",
			"RTP session started",
			"Incoming call answered - State: CONNECTED",
			"Audio recording started",
			"Audio playback started",
			"Call with Anna (22) put on hold",
			"The call with attic goes on",
		]);
	});

	it("and back again, as often as one likes", () => {
		const door = switched();
		deepEqual(door.order("switch").order("switch").deeds(), ["hold -1", "resume 1", "hold 1", "resume -1"]);
	});

	it("a call on hold already is not held again", () => {
		const door = besieged().order("hold");
		door.take();
		deepEqual(door.order("switch").deeds(), ["answer -1"]);
		const back = switched().order("hold");
		back.take();
		deepEqual(back.order("switch").deeds(), ["resume 1"]);
	});

	it("the end of the one that talks brings the other one back", () => {
		for (const end of [(door: Door) => door.hangUp(), (door: Door) => door.ended(-1)]) {
			const door = end(switched());
			deepEqual(door.deeds().at(-1), "resume 1");
			deepEqual(
				[door.state, door.doorbell.call(door.now)?.peer.number, waiting(door)],
				["CONNECTED", "attic", undefined],
			);
			equal(door.doorbell.call(door.now)?.onHold, false);
		}
	});

	it("the end of the one on hold leaves the other one alone", () => {
		const door = switched();
		deepEqual(door.ended(1).lines(), ["Call with attic ended: the other side hung up"]);
		deepEqual([door.state, waiting(door)], ["CONNECTED", undefined]);
	});

	it("each has its longest time", () => {
		const door = talking();
		door.pass(200_000).called(-1).order("switch").connected(-1);
		door.take();
		deepEqual(door.pass(100_000).deeds(), ["hang up 1"]);
		deepEqual(door.pass(200_000).deeds(), ["hang up -1"]);
	});

	it("only the keys of the one that talks count, with what he may do", () => {
		const short = { digits: "5", output: "door" } as const;
		const held = switched({ codes: [CODE, short] }).keys(1, "1234");
		equal(held.doorbell.door, false);
		// a short code is for those whom the doorbell has called
		const incoming = switched({ codes: [CODE, short] }).keys(-1, "5#");
		equal(incoming.doorbell.door, false);
		const back = switched({ codes: [CODE, short] })
			.order("switch")
			.keys(1, "5");
		equal(back.doorbell.door, true);
	});

	it("half a code does not outlive a switch", () => {
		const door = switched({ codes: [CODE] })
			.keys(-1, "12")
			.order("switch")
			.order("switch")
			.keys(-1, "34");
		equal(door.doorbell.door, false);
	});

	it("the other side's hold is told for both", () => {
		const door = switched();
		door.tell((doorbell, now) => doorbell.held(1, true, now));
		door.take();
		door.order("switch");
		equal(door.doorbell.call(door.now)?.held, true);
	});

	it("one who cannot be answered is gone, and the first call goes on", () => {
		const door = besieged().order("switch").ended(-1, "incompatible");
		deepEqual(door.deeds(), ["hold 1", "answer -1", "resume 1"]);
		equal(waiting(door), undefined);
	});

	it("a hold that is refused meanwhile changes nothing", () => {
		const door = switched();
		deepEqual(door.changed({ type: "hold refused", call: 1 }).lines(), []);
	});
});

describe("A transfer that the other side asks for", () => {
	const REFER = { type: "referred", call: 1, target: CARL } as const;
	const followed = (settings = {}) => {
		const door = new Door({ transfer: "followed", ...settings }).placed();
		door.take();
		return door;
	};

	it("is refused unless the settings allow it", () => {
		const door = talking().changed(REFER);
		deepEqual(door.lines(), ["Transfer to 44 refused: the settings do not allow it"]);
		deepEqual(talking().changed(REFER).deeds(), ["decline 1"]);
	});

	it("is refused to who called the door himself: he would have it call anybody", () => {
		const door = new Door({ transfer: "followed" }).talks(-1);
		door.take();
		deepEqual(door.changed({ ...REFER, call: -1 }).deeds(), ["decline -1"]);
	});

	it("is refused to a call on hold, beside another call, and without a call", () => {
		const settings = { transfer: "followed" };
		deepEqual(switched(settings).changed(REFER).deeds(), ["decline 1"]);
		deepEqual(besieged(settings).changed(REFER).deeds(), ["decline 1"]);
		deepEqual(new Door(settings as object).changed(REFER).deeds(), ["decline 1"]);
	});

	it("calls the target, and talks to it when it answers", () => {
		const door = followed().changed(REFER);
		deepEqual(door.deeds(), ["follow 1 2"]);
		deepEqual(door.progress(2).connected(2).deeds(), ["report 1 200", "hang up 1"]);
		deepEqual(door.ended(1, "local").deeds(), []);
		const call = door.doorbell.call(door.now)!;
		deepEqual([call.state, call.direction, call.peer.number], ["connected", "outgoing", "44"]);
	});

	it("log lines", () => {
		deepEqual(followed().changed(REFER).progress(2).connected(2).lines(), [
			"The other side transfers the call to 44",
			"44 is ringing",
			"RTP session started",
			"44 answered - State: CONNECTED",
			"Audio recording started",
			"Audio playback started",
		]);
	});

	it("fails: who asked is told, and the call goes on", () => {
		const busy = followed().changed(REFER).ended(2, "busy", 486);
		deepEqual(busy.deeds(), ["follow 1 2", "report 1 486"]);
		equal(busy.state, "CONNECTED");
		deepEqual(followed().changed(REFER).ended(2, "unreachable").deeds().at(-1), "report 1 503");
	});

	it("is given up when the target does not answer", () => {
		const door = followed().changed(REFER).progress(2);
		door.take();
		deepEqual(door.pass(29_999).deeds(), []);
		deepEqual(door.pass(1).deeds(), ["hang up 2", "report 1 408"]);
		equal(door.state, "CONNECTED");
	});

	it("goes on when who asked hangs up", () => {
		const door = followed().changed(REFER).ended(1);
		deepEqual([door.state, door.doorbell.call(door.now)?.peer.number], ["CALLING", "44"]);
		deepEqual(door.progress(2).tones().at(-1), "calling to visitor");
		door.connected(2);
		equal(door.state, "CONNECTED");
		const lost = followed().changed(REFER).ended(1).ended(2, "busy", 486);
		equal(lost.lines().at(-1), "44 is busy");
		const late = followed().changed(REFER).ended(1).pass(30_000);
		equal(late.deeds().at(-1), "hang up 2");
	});

	it("ends with the call when somebody at the door hangs up", () => {
		const door = followed().changed(REFER);
		door.take();
		deepEqual(door.hangUp().deeds(), ["hang up 2", "hang up 1"]);
		equal(door.doorbell.call(door.now), undefined);
	});

	it("admits no second caller meanwhile", () => {
		const door = followed({ waiting: "ringing" }).changed(REFER);
		door.take();
		deepEqual(door.called(-1).deeds(), ["reject -1 busy"]);
		deepEqual(door.order("switch").deeds(), []);
		equal(waiting(door), undefined);
	});

	it("the new call may do what the old one might, and no more", () => {
		const door = followed({ codes: [{ digits: "5", output: "door" }] })
			.changed(REFER)
			.connected(2)
			.keys(2, "5");
		equal(door.doorbell.door, true);
	});
});
