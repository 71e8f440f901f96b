import { deepEqual, equal, match, ok } from "node:assert/strict";
import { Bell, type BellOptions, DOOR, PHONE, place } from "./bell.ts";
import { Peer, phone, within } from "./peer.ts";
import { StreamPeer } from "./stream.ts";

/** A doorbell that has called a phone made of text and sockets, which answered. */
function stage(options: BellOptions = {}) {
	const { clock, network } = place();
	const peer = new Peer(network, PHONE, phone(PHONE));
	const stream = new StreamPeer(network, PHONE, 4000);
	const settings = {
		"button.1.targets": `sip:phone@${PHONE}`,
		"door.code": "9",
		"light.code": "*5#",
		...options.settings,
	};
	const bell = new Bell(network, DOOR, { ...options, settings });
	bell.appliance.press(1);
	clock.advance(100);
	equal(bell.state, "CONNECTED");
	bell.lines();
	/** Sends INFO inside the call. */
	let sequence = 0;
	const inform = (type: string, body: string) => {
		sequence += 1;
		peer.send(within(peer.invite, "INFO", sequence, type, body), DOOR);
		clock.advance(20);
	};
	const key = (event: number) => {
		stream.key(event, DOOR, 5004);
		clock.advance(100);
	};
	return { clock, bell, peer, stream, inform, key };
}

describe("Appliance: keys of the phone", () => {
	it("by RTP open the door once, for its time, and both sides hear it", () => {
		const { clock, bell, key, stream } = stage();
		key(9);
		deepEqual(bell.switches(), ["door on"]);
		ok(bell.appliance.status.door);
		stream.received.length = 0;
		clock.advance(400);
		ok(bell.hears(900) > 0.3);
		// Something else than the silence of the microphone.
		ok(stream.received.some((packet) => new Set(new Uint8Array(packet).subarray(12)).size > 4));
		clock.advance(3_000);
		deepEqual(bell.switches(), ["door off"]);
		deepEqual(
			bell.host.changes("door").map(({ value }) => value),
			[1, 0],
		);
		deepEqual(bell.lines(), ["A key was pressed on the phone", "Door opened by a code from the phone"]);
	});

	it("A9: by INFO do the same, in both forms", () => {
		for (const [type, body] of [
			["application/dtmf-relay", "Signal=9\r\nDuration=120"],
			["application/dtmf", "9"],
		] as const) {
			const { bell, inform, peer } = stage();
			inform(type, body);
			deepEqual(bell.switches(), ["door on"]);
			match(peer.received.at(-1) ?? "", /^SIP\/2\.0 200 OK/);
		}
	});

	it("D6: by both ways count once", () => {
		const { bell, inform, key } = stage({ settings: { "door.code": "99" } });
		key(9);
		inform("application/dtmf", "9");
		deepEqual(bell.switches(), []);
		key(9);
		deepEqual(bell.switches(), ["door on"]);
	});

	it("F20: as a sequence with * and # switch the light", () => {
		const { bell, key } = stage();
		for (const event of [10, 5, 11]) key(event);
		deepEqual(bell.switches(), ["light on"]);
		ok(bell.appliance.status.light);
	});

	it("end the call after opening, where the settings say so", () => {
		const { bell, key, clock, peer } = stage({ settings: { "call.hangup-after-opening": 5 } });
		key(9);
		clock.advance(4_800);
		equal(bell.state, "CONNECTED");
		clock.advance(300);
		equal(bell.state, "UNCONFIGURED");
		equal(peer.methods.at(-1), "BYE");
		equal(bell.appliance.lastReason, "the door was opened");
	});

	it("leave the door open while the call ends, and close it in time", () => {
		const { bell, key, clock } = stage();
		key(9);
		bell.appliance.hangUp();
		clock.advance(2_000);
		ok(bell.appliance.status.door);
		clock.advance(1_000);
		deepEqual(bell.switches(), ["door on", "door off"]);
	});
});
