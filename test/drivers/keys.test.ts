import { deepEqual, equal, match, ok } from "node:assert/strict";
import { PhoneCall } from "./phone-call.ts";

/** A call with a door code of one key, and a light code that is a sequence. */
function codes(settings = {}): PhoneCall {
	return new PhoneCall({ settings: { "door.code": "9", "light.code": "*5#", ...settings } });
}

describe("Appliance: keys of the phone", () => {
	it("by RTP open the door once, for its time, and both sides hear it", () => {
		const call = codes();
		const { clock, bell, stream } = call;
		call.key(9);
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
			const call = codes();
			match(call.send("INFO", type, body), /^SIP\/2\.0 200 OK/);
			deepEqual(call.bell.switches(), ["door on"]);
		}
	});

	it("D6: by both ways count once", () => {
		const call = codes({ "door.code": "99" });
		call.key(9);
		call.send("INFO", "application/dtmf", "9");
		deepEqual(call.bell.switches(), []);
		call.key(9);
		deepEqual(call.bell.switches(), ["door on"]);
	});

	it("F20: as a sequence with * and # switch the light", () => {
		const call = codes();
		for (const event of [10, 5, 11]) call.key(event);
		deepEqual(call.bell.switches(), ["light on"]);
		ok(call.bell.appliance.status.light);
	});

	it("end the call after opening, where the settings say so", () => {
		const call = codes({ "call.hangup-after-opening": 5 });
		const { bell, clock, peer } = call;
		call.key(9);
		clock.advance(4_800);
		equal(bell.state, "CONNECTED");
		clock.advance(300);
		equal(bell.state, "UNCONFIGURED");
		equal(peer.methods.at(-1), "BYE");
		equal(bell.appliance.lastReason, "the door was opened");
	});

	it("leave the door open while the call ends, and close it in time", () => {
		const call = codes();
		const { bell, clock } = call;
		call.key(9);
		bell.appliance.hangUp();
		clock.advance(2_000);
		ok(bell.appliance.status.door);
		clock.advance(1_000);
		deepEqual(bell.switches(), ["door on", "door off"]);
	});
});
