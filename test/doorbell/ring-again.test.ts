import { deepEqual, equal } from "node:assert/strict";
import { BUSY_TONE_TIME } from "../../modules/doorbell/bell.ts";
import { PRESS_GAP } from "../../modules/doorbell/hunt.ts";
import { type Door, SETTINGS } from "./door.ts";
import { doorRinging } from "./hunting.ts";

const SIGN = SETTINGS.sign;

function pressed(inOrder = false): Door {
	const door = doorRinging({
		targets: [
			["attic", 30],
			["cellar", 30],
			["shed", 30],
		],
		inOrder,
		fallback: [["mobile", 20]],
	});
	return door.press();
}

describe("The button pressed again while it rings", () => {
	it("cancels nothing: ring times begin anew, and the visitor hears it", () => {
		const hunt = pressed().progress(1).progress(2).progress(3).pass(20_000);
		hunt.take();
		deepEqual(hunt.press().take(), [
			{ type: "log", level: "info", text: "Button 1 (Front) pressed" },
			{ type: "log", level: "info", text: "Ringing again" },
			{ type: "tone", tone: "ringback", to: "visitor" },
		]);
		deepEqual(hunt.pass(29_999).take(), []);
		deepEqual(hunt.pass(1).deeds().slice(0, 3), ["hang up 1", "hang up 2", "hang up 3"]);
	});

	it("rings those again that were busy, unreachable, or did not answer", () => {
		const hunt = pressed().progress(1).ended(2, "busy", 486).ended(3, "unreachable").pass(PRESS_GAP);
		hunt.take();
		deepEqual(hunt.press().deeds(), ["call 4 cellar", "call 5 shed"]);
		deepEqual(hunt.progress(5).connected(5).deeds(), ["hang up 1", "hang up 4"]);
		const late = doorRinging({
			targets: [
				["attic", 10],
				["cellar", 30],
			],
		});
		late.press().progress(2).pass(10_000).take();
		deepEqual(late.press().deeds(), ["call 3 attic"]);
	});

	it("leaves in peace who declined, as long as another phone rings", () => {
		const hunt = pressed().progress(1).ended(2, "declined", 603).ended(3, "busy", 486).pass(PRESS_GAP);
		hunt.take();
		deepEqual(hunt.press().deeds(), ["call 4 shed"]);
		hunt.ended(1, "busy", 486).ended(4, "busy", 486).take();
		const silent = pressed().ended(2, "declined", 603).ended(3, "busy", 486).pass(PRESS_GAP);
		silent.take();
		deepEqual(silent.press().deeds(), ["call 4 shed", "call 5 cellar"]);
	});

	it("waits anew for a sign of ringing", () => {
		const hunt = pressed().pass(SIGN - 1);
		hunt.take();
		hunt.press().take();
		deepEqual(hunt.pass(SIGN - 1).deeds(), []);
		deepEqual(hunt.pass(1).deeds(), ["call 4 mobile"]);
		hunt.press().take();
		deepEqual(hunt.pass(SIGN).lines(), ["error: No sign of ringing from attic, cellar, shed, mobile within 8 s"]);
	});

	it("rings the fall-back again where that has its turn", () => {
		const hunt = pressed().pass(SIGN).progress(1).ended(4, "busy", 486).pass(PRESS_GAP);
		hunt.take();
		deepEqual(hunt.press().deeds(), ["call 5 mobile"]);
	});

	it("in order: gives all those another turn that have had theirs", () => {
		const hunt = pressed(true).ended(1, "busy", 486).ended(2, "declined", 603).progress(3).pass(20_000);
		hunt.take();
		deepEqual(hunt.press().deeds(), []);
		deepEqual(hunt.pass(29_999).deeds(), []);
		deepEqual(hunt.pass(1).deeds(), ["hang up 3", "call 4 attic"]);
		deepEqual(hunt.ended(4, "busy", 486).deeds(), ["call 5 mobile"]);
	});

	it("sends no flood when a child hammers it", () => {
		const hunt = pressed().progress(1).ended(2, "busy", 486);
		hunt.take();
		let calls = 0;
		for (let press = 0; press < 60; press++) {
			for (const output of hunt.press().take()) {
				if (output.type !== "call") continue;
				calls += 1;
				hunt.ended(output.call, "busy", 486);
			}
			hunt.pass(100);
		}
		equal(calls, 2);
	});

	it("sends no flood when all refuse at once, nor keeps another button from ringing", () => {
		const hunt = doorRinging({ targets: [["attic", 30]] })
			.press()
			.ended(1, "busy", 486);
		hunt.take();
		deepEqual(
			hunt
				.press()
				.pass(PRESS_GAP - 1)
				.press()
				.lines(),
			["Button 1 (Front) pressed", "Button 1 (Front) pressed"],
		);
		deepEqual(hunt.press(2).deeds(), ["call 2 shed"]);
		hunt.hangUp().take();
		deepEqual(hunt.press().deeds(), ["call 3 attic"]);
		for (const later of [PRESS_GAP, BUSY_TONE_TIME, 60_000]) {
			const next = doorRinging({ targets: [["attic", 30]] });
			next.press().ended(1, "busy", 486).pass(later).take();
			deepEqual(next.press().deeds(), ["call 2 attic"]);
		}
	});

	it("does nothing but a line while another button's phones ring, and in a call", () => {
		const hunt = pressed().pass(PRESS_GAP);
		hunt.take();
		deepEqual(hunt.press(2).lines(), ["Button 2 (Back) pressed", "The doorbell is in a call already"]);
		hunt.connected(1).take();
		deepEqual(
			hunt
				.press()
				.take()
				.map(({ type }) => type),
			["log", "log"],
		);
	});
});
