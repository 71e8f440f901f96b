import { deepEqual, equal } from "node:assert/strict";
import { ANNA, Door, SETTINGS } from "./door.ts";

describe("Incoming call", () => {
	it("answered at once: log lines", () => {
		deepEqual(new Door().talks(-1).lines(), [
			"received: INVITE message",
			"Incoming call detected",
			"Anna (22) is calling",
			"sent: 200 OK response to INVITE",
			"RTP session started",
			"Incoming call answered - State: CONNECTED",
			"Audio recording started",
			"Audio playback started",
		]);
	});

	it("answered at once passes through RINGING, and ends in the registration's state", () => {
		const door = new Door().start().registers();
		door.take();
		deepEqual(door.called(-1).connected(-1).ended(-1).states(), ["RINGING", "CONNECTED", "REGISTERED"]);
	});

	it("answered at once rings and answers in one turn", () => {
		deepEqual(new Door().called(-1).deeds(), ["ring -1", "answer -1"]);
	});

	it("answers after a delay, once", () => {
		const door = new Door({ answer: "delayed", answerDelay: 5_000 }).called(-1);
		deepEqual(door.deeds(), ["ring -1"]);
		deepEqual(door.pass(4_999).deeds(), []);
		deepEqual(door.pass(1).deeds(), ["answer -1"]);
		deepEqual(door.pass(60_000).deeds(), []);
	});

	it("waits for a hand", () => {
		const door = new Door({ answer: "manual" }).called(-1);
		deepEqual(door.pass(120_000).deeds(), ["ring -1"]);
		equal(door.state, "RINGING");
		deepEqual(door.doorbell.call(door.now), { state: "ringing", direction: "incoming", peer: ANNA, seconds: 0 });
		deepEqual(door.answer().deeds(), ["answer -1"]);
		equal(door.connected(-1).pass(61_900).doorbell.call(door.now)?.seconds, 61);
	});

	it("can be rejected", () => {
		const door = new Door({ answer: "manual" }).called(-1);
		door.take();
		door.hangUp();
		equal(door.state, "IDLE");
		equal(door.doorbell.lastReason, "rejected");
		deepEqual(door.deeds(), ["reject -1 declined"]);
	});

	it("a caller who gives up is missed", () => {
		const door = new Door({ answer: "manual" }).called(-1);
		door.take();
		deepEqual(door.ended(-1, "remote", 487).lines(), ["Missed call from Anna (22)"]);
		equal(door.doorbell.lastReason, "missed");
		equal(door.state, "IDLE");
	});

	it("L15: a caller who reached somebody else is missed with the reason", () => {
		const door = new Door({ answer: "manual" }).called(-1);
		door.take();
		deepEqual(door.ended(-1, "answered elsewhere", 487).lines(), ["Missed call from Anna (22) (answered elsewhere)"]);
	});

	it("a second call meets a busy doorbell, and is missed with a line", () => {
		for (const busy of [new Door().talks(-1), new Door().press(), new Door({ answer: "manual" }).called(-1)]) {
			const { state } = busy;
			busy.take();
			busy.called(-2, { name: "", number: "44" });
			deepEqual(busy.deeds(), ["reject -2 busy"]);
			busy.called(-3, { name: "", number: "" });
			deepEqual(busy.lines(), ["received: INVITE message", "Missed call from an unknown caller: the doorbell is busy"]);
			deepEqual(busy.ended(-2, "local", 486).deeds(), []);
			equal(busy.state, state);
		}
	});

	it("without a common codec it is refused with a line", () => {
		const door = new Door().tell((doorbell, now) => doorbell.incompatible(ANNA, now));
		deepEqual(door.lines(), ["error: Call from Anna (22) refused: no codec in common (G.711 is needed)"]);
		equal(door.state, "IDLE");
	});

	it("answer, reject and hang up without a call do nothing", () => {
		const door = new Door();
		door.start().take();
		deepEqual(door.answer().hangUp().progress(1).ended(1).take(), []);
	});
});

describe("Answered call", () => {
	it("ends by the other side, with the reason", () => {
		const door = new Door().talks(-1);
		door.take();
		deepEqual(door.ended(-1).lines(), ["Call ended: the other side hung up"]);
		equal(door.doorbell.lastReason, "the other side hung up");
	});

	it("ends by us", () => {
		const door = new Door().talks(-1);
		door.take();
		deepEqual(door.hangUp().deeds(), ["hang up -1"]);
		equal(door.doorbell.lastReason, "hung up at the door");
		deepEqual(door.ended(-1, "local").take(), []);
	});

	it("is not ended by the end of another one", () => {
		equal(new Door().talks(-1).ended(-2).state, "CONNECTED");
	});

	it("a placed one is told by its target's name", () => {
		const door = new Door().press();
		door.take();
		deepEqual(door.connected(1).lines(), [
			"RTP session started",
			"attic answered - State: CONNECTED",
			"Audio recording started",
			"Audio playback started",
		]);
	});

	it("tells when the other side puts it on hold, and takes it back", () => {
		const door = new Door().talks(-1);
		door.take();
		door.tell((doorbell, now) => doorbell.held(-1, true, now)).tell((doorbell, now) => doorbell.held(-1, false, now));
		door.tell((doorbell, now) => doorbell.held(-2, true, now));
		deepEqual(door.lines(), ["The other side put the call on hold", "The call goes on"]);
	});

	it("ends when nothing was heard for too long", () => {
		const door = new Door().talks(-1);
		door.take();
		equal(door.tell((doorbell, now) => doorbell.silent(-2, now)).state, "CONNECTED");
		deepEqual(door.tell((doorbell, now) => doorbell.silent(-1, now)).deeds(), ["hang up -1"]);
		equal(door.doorbell.lastReason, "nothing was heard from the other side for too long");
	});

	it("other trouble gets a line", () => {
		deepEqual(new Door().tell((doorbell, now) => doorbell.trouble("No sound", now)).lines(), ["error: No sound"]);
	});
});

describe("Longest call time", () => {
	it("is warned of 10 s before to both sides, and ends the call", () => {
		const door = new Door({ maximum: 30_000 }).called(-1).connected(-1);
		deepEqual(door.pass(19_999).tones().slice(-1), ["notice to visitor"]);
		deepEqual(door.pass(1).tones(), ["warning to visitor", "warning to phone"]);
		deepEqual(door.pass(9_999).deeds(), []);
		deepEqual(door.pass(1).deeds(), ["hang up -1"]);
		equal(door.doorbell.lastReason, "the longest call time is over");
	});

	it("counts from the answer, also for a call that we placed", () => {
		const door = new Door({ maximum: 30_000 }).press().pass(25_000).connected(1).pass(29_999);
		equal(door.state, "CONNECTED");
		equal(door.pass(1).state, "IDLE");
	});

	it("a call keeps the time that it began with", () => {
		const door = new Door({ maximum: 60_000 }).called(-1).connected(-1);
		door.tell((doorbell, now) => doorbell.configure({ ...SETTINGS, maximum: 30_000 }, false, now)).pass(59_999);
		equal(door.state, "CONNECTED");
		equal(door.pass(1).state, "IDLE");
	});
});
