import { deepEqual, equal, ok } from "node:assert/strict";
import { tone } from "../../hosts/node/audio-format.ts";
import type { Settings } from "../../modules/config/schema.ts";
import { NOTICE_TIME } from "../../modules/doorbell/talk.ts";
import { Bell, DOOR, PBX, PHONE, place, REGISTERING } from "./bell.ts";
import { Pair } from "./pair.ts";
import { description, Peer, phone, registrar } from "./peer.ts";

const NOTICE = 1_000;
const VISITOR = 440;

/** An INVITE of `user` to the doorbell, as the one at `address` sends it. */
function invite(user: string, address: string): string {
	const body = description(address);
	return [
		`INVITE sip:620@${DOOR} SIP/2.0`,
		`Via: SIP/2.0/UDP ${address}:5060;branch=z9hG4bKin${user}`,
		"Max-Forwards: 70",
		`From: "Anna" <sip:${user}@${PBX}>;tag=in`,
		`To: <sip:620@${DOOR}>`,
		`Call-ID: in-${user}`,
		"CSeq: 1 INVITE",
		`Contact: <sip:${user}@${address}>`,
		"Content-Type: application/sdp",
		`Content-Length: ${body.length}`,
		"",
		body,
	].join("\r\n");
}

/** A registered doorbell for known callers, which lists 22. */
function registered(settings: Partial<Settings> = { "call.from": "known", "call.known": "22" }) {
	const { clock, network } = place();
	const pbx = new Peer(network, PBX, registrar(300));
	const bell = new Bell(network, DOOR, { settings: { ...REGISTERING, ...settings } });
	clock.advance(1_000);
	bell.lines();
	return {
		bell,
		/** Somebody calls; returns the statuses that he sees. */
		call: (user: string, address: string) => {
			const peer = address === PBX ? pbx : new Peer(network, address, phone(address));
			const before = peer.received.length;
			peer.send(invite(user, address), DOOR);
			clock.advance(500);
			const statuses = peer.received.slice(before).map((text) => text.slice("SIP/2.0 ".length, "SIP/2.0 ".length + 3));
			return statuses.filter((status) => status >= "180");
		},
	};
}

describe("Who may call: at the doorbell", () => {
	it("a known caller rings whom the PBX vouches for", () => {
		const { bell, call } = registered();
		deepEqual(call("22", PBX), ["180", "200"]);
		equal(bell.state, "CONNECTED");
	});

	it("another one hears that nobody is there: 480, no ringing, no port opened", () => {
		const { bell, call } = registered();
		const { openSockets } = bell.host.network;
		deepEqual(call("33", PBX), ["480"]);
		equal(bell.host.network.openSockets, openSockets);
		equal(bell.state, "REGISTERED");
		deepEqual(bell.lines(), ["A call from Anna (33) was refused: only known callers may call"]);
	});

	it("one who says that he is a known caller, and calls directly, is none", () => {
		const { bell, call } = registered();
		deepEqual(call("22", PHONE), ["480"]);
		deepEqual(bell.lines(), ["A call from Anna (22) was refused: only known callers may call"]);
	});

	it("nobody may call where the settings say so", () => {
		const { bell, call } = registered({ "call.from": "nobody", "call.known": "22" });
		deepEqual(call("22", PBX), ["480"]);
		deepEqual(bell.lines(), ["A call from Anna (22) was refused: nobody may call"]);
	});

	it("who is refused is forgotten: the next one rings", () => {
		const { bell, call } = registered();
		for (let time = 0; time < 4; time += 1) call(`stranger${time}`, PBX);
		deepEqual(call("22", PBX).slice(-2), ["180", "200"]);
		equal(bell.state, "CONNECTED");
	});
});

describe("Notice tone: at the doorbell", () => {
	it("is heard by the visitor before the caller hears the visitor", () => {
		const pair = new Pair({}, {}, { microphone: tone(VISITOR) });
		pair.ring();
		equal(pair.phone.state, "CONNECTED");
		equal(pair.phone.appliance.status.call?.listening, false);
		equal(pair.phone.host.microphone.inUse, false);
		pair.clock.advance(NOTICE_TIME - 200);
		ok(pair.phone.hears(NOTICE) > 0.5);
		equal(pair.door.hears(VISITOR) > 0.01, false);
		pair.clock.advance(1_000);
		equal(pair.phone.appliance.status.call?.listening, true);
		ok(pair.door.hears(VISITOR) > 0.9);
	});

	it("M1: packets go out at once all the same", () => {
		const pair = new Pair();
		pair.ring();
		ok((pair.door.appliance.status.call?.statistics?.received ?? 0) > 0);
	});

	it("whom the doorbell calls hears it at once", () => {
		const pair = new Pair({}, { microphone: tone(VISITOR) });
		pair.ring();
		pair.clock.advance(400);
		ok(pair.phone.hears(VISITOR) > 0.5);
		equal(pair.door.hears(NOTICE) > 0.1, false);
	});
});

describe("Privacy: at the doorbell", () => {
	const PRIVATE: Partial<Settings> = { "call.listening": "placed calls", "door.code": "4711" };

	it("a caller hears silence, speaks, and opens by code", () => {
		const pair = new Pair(PRIVATE, { microphone: tone(1_500) }, { microphone: tone(VISITOR) });
		pair.ring();
		pair.clock.advance(5_000);
		const { call } = pair.phone.appliance.status;
		deepEqual([call?.direction, call?.listening, pair.phone.host.microphone.inUse], ["incoming", false, false]);
		ok(pair.door.host.recording.samples().every((sample) => Math.abs(sample) < 16));
		ok((pair.door.appliance.status.call?.statistics?.received ?? 0) > 200);
		ok(pair.phone.hears(1_500) > 0.9);
	});

	it("one whom the doorbell has called hears the visitor", () => {
		const pair = new Pair({}, { microphone: tone(VISITOR), settings: PRIVATE });
		pair.ring();
		pair.clock.advance(1_000);
		ok(pair.phone.hears(VISITOR) > 0.9);
		equal(pair.door.appliance.status.call?.listening, true);
	});
});
