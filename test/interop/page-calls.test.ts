import { deepEqual, equal, match, ok } from "node:assert/strict";
import { type Baresip, startBaresip } from "./baresip.ts";
import { DOORBELL_TONE, header, responseTo, startDoorbell } from "./doorbell.ts";
import { OTHER_TONE, PHONE_TONE, startHousehold, startPhone } from "./household.ts";
import { saysTone } from "./listening.ts";
import { startSipp } from "./sipp.ts";

const INVITE = /^INVITE /;
const REFER = /^REFER /;
const NOTIFY = /^NOTIFY /;
const BYE = /^BYE /;
const ANSWERED = responseTo("INVITE", 200);

/** A phone that is called directly, and answers. */
function startDirectPhone(user: string, tone: number): Promise<Baresip> {
	return startBaresip({ user, answer: "auto", tone });
}

/** The direction in a description. */
function direction({ text }: { readonly text: string }): string | undefined {
	return /\r\na=(sendrecv|sendonly|recvonly|inactive)\r\n/.exec(text)?.[1];
}

describe("Hold and resume from the page", () => {
	it("A10: baresip through the PBX is put on hold, gets no more of the doorbell's sound, and is taken back", async () => {
		const { doorbell, phone } = await startHousehold({ "button.1.targets": "phone1" });
		await doorbell.press();
		await phone.waitFor("CALL_INCOMING");
		await phone.accept();
		await doorbell.hear(PHONE_TONE);
		doorbell.appliance.order({ type: "hold" });
		const held = await doorbell.waitForReceived(ANSWERED, 2);
		deepEqual([direction(doorbell.sent(INVITE).at(-1)!), direction(held)], ["sendonly", "recvonly"]);
		equal(doorbell.appliance.status.call?.onHold, true);
		doorbell.appliance.order({ type: "resume" });
		const taken = await doorbell.waitForReceived(ANSWERED, 3);
		deepEqual([direction(doorbell.sent(INVITE).at(-1)!), direction(taken)], ["sendrecv", "sendrecv"]);
		await doorbell.hear(PHONE_TONE);
		equal(doorbell.appliance.state, "CONNECTED");
	});

	it("A10: baresip holds at the same time: inactive, and each resume is told for itself", async () => {
		const phone = await startDirectPhone("phone1", PHONE_TONE);
		const doorbell = startDoorbell({ settings: { "button.1.targets": phone.uri } });
		await doorbell.press();
		await doorbell.hear(PHONE_TONE);
		await phone.hold();
		await doorbell.waitForLine("[INFO] The other side put the call on hold");
		await doorbell.waitForReceived(/^ACK /);
		doorbell.appliance.order({ type: "hold" });
		await doorbell.waitForReceived(ANSWERED, 2);
		equal(direction(doorbell.sent(INVITE).at(-1)!), "inactive");
		await phone.resume();
		await doorbell.waitForLine("[INFO] The call goes on");
		equal(direction(doorbell.sent(ANSWERED).at(-1)!), "inactive");
		doorbell.appliance.order({ type: "resume" });
		equal(direction(await doorbell.waitForReceived(ANSWERED, 3)), "sendrecv");
		await doorbell.hear(PHONE_TONE);
	});
});

describe("Transfer from the page (RFC 3515)", () => {
	it("L5: a phone at the PBX is asked to call another one, and does; the doorbell's call ends", async () => {
		const { kamailio, doorbell, phone } = await startHousehold({ "button.1.targets": "phone1" });
		const other = await startPhone(kamailio, "phone2", OTHER_TONE);
		await doorbell.press();
		await phone.waitFor("CALL_INCOMING");
		await phone.accept();
		await doorbell.hear(PHONE_TONE);
		doorbell.appliance.order({ type: "transfer", target: "phone2" });
		await other.waitFor("CALL_INCOMING");
		await other.accept();
		await doorbell.waitForState("REGISTERED");
		equal(doorbell.appliance.lastReason, "transferred to phone2");
		match(header(doorbell.sent(REFER)[0]!, "Refer-To"), /^<sip:phone2@door\.test>$/);
		match(header(doorbell.sent(REFER)[0]!, "Referred-By"), /^<sip:bell@door\.test>$/);
	});

	it("to nobody: the doorbell's call goes on", async () => {
		const { doorbell, phone } = await startHousehold({ "button.1.targets": "phone1" });
		await doorbell.press();
		await phone.waitFor("CALL_INCOMING");
		await phone.accept();
		await doorbell.hear(PHONE_TONE);
		doorbell.appliance.order({ type: "transfer", target: "nobody" });
		await doorbell.waitForReceived(NOTIFY);
		await doorbell.waitForLine("[ERROR] The call was not transferred: nobody was not found: check the number");
		await doorbell.hear(PHONE_TONE);
	});

	it("a peer that knows no REFER says so, and the call goes on", async () => {
		const peer = await startSipp({ scenario: "knows-no-refer" });
		const doorbell = startDoorbell({ settings: { "button.1.targets": peer.uri } });
		await doorbell.press();
		await doorbell.waitForState("CONNECTED");
		doorbell.appliance.order({ type: "transfer", target: "sip:attic@127.0.0.1:9" });
		await doorbell.waitForLine("[ERROR] The call was not transferred: the other side does not transfer calls");
		equal(doorbell.appliance.state, "CONNECTED");
		doorbell.appliance.hangUp();
		equal((await peer.finished).code, 0);
	});
});

describe("Transfer by the phone (RFC 3515)", () => {
	it("the phone that was called sends the doorbell to another one, which takes over", async () => {
		const phone = await startDirectPhone("phone1", PHONE_TONE);
		const other = await startDirectPhone("phone2", OTHER_TONE);
		const doorbell = startDoorbell({ settings: { "button.1.targets": phone.uri, "call.transfer": "followed" } });
		await doorbell.press();
		await doorbell.hear(PHONE_TONE);
		await phone.command("transfer", other.uri);
		await doorbell.waitForLine("[INFO] The other side transfers the call to phone2");
		await other.waitFor("CALL_ESTABLISHED");
		await doorbell.hear(OTHER_TONE);
		await phone.waitFor("CALL_CLOSED");
		deepEqual(
			doorbell.sent(NOTIFY).map(({ text }) => /SIP\/2\.0 \d+/.exec(text.slice(text.indexOf("\r\n\r\n")))?.[0]),
			["SIP/2.0 100", "SIP/2.0 200"],
		);
		equal(doorbell.appliance.status.call?.peer.number, "phone2");
		await other.hangup();
		await doorbell.waitForState("UNCONFIGURED");
	});

	it("to one who is busy: who asked is told so (baresip hangs up then)", async () => {
		const phone = await startDirectPhone("phone1", PHONE_TONE);
		const busy = await startSipp({ scenario: "busy" });
		const doorbell = startDoorbell({ settings: { "button.1.targets": phone.uri, "call.transfer": "followed" } });
		await doorbell.press();
		await doorbell.hear(PHONE_TONE);
		await phone.command("transfer", busy.uri);
		await phone.waitFor("TRANSFER_FAILED");
		match((await doorbell.waitForSent(NOTIFY, 2)).text, /\r\nSIP\/2\.0 486 /);
		await doorbell.waitForLine("[ERROR] peer is busy");
	});

	it("is refused unless the settings allow it, and to who called the door himself", async () => {
		const phone = await startDirectPhone("phone1", PHONE_TONE);
		const doorbell = startDoorbell({ settings: { "button.1.targets": phone.uri } });
		await doorbell.press();
		await doorbell.hear(PHONE_TONE);
		await phone.command("transfer", "sip:attic@127.0.0.1:9");
		await phone.waitFor("TRANSFER_FAILED", ({ param }) => param?.startsWith("603 ") ?? false);
		await doorbell.waitForSent(responseTo("REFER", 603));
		const other = startDoorbell({ settings: { "call.transfer": "followed" } });
		const caller = await startSipp({ scenario: "transfers", target: other.address });
		await other.waitForSent(responseTo("REFER", 603));
		equal((await caller.finished).code, 0);
		deepEqual([...doorbell.sent(NOTIFY), ...other.sent(NOTIFY)], []);
	});
});

describe("Call waiting", () => {
	it("a second phone rings on, is shown, talked to, and held in turn; the end of one brings back the other", async () => {
		const settings = { "button.1.targets": "phone1", "call.waiting": "ringing" } as const;
		const { kamailio, doorbell, phone } = await startHousehold(settings);
		const other = await startPhone(kamailio, "phone2", OTHER_TONE);
		await doorbell.press();
		await phone.waitFor("CALL_INCOMING");
		await phone.accept();
		await doorbell.hear(PHONE_TONE);
		await other.dial("sip:bell@door.test");
		await other.waitFor("CALL_RINGING");
		equal(doorbell.appliance.status.call?.waiting?.number, "phone2");
		doorbell.appliance.order({ type: "switch" });
		await other.waitFor("CALL_ESTABLISHED");
		await doorbell.hear(OTHER_TONE);
		equal(direction(doorbell.sent(INVITE).at(-1)!), "sendonly");
		doorbell.appliance.order({ type: "switch" });
		await doorbell.hear(PHONE_TONE);
		await phone.hangup();
		await doorbell.hear(OTHER_TONE);
		await other.hangup();
		await doorbell.waitForState("REGISTERED");
		ok(doorbell.received(BYE).length === 2);
	});

	it("a second caller who gives up is missed, and the sound goes on", async () => {
		const phone = await startDirectPhone("phone1", PHONE_TONE);
		const doorbell = startDoorbell({ settings: { "button.1.targets": phone.uri, "call.waiting": "ringing" } });
		await doorbell.press();
		await doorbell.hear(PHONE_TONE);
		const caller = await startSipp({ scenario: "cancels", target: doorbell.address });
		equal((await caller.finished).code, 0);
		await doorbell.waitForLine("[INFO] Missed call from A Peer (peer)");
		await doorbell.hear(PHONE_TONE);
	});

	it("the doorbell hangs up: the second caller is answered by itself, and hears the visitor", async () => {
		const phone = await startDirectPhone("phone1", PHONE_TONE);
		const other = await startBaresip({ user: "phone2", answer: "manual", tone: OTHER_TONE });
		const doorbell = startDoorbell({ settings: { "button.1.targets": phone.uri, "call.waiting": "ringing" } });
		await doorbell.press();
		await doorbell.hear(PHONE_TONE);
		await other.dial(doorbell.uri);
		await other.waitFor("CALL_RINGING");
		doorbell.appliance.hangUp();
		await other.waitFor("CALL_ESTABLISHED");
		await doorbell.hear(OTHER_TONE);
		await doorbell.waitUntilHeard();
		await other.hangup();
		ok(saysTone(await other.recording(), DOORBELL_TONE));
	});
});
