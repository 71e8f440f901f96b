import { deepEqual, equal, ok } from "node:assert/strict";
import { setTimeout as pause } from "node:timers/promises";
import { NOTICE_TIME } from "../../modules/doorbell/talk.ts";
import { until } from "../support/until.ts";
import { DOORBELL_TONE, inOrder, startDoorbell } from "./doorbell.ts";
import { PHONE_TONE, startHousehold } from "./household.ts";
import { saysTone } from "./listening.ts";
import { runSipp } from "./sipp.ts";
import { ends } from "./sipp-peer.ts";

const INVITE = /^INVITE /;
const SAMPLES_PER_MILLISECOND = 8;
/** What quantization leaves of silence. */
const QUIET = 16;

describe("Who may call", () => {
	it("is-turned-away: a stranger hears that nobody is there", async () => {
		const doorbell = startDoorbell({ settings: { "call.from": "known", "call.known": "peer" } });
		await ends(runSipp({ scenario: "is-turned-away", target: doorbell.address }));
		equal(doorbell.lines.at(-1), "[INFO] A call from A Peer (peer) was refused: only known callers may call");
		deepEqual([doorbell.appliance.state, doorbell.states.length], ["UNCONFIGURED", 1]);
	});

	it("a known caller gets through by the PBX, another one does not", async () => {
		const { doorbell, phone } = await startHousehold({ "call.from": "known", "call.known": "phone1" });
		await phone.dial("sip:bell@door.test");
		await phone.waitFor("CALL_ESTABLISHED");
		await phone.hangup();
		await doorbell.waitForState("REGISTERED");
		doorbell.appliance.configure({ "call.known": "phone2" });
		await phone.dial("sip:bell@door.test");
		await doorbell.waitForLine("[INFO] A call from phone1 was refused: only known callers may call");
		await phone.waitFor("CALL_CLOSED", ({ param }) => param?.includes("480") === true);
		equal(doorbell.received(INVITE).length > 1, true);
	});
});

describe("Notice tone", () => {
	it("M1: the caller hears silence first, and the visitor after it", async () => {
		const { doorbell, phone } = await startHousehold();
		await phone.dial("sip:bell@door.test");
		await phone.waitFor("CALL_ESTABLISHED");
		await doorbell.hear(PHONE_TONE);
		await doorbell.waitUntilHeard();
		await phone.hangup();
		const heard = await phone.recording();
		const start = heard.findIndex((sample) => Math.abs(sample) > QUIET);
		ok(start > (NOTICE_TIME - 200) * SAMPLES_PER_MILLISECOND, `sound after ${start} samples`);
		ok(saysTone(heard.subarray(start), DOORBELL_TONE));
	});
});

describe("Privacy", () => {
	it("a caller hears silence alone, is heard, and opens the door by code", async () => {
		const { doorbell, phone } = await startHousehold({ "call.listening": "placed calls", "door.code": "4711" });
		await phone.dial("sip:bell@door.test");
		await phone.waitFor("CALL_ESTABLISHED");
		await doorbell.hear(PHONE_TONE);
		const expected = [
			"[INFO] The microphone stays shut: the settings open it in calls that the doorbell placed only",
			"[INFO] Audio playback started",
		];
		deepEqual(inOrder(doorbell.lines, expected), expected);
		await pause(NOTICE_TIME + 1000);
		ok((await phone.packets()).received > 50);
		for (const key of "4711") await phone.digit(key);
		await until(() => doorbell.switched("door").length > 0, 3000, "the door opener switched on");
		equal(doorbell.appliance.status.call?.listening, false);
		await phone.hangup();
		const heard = await phone.recording();
		ok(heard.length > SAMPLES_PER_MILLISECOND * 1000);
		// The tone that tells of an open door is meant for the caller, too.
		ok(!saysTone(heard, DOORBELL_TONE));
		ok(heard.subarray(0, heard.length / 3).every((sample) => Math.abs(sample) <= QUIET));
	});
});
