import { deepEqual, equal, match, ok } from "node:assert/strict";
import { DOORBELL_TONE, type Doorbell, header, responseTo, startDoorbell } from "./doorbell.ts";
import { runSipp, type SippOptions, startSipp } from "./sipp.ts";
import { ends, PEER_TONE, ring } from "./sipp-peer.ts";

const INVITE = /^INVITE /;
const CANCEL = /^CANCEL /;
const ACK = /^ACK /;
const BYE = /^BYE /;
const ANSWER = responseTo("INVITE", 200);

describe("SIPp calls the doorbell", () => {
	it("calls: L12 is answered, heard and hangs up", async () => {
		const doorbell = startDoorbell();
		const peer = await startSipp({ scenario: "calls", target: doorbell.address });
		await doorbell.waitForState("CONNECTED");
		await doorbell.hear(PEER_TONE);
		await ends(peer.finished);
		await doorbell.waitForState("UNCONFIGURED");
		deepEqual(doorbell.states.slice(-3), ["RINGING", "CONNECTED", "UNCONFIGURED"]);
		ok(doorbell.lines.includes("[INFO] A Peer (peer) is calling"));
		match(doorbell.received(INVITE)[0]!.text, /\r\nContent-Length: {2,}\d/);
	});

	it("calls: L26 with many codecs and a telephone-event for each clock rate", async () => {
		const doorbell = startDoorbell();
		const peer = await startSipp({ scenario: "calls", target: doorbell.address, formats: "many" });
		await doorbell.hear(PEER_TONE);
		await ends(peer.finished);
		const [answer] = doorbell.sent(ANSWER);
		match(answer!.text, /\r\nm=audio \d+ RTP\/AVP 0 100\r\n/);
		match(answer!.text, /\r\na=rtpmap:100 telephone-event\/8000\r\n/);
	});

	it("is-refused: F15 offers nothing that the doorbell knows", async () => {
		const doorbell = startDoorbell();
		await ends(runSipp({ scenario: "is-refused", target: doorbell.address, formats: "unknown" }));
		const line = "[ERROR] Call from A Peer (peer) refused: no codec in common (G.711 is needed)";
		equal(doorbell.lines.at(-1), line);
		equal(doorbell.appliance.state, "UNCONFIGURED");
	});

	it("offers-late: A10 the doorbell offers, in its 200, and hears the answer in the ACK", async () => {
		const doorbell = startDoorbell();
		const peer = await startSipp({ scenario: "offers-late", target: doorbell.address });
		await doorbell.waitForState("CONNECTED");
		await doorbell.hear(PEER_TONE);
		await ends(peer.finished);
		await doorbell.waitForState("UNCONFIGURED");
		const [first, second] = doorbell.sent(ANSWER);
		for (const answer of [first!, second!]) match(answer.text, /\r\nm=audio \d+ RTP\/AVP 8 0 101\r\n/);
	});

	it("acks-late: L21 the 200 is repeated until it is acknowledged", async () => {
		const doorbell = startDoorbell();
		await ends(runSipp({ scenario: "acks-late", target: doorbell.address }));
		await doorbell.waitForState("UNCONFIGURED");
		deepEqual(pauses(doorbell, ANSWER), [500, 1000]);
		equal(doorbell.appliance.lastReason, "the other side hung up");
	});

	it("never-acks: L21 the call is ended 32 s later", async function () {
		this.timeout(60_000);
		const doorbell = startDoorbell();
		await ends(runSipp({ scenario: "never-acks", target: doorbell.address }));
		deepEqual(pauses(doorbell, ANSWER), [500, 1000, 2000, 4000, 4000, 4000, 4000, 4000, 4000, 4000]);
		equal(doorbell.sent(BYE).length, 1);
		equal(doorbell.appliance.state, "UNCONFIGURED");
		equal(doorbell.appliance.lastReason, "the other side did not respond any more");
	});

	it("cancels: the caller gives up", async () => {
		const doorbell = startDoorbell({ settings: { "call.answer": "manual" } });
		await ends(runSipp({ scenario: "cancels", target: doorbell.address }));
		equal(doorbell.lines.at(-1), "[INFO] Missed call from A Peer (peer)");
		equal(doorbell.appliance.state, "UNCONFIGURED");
	});

	it("cancels: L15 somebody else has answered", async () => {
		const doorbell = startDoorbell({ settings: { "call.answer": "manual" } });
		const reason = 'SIP;cause=200;text="Call completed elsewhere"';
		await ends(runSipp({ scenario: "cancels", target: doorbell.address, reason }));
		equal(doorbell.lines.at(-1), "[INFO] Missed call from A Peer (peer) (answered elsewhere)");
	});

	const holds: readonly (readonly [NonNullable<SippOptions["hold"]>, string, boolean])[] = [
		["sendonly", "recvonly", true],
		["inactive", "inactive", true],
		["nowhere", "inactive", true],
		["recvonly", "sendonly", false],
	];
	for (const [hold, answered, told] of holds) {
		it(`holds: A10 ${hold} is answered ${answered}`, async () => {
			const doorbell = startDoorbell();
			const peer = await startSipp({ scenario: "holds", target: doorbell.address, hold });
			match((await doorbell.waitForSent(ANSWER, 2)).text, new RegExp(`\r\na=${answered}\r\n`));
			equal(doorbell.lines.at(-1) === "[INFO] The other side put the call on hold", told);
			equal(doorbell.appliance.state, "CONNECTED");
			match((await doorbell.waitForSent(ANSWER, 3)).text, /\r\na=sendrecv\r\n/);
			equal(doorbell.lines.at(-1) === "[INFO] The call goes on", told);
			await doorbell.hear(PEER_TONE);
			await ends(peer.finished);
			await doorbell.waitForState("UNCONFIGURED");
		});
	}

	it("presses-keys: L28 D1 D4 keys whose sequence numbers jump back", async () => {
		const doorbell = startDoorbell({ settings: { "door.code": "1234" } });
		await ends(runSipp({ scenario: "presses-keys", target: doorbell.address }));
		equal(doorbell.lines.filter((line) => line === "[INFO] A key was pressed on the phone").length, 4);
		equal(doorbell.switched("door")[0]?.on, true);
	});

	it("presses-by-info: L14 A9 keys by INFO in all its forms, and an empty INFO", async () => {
		const doorbell = startDoorbell({ settings: { "door.code": "12*#" } });
		await ends(runSipp({ scenario: "presses-by-info", target: doorbell.address }));
		equal(doorbell.lines.filter((line) => line === "[INFO] A key was pressed on the phone").length, 4);
		equal(doorbell.switched("door")[0]?.on, true);
	});

	it("pings-with-options: L35 A7 is answered, in a call too", async () => {
		const doorbell = startDoorbell();
		await ends(runSipp({ scenario: "pings-with-options", target: doorbell.address }));
		const peer = await startSipp({ scenario: "calls", target: doorbell.address });
		await doorbell.waitForState("CONNECTED");
		await ends(runSipp({ scenario: "pings-with-options", target: doorbell.address }));
		equal(doorbell.appliance.state, "CONNECTED");
		await ends(peer.finished);
	});
});

describe("The doorbell calls SIPp", () => {
	it("answers-late: L16 rings, answers with the codecs in another order, and both hear each other", async () => {
		const { doorbell, peer } = await ring({ scenario: "answers-late", echo: true });
		await doorbell.waitForLine(`[INFO] ${peer.uri} is ringing`);
		await doorbell.waitForState("CONNECTED");
		await doorbell.hear(DOORBELL_TONE);
		match(doorbell.sent(INVITE)[0]!.text, /\r\nm=audio \d+ RTP\/AVP 8 0 101\r\n/);
		equal(doorbell.appliance.status.call?.statistics?.law, "PCMU");
		doorbell.appliance.hangUp();
		await ends(peer.finished);
	});

	it("hangs-up: L13 answers without ringing, and hangs up", async () => {
		const { doorbell, peer } = await ring({ scenario: "hangs-up" });
		await doorbell.waitForState("CONNECTED");
		await doorbell.hear(PEER_TONE);
		await ends(peer.finished);
		await doorbell.waitForState("UNCONFIGURED");
		equal(doorbell.appliance.lastReason, "the other side hung up");
	});

	it("busy: says so", async () => {
		const { doorbell, peer } = await ring({ scenario: "busy" });
		await ends(peer.finished);
		await doorbell.waitForState("UNCONFIGURED");
		ok(doorbell.lines.includes(`[ERROR] ${peer.uri} is busy`));
	});

	it("rings-until-cancelled: is given up at the door", async () => {
		const { doorbell, peer } = await ring({ scenario: "rings-until-cancelled" });
		await doorbell.waitForLine(`[INFO] ${peer.uri} is ringing`);
		doorbell.appliance.hangUp();
		await ends(peer.finished);
		equal(doorbell.appliance.state, "UNCONFIGURED");
	});

	it("answers-when-cancelled: its 200 crosses CANCEL, and is acknowledged and hung up", async () => {
		const { doorbell, peer } = await ring({ scenario: "answers-when-cancelled" });
		await doorbell.waitForLine(`[INFO] ${peer.uri} is ringing`);
		doorbell.appliance.hangUp();
		await doorbell.waitForSent(CANCEL);
		await ends(peer.finished);
		equal(doorbell.appliance.state, "UNCONFIGURED");
		equal(doorbell.appliance.lastReason, "hung up at the door");
		ok(!doorbell.states.includes("CONNECTED"));
	});

	it("hears-third-copy: L27 the INVITE is repeated after 0.5 and 1 s", async () => {
		const { doorbell, peer } = await ring({ scenario: "hears-third-copy" });
		await doorbell.waitForState("CONNECTED");
		deepEqual(pauses(doorbell, INVITE), [500, 1000]);
		doorbell.appliance.hangUp();
		await ends(peer.finished);
	});

	it("repeats-200: S8 L27 every copy of the 200 draws the same ACK", async () => {
		const { doorbell, peer } = await ring({ scenario: "repeats-200" });
		await doorbell.waitForSent(ACK, 3);
		doorbell.appliance.hangUp();
		await ends(peer.finished);
		equal(new Set(doorbell.sent(ACK).map(({ text }) => text)).size, 1);
		equal(doorbell.states.filter((state) => state === "CONNECTED").length, 1);
	});

	it("says-early: F13 what is said before the answer is not heard at the door", async () => {
		const { doorbell, peer } = await ring({ scenario: "says-early" });
		await doorbell.waitForReceived(responseTo("INVITE", 183));
		await notHeard(doorbell);
		await doorbell.waitForState("CONNECTED");
		await doorbell.hear(PEER_TONE);
		doorbell.appliance.hangUp();
		await ends(peer.finished);
	});

	it("refreshes: L11 A3 a re-INVITE with nothing new in it is answered and changes nothing", async () => {
		const { doorbell, peer } = await ring({ scenario: "refreshes" });
		await doorbell.waitForState("CONNECTED");
		const { length } = doorbell.lines;
		const answer = await doorbell.waitForSent(ANSWER);
		match(answer.text, /\r\na=sendrecv\r\n/);
		equal(header(answer, "Session-Expires"), "90;refresher=uac");
		equal(header(answer, "Require"), "timer");
		await doorbell.hear(PEER_TONE);
		equal(doorbell.lines.length, length);
		doorbell.appliance.hangUp();
		await ends(peer.finished);
	});
});

/** While the phone is being called. */
async function notHeard(doorbell: Doorbell): Promise<void> {
	const heard = doorbell.hear(PEER_TONE, 700).then(
		() => true,
		() => false,
	);
	equal(await heard, false);
	equal(doorbell.appliance.state, "CALLING");
}

/** Milliseconds between the copies of a message, as the standard has them: a timer may be late. */
function pauses(doorbell: Doorbell, pattern: RegExp): number[] {
	const times = doorbell.sent(pattern).map(({ at }) => at);
	return times.slice(1).map((time, index) => 500 * Math.floor((time - times[index]! + 100) / 500));
}
