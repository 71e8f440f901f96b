import { equal } from "node:assert/strict";
import { setTimeout as pause } from "node:timers/promises";
import { until } from "../support/until.ts";
import type { Doorbell } from "./doorbell.ts";
import { ends, leave, talk } from "./sipp-peer.ts";

const CODE = { "door.code": "1234" };
/** The longest that one event can say, samples (RFC 4733 §2.3.5). */
const FULL = 0xffff;
/** A straggler would have come by then, milliseconds. */
const SETTLED = 400;

describe("SIPp signals, and keys come as they may", () => {
	it("D1 F20: a key is told by six packets and counts once; the code needs no frame of * and #", async () => {
		const { doorbell, peer, sound } = await talk({}, CODE);
		for (const key of "1234") await sound.press(doorbell, key);
		await opens(doorbell, 4);
		await leave(doorbell, peer);
	});

	it("D2: a key of which only the end arrives counts", async () => {
		const { doorbell, peer, sound } = await talk({}, CODE);
		for (const key of "1234") {
			await sound.press(doorbell, key, { durations: [], ends: 1 });
			await pause(60);
		}
		await opens(doorbell, 4);
		await leave(doorbell, peer);
	});

	it("D2: a key whose end got lost counts once, and so does the same key after it", async () => {
		const { doorbell, peer, sound } = await talk({}, { "door.code": "1122" });
		for (const key of "1122") {
			await sound.press(doorbell, key, { ends: 0 });
			await pause(200);
		}
		await opens(doorbell, 4);
		await leave(doorbell, peer);
	});

	it("D3: a key whose time stamps a box has written anew counts once", async () => {
		const { doorbell, peer, sound } = await talk({}, CODE);
		for (const key of "1234") {
			await sound.press(doorbell, key, { drift: 160 });
			await pause(60);
		}
		await opens(doorbell, 4);
		await leave(doorbell, peer);
	});

	it("D4 X3: the same key twice within 200 ms is two digits", async () => {
		const { doorbell, peer, sound } = await talk({}, { "door.code": "1133" });
		for (const key of "1133") {
			await sound.press(doorbell, key, { durations: [160, 320] });
			await pause(60);
		}
		await opens(doorbell, 4);
		await leave(doorbell, peer);
	});

	it("D5: a key that is held longer than an event can say is one digit", async () => {
		const { doorbell, peer, sound } = await talk({}, CODE);
		await sound.press(doorbell, "1", { durations: [20_000, 40_000, FULL], ends: 0, next: FULL });
		await pause(60);
		await sound.press(doorbell, "1", { durations: [160, 320] });
		for (const key of "234") await sound.press(doorbell, key);
		await opens(doorbell, 4);
		await leave(doorbell, peer);
	});

	it("D6: a key that comes by INFO and in the stream counts once", async () => {
		const { doorbell, peer, sound } = await talk({ scenario: "informs" }, CODE);
		for (const key of "1234") {
			await until(() => doorbell.received(/^INFO /).length >= Number(key), 5000, "INFO");
			await sound.press(doorbell, key);
		}
		await opens(doorbell, 4);
		doorbell.appliance.hangUp();
		await ends(peer.finished);
	});

	it("D7 X11: keys come by INFO from a peer that knows no telephone events", async () => {
		const { doorbell, peer } = await talk({ scenario: "informs", formats: "no keys" }, CODE);
		await opens(doorbell, 4);
		await leave(doorbell, peer);
	});

	it("D8: there may be 4 s between two keys", async () => {
		const { doorbell, peer, sound } = await talk({}, CODE);
		for (const key of "123") await sound.press(doorbell, key);
		await pause(4000);
		await sound.press(doorbell, "4");
		await opens(doorbell, 4);
		await leave(doorbell, peer);
	});

	for (const [whose, payloadType] of [
		["doorbell", 101],
		["peer", 96],
	] as const) {
		it(`F14 M5: keys under the number of the ${whose} count, where both have one of their own`, async () => {
			const { doorbell, peer, sound } = await talk({ formats: "asymmetric" }, CODE);
			for (const key of "1234") await sound.press(doorbell, key, { payloadType });
			await opens(doorbell, 4);
			await leave(doorbell, peer);
		});
	}
});

/** The door opens once, after so many keys. */
async function opens(doorbell: Doorbell, keys: number): Promise<void> {
	await until(() => doorbell.switched("door").length > 0, 5000, "the door opener switched on");
	await pause(SETTLED);
	equal(doorbell.lines.filter((line) => line === "[INFO] A key was pressed on the phone").length, keys);
	equal(doorbell.lines.filter((line) => line === "[INFO] Door opened by a code from the phone").length, 1);
}
