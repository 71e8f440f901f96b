import { deepEqual, equal, ok } from "node:assert/strict";
import { type Condition, FLASH_TIME, Lamp, PATTERNS, type Shown } from "../../modules/doorbell/lamp.ts";
import { Pulse } from "../../modules/doorbell/pulse.ts";
import { Door } from "./door.ts";

function openDoor(door: Door): Door {
	return door.tell((doorbell, now) => doorbell.openDoor("door", now));
}

describe("Pulse of an output", () => {
	it("is on for its time", () => {
		const pulse = new Pulse();
		equal(pulse.deadline, Number.POSITIVE_INFINITY);
		pulse.pulse(100, 0);
		ok(pulse.on);
		equal(pulse.expire(99), false);
		equal(pulse.expire(100), true);
		equal(pulse.on, false);
		equal(pulse.expire(100), false);
	});

	it("is prolonged by another one, and never shortened", () => {
		const pulse = new Pulse();
		pulse.pulse(100, 0);
		pulse.pulse(100, 50);
		equal(pulse.deadline, 150);
		pulse.pulse(10, 60);
		equal(pulse.deadline, 150);
	});

	it("does not switch off what is on for good", () => {
		const pulse = new Pulse();
		pulse.switch(true);
		pulse.pulse(100, 0);
		equal(pulse.deadline, Number.POSITIVE_INFINITY);
		ok(pulse.on);
		pulse.switch(false);
		pulse.pulse(100, 0);
		equal(pulse.deadline, 100);
	});
});

describe("Door relay", () => {
	it("is switched on once and off once, for its time", () => {
		const door = openDoor(new Door({ doorTime: 3_000 }));
		deepEqual(door.pass(2_999).deeds(), ["switch door true"]);
		deepEqual(door.pass(1).deeds(), ["switch door false"]);
	});

	it("is prolonged without being switched again", () => {
		const door = openDoor(openDoor(new Door({ doorTime: 3_000 })).pass(2_000));
		deepEqual(door.deeds(), ["switch door true"]);
		deepEqual(door.pass(2_999).deeds(), []);
		deepEqual(door.pass(1).deeds(), ["switch door false"]);
	});

	it("closes again whatever becomes of calls and connection", () => {
		const door = openDoor(new Door({ doorTime: 3_000 }).start().registers().talks(-1))
			.disconnect()
			.happens("closed");
		door.take();
		deepEqual(door.pass(3_000).deeds(), ["switch door false"]);
	});
});

describe("Light", () => {
	it("switched on from the page stays on, and is not switched twice", () => {
		const door = new Door();
		door.tell((doorbell, now) => doorbell.switchLight(true, now));
		door.tell((doorbell, now) => doorbell.switchLight(true, now));
		deepEqual(door.pass(86_400_000).deeds(), ["switch light true"]);
		ok(door.doorbell.light);
	});

	it("switched on from the page stays on through a pulse", () => {
		const door = new Door({ codes: [{ digits: "1357", output: "light" }] });
		door
			.tell((doorbell, now) => doorbell.switchLight(true, now))
			.talks(-1)
			.keys(-1, "1357");
		door.take();
		deepEqual(door.pass(120_000).deeds(), []);
	});

	it("switched off from the page ends a pulse", () => {
		const door = new Door({ codes: [{ digits: "1357", output: "light" }] }).talks(-1).keys(-1, "1357");
		door.take();
		deepEqual(door.tell((doorbell, now) => doorbell.switchLight(false, now)).deeds(), ["switch light false"]);
		deepEqual(door.pass(120_000).deeds(), []);
	});
});

describe("Status lamp", () => {
	/** What the lamp shows for four seconds, a character for 100 ms, from the time when the state is entered. */
	function picture(state: Shown): string {
		const lamp = new Lamp();
		lamp.show(state, 0);
		return watch(lamp);
	}

	/** The same with what goes on besides. */
	function pictureOf(state: Shown, conditions: readonly Condition[]): string {
		const lamp = new Lamp();
		lamp.show(state, 0);
		for (const condition of conditions) lamp.tell(condition, true, 0);
		return watch(lamp);
	}

	function watch(lamp: Lamp): string {
		let text = "";
		for (let now = 0; now < 4_000; now += 50) {
			lamp.expire(now);
			if (now % 100 === 0) text += lamp.on ? "#" : ".";
		}
		return text;
	}

	it("shows each state", () => {
		deepEqual(
			Object.keys(PATTERNS).map((state) => picture(state as Shown)),
			[
				"#.............................#.........",
				"........................................",
				"#####.....#####.....#####.....#####.....",
				"########################################",
				"........................................",
				"##..##..##..##..##..##..##..##..##..##..",
				"##.##.....##.##.....##.##.....##.##.....",
				"#########.#########.#########.#########.",
				"#..#................#..#................",
				"#..#.#......#..#.#......#..#.#......#..#",
				"#.#.#.#.#.#.#.#.#.#.#.#.#.#.#.#.#.#.#.#.",
				"#####...#####...#####...#####...#####...",
				"#..#.#..#...........#..#.#..#...........",
				"###############.....###############.....",
				"####.#.####.#.####.#.####.#.####.#.####.",
				"########################################",
			],
		);
	});

	it("shows what goes on with the device itself before the state of the registration, but not before a call", () => {
		for (const condition of ["OFFLINE", "ARMED"] as const) {
			for (const state of ["IDLE", "REGISTERED", "ERROR", "UNCONFIGURED"] as const)
				equal(pictureOf(state, [condition]), picture(condition as Shown));
			for (const state of ["CALLING", "RINGING", "CONNECTED", "UNREACHED"] as const)
				equal(pictureOf(state, [condition]), picture(state));
		}
	});

	it("shows a firmware update and a reset before everything else", () => {
		equal(pictureOf("CONNECTED", ["OFFLINE", "ARMED", "UPDATING"]), picture("UPDATING" as Shown));
		equal(pictureOf("RINGING", ["UPDATING", "RESETTING", "ARMED"]), picture("RESETTING" as Shown));
		equal(pictureOf("REGISTERED", ["OFFLINE", "ARMED"]), picture("ARMED" as Shown));
	});

	it("shows the state again when all that is over", () => {
		const lamp = new Lamp();
		lamp.show("REGISTERED", 0);
		lamp.tell("ARMED", true, 0);
		lamp.tell("RESETTING", true, 100);
		lamp.tell("RESETTING", false, 200);
		equal(lamp.deadline, 200 + PATTERNS.ARMED[0]!);
		lamp.tell("ARMED", false, 300);
		lamp.tell("ARMED", false, 400);
		equal(lamp.deadline, Number.POSITIVE_INFINITY);
		ok(lamp.on);
	});

	it("does not begin anew when nothing else is to be shown", () => {
		const lamp = new Lamp();
		lamp.show("ERROR", 0);
		const { deadline } = lamp;
		lamp.show("ERROR", 50);
		lamp.tell("UPDATING", false, 60);
		equal(lamp.deadline, deadline);
	});

	it("rests where nothing blinks", () => {
		for (const state of ["REGISTERED", "IDLE", "DISCONNECTED"] as const) {
			const lamp = new Lamp();
			lamp.show(state, 0);
			lamp.expire(0);
			equal(lamp.deadline, Number.POSITIVE_INFINITY);
		}
	});

	it("shows for a moment what became of a code, then the state that there is by then", () => {
		const lamp = new Lamp();
		lamp.show("CONNECTED", 0);
		lamp.flash("ACCEPTED", 500);
		lamp.show("REGISTERED", 700);
		let changes = 0;
		let on = lamp.on;
		for (let now = 500; now < 500 + FLASH_TIME; now += 10) {
			lamp.expire(now);
			if (lamp.on !== on) changes += 1;
			on = lamp.on;
		}
		equal(changes, FLASH_TIME / 100 - 1);
		equal(lamp.expire(500 + FLASH_TIME), true);
		ok(lamp.on);
		equal(lamp.deadline, Number.POSITIVE_INFINITY);
	});

	it("is switched with the state, and only when it changes", () => {
		const door = new Door({ configured: false }).start();
		door.pass(3_000);
		deepEqual(door.lamp, [1_000, 1_100, 4_000]);
		door.lamp.length = 0;
		door.press();
		door.pass(400);
		// On already when the pattern of CALLING begins.
		deepEqual(door.lamp, [4_200, 4_400]);
	});

	it("blinks while it rings and shines in step with a call", () => {
		const door = new Door({ configured: false }).start().called(-1).connected(-1).pass(1_000);
		deepEqual(door.lamp, [1_000, 1_900, 2_000]);
	});
});
