import { deepEqual, equal, match, ok } from "node:assert/strict";
import { setTimeout as pause } from "node:timers/promises";
import { PRESS_GAP } from "../../modules/doorbell/hunt.ts";
import { until } from "../support/until.ts";
import type { Baresip } from "./baresip.ts";
import { DOORBELL_TONE, type Doorbell, header, inOrder, responseTo } from "./doorbell.ts";
import { OTHER_TONE, PHONE_TONE, startHousehold, startPhone } from "./household.ts";
import { saysTone } from "./listening.ts";

const INVITE = /^INVITE /;
const CANCEL = /^CANCEL /;
const BYE = /^BYE /;
const TRYING = /^SIP\/2\.0 100 /;
const RINGING = /^SIP\/2\.0 180 /;

describe("The bell rings a phone at the PBX", () => {
	it("L19 L22 L37 S5 S16: it is answered, both hear each other, a digit opens the door, the phone hangs up", async () => {
		const { doorbell, phone } = await startHousehold({
			"button.1.targets": "phone1",
			"door.code": "9",
			"door.seconds": 1,
		});
		await doorbell.press();
		await phone.waitFor("CALL_INCOMING");
		await doorbell.waitForLine("[INFO] phone1 is ringing");
		equal(doorbell.appliance.state, "CALLING");
		equal(doorbell.appliance.status.call?.state, "ringing");
		await phone.accept();
		await doorbell.waitForState("CONNECTED");
		await doorbell.hear(PHONE_TONE);
		await doorbell.waitUntilHeard();
		await phone.digit("9");
		await until(() => doorbell.switched("door").length === 2, 4000, "the door opener switched on and off");
		const [on, off] = doorbell.switched("door");
		deepEqual([on?.on, off?.on], [true, false]);
		ok(off!.at - on!.at > 900 && off!.at - on!.at < 3000, `open for ${off!.at - on!.at} ms`);
		await phone.hangup();
		await doorbell.waitForState("REGISTERED");
		equal(doorbell.appliance.lastReason, "the other side hung up");
		ok(saysTone(await phone.recording(), DOORBELL_TONE));
		equal(doorbell.switched("door").length, 2);

		deepEqual(doorbell.states, ["REGISTERING", "REGISTERED", "CALLING", "CONNECTED", "REGISTERED"]);
		const expected = [
			"[INFO] Button 1 (Doorbell) pressed",
			"[INFO] Calling phone1",
			"[INFO] phone1 is ringing",
			"[INFO] RTP session started",
			"[INFO] phone1 answered - State: CONNECTED",
			"[INFO] Audio recording started",
			"[INFO] Audio playback started",
			"[INFO] A key was pressed on the phone",
			"[INFO] Door opened by a code from the phone",
			"[INFO] Call ended: the other side hung up",
		];
		deepEqual(inOrder(doorbell.lines, expected), expected);

		const [trying] = doorbell.received(TRYING);
		match(trying!.text, /^SIP\/2\.0 100 trying -- your call is important to us/);
		const [answer] = doorbell.received(/^SIP\/2\.0 200 Answering/);
		const [acknowledgement] = doorbell.sent(/^ACK sip:phone1-/);
		equal(acknowledgement!.text.split(" ", 2)[1], header(answer!, "Contact").match(/<(.*?)>/)?.[1]);
		equal(header(acknowledgement!, "Route"), header(answer!, "Record-Route"));
		const [, invite] = doorbell.sent(INVITE);
		match(invite!.text, /^INVITE sip:phone1@door\.test SIP\/2\.0\r\n/);
		match(header(invite!, "Proxy-Authorization"), /nc=00000001/);
	});

	it("S5 S16: the bell hangs up, along the route of the dialog", async () => {
		const { doorbell, phone } = await startHousehold({ "button.1.targets": "phone1" });
		await talk(doorbell, phone);
		doorbell.appliance.hangUp();
		await phone.waitFor("CALL_CLOSED");
		await doorbell.waitForReceived(responseTo("BYE", 200));
		equal(doorbell.appliance.state, "REGISTERED");
		equal(doorbell.appliance.lastReason, "hung up at the door");
		const [bye] = doorbell.sent(BYE);
		match(bye!.text, /^BYE sip:phone1-/);
		match(header(bye!, "Route"), /^<sip:127\.0\.0\.1:\d+;lr/);
	});

	it("L5: BYE is challenged, and repeated with credentials", async () => {
		const { doorbell, phone } = await startHousehold(
			{ "button.1.targets": "phone1" },
			{ challengeInDialog: true, oneTimeNonces: true },
		);
		await talk(doorbell, phone);
		doorbell.appliance.hangUp();
		equal(doorbell.appliance.state, "REGISTERED");
		await doorbell.waitForReceived(responseTo("BYE", 407));
		await doorbell.waitForReceived(responseTo("BYE", 200));
		await phone.waitFor("CALL_CLOSED");
		equal(doorbell.sent(BYE).length, 2);
	});

	it("disconnect hangs up first, then unregisters", async () => {
		const { kamailio, doorbell, phone } = await startHousehold({ "button.1.targets": "phone1" });
		await talk(doorbell, phone);
		doorbell.states.length = 0;
		doorbell.appliance.disconnect();
		await phone.waitFor("CALL_CLOSED");
		await doorbell.waitForLine("[INFO] Disconnected from SIP server");
		deepEqual(doorbell.states, ["DISCONNECTED"]);
		deepEqual(
			(await kamailio.locations()).map(({ user }) => user),
			["phone1"],
		);
	});

	it("a second press of the button cancels nothing, hanging up does", async () => {
		const { doorbell, phone } = await startHousehold({ "button.1.targets": "phone1" });
		await doorbell.press();
		await phone.waitFor("CALL_INCOMING");
		await doorbell.waitForReceived(RINGING);
		await pause(PRESS_GAP);
		await doorbell.press();
		await doorbell.waitForLine("[INFO] Ringing again");
		deepEqual(doorbell.sent(CANCEL), []);
		doorbell.appliance.hangUp();
		await phone.waitFor("CALL_CLOSED");
		await doorbell.waitForReceived(/^SIP\/2\.0 200 canceling/);
		await doorbell.waitForReceived(/^SIP\/2\.0 487 /);
		equal(doorbell.appliance.state, "REGISTERED");
		equal(doorbell.appliance.lastReason, "hung up at the door");
		equal(doorbell.lines.at(-1), "[INFO] Ringing ended: hung up at the door");
	});

	it("the ring time is over", async () => {
		const { doorbell, phone } = await startHousehold({ "button.1.targets": "phone1 5" });
		await doorbell.press();
		await phone.waitFor("CALL_INCOMING");
		await phone.waitFor("CALL_CLOSED", undefined, 8000);
		await doorbell.waitForState("REGISTERED");
		const expected = ["[INFO] phone1 does not answer", "[INFO] Nobody answered"];
		deepEqual(inOrder(doorbell.lines, expected), expected);
		const [invite, cancel] = [doorbell.sent(INVITE)[1], doorbell.sent(CANCEL)[0]];
		ok(cancel!.at - invite!.at > 4900 && cancel!.at - invite!.at < 7000);
	});

	it("the phone refuses, and is said to be busy", async () => {
		const { doorbell, phone } = await startHousehold({ "button.1.targets": "phone1" });
		await doorbell.press();
		await phone.waitFor("CALL_INCOMING");
		await phone.hangup();
		await doorbell.waitForLine("[ERROR] phone1 is busy");
		await doorbell.waitForState("REGISTERED");
		equal(doorbell.lines.at(-1), "[INFO] Nobody answered");
		equal(doorbell.appliance.lastReason, "nobody answered");
	});
});

describe("The bell rings several phones", () => {
	it("in parallel: one answers, the other stops ringing", async () => {
		const { kamailio, doorbell, phone } = await startHousehold({ "button.2.targets": "phone1, phone2" });
		const other = await startPhone(kamailio, "phone2", OTHER_TONE);
		await doorbell.press(2);
		await phone.waitFor("CALL_INCOMING");
		await other.waitFor("CALL_INCOMING");
		await doorbell.waitForReceived(RINGING, 2);
		await other.accept();
		await phone.waitFor("CALL_CLOSED");
		await doorbell.waitForState("CONNECTED");
		await doorbell.hear(OTHER_TONE);
		equal(doorbell.sent(CANCEL).length, 1);
		match(doorbell.sent(CANCEL)[0]!.text, /^CANCEL sip:phone1@/);
		equal(doorbell.appliance.status.call?.peer.number, "phone2");
		await other.hangup();
		await doorbell.waitForState("REGISTERED");
		ok(saysTone(await other.recording(), DOORBELL_TONE));
	});

	it("in order: the next one rings when the time of the first is over", async () => {
		const { kamailio, doorbell, phone } = await startHousehold({
			"button.1.targets": "phone1 5, phone2",
			"button.1.order": "sequence",
		});
		const other = await startPhone(kamailio, "phone2", OTHER_TONE);
		await doorbell.press();
		await phone.waitFor("CALL_INCOMING");
		equal(other.events.length, 0);
		await phone.waitFor("CALL_CLOSED", undefined, 8000);
		await other.waitFor("CALL_INCOMING");
		await other.accept();
		await doorbell.waitForState("CONNECTED");
		await doorbell.hear(OTHER_TONE);
		const expected = [
			"[INFO] Calling phone1",
			"[INFO] phone1 does not answer",
			"[INFO] Calling phone2",
			"[INFO] phone2 answered - State: CONNECTED",
		];
		deepEqual(inOrder(doorbell.lines, expected), expected);
	});

	it("in order: the next one rings at once when the first is busy or not there", async () => {
		const { doorbell, phone } = await startHousehold({
			"button.1.targets": "486, phone3, phone1",
			"button.1.order": "sequence",
		});
		await doorbell.press();
		await phone.waitFor("CALL_INCOMING");
		const expected = [
			"[ERROR] 486 is busy",
			"[ERROR] phone3 is not available: is the phone registered?",
			"[INFO] Calling phone1",
		];
		deepEqual(inOrder(doorbell.lines, expected), expected);
	});
});

async function talk(doorbell: Doorbell, phone: Baresip): Promise<void> {
	await doorbell.press();
	await phone.waitFor("CALL_INCOMING");
	await phone.accept();
	await doorbell.waitForState("CONNECTED");
	await doorbell.hear(PHONE_TONE);
}
