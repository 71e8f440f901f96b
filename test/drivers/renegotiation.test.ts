import { deepEqual, equal, match, ok } from "node:assert/strict";
import { PHONE } from "./bell.ts";
import { description } from "./peer.ts";
import { PhoneCall } from "./phone-call.ts";
import { StreamPeer } from "./stream.ts";

const SDP = "application/sdp";

describe("Appliance: the phone changes the call (RFC 3264 §8)", () => {
	it("L29: hold stops our sound and gets a line, resume lets it go on", () => {
		const call = new PhoneCall();
		const { bell, clock, stream } = call;
		match(call.send("INVITE", SDP, description(PHONE, "sendonly")), /^SIP\/2\.0 200 OK[\s\S]*a=recvonly/);
		const { length } = stream.received;
		clock.advance(1_000);
		equal(stream.received.length, length);
		equal(bell.appliance.status.call?.held, true);
		match(call.send("INVITE", SDP, description(PHONE)), /a=sendrecv/);
		clock.advance(1_000);
		ok(stream.received.length >= length + 49);
		equal(bell.appliance.status.call?.held, false);
		deepEqual(bell.lines(), ["The other side put the call on hold", "The call goes on"]);
		equal(bell.state, "CONNECTED");
	});

	it("A10: hold by UPDATE, inactive or to nowhere is understood as well", () => {
		const call = new PhoneCall();
		const nowhere = description(PHONE).replace(`c=IN IP4 ${PHONE}`, "c=IN IP4 0.0.0.0");
		for (const [offer, answer] of [
			[description(PHONE, "sendonly"), "recvonly"],
			[description(PHONE, "inactive"), "inactive"],
			[nowhere, "inactive"],
		] as const) {
			for (const method of ["INVITE", "UPDATE"]) {
				const { received } = call.stream;
				const reply = call.send(method, SDP, offer);
				ok(reply.startsWith("SIP/2.0 200 OK") && reply.includes(`a=${answer}\r\n`), reply);
				received.length = 0;
				call.clock.advance(1_000);
				equal(received.length, 0);
				match(call.send(method, SDP, description(PHONE)), /a=sendrecv/);
				call.clock.advance(1_000);
				ok(received.length >= 49);
				deepEqual(call.bell.lines(), ["The other side put the call on hold", "The call goes on"]);
			}
		}
	});

	it("L11, A3: a refresh leaves our description and the sound as they were", () => {
		const call = new PhoneCall();
		const version = (text: string) => /^o=.*$/m.exec(text)?.[0];
		const first = version(call.send("INVITE", SDP, description(PHONE)));
		equal(version(call.send("UPDATE", SDP, description(PHONE))), first);
		match(call.send("UPDATE"), /^SIP\/2\.0 200 OK[\s\S]*Content-Length: 0/);
		equal(version(call.send("INVITE", SDP, description(PHONE))), first);
		const { length } = call.stream.received;
		call.clock.advance(1_000);
		ok(call.stream.received.length >= length + 49);
		deepEqual(call.bell.lines(), []);
	});

	it("M3: a call on hold is not ended by silence", () => {
		const call = new PhoneCall();
		call.send("INVITE", SDP, description(PHONE, "inactive"));
		for (let minute = 0; minute < 4; minute += 1) {
			call.clock.advance(60_000);
			call.stream.received.length = 0;
		}
		equal(call.bell.state, "CONNECTED");
	});

	it("A1: sound follows to another port or address, by re-INVITE and by UPDATE", () => {
		for (const method of ["INVITE", "UPDATE"]) {
			const call = new PhoneCall();
			const { length } = call.stream.received;
			const direct = new StreamPeer(call.network, "192.168.1.31", 4000);
			call.send(method, SDP, description(PHONE).replace("m=audio 4000", "m=audio 6000"));
			call.clock.advance(1_000);
			ok(call.stream.received.length <= length + 2);
			match(call.send(method, SDP, description("192.168.1.31")), /^SIP\/2\.0 200 OK/);
			call.clock.advance(1_000);
			ok(direct.received.length >= 49);
			ok(call.stream.received.length <= length + 2);
		}
	});

	it("A10: without an offer gets ours, and its answer comes with the ACK", () => {
		const call = new PhoneCall();
		match(call.send("INVITE"), /^SIP\/2\.0 200 OK[\s\S]*m=audio 5004 RTP\/AVP 8 0 101/);
		call.clock.advance(1_000);
		equal(call.bell.state, "CONNECTED");
	});

	it("what has nothing in common is refused, and the call goes on as it was", () => {
		const call = new PhoneCall();
		const useless = description(PHONE).replace("RTP/AVP 8 101", "RTP/AVP 9");
		match(call.send("INVITE", SDP, useless), /^SIP\/2\.0 488 /);
		const { length } = call.stream.received;
		call.clock.advance(1_000);
		ok(call.stream.received.length >= length + 49);
		equal(call.bell.state, "CONNECTED");
	});

	it("while our address is unknown is refused", () => {
		const call = new PhoneCall();
		const { network } = call.bell.host;
		const { address } = network;
		network.address = (remote) => (remote === PHONE ? undefined : address.call(network, remote));
		call.send("INVITE", SDP, description(PHONE, "sendonly"));
		network.address = address;
		call.clock.advance(100);
		deepEqual(call.bell.lines(), []);
		equal(call.bell.state, "CONNECTED");
		match(call.send("INFO", "application/dtmf", "9"), /^SIP\/2\.0 200 /);
	});

	it("and ends it", () => {
		const call = new PhoneCall();
		match(call.send("BYE"), /^SIP\/2\.0 200 OK/);
		equal(call.bell.appliance.lastReason, "the other side hung up");
		equal(call.bell.host.network.openSockets, 1);
	});
});

describe("Appliance: calls from the page", () => {
	it("go to any target, or to those of the first button", () => {
		const call = new PhoneCall();
		call.bell.appliance.hangUp();
		call.clock.advance(100);
		for (const target of [`sip:attic@${PHONE}`, undefined]) {
			call.bell.appliance.call(target);
			call.clock.advance(100);
			equal(call.bell.state, "CONNECTED");
			equal(call.bell.appliance.status.call?.peer.number, target ?? `sip:phone@${PHONE}`);
			call.bell.appliance.hangUp();
			call.clock.advance(100);
		}
	});
});
