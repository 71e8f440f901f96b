import { deepEqual, equal, ok } from "node:assert/strict";
import { SHUT_DOWN_TIMEOUT } from "../../modules/drivers/sip-endpoint.ts";
import { Bell, CALL, DOOR, PBX, PHONE, place, REGISTERING } from "./bell.ts";
import { header, Peer, phone, registrar, reply } from "./peer.ts";

/** A registered doorbell that rings a phone by direct address, and that phone. */
function stage() {
	const { clock, network } = place();
	const pbx = new Peer(network, PBX, registrar(300));
	const door = new Bell(network, DOOR, { settings: { ...REGISTERING, "button.1.targets": CALL } });
	const called = new Peer(network, PHONE, phone(PHONE));
	clock.advance(100);
	equal(door.state, "REGISTERED");
	door.states();
	pbx.received.length = 0;
	return { clock, network, pbx, door, called };
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

describe("Appliance: disconnect in a call", () => {
	it("ends the call first", () => {
		const { clock, door, phone } = stage();
		door.appliance.press(1);
		clock.advance(1_000);
		door.lines();
		door.appliance.disconnect();
		clock.advance(100);
		equal(phone.appliance.lastReason, "the other side hung up");
		deepEqual(door.lines(), [
			"Call ended: disconnected",
			"SIP disconnection requested",
			"Unregistering from SIP server",
			"Disconnected from SIP server",
		]);
		equal(door.state, "DISCONNECTED");
	});

	it("stops ringing first", () => {
		const { clock, door, phone } = stage();
		phone.appliance.configure({ "call.answer": "manual" });
		door.appliance.press(1);
		clock.advance(1_000);
		equal(phone.state, "RINGING");
		door.appliance.disconnect();
		clock.advance(100);
		equal(phone.state, "UNCONFIGURED");
		equal(door.host.network.openSockets, 0);
	});
});

describe("Appliance: calls after disconnect", () => {
	it("work by direct address, on a socket that is closed after them", () => {
		const { clock, door, phone, pbx } = disconnected();
		door.appliance.press(1);
		clock.advance(1_000);
		deepEqual([door.state, phone.state], ["CONNECTED", "CONNECTED"]);
		door.appliance.hangUp();
		clock.advance(100);
		equal(phone.state, "UNCONFIGURED");
		equal(door.host.network.openSockets, 0);
		deepEqual(door.states(), ["CALLING", "CONNECTED", "DISCONNECTED"]);
		clock.advance(86_400_000);
		deepEqual(pbx.received, []);
	});

	it("take no calls from outside when theirs is over", () => {
		const { clock, door, phone, network } = disconnected();
		door.appliance.press(1);
		clock.advance(1_000);
		phone.host.network.up = false;
		door.appliance.hangUp();
		const other = new Bell(network, "192.168.1.40", { settings: { "button.1.targets": `sip:door@${DOOR}` } });
		other.appliance.press(1);
		clock.advance(1_000);
		equal(door.state, "DISCONNECTED");
		clock.advance(SHUT_DOWN_TIMEOUT);
		equal(door.host.network.openSockets, 0);
	});

	it("one more may follow while the last one is being ended", () => {
		const { clock, door, phone } = disconnected();
		door.appliance.press(1);
		clock.advance(1_000);
		phone.host.network.up = false;
		door.appliance.hangUp();
		clock.advance(500);
		phone.host.network.up = true;
		door.appliance.press(1);
		clock.advance(5_000);
		equal(door.state, "CONNECTED");
		door.appliance.hangUp();
		clock.advance(5_000);
		equal(door.host.network.openSockets, 0);
	});

	it("E4: register nothing when the address changes in them", () => {
		const { clock, door, pbx } = disconnected();
		door.appliance.press(1);
		clock.advance(1_000);
		door.host.network.move("192.168.1.99");
		clock.advance(10_000);
		equal(door.state, "CONNECTED");
		deepEqual(pbx.received, []);
		door.appliance.hangUp();
		clock.advance(5_000);
		equal(door.host.network.openSockets, 0);
	});

	it("leave their socket to connect", () => {
		for (const when of ["in the call", "while it is being ended"]) {
			const { clock, door, phone } = disconnected();
			door.appliance.press(1);
			clock.advance(1_000);
			if (when === "while it is being ended") {
				phone.host.network.up = false;
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
			equal(door.state, "REGISTERED", when);
			equal(door.host.network.openSockets, 1);
		}
	});

	it("are told when the port is taken", () => {
		const { clock, door } = disconnected();
		new door.host.Udp({ port: 5060 });
		door.appliance.press(1);
		clock.advance(100);
		ok(door.lines().includes(`error: ${CALL} cannot be reached: check the network and the server's address`));
		equal(door.state, "DISCONNECTED");
	});
});

describe("Appliance: a press while disconnecting", () => {
	it("rings as soon as the socket is free", () => {
		const { clock, door, phone, pbx } = stage();
		pbx.answer = () => undefined;
		door.appliance.disconnect();
		clock.advance(100);
		door.appliance.press(1);
		equal(door.state, "CALLING");
		clock.advance(SHUT_DOWN_TIMEOUT + 100);
		deepEqual([door.state, phone.state], ["CONNECTED", "CONNECTED"]);
		door.appliance.hangUp();
		clock.advance(1_000);
		equal(door.state, "DISCONNECTED");
		equal(door.host.network.openSockets, 0);
	});

	it("and a second press ring nobody", () => {
		const { clock, door, phone, pbx } = stage();
		pbx.answer = () => undefined;
		door.appliance.disconnect();
		door.appliance.press(1);
		door.appliance.press(1);
		clock.advance(SHUT_DOWN_TIMEOUT + 1_000);
		deepEqual(phone.states(), ["UNCONFIGURED"]);
		equal(door.host.network.openSockets, 0);
	});

	it("and connect ring and register", () => {
		const { clock, door, phone, pbx } = stage();
		pbx.answer = () => undefined;
		door.appliance.disconnect();
		door.appliance.press(1);
		door.appliance.connect();
		clock.advance(SHUT_DOWN_TIMEOUT - 1);
		pbx.answer = registrar(300);
		clock.advance(1_000);
		deepEqual([door.state, phone.state], ["CONNECTED", "CONNECTED"]);
		door.appliance.hangUp();
		clock.advance(1_000);
		equal(door.state, "REGISTERED");
		equal(door.host.network.openSockets, 1);
	});

	it("or while other settings are applied rings with those", () => {
		const { clock, door, phone } = stage();
		door.appliance.configure({ "sip.display-name": "Gate" });
		door.appliance.press(1);
		clock.advance(1_000);
		deepEqual([door.state, phone.state], ["CONNECTED", "CONNECTED"]);
		equal(phone.appliance.status.call?.peer.name, "Gate");
	});
});
