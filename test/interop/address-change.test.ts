import { deepEqual, equal, match } from "node:assert/strict";
import { until } from "../support/until.ts";
import { responseTo, startRegisteredDoorbell } from "./doorbell.ts";
import { PHONE_TONE, startHousehold } from "./household.ts";
import { startKamailio } from "./kamailio.ts";
import { ask } from "./processes.ts";
import { atEnd } from "./stage.ts";

const CHANGED = "[INFO] The network address of the doorbell changed";
const OTHER_ADDRESS = "127.0.0.5";

describe("The network gives the doorbell another address", () => {
	it("E4 A5: the new one is registered, and the old one is not any more", async () => {
		const kamailio = await startKamailio();
		const doorbell = await startRegisteredDoorbell({ registrar: kamailio.address });
		await useAddress(OTHER_ADDRESS);
		await doorbell.waitForLine(CHANGED);
		await doorbell.waitForReceived(responseTo("REGISTER", 200), 2);
		deepEqual(
			(await kamailio.locations()).map(({ contact }) => contact),
			[doorbell.uri.replace("127.0.0.1", OTHER_ADDRESS)],
		);
		await doorbell.waitForState("REGISTERED");
		await doorbell.shutDown();
		deepEqual(await kamailio.locations(), []);
	});

	it("E4 E6 L5: the phone is told in the call, past a PBX that asks who says so, and both go on to hear each other", async () => {
		const { doorbell, phone } = await startHousehold(
			{ "button.1.targets": "phone1" },
			{ challengeInDialog: true, oneTimeNonces: true },
		);
		await doorbell.press();
		await phone.waitFor("CALL_INCOMING");
		await phone.accept();
		await doorbell.waitForState("CONNECTED");
		await doorbell.hear(PHONE_TONE);
		await useAddress(OTHER_ADDRESS);
		await doorbell.waitForLine(CHANGED);
		const offer = await doorbell.waitForSent(/^INVITE sip:phone1-/);
		match(offer.text, /\r\nc=IN IP4 127\.0\.0\.5\r\n/);
		await doorbell.waitForReceived(responseTo("INVITE", 407), 2);
		await doorbell.waitForSent(/^ACK sip:phone1-/, 3);
		await doorbell.hear(PHONE_TONE);
		const { received } = await phone.packets();
		await until(async () => (await phone.packets()).received > received + 20, 5000, "sound at the phone");
		await phone.hangup();
		await doorbell.waitForState("REGISTERED");
		deepEqual(doorbell.states.slice(-3), ["CALLING", "CONNECTED", "REGISTERED"]);
		equal(doorbell.appliance.lastReason, "the other side hung up");
	});
});

/** Whatever is sent to 127.0.0.1 comes from this address, until the end of the test. */
async function useAddress(address: string): Promise<void> {
	await route(address);
	atEnd(() => route("127.0.0.1"));
}

async function route(source: string): Promise<void> {
	await ask("ip", ..."route replace local 127.0.0.1 dev lo table local src".split(" "), source);
}
