import { deepEqual, equal, match, ok, throws } from "node:assert/strict";
import {
	ADDRESS_WATCH,
	SHUT_DOWN_TIMEOUT,
	SipEndpoint,
	type SipEndpointOptions,
	type SipEvent,
} from "../../modules/drivers/sip-endpoint.ts";
import type { Account } from "../../modules/sip/account.ts";
import { parseUri } from "../../modules/sip/uri.ts";
import { MockNetwork } from "../../simulator/mock-network.ts";
import { VirtualClock } from "../../simulator/virtual-clock.ts";
import { VirtualHost } from "../../simulator/virtual-host.ts";
import { hash } from "../support/hash.ts";
import { Peer, registrar, reply } from "./peer.ts";

const DOOR = "192.168.1.20";
const PBX = "192.168.1.1";

const ACCOUNT: Account = Object.freeze({
	user: "620",
	displayName: "Bell",
	domain: "pbx.test",
	server: parseUri(`sip:${PBX}`),
	proxied: false,
	credentials: Object.freeze({ username: "620", password: "secret", minimum: "MD5" }),
	expires: 600,
});

/** An endpoint in a network with a peer, and what it told. */
function stage(options: Partial<SipEndpointOptions> = {}) {
	const clock = new VirtualClock();
	const network = new MockNetwork({ clock });
	const host = new VirtualHost({ network, address: DOOR, hash });
	const peer = new Peer(network, PBX, registrar(600));
	const events: SipEvent[] = [];
	const told: string[] = [];
	const endpoint = new SipEndpoint({
		host,
		account: ACCOUNT,
		port: 5060,
		onEvent: (event) => events.push(event),
		onAddressChanged: () => told.push("address changed"),
		onShutDown: () => told.push("shut down"),
		...options,
	});
	const register = () => {
		endpoint.run((agent, now) => agent.registration?.register(now));
		clock.advance(100);
	};
	return { clock, network, host, peer, events, told, endpoint, register };
}

/** An INVITE to the endpoint. */
function invite(branch = "1"): string {
	return [
		`INVITE sip:620@${DOOR} SIP/2.0`,
		`Via: SIP/2.0/UDP ${PBX}:5060;branch=z9hG4bK${branch}`,
		"Max-Forwards: 70",
		`From: "Anna" <sip:22@pbx.test>;tag=a${branch}`,
		"To: <sip:620@pbx.test>",
		`Call-ID: call-${branch}`,
		"CSeq: 1 INVITE",
		`Contact: <sip:22@${PBX}>`,
		"Content-Length: 0",
		"",
		"",
	].join("\r\n");
}

describe("SIP endpoint", () => {
	it("sends what the agent asks for, and tells what it reports, in order", () => {
		const { events, peer, register, endpoint } = stage();
		equal(endpoint.port, 5060);
		register();
		deepEqual(peer.requests, ["REGISTER sip:pbx.test"]);
		const steps = events.map((event) => (event.type === "registration" ? event.event.step : event.type));
		deepEqual(steps, ["started", "located", "sent", "registered"]);
	});

	it("drains all that follows from an event before it returns, and tells no event within another", () => {
		let depth = 0;
		const order: string[] = [];
		const { endpoint, clock } = stage({
			onEvent: (event) => {
				depth += 1;
				equal(depth, 1);
				order.push(event.type);
				if (event.type === "registration" && event.event.step === "registered") {
					endpoint.run((agent, now) => agent.invite(1, "", () => undefined, now));
					order.push("run returned");
				}
				depth -= 1;
			},
		});
		endpoint.run((agent, now) => agent.registration?.register(now));
		clock.advance(100);
		deepEqual(order.slice(-3), ["registration", "run returned", "ended"]);
	});

	it("says when all events of a turn are told", () => {
		const order: string[] = [];
		const { register } = stage({
			onEvent: (event) => order.push(event.type),
			onSettled: () => order.push("settled"),
		});
		register();
		deepEqual(order, ["registration", "registration", "registration", "settled", "registration", "settled"]);
	});

	it("keeps one timer, for what is due next", () => {
		const { clock, register } = stage();
		equal(clock.pending, 1);
		register();
		clock.advance(3_000);
		equal(clock.pending, 1);
	});

	it("repeats what was lost, and survives a write that the host refuses", () => {
		const { host, clock, peer, events, register } = stage();
		host.network.up = false;
		const { address } = host.network;
		host.network.address = () => DOOR;
		register();
		deepEqual(peer.received, []);
		host.network.up = true;
		host.network.address = address;
		clock.advance(1_000);
		deepEqual(peer.requests, ["REGISTER sip:pbx.test"]);
		match(JSON.stringify(events.at(-1)), /"step":"registered"/);
	});

	it("shows every datagram to the ladder", () => {
		const ladder: string[] = [];
		const { register } = stage({
			onTrace: (direction, text, to) => ladder.push(`${direction} ${text.split("\r\n", 1)} ${to.address}:${to.port}`),
		});
		register();
		deepEqual(ladder, [`sent REGISTER sip:pbx.test SIP/2.0 ${PBX}:5060`, `received SIP/2.0 200 OK ${PBX}:5060`]);
	});

	it("throws at once when its port is taken, and leaves no timer behind", () => {
		const { host, clock } = stage();
		const pending = clock.pending;
		throws(() => new SipEndpoint({ host, account: ACCOUNT, port: 5060, onEvent: () => {} }), Error);
		equal(clock.pending, pending);
	});

	it("lets the host choose a port", () => {
		const { host } = stage();
		const second = new SipEndpoint({ host, account: ACCOUNT, port: 0, onEvent: () => {} });
		ok(second.port > 1024);
		second.close();
	});

	it("survives datagrams that are no SIP", () => {
		const { peer, clock, endpoint } = stage();
		for (const text of ["", "\r\n\r\n", "hello", "\u{FFFD}".repeat(400), invite().slice(0, 60)]) peer.send(text, DOOR);
		clock.advance(10);
		equal(endpoint.agent.counters.dropped + endpoint.agent.counters.bad, 5);
	});
});

describe("SIP endpoint: names", () => {
	it("are looked up before the first message", () => {
		const account = { ...ACCOUNT, server: parseUri("sip:fritz.box") };
		const { network, peer, host, register, clock } = stage({ account });
		network.names.set("fritz.box", [PBX]);
		register();
		deepEqual(peer.requests, ["REGISTER sip:pbx.test"]);
		equal(host.network.lookups, 1);
		clock.advance(400_000);
		equal(peer.received.length, 2);
	});

	it("that are unknown fail, and are asked for again", () => {
		const account = { ...ACCOUNT, server: parseUri("sip:fritz.box") };
		const { network, peer, events, register, clock } = stage({ account });
		register();
		match(JSON.stringify(events.at(-1)), /unknown host/);
		network.names.set("fritz.box", [PBX]);
		clock.advance(10_000);
		match(JSON.stringify(events.at(-1)), /"step":"registered"/);
		equal(peer.received.length, 1);
	});

	it("that are answered after close disturb nobody", () => {
		const account = { ...ACCOUNT, server: parseUri("sip:fritz.box") };
		const { network, endpoint, events, clock } = stage({ account });
		network.names.set("fritz.box", [PBX]);
		endpoint.run((agent, now) => agent.registration?.register(now));
		endpoint.close();
		const before = events.length;
		clock.advance(60_000);
		equal(events.length, before);
	});
});

describe("SIP endpoint: shut down", () => {
	it("closes the socket at once when there is nothing to end, and says so in the next turn", () => {
		const { endpoint, told, host, clock } = stage();
		endpoint.shutDown();
		equal(host.network.openSockets, 0);
		deepEqual(told, []);
		clock.advance(0);
		deepEqual(told, ["shut down"]);
	});

	it("waits for the answer to REGISTER with Expires: 0, and closes the socket after it", () => {
		const { endpoint, told, host, peer, clock, register } = stage();
		register();
		endpoint.shutDown();
		deepEqual(told, []);
		equal(host.network.openSockets, 1);
		clock.advance(10);
		match(peer.received[1] ?? "", /\r\nExpires: 0\r\n/);
		deepEqual(told, ["shut down"]);
		equal(host.network.openSockets, 0);
		equal(clock.pending, 0);
	});

	it("L25: waits for two seconds and no longer", () => {
		const { endpoint, told, host, peer, clock, register } = stage();
		register();
		peer.answer = () => undefined;
		endpoint.shutDown();
		endpoint.shutDown();
		clock.advance(SHUT_DOWN_TIMEOUT - 1);
		deepEqual(told, []);
		clock.advance(1);
		deepEqual(told, ["shut down"]);
		equal(host.network.openSockets, 0);
	});

	it("refuses a call that comes meanwhile", () => {
		const { endpoint, events, peer, clock, register } = stage();
		register();
		peer.answer = () => undefined;
		endpoint.shutDown();
		peer.send(invite(), DOOR);
		clock.advance(10);
		ok(peer.received.some((text) => text.startsWith("SIP/2.0 480 ")));
		ok(!events.some(({ type }) => type === "incoming"));
	});

	it("can be taken back", () => {
		const { endpoint, told, peer, clock, register } = stage();
		register();
		peer.answer = () => undefined;
		endpoint.shutDown();
		endpoint.stay();
		clock.advance(60_000);
		deepEqual(told, []);
	});

	it("close is final: nothing is sent, received or told any more", () => {
		const { endpoint, events, told, peer, clock, register } = stage();
		register();
		const before = events.length;
		endpoint.close();
		endpoint.close();
		endpoint.shutDown();
		peer.send(invite(), DOOR);
		register();
		clock.advance(1_000_000);
		deepEqual([events.length, told.length, peer.received.length], [before, 0, 1]);
		equal(clock.pending, 0);
	});

	it("may be asked for from within an event", () => {
		const { endpoint, told, host, register, clock } = stage({
			onEvent: (event) => {
				if (event.type === "registration" && event.event.step === "registered") endpoint.shutDown();
			},
		});
		register();
		clock.advance(1_000);
		deepEqual(told, ["shut down"]);
		equal(host.network.openSockets, 0);
	});
});

describe("SIP endpoint: address of the doorbell", () => {
	it("E4: a changed one brings a new socket on the same port", () => {
		const { host, clock, told, endpoint, peer, register } = stage();
		register();
		host.network.move("192.168.1.99");
		clock.advance(ADDRESS_WATCH);
		deepEqual(told, ["address changed"]);
		equal(endpoint.port, 5060);
		equal(host.network.openSockets, 1);
		register();
		match(peer.received.at(-1) ?? "", /\r\nContact: <sip:620@192\.168\.1\.99>?/);
		peer.answer = (request) => reply(request, "200 OK");
		peer.send(invite(), "192.168.1.99");
		clock.advance(10);
		ok(peer.received.some((text) => text.startsWith("SIP/2.0 100 ")));
	});

	it("E4: a changed one is noticed at once by who sends something before the next look", () => {
		const { host, clock, told, endpoint, register } = stage();
		register();
		clock.advance(ADDRESS_WATCH / 2);
		host.network.move("192.168.1.99");
		register();
		clock.advance(1);
		deepEqual(told, ["address changed"]);
		equal(endpoint.port, 5060);
		equal(host.network.openSockets, 1);
	});

	it("is told once, and not when it stayed or the network was down for a while", () => {
		const { host, clock, told, register } = stage();
		register();
		host.network.up = false;
		clock.advance(3 * ADDRESS_WATCH);
		host.network.up = true;
		clock.advance(3 * ADDRESS_WATCH);
		deepEqual(told, []);
		host.network.move("192.168.1.99");
		clock.advance(3 * ADDRESS_WATCH);
		deepEqual(told, ["address changed"]);
	});

	it("is of no interest before anything was sent, nor while it shuts down", () => {
		const idle = stage();
		idle.host.network.move("192.168.1.99");
		idle.clock.advance(3 * ADDRESS_WATCH);
		deepEqual(idle.told, []);
	});

	it("a port that somebody took in between is tried again", () => {
		const { host, clock, told, endpoint, register, network } = stage();
		register();
		host.network.move("192.168.1.99");
		const thief = new host.Udp({ port: 5060 });
		clock.advance(3 * ADDRESS_WATCH);
		deepEqual(told, []);
		thief.close();
		clock.advance(ADDRESS_WATCH);
		deepEqual(told, ["address changed"]);
		ok(network.host("192.168.1.99").socket(5060));
		endpoint.close();
	});
});
