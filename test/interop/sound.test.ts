import { equal, match, ok } from "node:assert/strict";
import { setTimeout as pause } from "node:timers/promises";
import { until } from "../support/until.ts";
import { DOORBELL_TONE, type Doorbell, responseTo, startDoorbell } from "./doorbell.ts";
import { payloadTypeOf, RtpPeer } from "./rtp-peer.ts";
import { startSipp } from "./sipp.ts";
import { leave, PEER_TONE, talk } from "./sipp-peer.ts";

/** What somebody else says. */
const OTHER_TONE = 700;
const PCMU = 0;
const COMFORT_NOISE = 13;
const TEXT = 98;

describe("SIPp signals, and sound comes as it may", () => {
	for (const ptime of [10, 30, 40, 60]) {
		it(`M4 F14: packets of ${ptime} ms are heard`, async () => {
			const { doorbell, peer, sound } = await talk();
			const said = sound.say(doorbell, { tone: PEER_TONE, time: 2500, ptime });
			await doorbell.hear(PEER_TONE);
			equal(doorbell.appliance.status.call!.statistics!.lost, 0);
			await said;
			await leave(doorbell, peer);
		});
	}

	it("M5: sound comes in the law that the doorbell offered, though the peer asks for the other one", async () => {
		const { doorbell, peer, sound } = await talk({ formats: "one law" });
		const said = sound.say(doorbell, { tone: PEER_TONE, time: 1500, payloadType: PCMU });
		await doorbell.hear(PEER_TONE);
		await said;
		await leave(doorbell, peer);
	});

	it("M6: comfort noise and other unknown payload types are never played", async () => {
		const { doorbell, peer, sound } = await talk({ formats: "comfort noise" });
		const heard = hears(doorbell, OTHER_TONE, 1000);
		for (const payloadType of [COMFORT_NOISE, TEXT]) {
			await sound.say(doorbell, { tone: OTHER_TONE, time: 600, payloadType });
		}
		equal(await heard, false);
		const said = sound.say(doorbell, { tone: PEER_TONE, time: 1500 });
		await doorbell.hear(PEER_TONE);
		await said;
		await leave(doorbell, peer);
	});

	it("M2: what somebody else sends into the call is not heard, and gets no sound", async () => {
		const { doorbell, peer, sound } = await talk();
		const said = sound.say(doorbell, { tone: PEER_TONE, time: 3500 });
		await doorbell.hear(PEER_TONE);
		const stranger = await RtpPeer.open("127.0.0.9");
		const heard = hears(doorbell, OTHER_TONE, 1200);
		await stranger.say(doorbell, { tone: OTHER_TONE, time: 1200 });
		equal(await heard, false);
		equal(stranger.received.length, 0);
		ok(doorbell.appliance.status.call!.statistics!.refused > 50);
		await said;
		await leave(doorbell, peer);
	});

	it("M2 L13: another source in the stream of the peer goes on at once", async () => {
		const { doorbell, peer, sound } = await talk();
		await sound.say(doorbell, { tone: OTHER_TONE, time: 600, source: 1 });
		const said = sound.say(doorbell, { tone: PEER_TONE, time: 1500, source: 2 });
		await doorbell.hear(PEER_TONE, 1500);
		await said;
		await leave(doorbell, peer);
	});

	it("M1 A2: sound of 20 ms a packet leaves from the described port at once, before the peer says anything", async () => {
		const { doorbell, peer, sound } = await talk();
		const connected = performance.now();
		await sound.heard(25);
		ok(sound.received[0]!.at - connected < 200);
		const span = sound.received[24]!.at - sound.received[0]!.at;
		ok(span > 400 && span < 700, `25 packets in ${span} ms`);
		for (const { bytes, from } of sound.received) {
			equal(bytes.length, 12 + 160);
			match(doorbell.sent(/^INVITE /)[0]!.text, new RegExp(`\r\nm=audio ${from.port} `));
		}
		await leave(doorbell, peer);
	});

	it("M3: a phone that falls silent keeps its call", async () => {
		const { doorbell, peer, sound } = await talk();
		await sound.say(doorbell, { tone: PEER_TONE, time: 500 });
		await pause(6500);
		equal(doorbell.appliance.state, "CONNECTED");
		await leave(doorbell, peer);
	});

	it("L18: reports of all kinds, a goodbye among them, do not end the call", async () => {
		const { doorbell, peer, sound } = await talk();
		const said = sound.say(doorbell, { tone: PEER_TONE, time: 2500 });
		for (const report of REPORTS) sound.send(doorbell, Buffer.from(report, "hex"), 1);
		for (const report of REPORTS) sound.send(doorbell, Buffer.from(report, "hex"));
		await doorbell.hear(PEER_TONE);
		equal(doorbell.appliance.state, "CONNECTED");
		await said;
		await leave(doorbell, peer);
	});

	it("X12: how much sound waits is measured, and is little", async () => {
		const { doorbell, peer, sound } = await talk();
		const said = sound.say(doorbell, { tone: PEER_TONE, time: 2500 });
		await doorbell.hear(PEER_TONE);
		const { depth } = doorbell.appliance.status.call!.statistics!;
		ok(depth > 0 && depth <= 120, `${depth} ms`);
		await said;
		await leave(doorbell, peer);
	});
});

describe("SIPp wants the sound elsewhere", () => {
	for (const [what, address] of [
		["port", "127.0.0.1"],
		["address", "127.0.0.8"],
	] as const) {
		it(`changes-media: A1 sound goes to the other ${what}, and comes from there`, async () => {
			const moved = await RtpPeer.open(address);
			const { doorbell, peer, sound } = await talk({ scenario: "changes-media", moved });
			await sound.heard(10);
			await doorbell.waitForSent(responseTo("INVITE", 200));
			await moved.heard(10);
			const before = sound.received.length;
			const said = moved.say(doorbell, { tone: PEER_TONE, time: 2000 });
			await doorbell.hear(PEER_TONE);
			await said;
			ok(sound.received.length < before + 3, "the old place hears no more");
			await leave(doorbell, peer);
		});
	}
});

describe("SIPp calls, and a program makes its sound", () => {
	it("calls-and-waits: M1 M5 both hear each other, each under the numbers of the caller", async () => {
		const doorbell = startDoorbell();
		const sound = await RtpPeer.open();
		const peer = await startSipp({
			scenario: "calls-and-waits",
			target: doorbell.address,
			media: sound,
			formats: "asymmetric",
		});
		await doorbell.waitForState("CONNECTED");
		const said = sound.say(doorbell, { tone: PEER_TONE, time: 2000 });
		await doorbell.hear(PEER_TONE);
		await until(() => sound.received.length > 20, 2000, `${DOORBELL_TONE} Hz at the peer`);
		for (const { bytes } of sound.received) equal(payloadTypeOf(bytes), PCMU);
		await said;
		await leave(doorbell, peer);
	});
});

/** Sender and receiver reports with source description, an extended report, and BYE (RFC 3550 §6, RFC 3611). */
const REPORTS = [
	"80c8000610000001e0000000000000000000000000000001000000a081ca0003100000010103616263000000",
	"81c900071000000110000002000000000000000000000000000000000000000080cf00041000000104000002e000000000000000",
	"81cb000110000001",
];

/** Whether a tone is heard at the door within a time. */
function hears(doorbell: Doorbell, hertz: number, time: number): Promise<boolean> {
	return doorbell.hear(hertz, time).then(
		() => true,
		() => false,
	);
}
