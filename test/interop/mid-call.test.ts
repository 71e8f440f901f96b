import { deepEqual, equal, match, ok } from "node:assert/strict";
import { header, responseTo, startDoorbell } from "./doorbell.ts";
import { startSipp } from "./sipp.ts";
import { ends, leave, PEER_TONE, ring } from "./sipp-peer.ts";

/** Longer than a session goes on without a refresh in these scenarios, milliseconds. */
const REFRESH_WITHIN = 25_000;

const INVITE = /^INVITE /;
const UPDATE = /^UPDATE /;
const PRACK = /^PRACK /;

describe("SIPp changes and refreshes a call of the doorbell", () => {
	it("sends-session-expires: S10 A3 its 422 is answered by asking for more, and its session is refreshed by UPDATE", async () => {
		const { doorbell, peer } = await ring({ scenario: "sends-session-expires" });
		await doorbell.waitForState("CONNECTED");
		const invites = doorbell.sent(INVITE);
		deepEqual(
			invites.map((invite) => header(invite, "Session-Expires")),
			["1800", "3600"],
		);
		const update = await doorbell.waitForSent(UPDATE, 1, REFRESH_WITHIN);
		equal(header(update, "Content-Length"), "0");
		await doorbell.waitForReceived(responseTo("UPDATE", 200));
		await doorbell.hear(PEER_TONE);
		await leave(doorbell, peer);
	});

	it("knows-no-update: A3 its session is refreshed by a re-INVITE with the description as it was", async () => {
		const { doorbell, peer } = await ring({ scenario: "knows-no-update" });
		await doorbell.waitForState("CONNECTED");
		const again = await doorbell.waitForSent(INVITE, 2, REFRESH_WITHIN);
		const [first] = doorbell.sent(INVITE);
		equal(description(again.text), description(first!.text));
		await doorbell.waitForReceived(responseTo("INVITE", 200), 2);
		await doorbell.hear(PEER_TONE);
		await leave(doorbell, peer);
	});

	it("refreshes-with-update: A3 A10 L11 UPDATE refreshes, holds and resumes", async () => {
		const { doorbell, peer } = await ring({ scenario: "refreshes-with-update" });
		const held = await doorbell.waitForSent(responseTo("UPDATE", 200), 2);
		match(held.text, /\r\na=recvonly\r\n/);
		equal(doorbell.lines.at(-1), "[INFO] The other side put the call on hold");
		match((await doorbell.waitForSent(responseTo("UPDATE", 200), 3)).text, /\r\na=sendrecv\r\n/);
		equal(doorbell.lines.at(-1), "[INFO] The call goes on");
		await doorbell.hear(PEER_TONE);
		await leave(doorbell, peer);
	});
});

describe("SIPp wants PRACK", () => {
	it("requires-100rel: F16 A4 every provisional response is acknowledged, and the answer of the first one holds", async () => {
		const { doorbell, peer } = await ring({ scenario: "requires-100rel" });
		await doorbell.waitForState("CONNECTED");
		await doorbell.hear(PEER_TONE);
		equal(doorbell.sent(PRACK).length, 2);
		await leave(doorbell, peer);
	});

	it("asks-for-100rel: F16 the 180 is repeated until it is acknowledged", async () => {
		const doorbell = startDoorbell({ settings: { "call.answer": "manual" } });
		const peer = await startSipp({ scenario: "asks-for-100rel", target: doorbell.address });
		await doorbell.waitForReceived(PRACK);
		doorbell.appliance.answer();
		await doorbell.waitForState("CONNECTED");
		await doorbell.hear(PEER_TONE);
		await ends(peer.finished);
		equal(doorbell.sent(responseTo("INVITE", 180)).length, 2);
	});
});

describe("SIPp calls the doorbell", () => {
	it("asks-too-briefly: S10 is told the least interval, and gets it", async () => {
		const doorbell = startDoorbell();
		const peer = await startSipp({ scenario: "asks-too-briefly", target: doorbell.address });
		await doorbell.hear(PEER_TONE);
		await ends(peer.finished);
		equal(header(doorbell.sent(responseTo("INVITE", 422))[0]!, "Min-SE"), "90");
	});

	it("transfers: REFER is declined, and the call goes on", async () => {
		const doorbell = startDoorbell();
		const peer = await startSipp({ scenario: "transfers", target: doorbell.address });
		await doorbell.waitForSent(responseTo("REFER", 603));
		equal(doorbell.appliance.state, "CONNECTED");
		await ends(peer.finished);
		ok(!doorbell.sent(/^NOTIFY /).length);
	});
});

/** The body of a message. */
function description(text: string): string {
	return text.slice(text.indexOf("\r\n\r\n") + 4);
}
