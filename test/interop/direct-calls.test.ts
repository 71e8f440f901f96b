import { deepEqual, equal, match, ok } from "node:assert/strict";
import { until } from "../support/until.ts";
import { startBaresip } from "./baresip.ts";
import { DOORBELL_TONE, responseTo, startDoorbell, startRegisteredDoorbell } from "./doorbell.ts";
import { PHONE_TONE } from "./household.ts";
import { startKamailio } from "./kamailio.ts";
import { saysTone } from "./listening.ts";

describe("The bell rings a phone directly, without a PBX", () => {
	it("both hear each other, the phone opens the door and hangs up", async () => {
		const phone = await startBaresip({ user: "phone1", answer: "auto", tone: PHONE_TONE, codecs: ["PCMA"] });
		const doorbell = startDoorbell({ settings: { "button.1.targets": phone.uri, "door.code": "12#" } });
		await doorbell.press();
		await doorbell.waitForState("CONNECTED");
		await doorbell.hear(PHONE_TONE);
		for (const key of ["1", "2", "#"]) await phone.digit(key);
		await until(() => doorbell.switched("door").length === 1, 3000, "the door opener switched on");
		await phone.hangup();
		await doorbell.waitForState("UNCONFIGURED");
		ok(saysTone(await phone.recording(), DOORBELL_TONE));
		deepEqual(doorbell.states, ["UNCONFIGURED", "CALLING", "CONNECTED", "UNCONFIGURED"]);
		equal(doorbell.appliance.status.call, undefined);
	});

	it("registered at a PBX and called past it", async () => {
		const kamailio = await startKamailio();
		const phone = await startBaresip({ user: "phone1", answer: "auto", tone: PHONE_TONE });
		const doorbell = await startRegisteredDoorbell({
			registrar: kamailio.address,
			settings: { "button.1.targets": phone.uri },
		});
		await doorbell.press();
		await doorbell.waitForState("CONNECTED");
		await doorbell.hear(PHONE_TONE);
		ok(!kamailio.log.includes("request INVITE"));
	});

	it("after Disconnect: the socket is opened for the call and closed after it", async () => {
		const kamailio = await startKamailio();
		const phone = await startBaresip({ user: "phone1", answer: "auto", tone: PHONE_TONE });
		const doorbell = await startRegisteredDoorbell({
			registrar: kamailio.address,
			settings: { "button.1.targets": phone.uri },
		});
		doorbell.appliance.disconnect();
		await doorbell.waitForLine("[INFO] Disconnected from SIP server");
		await doorbell.press();
		await doorbell.waitForState("CONNECTED");
		await doorbell.hear(PHONE_TONE);
		await phone.hangup();
		await doorbell.waitForState("DISCONNECTED");
		await until(() => doorbell.appliance.sipPort === undefined, 3000, "the socket closed");
		deepEqual(await kamailio.locations(), []);
	});

	it("L24: a phone whose microphone fails never answers, and is given up", async () => {
		const phone = await startBaresip({ user: "phone1", answer: "auto", tone: undefined });
		const doorbell = startDoorbell({ settings: { "button.1.targets": `${phone.uri} 5` } });
		await doorbell.press();
		await phone.waitFor("CALL_CLOSED", undefined, 8000);
		await doorbell.waitForState("UNCONFIGURED");
		equal(doorbell.lines.at(-1), "[INFO] Nobody answered");
		ok(!doorbell.states.includes("CONNECTED"));
	});

	it("L23: a phone whose sound comes from elsewhere than it says is heard", async () => {
		const phone = await startBaresip({ user: "phone1", host: "127.0.0.11", answer: "auto", tone: PHONE_TONE });
		const doorbell = startDoorbell({ settings: { "button.1.targets": phone.uri } });
		await doorbell.press();
		await doorbell.waitForState("CONNECTED");
		await doorbell.hear(PHONE_TONE);
		match(doorbell.received(responseTo("INVITE", 200))[0]!.text, /\r\nc=IN IP4 127\.0\.0\.11\r\n/);
		doorbell.appliance.hangUp();
		await phone.waitFor("CALL_CLOSED");
		ok(saysTone(await phone.recording(), DOORBELL_TONE));
	});
});

describe("A phone calls the bell directly, without a PBX", () => {
	for (const law of ["PCMA", "PCMU"] as const) {
		it(`${law}: both hear each other`, async () => {
			const phone = await startBaresip({ user: "phone1", answer: "manual", tone: PHONE_TONE, codecs: [law] });
			const doorbell = startDoorbell();
			await phone.dial(doorbell.uri);
			await phone.waitFor("CALL_ESTABLISHED");
			await doorbell.hear(PHONE_TONE);
			await doorbell.waitUntilHeard();
			equal(doorbell.appliance.status.call?.statistics?.law, law);
			await phone.hangup();
			await doorbell.waitForState("UNCONFIGURED");
			ok(saysTone(await phone.recording(), DOORBELL_TONE));
		});
	}

	it("M4: gets packets of 40 ms if it asks for them", async () => {
		const phone = await startBaresip({
			user: "phone1",
			answer: "manual",
			tone: PHONE_TONE,
			parameters: ";ptime=40",
		});
		const doorbell = startDoorbell();
		await phone.dial(doorbell.uri);
		await phone.waitFor("CALL_ESTABLISHED");
		await doorbell.hear(PHONE_TONE);
		await doorbell.waitUntilHeard();
		match(doorbell.received(/^INVITE /)[0]!.text, /\r\na=ptime:40\r\n/);
		const { sent, received } = doorbell.appliance.status.call!.statistics!;
		ok(sent < 0.75 * received, `${sent} packets to it, ${received} of 20 ms from it`);
		await phone.hangup();
		await doorbell.waitForState("UNCONFIGURED");
		ok(saysTone(await phone.recording(), DOORBELL_TONE));
	});

	it("L19: under whatever name it is called", async () => {
		const phone = await startBaresip({ user: "phone1", answer: "manual", tone: PHONE_TONE });
		const doorbell = startDoorbell();
		await phone.dial(`sip:front-door@${doorbell.address}`);
		await phone.waitFor("CALL_ESTABLISHED");
		await phone.hangup();
		await doorbell.waitForState("UNCONFIGURED");
	});

	it("one after the other, three times", async () => {
		const phone = await startBaresip({ user: "phone1", answer: "manual", tone: PHONE_TONE });
		const doorbell = startDoorbell();
		for (let call = 1; call <= 3; call++) {
			await phone.dial(doorbell.uri);
			await phone.waitFor("CALL_ESTABLISHED");
			await doorbell.hear(PHONE_TONE);
			await doorbell.waitUntilHeard();
			await phone.hangup();
			await phone.waitFor("CALL_CLOSED");
			await doorbell.waitForState("UNCONFIGURED");
		}
	});
});
