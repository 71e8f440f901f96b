import { deepEqual, equal, ok } from "node:assert/strict";
import { startDoorbell, startRegisteredDoorbell } from "./doorbell.ts";
import { PHONE_TONE, startHousehold } from "./household.ts";
import { startKamailio } from "./kamailio.ts";

const INVITE = /^INVITE /;
const CANCEL = /^CANCEL /;

/** The line of the log for each target: numbers are answered by Kamailio with that status. */
const WORDS: Readonly<Record<string, string>> = {
	486: "486 is busy",
	600: "600 is busy",
	603: "603 declined the call",
	403: "403 declined the call",
	404: "404 was not found: check the number",
	480: "480 is not available: is the phone registered?",
	408: "No answer from 408",
	488: "488 has no codec in common with the doorbell (G.711 is needed)",
	500: "The call to 500 failed (SIP status 500)",
	503: "The call to 503 failed (SIP status 503)",
	nobody: "nobody was not found: check the number",
	phone3: "phone3 is not available: is the phone registered?",
};

describe("The bell rings in vain", () => {
	it("L17: every refusal has its own plain words", async () => {
		const kamailio = await startKamailio();
		const doorbell = await startRegisteredDoorbell({ registrar: kamailio.address });
		for (const [target, line] of Object.entries(WORDS)) {
			doorbell.lines.length = 0;
			doorbell.appliance.call(target);
			await doorbell.waitForState("REGISTERED");
			deepEqual(doorbell.lines, [`[INFO] Calling ${target}`, `[ERROR] ${line}`, "[INFO] Nobody answered"]);
		}
	});

	it("F8 F6: codes with * and # reach the PBX as they are, whether it asks who calls or not", async () => {
		const kamailio = await startKamailio();
		const doorbell = await startRegisteredDoorbell({ registrar: kamailio.address });
		for (const [target, user] of [
			["**610", "**610"],
			["*21#", "*21%23"],
			["486", "486"],
		] as const) {
			doorbell.messages.length = 0;
			doorbell.appliance.call(target);
			await doorbell.waitForState("REGISTERED");
			for (const { text } of doorbell.sent(INVITE)) ok(text.startsWith(`INVITE sip:${user}@door.test SIP/2.0\r\n`));
			equal(doorbell.sent(INVITE).length, target === "486" ? 1 : 2);
		}
	});

	it("a 302 is followed to a phone of the same PBX, once", async () => {
		const { doorbell, phone } = await startHousehold({ "button.1.targets": "302" });
		await doorbell.press();
		await phone.waitFor("CALL_INCOMING");
		await phone.accept();
		await doorbell.waitForState("CONNECTED");
		await doorbell.hear(PHONE_TONE);
	});

	it("no answer at all: no CANCEL goes out before there was any response", async () => {
		const kamailio = await startKamailio();
		const doorbell = await startRegisteredDoorbell({
			registrar: kamailio.address,
			settings: { "button.1.targets": "silence 5" },
		});
		await doorbell.press();
		await doorbell.waitForSent(INVITE, 4);
		await doorbell.waitForState("REGISTERED");
		deepEqual(doorbell.lines.slice(-2), ["[INFO] silence does not answer", "[INFO] Nobody answered"]);
		deepEqual(doorbell.sent(CANCEL), []);
		const [first, second, third] = doorbell.sent(INVITE).map(({ at }) => at);
		ok(second! - first! > 450 && third! - second! > 950);
	});

	it("no answer at all: Timer B ends it after 32 s", async function () {
		this.timeout(60_000);
		const kamailio = await startKamailio();
		const doorbell = await startRegisteredDoorbell({
			registrar: kamailio.address,
			settings: { "button.1.targets": "silence 60" },
		});
		await doorbell.press();
		await doorbell.waitForLine("[ERROR] No answer from silence", 36_000);
		equal(doorbell.appliance.state, "REGISTERED");
		equal(doorbell.sent(INVITE).length, 7);
	});

	it("nobody to call: says what to do", async () => {
		const doorbell = startDoorbell();
		await doorbell.press();
		await doorbell.waitForLine("[ERROR] Nobody to call: set whom the button rings in the settings");
	});
});
