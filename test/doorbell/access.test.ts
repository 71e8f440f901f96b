import { deepEqual, doesNotMatch, equal, ok } from "node:assert/strict";
import type { Code } from "../../modules/doorbell/lock.ts";
import { TRIES } from "../../modules/doorbell/lock.ts";
import { seeded } from "../rtp/random.ts";
import { Door, SETTINGS } from "./door.ts";

const CODES: readonly Code[] = Object.freeze([
	{ digits: "2468", output: "door" },
	{ digits: "1357", output: "light" },
] as const);

describe("Codes from the phone", () => {
	it("open the door, and both sides hear it", () => {
		const door = new Door({ codes: CODES }).talks(-1);
		door.take();
		deepEqual(door.keys(-1, "2468").deeds(), ["switch door true"]);
		ok(door.doorbell.door);
		deepEqual(door.pass(3_000).deeds(), ["switch door false"]);
		door.keys(-1, "2468");
		deepEqual(door.tones(), ["accepted to visitor", "accepted to phone"]);
	});

	it("are told in plain words", () => {
		const door = new Door({ codes: CODES }).talks(-1);
		door.take();
		deepEqual(door.keys(-1, "2468").lines().slice(-1), ["Door opened by a code from the phone"]);
		deepEqual(door.keys(-1, "1357").lines().slice(-1), ["Light switched on by a code from the phone"]);
		deepEqual(door.keys(-1, "9999#").lines().slice(-1), ["error: Wrong code entered on the phone"]);
	});

	it("switch the light", () => {
		const door = new Door({ codes: CODES, lightTime: 60_000 }).talks(-1);
		door.take();
		deepEqual(door.keys(-1, "1357").deeds(), ["switch light true"]);
		deepEqual(door.pass(60_000).deeds(), ["switch light false"]);
	});

	it("switch the light on and off in turn, where it toggles", () => {
		const door = new Door({ codes: CODES, lightMode: "toggle" }).talks(-1);
		door.take();
		deepEqual(door.keys(-1, "1357").pass(200_000).deeds(), ["switch light true"]);
		equal(door.state, "CONNECTED");
		door.keys(-1, "1357");
		deepEqual(door.lines().slice(-1), ["Light switched off by a code from the phone"]);
	});

	it("are refused audibly when wrong", () => {
		const door = new Door({ codes: CODES }).talks(-1);
		door.take();
		deepEqual(door.keys(-1, "9999").pass(5_000).tones(), ["refused to visitor", "refused to phone"]);
	});

	it("are refused with a line while calls are locked out", () => {
		const door = new Door({ codes: CODES }).talks(-1);
		for (let tries = 0; tries < TRIES; tries += 1) door.keys(-1, "9999#");
		door.take();
		door.keys(-1, "2468");
		deepEqual(
			door.lines().filter((line) => line.startsWith("error")),
			Array(4).fill("error: Code refused: too many wrong codes"),
		);
		equal(door.doorbell.door, false);
	});

	it("count only in the answered call", () => {
		const door = new Door({ codes: CODES }).talks(-1);
		door.take();
		deepEqual(door.keys(-2, "2468").keys(1, "2468").take(), []);
		const ringing = new Door({ codes: CODES, answer: "manual" }).called(-1);
		ringing.take();
		deepEqual(ringing.keys(-1, "2468").take(), []);
	});

	it("typed in one call do not add up with those of the next", () => {
		const door = new Door({ codes: CODES }).talks(-1).keys(-1, "24").hangUp().talks(-2);
		door.take();
		deepEqual(door.keys(-2, "68").deeds(), []);
	});

	it("a wrong one that the call's end cut short is told", () => {
		const door = new Door({ codes: CODES }).talks(-1).keys(-1, "9999");
		door.take();
		deepEqual(door.ended(-1).lines(), ["error: Wrong code entered on the phone", "Call ended: the other side hung up"]);
	});

	it("short ones open for whom the doorbell called, and for nobody else", () => {
		const codes = [{ digits: "9", output: "door" }] as const;
		const placed = new Door({ codes }).placed();
		placed.take();
		deepEqual(placed.keys(1, "9").deeds(), ["switch door true"]);
		const incoming = new Door({ codes }).talks(-1);
		incoming.take();
		deepEqual(incoming.keys(-1, "9").pass(5_000).deeds(), []);
	});

	it("can be changed in a call", () => {
		const door = new Door({ codes: CODES }).talks(-1).keys(-1, "24");
		door.tell((doorbell, now) =>
			doorbell.configure({ ...SETTINGS, codes: [{ digits: "3333", output: "door" }] }, false, now),
		);
		door.take();
		deepEqual(door.keys(-1, "3333").deeds(), ["switch door true"]);
	});

	it("are never written into the log", () => {
		const random = seeded(7);
		for (let round = 0; round < 300; round += 1) {
			const codes = Array.from({ length: 2 }, (_, index): Code => {
				const digits = Array.from(
					{ length: 1 + Math.floor(random() * 12) },
					() => "0123456789*#"[Math.floor(random() * 12)],
				).join("");
				return { digits, output: index === 0 ? "door" : "light" };
			});
			const door = new Door({ codes });
			const call = round % 2 === 0 ? -1 : 1;
			if (call < 0) door.talks(call);
			else door.placed();
			door.take();
			for (const { digits } of codes) door.keys(call, digits).pass(random() * 6_000);
			for (let key = 0; key < 30; key += 1) door.keys(call, "0123456789*#ABCD"[Math.floor(random() * 16)]!);
			door.ended(call);
			for (const line of door.lines()) doesNotMatch(line, /[0-9*#]/);
		}
	});
});

describe("Hanging up after opening", () => {
	it("ends the call so long after the door was opened by a code", () => {
		const door = new Door({ codes: CODES, hangUpAfterOpening: 5_000 }).talks(-1).keys(-1, "2468");
		door.take();
		// 200 ms have passed with the last key.
		deepEqual(door.pass(4_799).deeds(), ["switch door false"]);
		deepEqual(door.pass(1).deeds(), ["hang up -1"]);
		equal(door.doorbell.lastReason, "the door was opened");
	});

	it("also when it was opened from the page, or by a code that waited for the pause", () => {
		const page = new Door({ hangUpAfterOpening: 5_000 }).talks(-1);
		page.tell((doorbell, now) => doorbell.openDoor(now)).pass(5_000);
		equal(page.state, "IDLE");
		const codes = [...CODES, { digits: "24689", output: "light" }] as const;
		const waited = new Door({ codes, hangUpAfterOpening: 5_000 }).talks(-1).keys(-1, "2468").pass(4_800);
		ok(waited.doorbell.door);
		equal(waited.pass(4_999).state, "CONNECTED");
		equal(waited.pass(1).state, "IDLE");
	});

	it("is not asked for by the light, nor where it is switched off", () => {
		const light = new Door({ codes: CODES, hangUpAfterOpening: 5_000 }).talks(-1).keys(-1, "1357").pass(60_000);
		equal(light.state, "CONNECTED");
		const off = new Door({ codes: CODES }).talks(-1).keys(-1, "2468").pass(60_000);
		equal(off.state, "CONNECTED");
	});
});

describe("Door and light from the page", () => {
	it("open and switch without a code, with lines", () => {
		const door = new Door();
		door.tell((doorbell, now) => doorbell.openDoor(now));
		door.tell((doorbell, now) => doorbell.switchLight(true, now));
		door.tell((doorbell, now) => doorbell.switchLight(false, now));
		deepEqual(door.lines(), ["Door opened from the control page", "Light switched on", "Light switched off"]);
	});
});
