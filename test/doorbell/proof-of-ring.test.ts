import { deepEqual, equal } from "node:assert/strict";
import { BUSY_TONE_TIME } from "../../modules/doorbell/bell.ts";
import { PATTERNS } from "../../modules/doorbell/lamp.ts";
import { type Door, SETTINGS } from "./door.ts";
import { doorRinging } from "./hunting.ts";

const SIGN = SETTINGS.sign;

/** Two at once, and two to fall back on. */
function parallel(): Door {
	return doorRinging({
		targets: [
			["attic", 30],
			["cellar", 25],
		],
		fallback: [
			["shed", 20],
			["mobile", 20],
		],
	}).press();
}

/** Two in order, and one to fall back on. */
function sequence(): Door {
	return doorRinging({
		targets: [
			["attic", 30],
			["cellar", 25],
		],
		inOrder: true,
		fallback: [["shed", 20]],
	}).press();
}

describe("Proof of ring: all at once", () => {
	it("without a sign in time: told, logged, and the fall-back is rung as well", () => {
		const hunt = parallel().pass(SIGN - 1);
		hunt.take();
		deepEqual(hunt.pass(1).take(), [
			{ type: "log", level: "error", text: "No sign of ringing from attic, cellar within 8 s" },
			{ type: "tone", tone: "unreached", to: "visitor" },
			{ type: "tone", tone: "calling", to: "visitor" },
			{ type: "log", level: "info", text: "The fall-back is called" },
			{ type: "log", level: "info", text: "Calling shed" },
			{ type: "call", call: 3, target: "shed" },
			{ type: "log", level: "info", text: "Calling mobile" },
			{ type: "call", call: 4, target: "mobile" },
		]);
		equal(hunt.doorbell.call(hunt.now)?.peer.number, "attic, cellar, shed, mobile");
	});

	it("one sign is enough, and the fall-back is left in peace", () => {
		const hunt = parallel()
			.pass(SIGN - 1)
			.progress(2);
		hunt.take();
		deepEqual(hunt.pass(10_000).take(), []);
	});

	it("a phone that wakes late may still answer, and the fall-back stops", () => {
		const hunt = parallel().pass(SIGN).progress(3).progress(1);
		hunt.take();
		deepEqual(hunt.connected(1).deeds(), ["hang up 2", "hang up 3", "hang up 4"]);
		equal(hunt.state, "CONNECTED");
	});

	it("the fall-back answers, and the silent ones are hung up", () => {
		const hunt = parallel().pass(SIGN).progress(4);
		hunt.take();
		deepEqual(hunt.connected(4).deeds(), ["hang up 1", "hang up 2", "hang up 3"]);
	});

	it("each keeps its ring time, and at last nobody answered", () => {
		const hunt = parallel().pass(SIGN).progress(3).progress(4);
		hunt.take();
		deepEqual(hunt.pass(17_000).lines(), ["cellar does not answer"]);
		deepEqual(hunt.pass(3_000).lines(), [
			"shed does not answer",
			"mobile does not answer",
			"error: No sign of ringing from attic within 8 s",
		]);
		deepEqual(hunt.pass(2_000).lines(), ["attic does not answer", "Nobody answered"]);
	});

	it("told once more when the fall-back shows no sign either, and no further way is left", () => {
		const hunt = parallel().pass(SIGN);
		hunt.take();
		deepEqual(hunt.pass(SIGN).lines(), ["error: No sign of ringing from attic, cellar, shed, mobile within 8 s"]);
		deepEqual(hunt.pass(SIGN).take(), []);
		deepEqual(hunt.pass(30_000).lines().slice(-1), ["Nobody answered"]);
	});

	it("those who rang are gone, those who are left are silent: the fall-back is rung at once", () => {
		const hunt = parallel()
			.progress(1)
			.pass(SIGN + 3_000);
		hunt.take();
		deepEqual(hunt.ended(1, "declined", 603).lines(), [
			"error: attic declined the call",
			"error: No sign of ringing from cellar within 8 s",
			"The fall-back is called",
			"Calling shed",
			"Calling mobile",
		]);
	});

	it("the fall-back is rung before nobody answered: all busy, refused, unreachable, or their time is over", () => {
		for (const cause of ["busy", "declined", "unreachable", "unavailable"] as const) {
			const hunt = parallel().ended(1, cause, 0);
			hunt.take();
			deepEqual(hunt.ended(2, cause, 0).deeds(), ["call 3 shed", "call 4 mobile"], cause);
			equal(hunt.state, "CALLING");
		}
		const hunt = parallel().progress(1).progress(2).pass(29_999);
		hunt.take();
		deepEqual(hunt.pass(1).deeds(), ["hang up 1", "call 3 shed", "call 4 mobile"]);
		deepEqual(hunt.ended(3, "busy", 486).ended(4, "busy", 486).lines().slice(-1), ["Nobody answered"]);
	});

	it("a target that is in the fall-back as well goes on, and is called anew only where it has ended", () => {
		const hunt = doorRinging({
			targets: [
				["attic", 30],
				["cellar", 30],
			],
			fallback: [
				["attic", 30],
				["cellar", 30],
			],
		});
		hunt.press().ended(1, "busy", 486).take();
		deepEqual(hunt.pass(SIGN).deeds(), ["call 3 attic"]);
	});

	it("where there is no room for all, the silent ones called first make room for those who wait", () => {
		const targets = ["a", "b", "c", "d", "e"].map((name) => [name, 60] as const);
		const fallback = ["x", "y", "z"].map((name) => [name, 60] as const);
		const hunt = doorRinging({ targets, fallback }).press();
		hunt.take();
		deepEqual(hunt.pass(SIGN).deeds(), ["hang up 1", "call 5 e"]);
		deepEqual(hunt.pass(SIGN).deeds(), ["hang up 2", "hang up 3", "hang up 4", "call 6 x", "call 7 y", "call 8 z"]);
		deepEqual(hunt.progress(5).connected(5).deeds(), ["hang up 6", "hang up 7", "hang up 8"]);
	});

	it("who is called later has as long to show a sign", () => {
		const targets = ["a", "b", "c", "d", "e"].map((name) => [name, 60] as const);
		const hunt = doorRinging({ targets, fallback: [["shed", 20]] }).press();
		hunt.progress(1).pass(20_000).ended(1, "busy", 486).take();
		deepEqual(hunt.pass(SIGN - 1).deeds(), []);
		deepEqual(hunt.pass(1).deeds(), ["hang up 2", "call 6 shed"]);
	});

	it("without a fall-back: told, and the targets ring on", () => {
		const hunt = doorRinging({ targets: [["attic", 30]] }).press();
		hunt.take();
		hunt.pass(SIGN);
		deepEqual(hunt.take(), [
			{ type: "log", level: "error", text: "No sign of ringing from attic within 8 s" },
			{ type: "tone", tone: "unreached", to: "visitor" },
			{ type: "tone", tone: "calling", to: "visitor" },
		]);
		deepEqual(hunt.progress(1).tones(), ["ringback to visitor"]);
		equal(hunt.connected(1).state, "CONNECTED");
	});

	it("a ring time below that of the sign ends first", () => {
		const hunt = doorRinging({ targets: [["attic", 5]], fallback: [["shed", 20]] }).press();
		hunt.take();
		deepEqual(hunt.pass(5_000).lines(), ["attic does not answer", "The fall-back is called", "Calling shed"]);
	});

	it("a call from the page is proved as well", () => {
		const hunt = doorRinging({ targets: [] }).tell((doorbell, now) => doorbell.dial("**611", now));
		deepEqual(hunt.pass(SIGN).lines(), ["Calling **611", "error: No sign of ringing from **611 within 8 s"]);
	});
});

describe("Proof of ring: in order", () => {
	it("the silent one is hung up and the next one rung at once", () => {
		const hunt = sequence().pass(SIGN - 1);
		hunt.take();
		deepEqual(hunt.pass(1).take(), [
			{ type: "log", level: "error", text: "No sign of ringing from attic within 8 s" },
			{ type: "tone", tone: "unreached", to: "visitor" },
			{ type: "tone", tone: "calling", to: "visitor" },
			{ type: "hang up", call: 1 },
			{ type: "log", level: "info", text: "Calling cellar" },
			{ type: "call", call: 2, target: "cellar" },
		]);
	});

	it("after the last one the fall-back is rung as well, and the last one may still answer", () => {
		const hunt = sequence().pass(SIGN);
		hunt.take();
		deepEqual(hunt.pass(SIGN).deeds(), ["call 3 shed"]);
		deepEqual(hunt.progress(2).connected(2).deeds(), ["hang up 3"]);
	});

	it("one that rings has all of its time", () => {
		const hunt = sequence()
			.pass(SIGN - 1)
			.progress(1);
		hunt.take();
		deepEqual(hunt.pass(22_000).deeds(), []);
		deepEqual(hunt.pass(1).deeds(), ["hang up 1", "call 2 cellar"]);
		deepEqual(hunt.pass(SIGN).deeds(), ["call 3 shed"]);
	});

	it("the fall-back is rung when the last one is busy, all of it at once", () => {
		const hunt = doorRinging({
			targets: [["attic", 30]],
			inOrder: true,
			fallback: [
				["shed", 20],
				["mobile", 20],
			],
		});
		hunt.press().take();
		deepEqual(hunt.ended(1, "busy", 486).deeds(), ["call 2 shed", "call 3 mobile"]);
	});

	it("an answer that comes too late from one that was hung up talks to nobody", () => {
		const hunt = sequence().pass(SIGN);
		hunt.take();
		deepEqual(hunt.connected(1).deeds(), ["hang up 1"]);
		equal(hunt.state, "CALLING");
	});
});

describe("Proof of ring: the lamp", () => {
	/** What the lamp does in a second from now. */
	function blinks(hunt: Door): number[] {
		hunt.lamp.length = 0;
		const from = hunt.now;
		hunt.pass(1_000);
		return hunt.lamp.map((at) => at - from);
	}

	it("shows that nobody has given a sign until somebody does", () => {
		const hunt = parallel().pass(SIGN);
		deepEqual(blinks(hunt), [100, 250, 350, 500, 600]);
		deepEqual(blinks(hunt.pass(200)).length, 5);
		hunt.progress(3);
		deepEqual(blinks(hunt), [200, 400, 600, 800, 1_000]);
	});

	it("shows that nobody could be reached as long as the visitor hears it", () => {
		const hunt = doorRinging({ targets: [["attic", 30]] })
			.start()
			.registers()
			.press();
		hunt.ended(1, "busy", 486);
		equal(hunt.state, "REGISTERED");
		deepEqual(blinks(hunt).length, 5);
		hunt.pass(BUSY_TONE_TIME);
		deepEqual([PATTERNS.REGISTERED, blinks(hunt)], [[Number.POSITIVE_INFINITY], []]);
	});

	it("shows a call that comes in meanwhile", () => {
		const hunt = doorRinging({ targets: [["attic", 30]] })
			.press()
			.ended(1, "busy", 486)
			.called(-1)
			.connected(-1);
		deepEqual(blinks(hunt), [900, 1_000]);
	});
});
