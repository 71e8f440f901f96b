/** Two or three whole doorbells: more than the heap of one has room for, so these run on Node only. */

import { deepEqual, equal, match, ok } from "node:assert/strict";
import { tone } from "../../hosts/node/audio-format.ts";
import { DEBOUNCE } from "../../modules/doorbell/button.ts";
import { PRESS_GAP } from "../../modules/doorbell/hunt.ts";
import { NOTICE_TIME } from "../../modules/doorbell/talk.ts";
import { CALL_LIMIT } from "../../modules/sip/call-table.ts";
import { CALL } from "./bell.ts";
import { Pair } from "./pair.ts";

describe("Two appliances: a call by direct address", () => {
	it("rings at the press of the button, is answered, and is heard on both sides", () => {
		const pair = new Pair({}, { microphone: tone(1_000) }, { microphone: tone(440) });
		pair.ring();
		equal(pair.door.state, "CONNECTED");
		equal(pair.phone.state, "CONNECTED");
		pair.clock.advance(1_000);
		ok(pair.door.hears(440) > 0.9);
		ok(pair.phone.hears(1_000) > 0.9);
	});

	it("the INVITE leaves in the turn after the debounce", () => {
		const { clock, network, door } = new Pair();
		clock.advance(100);
		let at: number | undefined;
		network.tap = () => {
			at ??= clock.now;
		};
		door.host.press(1);
		clock.advance(1_000);
		equal(at, 100 + DEBOUNCE);
	});

	it("log lines of the one who calls", () => {
		const pair = new Pair();
		pair.ring();
		deepEqual(pair.door.lines(), [
			"Button 1 (Doorbell) pressed",
			`Calling ${CALL}`,
			`${CALL} is ringing`,
			"RTP session started",
			`${CALL} answered - State: CONNECTED`,
			"Audio recording started",
			"Audio playback started",
		]);
		deepEqual(pair.door.states(), ["CALLING", "CONNECTED"]);
	});

	it("log lines of the one who answers", () => {
		const pair = new Pair();
		pair.ring();
		pair.clock.advance(NOTICE_TIME);
		deepEqual(pair.phone.lines(), [
			"received: INVITE message",
			"Incoming call detected",
			"Doorbell (doorbell) is calling",
			"sent: 200 OK response to INVITE",
			"RTP session started",
			"Incoming call answered - State: CONNECTED",
			"Audio recording started",
			"Audio playback started",
		]);
		deepEqual(pair.phone.states(), ["RINGING", "CONNECTED"]);
	});

	it("is ended by either side, and everything is given back", () => {
		for (const ender of ["door", "phone"] as const) {
			const pair = new Pair();
			pair.ring();
			pair.clock.advance(1_000);
			pair[ender].appliance.hangUp();
			pair.clock.advance(40_000);
			for (const bell of [pair.door, pair.phone]) {
				equal(bell.state, "UNCONFIGURED");
				equal(bell.host.network.openSockets, 1);
				ok(!bell.host.microphone.inUse && !bell.host.loudspeaker.inUse);
				const mine = bell === pair[ender];
				equal(bell.appliance.lastReason, mine ? "hung up at the door" : "the other side hung up");
			}
		}
	});

	it("shows the call in the status", () => {
		const pair = new Pair();
		equal(pair.door.appliance.status.call, undefined);
		pair.ring();
		pair.clock.advance(5_000);
		const { call } = pair.phone.appliance.status;
		deepEqual(
			[call?.state, call?.direction, call?.peer, call?.seconds],
			["connected", "incoming", { name: "Doorbell", number: "doorbell" }, 5],
		);
		const { law, received, lost, refused } = call!.statistics!;
		deepEqual([law, received > 240, lost, refused], ["PCMA", true, 0, 0]);
	});

	it("a second press while it rings cancels nothing: the ring time begins anew", () => {
		const pair = new Pair({ "call.answer": "manual" });
		pair.ring();
		equal(pair.phone.state, "RINGING");
		pair.clock.advance(29_000);
		pair.ring();
		pair.clock.advance(29_000);
		deepEqual([pair.door.state, pair.phone.state], ["CALLING", "RINGING"]);
		pair.clock.advance(2_000);
		deepEqual([pair.door.state, pair.phone.state], ["UNCONFIGURED", "UNCONFIGURED"]);
	});

	it("hanging up while it rings cancels", () => {
		const pair = new Pair({ "call.answer": "manual" });
		pair.ring();
		pair.door.appliance.hangUp();
		pair.clock.advance(100);
		equal(pair.door.state, "UNCONFIGURED");
		equal(pair.phone.state, "UNCONFIGURED");
		equal(pair.phone.lines().at(-1), "Missed call from Doorbell (doorbell)");
	});

	it("is answered by hand, after a delay, or rejected", () => {
		const manual = new Pair({ "call.answer": "manual" });
		manual.ring();
		manual.phone.appliance.answer();
		manual.clock.advance(100);
		equal(manual.door.state, "CONNECTED");
		const delayed = new Pair({ "call.answer": "delayed", "call.answer-delay": 7 });
		delayed.ring();
		delayed.clock.advance(6_000);
		equal(delayed.door.state, "CALLING");
		delayed.clock.advance(1_000);
		equal(delayed.door.state, "CONNECTED");
		const rejected = new Pair({ "call.answer": "manual" });
		rejected.ring();
		rejected.phone.appliance.hangUp();
		rejected.clock.advance(100);
		equal(rejected.door.state, "UNCONFIGURED");
		deepEqual(rejected.door.lines().slice(-2), [`error: ${CALL} declined the call`, "Nobody answered"]);
	});

	it("is answered by the bell button", () => {
		const pair = new Pair({ "call.answer": "manual" });
		pair.ring();
		pair.phone.host.press(2);
		pair.clock.advance(100);
		equal(pair.phone.state, "CONNECTED");
	});

	it("ends when nobody answers in the target's time, and the visitor hears that", () => {
		const pair = new Pair({ "call.answer": "manual" }, { settings: { "button.1.targets": `${CALL} 8` } });
		pair.ring();
		pair.clock.advance(7_000);
		equal(pair.door.state, "CALLING");
		pair.clock.advance(1_250);
		equal(pair.door.state, "UNCONFIGURED");
		equal(pair.phone.state, "UNCONFIGURED");
		ok(pair.door.hears(425) > 0.5);
		pair.clock.advance(5_000);
		ok(!pair.door.host.loudspeaker.inUse);
	});

	it("lets the visitor hear that it rings", () => {
		const pair = new Pair({ "call.answer": "manual" });
		pair.ring();
		pair.clock.advance(500);
		ok(pair.door.hears(425) > 0.9);
	});

	it("finds a busy doorbell busy", () => {
		const pair = new Pair();
		pair.ring();
		pair.clock.advance(NOTICE_TIME);
		const third = pair.third({ "button.1.targets": CALL });
		third.appliance.press(1);
		pair.clock.advance(500);
		deepEqual(third.lines().slice(-2), [`error: ${CALL} is busy`, "Nobody answered"]);
		equal(pair.phone.lines().at(-1), "Missed call from Doorbell (doorbell): the doorbell is busy");
		equal(pair.phone.state, "CONNECTED");
	});

	it("in parallel: the first answer wins, and the others stop ringing", () => {
		const pair = new Pair(
			{ "call.answer": "manual" },
			{
				settings: { "button.1.targets": `${CALL}, sip:third@192.168.1.40` },
			},
		);
		const third = pair.third({ "call.answer": "delayed", "call.answer-delay": 2 });
		pair.ring();
		deepEqual([pair.phone.state, third.state], ["RINGING", "RINGING"]);
		pair.clock.advance(2_000);
		deepEqual([pair.phone.state, third.state, pair.door.state], ["UNCONFIGURED", "CONNECTED", "CONNECTED"]);
		equal(pair.door.appliance.status.call?.peer.number, "sip:third@192.168.1.40");
	});

	it("in parallel: when all answer at once, one talks and all others are hung up", () => {
		const pair = new Pair({}, { settings: { "button.1.targets": `${CALL}, sip:third@192.168.1.40` } });
		const third = pair.third({});
		pair.ring();
		pair.clock.advance(1_000);
		deepEqual([pair.door.state, pair.phone.state, third.state].sort(), ["CONNECTED", "CONNECTED", "UNCONFIGURED"]);
		pair.clock.advance(40_000);
		equal(pair.door.state, "CONNECTED");
	});

	it("says so when so many silent calls are still being given up that there is room for no more", () => {
		const silent = ["a", "b", "c", "d"].map((name) => `sip:${name}@192.168.1.77`);
		const pair = new Pair({}, { settings: { "button.1.targets": silent.join() } });
		for (let calls = 0; calls < CALL_LIMIT; calls += silent.length) {
			pair.ring();
			pair.door.appliance.hangUp();
		}
		pair.door.lines();
		pair.ring();
		deepEqual(pair.door.lines().slice(-5), [
			...silent.map((target) => `error: The call to ${target} failed (SIP status 503)`),
			"Nobody answered",
		]);
		pair.clock.advance(40_000);
		pair.ring();
		equal(pair.door.state, "CALLING");
	});

	it("in order: the next target rings when the first one is not there", () => {
		const pair = new Pair(
			{},
			{
				settings: { "button.1.targets": `sip:nobody@192.168.1.77 5, ${CALL}`, "button.1.order": "sequence" },
			},
		);
		pair.ring();
		equal(pair.phone.state, "UNCONFIGURED");
		pair.clock.advance(5_000);
		equal(pair.door.state, "CONNECTED");
		equal(pair.phone.state, "CONNECTED");
	});

	it("finds a name by DNS, and says so when there is none", () => {
		const pair = new Pair({}, { settings: { "button.1.targets": "sip:attic@attic.home" } });
		pair.ring();
		match(pair.door.lines().join("\n"), /error: sip:attic@attic\.home cannot be reached/);
		pair.network.names.set("attic.home", ["192.168.1.30"]);
		pair.clock.advance(PRESS_GAP);
		pair.ring();
		equal(pair.door.state, "CONNECTED");
	});

	it("a number cannot be called without a PBX, and the log says so", () => {
		const pair = new Pair({}, { settings: { "button.1.targets": "**610" } });
		pair.ring();
		match(pair.door.lines().join("\n"), /error: \*\*610 cannot be called: a number needs a PBX, and none is set/);
		equal(pair.door.state, "UNCONFIGURED");
	});

	it("is ended by the silence limit when the other side is gone, and not by a reboot of the network", () => {
		const pair = new Pair();
		pair.ring();
		pair.phone.host.network.up = false;
		pair.clock.advance(20_000);
		pair.phone.host.network.up = true;
		pair.clock.advance(1_000);
		equal(pair.door.state, "CONNECTED");
		pair.phone.host.network.up = false;
		pair.clock.advance(61_000);
		equal(pair.door.state, "UNCONFIGURED");
		equal(pair.door.appliance.lastReason, "nothing was heard from the other side for too long");
	});

	it("is ended at the longest time, after a warning that both sides hear", () => {
		const pair = new Pair({}, { settings: { "call.maximum": 30 } });
		pair.ring();
		pair.clock.advance(19_800);
		pair.clock.advance(430);
		ok(pair.door.hears(1_400) > 0.2);
		ok(pair.phone.hears(1_400) > 0.2);
		pair.clock.advance(10_000);
		equal(pair.phone.state, "UNCONFIGURED");
		equal(pair.door.appliance.lastReason, "the longest call time is over");
	});

	it("E4: goes on when an address changes, with sound from the new one", () => {
		const pair = new Pair({}, { microphone: tone(1_000) }, { microphone: tone(440) });
		pair.ring();
		pair.door.host.network.move("192.168.1.99");
		pair.clock.advance(7_000);
		equal(pair.door.state, "CONNECTED");
		ok(pair.door.hears(440) > 0.9);
		ok(pair.phone.hears(1_000) > 0.9);
		pair.phone.appliance.hangUp();
		pair.clock.advance(1_000);
		equal(pair.door.appliance.lastReason, "the other side hung up");
	});

	it("survives lost, doubled and late datagrams", () => {
		for (const weather of [{ loss: 0.2 }, { duplicate: 0.5 }, { reorder: 0.3, jitter: 20 }]) {
			const pair = new Pair();
			Object.assign(pair.network.weather, weather);
			pair.ring();
			pair.clock.advance(20_000);
			equal(pair.door.state, "CONNECTED");
			pair.door.appliance.hangUp();
			pair.clock.advance(60_000);
			equal(pair.phone.state, "UNCONFIGURED");
			equal(pair.door.host.network.openSockets + pair.phone.host.network.openSockets, 2);
		}
	});
});
