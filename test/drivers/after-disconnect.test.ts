import { deepEqual, equal, match, ok } from "node:assert/strict";
import { SHUT_DOWN_TIMEOUT } from "../../modules/drivers/sip-endpoint.ts";
import { Bell, CALL, DOOR, PBX, PHONE, place, REGISTERING } from "./bell.ts";
import { header, Peer, phone, registrar, reply } from "./peer.ts";

/** A registered doorbell that rings a phone by direct address, and that phone. */
function stage() {
	const { clock, network } = place();
	const pbx = new Peer(network, PBX, registrar(300));
	const attic = new Peer(network, PHONE, phone(PHONE));
	const door = new Bell(network, DOOR, { settings: { ...REGISTERING, "button.1.targets": CALL } });
	clock.advance(100);
	equal(door.state, "REGISTERED");
	door.states();
	pbx.received.length = 0;
	return { clock, network, pbx, door, attic };
}

/** The same, disconnected. */
function disconnected() {
	const all = stage();
	all.door.appliance.disconnect();
	all.clock.advance(100);
	equal(all.door.host.network.openSockets, 0);
	all.door.states();
	all.pbx.received.length = 0;
	return all;
}

/** The same, in a call. */
function talking() {
	const all = disconnected();
	all.door.appliance.press(1);
	all.clock.advance(1_000);
	equal(all.door.state, "CONNECTED");
	return all;
}

describe("Appliance: disconnect in a call", () => {
	it("ends the call first", () => {
		const { clock, door, attic } = stage();
		door.appliance.press(1);
		clock.advance(1_000);
		door.lines();
		door.appliance.disconnect();
		clock.advance(100);
		equal(attic.methods.at(-1), "BYE");
		deepEqual(door.lines(), [
			"Call ended: disconnected",
			"SIP disconnection requested",
			"Unregistering from SIP server",
			"Disconnected from SIP server",
		]);
		equal(door.state, "DISCONNECTED");
	});

	it("stops ringing first", () => {
		const { clock, door, attic } = stage();
		attic.answer = (request) =>
			request.startsWith("INVITE ") ? reply(request, "180 Ringing") : reply(request, "200 OK");
		door.appliance.press(1);
		clock.advance(1_000);
		equal(door.state, "CALLING");
		door.appliance.disconnect();
		clock.advance(SHUT_DOWN_TIMEOUT);
		ok(attic.methods.includes("CANCEL"));
		equal(door.host.network.openSockets, 0);
	});
});

describe("Appliance: calls after disconnect", () => {
	it("work by direct address, on a socket that is closed after them", () => {
		const { clock, door, attic, pbx } = talking();
		door.appliance.hangUp();
		clock.advance(100);
		equal(attic.methods.at(-1), "BYE");
		equal(door.host.network.openSockets, 0);
		deepEqual(door.states(), ["CALLING", "CONNECTED", "DISCONNECTED"]);
		clock.advance(86_400_000);
		deepEqual(pbx.received, []);
	});

	it("let nobody in from outside when theirs is being ended", () => {
		const { clock, door, attic } = talking();
		attic.answer = () => undefined;
		door.appliance.hangUp();
		const back = attic.invite
			.replace(/^INVITE \S+/, `INVITE sip:door@${DOOR}`)
			.replace(/Via: .*/, `Via: SIP/2.0/UDP ${PHONE};branch=z9hG4bKback`)
			.replace(/Call-ID: .*/, "Call-ID: back");
		attic.send(back, DOOR);
		clock.advance(1_000);
		ok(attic.received.some((text) => text.startsWith("SIP/2.0 480 ")));
		equal(door.state, "DISCONNECTED");
		clock.advance(SHUT_DOWN_TIMEOUT);
		equal(door.host.network.openSockets, 0);
	});

	it("one more may follow while the last one is being ended", () => {
		const { clock, door, attic } = talking();
		attic.answer = () => undefined;
		door.appliance.hangUp();
		clock.advance(500);
		attic.answer = phone(PHONE);
		door.appliance.press(1);
		clock.advance(5_000);
		equal(door.state, "CONNECTED");
		door.appliance.hangUp();
		clock.advance(5_000);
		equal(door.host.network.openSockets, 0);
	});

	it("one more may follow at the very moment when the last one is over", () => {
		const { clock, door, attic } = talking();
		door.appliance.hangUp();
		clock.run(() => door.host.network.openSockets === 0, 1_000);
		door.appliance.press(1);
		clock.advance(1_000);
		equal(door.state, "CONNECTED");
		equal(attic.methods.filter((method) => method === "INVITE").length, 2);
		door.appliance.hangUp();
		clock.advance(1_000);
		equal(attic.methods.filter((method) => method === "BYE").length, 2);
		equal(door.host.network.openSockets, 0);
	});

	it("E4: register nothing when the address changes in them", () => {
		const { clock, door, pbx } = talking();
		door.host.network.move("192.168.1.99");
		clock.advance(10_000);
		equal(door.state, "CONNECTED");
		deepEqual(pbx.received, []);
		door.appliance.hangUp();
		clock.advance(5_000);
		equal(door.host.network.openSockets, 0);
	});

	for (const when of ["in the call", "while it is being ended"]) {
		it(`leave their socket to connect, ${when}`, () => {
			const { clock, door, attic } = talking();
			if (when === "while it is being ended") {
				attic.answer = () => undefined;
				door.appliance.hangUp();
				clock.advance(500);
			}
			door.lines();
			door.appliance.connect();
			clock.advance(5_000);
			deepEqual(door.lines().slice(0, 6), [
				"SIP connection requested",
				"Reconnecting to SIP server",
				"SIP registration queued",
				"Creating SIP socket",
				"SIP socket ready",
				"Starting SIP registration",
			]);
			door.appliance.hangUp();
			clock.advance(5_000);
			equal(door.state, "REGISTERED");
			equal(door.host.network.openSockets, 1);
		});
	}

	it("are told when the port is taken", () => {
		const { clock, door } = disconnected();
		new door.host.Udp({ port: 5060 });
		door.appliance.press(1);
		clock.advance(100);
		ok(door.lines().includes("error: No SIP socket: UDP port 5060 is taken by another program: change sip.port"));
		equal(door.state, "DISCONNECTED");
	});
});

describe("Appliance: calls after disconnect that cannot be", () => {
	it("leave no socket open", () => {
		const { clock, door, network } = disconnected();
		const thief = new (network.host(DOOR).Udp)({ port: 5004 });
		door.appliance.press(1);
		clock.advance(100);
		thief.close();
		equal(door.host.network.openSockets, 0);
		equal(door.state, "DISCONNECTED");
	});
});

describe("Appliance: a press while disconnecting", () => {
	it("rings as soon as the socket is free", () => {
		const { clock, door, attic, pbx } = stage();
		pbx.answer = () => undefined;
		door.appliance.disconnect();
		clock.advance(100);
		door.appliance.press(1);
		equal(door.state, "CALLING");
		clock.advance(SHUT_DOWN_TIMEOUT + 100);
		equal(door.state, "CONNECTED");
		door.appliance.hangUp();
		clock.advance(1_000);
		equal(attic.methods.at(-1), "BYE");
		equal(door.state, "DISCONNECTED");
		equal(door.host.network.openSockets, 0);
	});

	it("and a hang-up ring nobody, whatever presses came between", () => {
		const { clock, door, attic, pbx } = stage();
		pbx.answer = () => undefined;
		door.appliance.disconnect();
		door.appliance.press(1);
		door.appliance.press(1);
		door.appliance.hangUp();
		clock.advance(SHUT_DOWN_TIMEOUT + 1_000);
		deepEqual(attic.received, []);
		equal(door.host.network.openSockets, 0);
	});

	it("and connect ring and register", () => {
		const { clock, door, pbx } = stage();
		pbx.answer = () => undefined;
		door.appliance.disconnect();
		door.appliance.press(1);
		door.appliance.connect();
		clock.advance(SHUT_DOWN_TIMEOUT - 1);
		pbx.answer = registrar(300);
		clock.advance(1_000);
		equal(door.state, "CONNECTED");
		door.appliance.hangUp();
		clock.advance(1_000);
		equal(door.state, "REGISTERED");
		equal(door.host.network.openSockets, 1);
	});

	it("or while other settings are applied rings with those", () => {
		const { clock, door, attic } = stage();
		door.appliance.configure({ "sip.display-name": "Gate" });
		door.appliance.press(1);
		clock.advance(1_000);
		equal(door.state, "CONNECTED");
		match(header(attic.received[0]!, "From") ?? "", /^"?Gate/);
	});

	it("is forgotten by a shut-down", () => {
		const { clock, door, attic, pbx } = stage();
		pbx.answer = () => undefined;
		door.appliance.disconnect();
		door.appliance.press(1);
		door.appliance.shutDown(() => {});
		clock.advance(SHUT_DOWN_TIMEOUT + 1_000);
		deepEqual(attic.received, []);
		equal(clock.pending, 0);
	});
});
