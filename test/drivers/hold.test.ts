import { deepEqual, equal, match, ok } from "node:assert/strict";
import { tone } from "../../hosts/node/audio-format.ts";
import { HEADER_LENGTH } from "../../modules/rtp/packet.ts";
import { PHONE } from "./bell.ts";
import { description, header, phone, reply } from "./peer.ts";
import { PhoneCall } from "./phone-call.ts";
import { SILENT } from "./stream.ts";

const SDP = "application/sdp";

/** The directions of the offers that the phone got, oldest first. */
function offers({ peer }: PhoneCall): (string | undefined)[] {
	const invites = peer.received.filter((text) => text.startsWith("INVITE "));
	return invites.map((text) => /^a=(sendrecv|sendonly|recvonly|inactive)/m.exec(text)?.[1]);
}

/** Whether the packets that the phone got lately hold nothing but silence. */
function isSilent({ stream }: PhoneCall): boolean {
	return stream.received.every((packet) => new Uint8Array(packet, HEADER_LENGTH).every((sample) => sample === SILENT));
}

/** A second of the call. */
function listen(call: PhoneCall): number {
	call.stream.received.length = 0;
	call.clock.advance(1_000);
	return call.stream.received.length;
}

describe("Appliance: hold and resume (RFC 3264 §8.4)", () => {
	it("A10: offers sendonly, sends silence with the microphone off, plays nothing; then sendrecv", () => {
		const call = new PhoneCall({ microphone: tone(440) });
		const { bell } = call;
		listen(call);
		ok(!isSilent(call));
		bell.appliance.order({ type: "hold" });
		call.clock.advance(20);
		ok(listen(call) >= 49);
		ok(isSilent(call));
		equal(bell.host.microphone.inUse, false);
		equal(bell.appliance.status.call?.onHold, true);
		bell.appliance.order({ type: "resume" });
		call.clock.advance(100);
		ok(listen(call) >= 49);
		ok(!isSilent(call));
		deepEqual(offers(call), ["sendrecv", "sendonly", "sendrecv"]);
		deepEqual(bell.lines(), [`Call with sip:phone@${PHONE} put on hold`, `The call with sip:phone@${PHONE} goes on`]);
	});

	it("counts the version of our description up with each offer (RFC 3264 §8)", () => {
		const call = new PhoneCall();
		for (const type of ["hold", "resume"] as const) {
			call.bell.appliance.order({ type });
			call.clock.advance(100);
		}
		const versions = call.peer.received
			.filter((text) => text.startsWith("INVITE "))
			.map((text) => /^o=- \d+ (\d+) /m.exec(text)?.[1]);
		deepEqual(versions, ["0", "1", "2"]);
	});

	it("of one who holds us is inactive", () => {
		const call = new PhoneCall();
		call.send("INVITE", SDP, description(PHONE, "sendonly"));
		call.clock.advance(20);
		call.bell.appliance.order({ type: "hold" });
		call.clock.advance(100);
		deepEqual(offers(call), ["sendrecv", "inactive"]);
	});

	it("the other side's re-INVITE meanwhile is answered sendonly", () => {
		const call = new PhoneCall();
		call.bell.appliance.order({ type: "hold" });
		call.clock.advance(100);
		match(call.send("INVITE", SDP, description(PHONE)), /^SIP\/2\.0 200 OK[\s\S]*a=sendonly/);
		listen(call);
		ok(isSilent(call));
	});

	it("that is refused leaves all as it was, and says so", () => {
		const call = new PhoneCall({ microphone: tone(440) });
		call.peer.answer = (request) =>
			request.startsWith("INVITE ") ? reply(request, "488 Not Acceptable Here") : phone(PHONE)(request);
		call.bell.appliance.order({ type: "hold" });
		call.clock.advance(100);
		deepEqual(call.bell.lines().slice(1), ["error: The other side cannot be put on hold"]);
		equal(call.bell.appliance.status.call?.onHold, false);
		listen(call);
		ok(!isSilent(call));
		equal(call.bell.state, "CONNECTED");
	});

	it("glare is tried again by itself (RFC 3261 §14.1)", () => {
		const call = new PhoneCall();
		let glare = true;
		call.peer.answer = (request) => {
			const first = request.startsWith("INVITE ") && glare;
			if (first) glare = false;
			return first ? reply(request, "491 Request Pending") : phone(PHONE)(request);
		};
		call.bell.appliance.order({ type: "hold" });
		call.clock.advance(5_000);
		deepEqual(offers(call), ["sendrecv", "sendonly", "sendonly"]);
		equal(call.bell.appliance.status.call?.onHold, true);
		equal(call.bell.lines().length, 1);
	});

	it("M3: is not ended by silence, and neither is the moment after it", () => {
		const call = new PhoneCall();
		call.bell.appliance.order({ type: "hold" });
		for (let minute = 0; minute < 2; minute += 1) {
			call.clock.advance(60_000);
			call.stream.received.length = 0;
		}
		call.bell.appliance.order({ type: "resume" });
		call.clock.advance(1_000);
		equal(call.bell.state, "CONNECTED");
	});

	it("a hang-up while on hold gives everything back", () => {
		const call = new PhoneCall();
		call.bell.appliance.order({ type: "hold" });
		call.clock.advance(1_000);
		call.bell.appliance.hangUp();
		call.clock.advance(40_000);
		const { host, state } = call.bell;
		deepEqual([host.microphone.inUse, host.loudspeaker.inUse, state], [false, false, "UNCONFIGURED"]);
	});
});

describe("Appliance: transfer (RFC 3515)", () => {
	it("asks the phone, follows what becomes of it, and hangs up", () => {
		const call = new PhoneCall();
		call.peer.answer = (request) =>
			request.startsWith("REFER ") ? reply(request, "202 Accepted") : phone(PHONE)(request);
		call.bell.appliance.order({ type: "transfer", target: "sip:attic@192.168.1.31" });
		call.clock.advance(100);
		const refer = call.peer.received.find((text) => text.startsWith("REFER "))!;
		equal(header(refer, "Refer-To"), "<sip:attic@192.168.1.31>");
		match(call.send("NOTIFY", "message/sipfrag", "SIP/2.0 200 OK"), /^SIP\/2\.0 489 /);
		equal(call.bell.state, "CONNECTED");
		call.peer.send(
			call.within("NOTIFY", "message/sipfrag", "SIP/2.0 200 OK").replace("Contact:", "Event: refer\r\nContact:"),
			"192.168.1.20",
		);
		call.clock.advance(100);
		equal(call.bell.appliance.lastReason, "transferred to sip:attic@192.168.1.31");
		equal(call.peer.methods.includes("BYE"), true);
	});
});
