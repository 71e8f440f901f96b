import { equal } from "node:assert/strict";
import type { Settings } from "../../modules/config/schema.ts";
import { type Doorbell, startDoorbell } from "./doorbell.ts";
import { RtpPeer } from "./rtp-peer.ts";
import { type Sipp, type SippOptions, type SippResult, startSipp } from "./sipp.ts";

/** What SIPp says, as a frequency. */
export const PEER_TONE = 1500;

/** A waiting SIPp, and a doorbell whose button was pressed. */
export async function ring(options: SippOptions, settings: Partial<Settings> = {}) {
	const peer = await startSipp(options);
	const doorbell = startDoorbell({ settings: { "button.1.targets": peer.uri, ...settings } });
	await doorbell.press();
	return { doorbell, peer };
}

/** A doorbell in a call with a peer that it rang: SIPp signals, and the test makes the sound. */
export async function talk(options: Partial<SippOptions> = {}, settings: Partial<Settings> = {}) {
	const sound = await RtpPeer.open();
	const { doorbell, peer } = await ring({ scenario: "answers", media: sound, ...options }, settings);
	await doorbell.waitForState("CONNECTED");
	return { doorbell, peer, sound };
}

/** Every message came as the scenario expects it. */
export async function ends(finished: Promise<SippResult>): Promise<void> {
	equal((await finished).code, 0, "SIPp expected something else, see errors.log");
}

/** The doorbell hangs up, and the peer has had what it expects. */
export async function leave(doorbell: Doorbell, peer: Sipp): Promise<void> {
	doorbell.appliance.hangUp();
	await ends(peer.finished);
}
