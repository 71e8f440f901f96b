import { deepEqual, equal, ok } from "node:assert/strict";
import { startBaresip } from "./baresip.ts";
import { type Doorbell, inOrder, startDoorbell } from "./doorbell.ts";
import { PHONE_TONE } from "./household.ts";
import { type Sipp, startSipp } from "./sipp.ts";
import { ends } from "./sipp-peer.ts";

const INVITE = /^INVITE /;
const CANCEL = /^CANCEL /;
/** Seconds until a phone has to show a sign of ringing. */
const SIGN = 3;
const RINGBACK = 425;

/** A doorbell that rings a peer with this scenario, and falls back on a phone that is answered by hand. */
async function ring(scenario: string, order: "parallel" | "sequence" = "parallel") {
	const peer = await startSipp({ scenario });
	const phone = await startBaresip({ user: "phone1", answer: "manual", tone: PHONE_TONE });
	const lists = {
		parallel: { "button.1.targets": peer.uri, "button.1.fallback": phone.uri },
		sequence: { "button.1.targets": `${peer.uri}, ${phone.uri}` },
	};
	const doorbell = startDoorbell({ settings: { ...lists[order], "button.1.order": order, "call.sign": SIGN } });
	await doorbell.press();
	return { peer, phone, doorbell };
}

function told(doorbell: Doorbell, peer: Sipp): void {
	const lines = [`[INFO] Calling ${peer.uri}`, `[ERROR] No sign of ringing from ${peer.uri} within ${SIGN} s`];
	deepEqual(inOrder(doorbell.lines, lines), lines);
}

describe("A callee that shows no sign of ringing", () => {
	it("only-trying: 100 is no sign, the fall-back rings and is answered, and CANCEL goes at once", async () => {
		const { peer, phone, doorbell } = await ring("only-trying");
		await phone.waitFor("CALL_INCOMING");
		told(doorbell, peer);
		await doorbell.waitForLine(`[INFO] ${phone.uri} is ringing`);
		equal(doorbell.appliance.status.call?.peer.number, phone.uri);
		await phone.accept();
		await doorbell.waitForState("CONNECTED");
		await ends(peer.finished);
		await doorbell.hear(PHONE_TONE);
		await phone.hangup();
		await doorbell.waitForState("UNCONFIGURED");
	});

	it("never-answers: the fall-back rings and is answered, and no CANCEL goes out without a response", async () => {
		const { peer, phone, doorbell } = await ring("never-answers");
		await phone.waitFor("CALL_INCOMING");
		told(doorbell, peer);
		await doorbell.hear(RINGBACK);
		await phone.accept();
		await doorbell.waitForState("CONNECTED");
		await doorbell.hear(PHONE_TONE);
		ok(doorbell.sent(INVITE).length >= 4);
		deepEqual(doorbell.sent(CANCEL), []);
		await peer.stop();
	});

	it("never-answers: in order, the next one rings at once", async () => {
		const { peer, phone, doorbell } = await ring("never-answers", "sequence");
		await phone.waitFor("CALL_INCOMING");
		told(doorbell, peer);
		await phone.accept();
		await doorbell.waitForState("CONNECTED");
		await doorbell.hear(PHONE_TONE);
		await peer.stop();
	});

	it("wakes-late: it may still answer, and the fall-back stops ringing", async () => {
		const { peer, phone, doorbell } = await ring("wakes-late");
		await phone.waitFor("CALL_INCOMING");
		told(doorbell, peer);
		await phone.waitFor("CALL_CLOSED");
		await doorbell.waitForState("CONNECTED");
		doorbell.appliance.hangUp();
		await ends(peer.finished);
	});
});
