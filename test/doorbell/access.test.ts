import { deepEqual, doesNotMatch, equal, ok } from "node:assert/strict";
import { TRIES } from "../../modules/doorbell/lock/tries.ts";
import { seeded } from "../rtp/random.ts";
import { Door, SETTINGS, type TestCode } from "./door.ts";

const CODES: readonly TestCode[] = Object.freeze([
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
		const door = new Door({ codes: [{ digits: "1357", output: "light", action: "toggle" }] }).talks(-1);
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
		door.book.set([{ digits: "3333" }]);
		door.tell((doorbell, now) => doorbell.configure(SETTINGS, false, now));
		door.take();
		deepEqual(door.keys(-1, "3333").deeds(), ["switch door true"]);
	});

	it("are never written into the log", () => {
		const random = seeded(7);
		for (let round = 0; round < 300; round += 1) {
			const codes = Array.from({ length: 2 }, (_, index): TestCode => {
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

describe("Outputs by codes from the phone", () => {
	it("are a second door with a time of its own", () => {
		const door = new Door({ codes: [{ digits: "2468", output: "second door" }], secondDoorTime: 7_000 }).talks(-1);
		door.take();
		deepEqual(door.keys(-1, "2468").lines().slice(-1), ["Second door opened by a code from the phone"]);
		ok(door.doorbell.secondDoor);
		equal(door.doorbell.door, false);
		deepEqual(door.pass(7_000).deeds(), ["switch second door false"]);
		door.tell((doorbell, now) => doorbell.openDoor("second door", now));
		deepEqual(door.lines(), ["Second door opened from the control page"]);
	});

	it("toggle: on for good, and off again", () => {
		const door = new Door({ codes: [{ digits: "2468", action: "toggle" }] }).talks(-1);
		door.take();
		deepEqual(door.keys(-1, "2468").lines().slice(-1), ["Door opened for good by a code from the phone"]);
		deepEqual(door.pass(4_000).deeds(), []);
		deepEqual(door.keys(-1, "2468").lines().slice(-1), ["Door closed by a code from the phone"]);
		equal(door.doorbell.door, false);
	});

	it("end a pulse as well: the same code closes what it opened", () => {
		const codes: TestCode[] = [{ digits: "2468" }, { digits: "1357", action: "toggle" }];
		const door = new Door({ codes }).talks(-1).keys(-1, "2468");
		door.take();
		deepEqual(door.keys(-1, "1357").pass(10_000).deeds(), ["switch door false"]);
	});

	it("show on the lamp what became of the code", () => {
		for (const [keys, most] of [
			["2468", true],
			["9999#", false],
		] as const) {
			const door = new Door({ codes: CODES }).talks(-1).pass(10_000);
			door.lamp.length = 0;
			door.keys(-1, keys).pass(2_000);
			// In a call it blinks once a second.
			equal(door.lamp.length > 15, most, keys);
			ok(door.lamp.length > 4, keys);
		}
	});
});

describe("Proof of what the lock did", () => {
	/** What was noted, and what was remembered. */
	function noted(door: Door): string[] {
		return door.take().flatMap((output) => {
			if (output.type === "audit") return [`${output.kind}: ${output.source}: ${output.reason}`];
			if (output.type === "remember") return ["remember"];
			return output.type === "switch" ? [`${output.name} ${output.on}`] : [];
		});
	}

	it("is noted before a door moves, with who it was and by which code", () => {
		const codes: TestCode[] = [
			{ digits: "2468", name: "Anna", once: true },
			{ digits: "1357", output: "light" },
		];
		const door = new Door({ codes }).talks(-1);
		door.take();
		deepEqual(noted(door.keys(-1, "2468")), ["opened: 192.168.1.99: Door opened by code 1 (Anna)", "door true"]);
		deepEqual(noted(door.keys(-1, "1357")), ["light true"]);
		deepEqual(noted(door.placed().keys(1, "1357")), []);
		door.tell((doorbell, now) => doorbell.openDoor("second door", now, "192.168.1.5"));
		deepEqual(noted(door), ["opened: 192.168.1.5: Second door opened from the control page", "second door true"]);
	});

	it("is noted of refusals and lock-outs, which are remembered before anybody hears of them", () => {
		const door = new Door({ codes: [{ digits: "2468" }, { digits: "1357", callers: "placed" }] }).talks(-1);
		door.take();
		deepEqual(noted(door.keys(-1, "0000#")), ["remember", "refused: 192.168.1.99: Wrong code"]);
		const refusal = "refused: 192.168.1.99: Refused code 2: not for this caller";
		deepEqual(noted(door.keys(-1, "1357#")), ["remember", refusal]);
		door.keys(-1, "0000#");
		const types = door.take().map(({ type }) => type);
		ok(types.lastIndexOf("remember") < types.lastIndexOf("tone"));
	});

	it("tells how long a lock-out is, and of strangers in the status", () => {
		const door = new Door({ codes: CODES });
		for (let source = 0; source < 10; source += 1) {
			const call = -1 - source;
			equal(door.doorbell.lockedOut(door.now), 0);
			door.talks(call, { source: `10.0.0.${source}`, trust: "stranger" });
			door.take();
			door.keys(call, "0000#");
			if (source < 9) door.ended(call);
		}
		const locked = "locked: 10.0.0.9: Locked out for 1 min after too many wrong codes";
		deepEqual(noted(door), ["remember", "refused: 10.0.0.9: Wrong code", locked]);
		equal(door.doorbell.lockedOut(door.now), 60);
		equal(door.pass(59_900).doorbell.lockedOut(door.now), 0);
	});

	it("is not remembered of whom the doorbell called", () => {
		const door = new Door({ codes: CODES }).placed();
		door.take();
		deepEqual(noted(door.keys(1, "0000#")), ["refused: attic: Wrong code"]);
	});

	it("is forgotten with the tries", () => {
		const door = new Door({ codes: CODES }).talks(-1).keys(-1, "0000#").ended(-1);
		door.take();
		door.pass(3_600_000);
		deepEqual(
			door.take().filter(({ type }) => type === "remember"),
			[{ type: "remember", tries: "" }],
		);
	});

	it("restored after a restart keeps strangers out, and nobody whom the doorbell calls", () => {
		const before = new Door({ codes: CODES }).talks(-1);
		for (let tries = 0; tries < TRIES; tries += 1) before.keys(-1, "0000#");
		const remembered = before.take().flatMap((output) => (output.type === "remember" ? [output.tries] : []));
		const door = new Door({ codes: CODES });
		door.tell((doorbell, now) => doorbell.restore(remembered.at(-1)!, now)).talks(-1);
		door.take();
		deepEqual(door.keys(-1, "2468").deeds(), []);
		door.ended(-1).placed();
		door.take();
		deepEqual(door.keys(1, "2468").deeds(), ["switch door true"]);
	});
});

describe("Trust in calls that change hands", () => {
	const codes: readonly TestCode[] = [{ digits: "2468", callers: "placed" }];

	it("is that of the call that talks, when somebody switches between two", () => {
		const door = new Door({ codes, waiting: "ringing" }).placed().called(-1).order("switch").connected(-1);
		door.take();
		deepEqual(door.keys(-1, "2468#").deeds(), []);
		door.order("switch");
		door.take();
		deepEqual(door.keys(1, "2468").deeds(), ["switch door true"]);
	});

	it("goes on with a transfer that the doorbell follows", () => {
		const door = new Door({ codes, transfer: "followed" }).placed();
		door.changed({ type: "referred", call: 1, target: { name: "", number: "shed" } });
		const follow = door.take().find((output) => output.type === "follow")!;
		door.connected(follow.by);
		door.take();
		deepEqual(door.keys(follow.by, "2468").deeds(), ["switch door true"]);
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
		page.tell((doorbell, now) => doorbell.openDoor("door", now)).pass(5_000);
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
		door.tell((doorbell, now) => doorbell.openDoor("door", now));
		door.tell((doorbell, now) => doorbell.switchLight(true, now));
		door.tell((doorbell, now) => doorbell.switchLight(false, now));
		deepEqual(door.lines(), ["Door opened from the control page", "Light switched on", "Light switched off"]);
	});
});
