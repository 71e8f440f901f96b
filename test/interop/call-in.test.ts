import { deepEqual, equal, match, ok } from "node:assert/strict";
import { DOORBELL_TONE, header, inOrder, responseTo } from "./doorbell.ts";
import { OTHER_TONE, PHONE_TONE, startHousehold, startPhone } from "./household.ts";
import { saysTone } from "./listening.ts";

const INVITE = /^INVITE /;
const ACK = /^ACK /;
const BYE = /^BYE /;
const RINGING = /^SIP\/2\.0 180 /;
const ANSWER = responseTo("INVITE", 200);

describe("A phone calls the bell through the PBX", () => {
	it("L19 L20 S4: it is answered at once, in the fixed lines; both hear each other; the phone hangs up", async () => {
		const { doorbell, phone } = await startHousehold();
		doorbell.lines.length = 0;
		doorbell.states.length = 0;
		await phone.dial("sip:bell@door.test");
		await phone.waitFor("CALL_ESTABLISHED");
		await doorbell.waitForState("CONNECTED");
		const expected = [
			"[RECEIVED] INVITE message",
			"[INFO] Incoming call detected",
			"[SENT] 200 OK response to INVITE",
			"[INFO] RTP session started",
			"[INFO] Incoming call answered - State: CONNECTED",
			"[INFO] Audio recording started",
			"[INFO] Audio playback started",
		];
		await doorbell.waitForLine("[INFO] Audio playback started");
		deepEqual(inOrder(doorbell.lines, expected), expected);
		equal(doorbell.appliance.status.call?.peer.number, "phone1");
		await doorbell.hear(PHONE_TONE);
		await doorbell.waitUntilHeard();
		await phone.hangup();
		await doorbell.waitForState("REGISTERED");
		deepEqual(doorbell.states, ["RINGING", "CONNECTED", "REGISTERED"]);
		equal(doorbell.lines.at(-1), "[INFO] Call ended: the other side hung up");
		ok(saysTone(await phone.recording(), DOORBELL_TONE));
		for (const request of [ACK, BYE]) {
			match(header(doorbell.received(request)[0]!, "Proxy-Authorization"), /^Digest username="phone1"/);
		}
		const [invite] = doorbell.received(INVITE);
		ok(header(invite!, "Record-Route") !== "");
		for (const answer of [doorbell.sent(RINGING)[0]!, doorbell.sent(ANSWER)[0]!]) {
			equal(header(answer, "Record-Route"), header(invite!, "Record-Route"));
		}
	});

	it("S16: the bell hangs up", async () => {
		const { doorbell, phone } = await startHousehold();
		await phone.dial("sip:bell@door.test");
		await phone.waitFor("CALL_ESTABLISHED");
		await doorbell.hear(PHONE_TONE);
		doorbell.appliance.hangUp();
		await phone.waitFor("CALL_CLOSED");
		await doorbell.waitForReceived(responseTo("BYE", 200));
		equal(doorbell.appliance.state, "REGISTERED");
		equal(doorbell.appliance.lastReason, "hung up at the door");
		const [bye] = doorbell.sent(BYE);
		match(bye!.text, /^BYE sip:phone1-/);
		equal(header(bye!, "Route"), header(doorbell.received(INVITE)[0]!, "Record-Route"));
	});

	it("it is answered after a while", async () => {
		const { doorbell, phone } = await startHousehold({ "call.answer": "delayed", "call.answer-delay": 2 });
		await phone.dial("sip:bell@door.test");
		await phone.waitFor("CALL_RINGING");
		await doorbell.waitForState("RINGING");
		await phone.waitFor("CALL_ESTABLISHED");
		const [invite, answer] = [doorbell.received(INVITE)[0]!, doorbell.sent(ANSWER)[0]!];
		ok(answer.at - invite.at > 1950 && answer.at - invite.at < 4000);
		await doorbell.hear(PHONE_TONE);
	});

	it("it rings until somebody at the door answers it", async () => {
		const { doorbell, phone } = await startHousehold({ "call.answer": "manual" });
		await phone.dial("sip:bell@door.test");
		await phone.waitFor("CALL_RINGING");
		await doorbell.waitForState("RINGING");
		deepEqual(doorbell.sent(ANSWER), []);
		doorbell.appliance.answer();
		await phone.waitFor("CALL_ESTABLISHED");
		await doorbell.hear(PHONE_TONE);
	});

	it("it rings until somebody presses the button", async () => {
		const { doorbell, phone } = await startHousehold({ "call.answer": "manual", "button.1.targets": "phone2" });
		await phone.dial("sip:bell@door.test");
		await doorbell.waitForState("RINGING");
		await doorbell.press();
		await phone.waitFor("CALL_ESTABLISHED");
		equal(doorbell.appliance.state, "CONNECTED");
	});

	it("it is rejected at the door", async () => {
		const { doorbell, phone } = await startHousehold({ "call.answer": "manual" });
		await phone.dial("sip:bell@door.test");
		await doorbell.waitForState("RINGING");
		doorbell.appliance.hangUp();
		await phone.waitFor("CALL_CLOSED", ({ param }) => param?.startsWith("603 ") ?? false);
		equal(doorbell.appliance.state, "REGISTERED");
		equal(doorbell.lines.at(-1), "[INFO] Call from phone1 rejected");
	});

	it("it is disconnected while it rings", async () => {
		const { kamailio, doorbell, phone } = await startHousehold({ "call.answer": "manual" });
		await phone.dial("sip:bell@door.test");
		await doorbell.waitForState("RINGING");
		doorbell.appliance.disconnect();
		await phone.waitFor("CALL_CLOSED");
		await doorbell.waitForLine("[INFO] Disconnected from SIP server");
		deepEqual(
			(await kamailio.locations()).map(({ user }) => user),
			["phone1"],
		);
	});

	it("L37: the phone gives up", async () => {
		const { doorbell, phone } = await startHousehold({ "call.answer": "manual" });
		await phone.dial("sip:bell@door.test");
		await phone.waitFor("CALL_RINGING");
		await phone.hangup();
		await doorbell.waitForLine("[INFO] Missed call from phone1");
		equal(doorbell.appliance.state, "REGISTERED");
		await doorbell.waitForSent(responseTo("CANCEL", 200));
		await doorbell.waitForSent(responseTo("INVITE", 487));
		await doorbell.waitForReceived(ACK);
		equal(doorbell.sent(/^SIP\/2\.0 487 /).length, 1);
	});

	it("another one calls meanwhile: 486, and a line in the log", async () => {
		const { kamailio, doorbell, phone } = await startHousehold();
		const other = await startPhone(kamailio, "phone2", OTHER_TONE);
		await phone.dial("sip:bell@door.test");
		await phone.waitFor("CALL_ESTABLISHED");
		await other.dial("sip:bell@door.test");
		await other.waitFor("CALL_CLOSED", ({ param }) => param?.startsWith("486 ") ?? false);
		ok(doorbell.lines.includes("[INFO] Missed call from phone2: the doorbell is busy"));
		equal(doorbell.appliance.state, "CONNECTED");
		await doorbell.hear(PHONE_TONE);
	});

	it("another one calls while the bell rings out: 486, and the bell goes on ringing", async () => {
		const { kamailio, doorbell, phone } = await startHousehold({ "button.1.targets": "phone1" });
		const other = await startPhone(kamailio, "phone2", OTHER_TONE);
		await doorbell.press();
		await phone.waitFor("CALL_INCOMING");
		await other.dial("sip:bell@door.test");
		await other.waitFor("CALL_CLOSED", ({ param }) => param?.startsWith("486 ") ?? false);
		await phone.accept();
		await doorbell.waitForState("CONNECTED");
		await doorbell.hear(PHONE_TONE);
	});

	it("L5: re-INVITE and BYE of a PBX that challenges within calls", async () => {
		const { doorbell, phone } = await startHousehold({}, { challengeInDialog: true, oneTimeNonces: true });
		await phone.dial("sip:bell@door.test");
		await phone.waitFor("CALL_ESTABLISHED");
		await doorbell.hear(PHONE_TONE);
		await phone.hold();
		await doorbell.waitForLine("[INFO] The other side put the call on hold");
		await phone.resume();
		await doorbell.waitForLine("[INFO] The call goes on");
		doorbell.appliance.hangUp();
		await phone.waitFor("CALL_CLOSED");
		await doorbell.waitForReceived(responseTo("BYE", 200));
		equal(doorbell.received(responseTo("BYE", 407)).length, 1);
	});
});
