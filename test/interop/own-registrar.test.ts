import { deepEqual, equal, ok } from "node:assert/strict";
import { startBaresip } from "./baresip.ts";
import { responseTo, startDoorbell } from "./doorbell.ts";
import { runSipp } from "./sipp.ts";

const PASSWORD = "open-sesame";
const ATTIC_TONE = 880;

/** A doorbell without a PBX, at which phones may register. */
function doorbellForPhones() {
	return startDoorbell({ settings: { "phones.password": PASSWORD, "button.1.targets": "attic" } });
}

describe("Phones at the door itself: real ones", () => {
	it("L19: baresip registers, is rung by its name, answers and is heard", async () => {
		const doorbell = doorbellForPhones();
		const attic = await startBaresip({
			user: "attic",
			password: PASSWORD,
			registrar: doorbell.address,
			answer: "manual",
			tone: ATTIC_TONE,
		});
		await doorbell.waitForLine("[INFO] Phone attic registered at the doorbell");
		deepEqual(
			doorbell.appliance.phones.map(({ name, address }) => [name, address]),
			[["attic", "127.0.0.1"]],
		);
		await doorbell.press();
		await attic.waitFor("CALL_INCOMING");
		await attic.accept();
		await doorbell.waitForState("CONNECTED");
		await doorbell.hear(ATTIC_TONE);
		await attic.hangup();
		await doorbell.waitForState("UNCONFIGURED");
		await attic.stop();
		await doorbell.waitForLine("[INFO] Phone attic signed off");
		deepEqual(doorbell.appliance.phones, []);
	});

	it("refuses baresip with a wrong password", async () => {
		const doorbell = doorbellForPhones();
		// It never gets to be registered, which is what starting it waits for.
		const start = startBaresip({
			user: "attic",
			password: "wrong password",
			registrar: doorbell.address,
			answer: "manual",
			tone: ATTIC_TONE,
		}).catch(() => undefined);
		await doorbell.waitForLine("[ERROR] Wrong password for phone attic");
		deepEqual(doorbell.appliance.phones, []);
		void start;
	});

	it("SIPp registers with digest, and signs off", async () => {
		const doorbell = doorbellForPhones();
		const { code } = await runSipp({ scenario: "registers", target: doorbell.address, user: "attic" });
		equal(code, 0);
		ok(doorbell.sent(responseTo("REGISTER", 401)).length >= 1);
		equal(doorbell.sent(responseTo("REGISTER", 200)).length, 2);
		await doorbell.waitForLine("[INFO] Phone attic signed off");
	});
});
