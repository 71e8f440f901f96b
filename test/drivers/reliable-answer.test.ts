import { deepEqual, equal, match, ok } from "node:assert/strict";
import { Bell, CALL, DOOR, PHONE, place } from "./bell.ts";
import { description, header, Peer, reply, within } from "./peer.ts";
import { StreamPeer } from "./stream.ts";

const HEADERS = [`Contact: <sip:phone@${PHONE}>`, "Content-Type: application/sdp"];

/** A response with a description. */
function describing(invite: string, status: string, body: string, ...headers: string[]): string {
	const head = reply(invite, status, ...HEADERS, ...headers);
	return head.replace("Content-Length: 0", `Content-Length: ${body.length}`) + body;
}

/** A phone that says in a reliable 183 what it would say in the 200. */
function place183() {
	const { clock, network } = place();
	const peer = new Peer(network, PHONE, (request) =>
		/^(PRACK|BYE) /.test(request) ? reply(request, "200 OK") : undefined,
	);
	const stream = new StreamPeer(network, PHONE, 4000);
	const bell = new Bell(network, DOOR, { settings: { "button.1.targets": CALL } });
	bell.appliance.press(1);
	clock.advance(20);
	const { invite } = peer;
	peer.send(describing(invite, "183 Session Progress", description(PHONE), "Require: 100rel", "RSeq: 1"), DOOR);
	clock.advance(50);
	return { clock, network, peer, stream, bell, invite };
}

describe("Appliance: an answer before the answer (RFC 3262 §5)", () => {
	it("F13: is acknowledged, not heard, and holds when the 200 describes nothing", () => {
		const { clock, peer, stream, bell, invite } = place183();
		equal(header(peer.received.at(-1)!, "RAck"), `1 ${header(invite, "CSeq")}`);
		equal(bell.state, "CALLING");
		equal(stream.received.length, 0);
		peer.send(reply(invite, "200 OK", `Contact: <sip:phone@${PHONE}>`), DOOR);
		clock.advance(1_000);
		equal(bell.state, "CONNECTED");
		ok(stream.received.length >= 45);
		deepEqual(peer.methods.slice(-1), ["ACK"]);
	});

	it("is changed by UPDATE while it rings, and the sound goes where that said", () => {
		const { clock, network, peer, stream, bell, invite } = place183();
		const direct = new StreamPeer(network, "192.168.1.31", 4000);
		peer.send(within(invite, "UPDATE", 2, "application/sdp", description("192.168.1.31")), DOOR);
		clock.advance(50);
		match(peer.received.at(-1)!, /^SIP\/2\.0 200 OK[\s\S]*CSeq: 2 UPDATE[\s\S]*m=audio/);
		peer.send(reply(invite, "200 OK", `Contact: <sip:phone@${PHONE}>`), DOOR);
		clock.advance(1_000);
		equal(bell.state, "CONNECTED");
		ok(direct.received.length >= 45);
		equal(stream.received.length, 0);
	});

	it("that never came makes the call incompatible when the 200 describes nothing", () => {
		const { clock, network } = place();
		const peer = new Peer(network, PHONE, (request) =>
			request.startsWith("ACK ") ? undefined : reply(request, "200 OK", `Contact: <sip:phone@${PHONE}>`),
		);
		const bell = new Bell(network, DOOR, { settings: { "button.1.targets": CALL } });
		bell.appliance.press(1);
		clock.advance(1_000);
		equal(bell.state, "UNCONFIGURED");
		deepEqual(peer.methods, ["INVITE", "ACK", "BYE"]);
	});
});
