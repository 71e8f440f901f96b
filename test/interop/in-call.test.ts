import { deepEqual, equal, match, ok } from "node:assert/strict";
import { until } from "../support/until.ts";
import type { Baresip } from "./baresip.ts";
import { responseTo } from "./doorbell.ts";
import { PHONE_TONE, startHousehold } from "./household.ts";

const INVITE = /^INVITE /;
const ANSWER = responseTo("INVITE", 200);

describe("Keys in a call from outside", () => {
	it("a code of four digits opens the door once", async () => {
		const { doorbell, phone } = await startHousehold({ "door.code": "2580" });
		await phone.dial("sip:bell@door.test");
		await phone.waitFor("CALL_ESTABLISHED");
		await doorbell.hear(PHONE_TONE);
		for (const key of "2580") await phone.digit(key);
		await doorbell.waitForLine("[INFO] Door opened by a code from the phone");
		deepEqual(
			doorbell.switched("door").map(({ on }) => on),
			[true],
		);
		equal(doorbell.lines.filter((line) => line === "[INFO] A key was pressed on the phone").length, 4);
		ok(!doorbell.lines.some((line) => line.includes("2580")));
	});

	it("D4: equal digits count one by one", async () => {
		const { doorbell, phone } = await startHousehold({ "light.code": "1122" });
		await phone.dial("sip:bell@door.test");
		await phone.waitFor("CALL_ESTABLISHED");
		await doorbell.hear(PHONE_TONE);
		for (const key of "1122") await phone.digit(key);
		await doorbell.waitForLine("[INFO] Light switched on by a code from the phone");
		deepEqual(
			doorbell.switched("light").map(({ on }) => on),
			[true],
		);
	});

	it("a code that is too short for strangers opens nothing", async () => {
		const { doorbell, phone } = await startHousehold({ "door.code": "9" });
		await phone.dial("sip:bell@door.test");
		await phone.waitFor("CALL_ESTABLISHED");
		await doorbell.hear(PHONE_TONE);
		for (const key of "9#") await phone.digit(key);
		await doorbell.waitForLine("[ERROR] Wrong code entered on the phone");
		deepEqual(doorbell.switched("door"), []);
	});
});

describe("Hold", () => {
	it("L29 A10: the phone holds and resumes", async () => {
		const { doorbell, phone } = await startHousehold();
		await phone.dial("sip:bell@door.test");
		await phone.waitFor("CALL_ESTABLISHED");
		await doorbell.hear(PHONE_TONE);
		await phone.hold();
		await doorbell.waitForLine("[INFO] The other side put the call on hold");
		match(doorbell.received(INVITE)[1]!.text, /\r\na=sendonly\r\n/);
		match((await doorbell.waitForSent(ANSWER, 2)).text, /\r\na=recvonly\r\n/);
		const held = await settled(phone);
		equal(doorbell.appliance.state, "CONNECTED");
		await phone.resume();
		await doorbell.waitForLine("[INFO] The call goes on");
		match((await doorbell.waitForSent(ANSWER, 3)).text, /\r\na=sendrecv\r\n/);
		await until(async () => (await phone.packets()).received > held + 20, 5000, "sound after the hold");
		await doorbell.hear(PHONE_TONE);
		await phone.hangup();
		await doorbell.waitForState("REGISTERED");
	});

	it("A10: a phone that the bell rang holds and resumes", async () => {
		const { doorbell, phone } = await startHousehold({ "button.1.targets": "phone1" });
		await doorbell.press();
		await phone.waitFor("CALL_INCOMING");
		await phone.accept();
		await doorbell.waitForState("CONNECTED");
		await doorbell.hear(PHONE_TONE);
		await phone.hold();
		await doorbell.waitForLine("[INFO] The other side put the call on hold");
		await settled(phone);
		await phone.resume();
		await doorbell.waitForLine("[INFO] The call goes on");
		await doorbell.hear(PHONE_TONE);
		doorbell.appliance.hangUp();
		await phone.waitFor("CALL_CLOSED");
	});

	it("the bell hangs up while it is held", async () => {
		const { doorbell, phone } = await startHousehold();
		await phone.dial("sip:bell@door.test");
		await phone.waitFor("CALL_ESTABLISHED");
		await doorbell.hear(PHONE_TONE);
		await phone.hold();
		await doorbell.waitForLine("[INFO] The other side put the call on hold");
		doorbell.appliance.hangUp();
		await phone.waitFor("CALL_CLOSED");
		equal(doorbell.appliance.state, "REGISTERED");
	});
});

/** Waits until no more sound arrives at the phone; gives back how many packets did. */
function settled(phone: Baresip): Promise<number> {
	let before = -1;
	let since = performance.now();
	const quiet = async () => {
		const { received } = await phone.packets();
		if (received !== before) {
			before = received;
			since = performance.now();
		}
		return performance.now() - since > 300 ? received : undefined;
	};
	return until(quiet, 5000, "no sound from the doorbell");
}
