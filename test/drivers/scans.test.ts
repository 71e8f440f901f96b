import { deepEqual, equal, ok } from "node:assert/strict";
import { Bell, DOOR, PBX, place, REGISTERING } from "./bell.ts";
import { Peer, phone, registrar } from "./peer.ts";
import { StreamPeer } from "./stream.ts";

/** Datagrams of each scan: thousands, in a heap that holds only dozens. */
const SCAN = 1_500;
const STRANGER = "203.0.113.9";
const SCANNER = "192.168.1.66";

/** What a scanner sends: the n-th request of a sweep over names and numbers. */
function probe(method: string, index: number, agent: string): string {
	return [
		`${method} sip:${100 + index}@${DOOR} SIP/2.0`,
		`Via: SIP/2.0/UDP ${STRANGER}:5060;branch=z9hG4bK-${method}${index};rport`,
		"Max-Forwards: 70",
		`From: "${agent}" <sip:${100 + index}@1.1.1.1>;tag=${index}`,
		`To: <sip:${100 + index}@${DOOR}>`,
		`Call-ID: ${index}@1.1.1.1`,
		`CSeq: 1 ${method}`,
		`Contact: <sip:${100 + index}@${STRANGER}>`,
		"Content-Length: 0",
		"",
		"",
	].join("\r\n");
}

describe("Scans during a call", () => {
	it("draw no answer, take no memory, and leave the call as it is", () => {
		const { clock, network } = place();
		const answers = { register: registrar(3_600), call: phone(PBX) };
		const pbx = new Peer(network, PBX, (text) =>
			(text.startsWith("REGISTER ") ? answers.register : answers.call)(text),
		);
		const stream = new StreamPeer(network, PBX, 4000);
		const stranger = new Peer(network, STRANGER);
		const scanner = new Peer(network, SCANNER);
		const settings = { ...REGISTERING, "button.1.targets": "**9", "door.code": "12", "call.sign": 0 } as const;
		const bell = new Bell(network, DOOR, { settings });
		clock.advance(1_000);
		bell.appliance.press(1);
		clock.advance(100);
		equal(bell.state, "CONNECTED");
		pbx.received.length = 0;
		bell.lines();

		let sounds = 0;
		for (let index = 0; index < SCAN; index++) {
			for (const method of ["OPTIONS", "REGISTER", "INVITE"]) stranger.send(probe(method, index, "anybody"), DOOR);
			// From within the house: by name, a scanner is not heard, nor, after a few of them, is anybody else.
			scanner.send(probe("REGISTER", index, "sipvicious"), DOOR);
			stream.sound(0x2a, DOOR, 5004);
			sounds += 1;
			clock.advance(20);
			stream.received.length = 0;
		}
		equal(bell.state, "CONNECTED");
		deepEqual([stranger.received.length, scanner.received.length], [0, 0]);
		const { statistics } = bell.appliance.status.call!;
		ok(statistics!.received >= sounds && statistics!.lost === 0, JSON.stringify(statistics));
		ok(Math.abs(statistics!.sent - sounds) < 10, `${statistics!.sent} packets sent`);
		stream.key(1, DOOR, 5004);
		clock.advance(100);
		stream.key(2, DOOR, 5004);
		clock.advance(3_000);
		deepEqual(bell.switches().slice(0, 1), ["door on"]);
		bell.appliance.hangUp();
		clock.advance(1_000);
		equal(bell.state, "REGISTERED");
		ok(pbx.methods.includes("BYE"));
	});
});
