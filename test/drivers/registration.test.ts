import { deepEqual, equal, match, ok } from "node:assert/strict";
import { ADDRESS_WATCH, SHUT_DOWN_TIMEOUT } from "../../modules/drivers/sip-endpoint.ts";
import { among, Bell, type BellOptions, DOOR, PBX, place, REGISTERING } from "./bell.ts";
import { header, Peer, registrar, reply } from "./peer.ts";

const REGISTRATION = [
	"Starting SIP registration",
	"DNS lookup successful",
	"REGISTER message sent",
	"Authentication required",
	"Sending authenticated REGISTER",
	"SIP registration successful",
];

/** A doorbell that registers at a peer with a challenge; a second after its start. */
function stage(options: BellOptions = {}) {
	const { clock, network } = place();
	const peer = new Peer(network, PBX, registrar(300, "challenge"));
	const bell = new Bell(network, DOOR, { ...options, settings: { ...REGISTERING, ...options.settings } });
	clock.advance(1_000);
	return { clock, network, peer, bell };
}

/** The same, with all that was told and received so far forgotten. */
function registered(options: BellOptions = {}) {
	const all = stage(options);
	equal(all.bell.state, "REGISTERED");
	all.bell.lines();
	all.bell.states();
	all.peer.received.length = 0;
	return all;
}

describe("Appliance: connect and disconnect over the wire", () => {
	it("power-up registers by itself", () => {
		const { bell, peer } = stage();
		deepEqual(bell.lines(), ["SIP registration queued", "Creating SIP socket", "SIP socket ready", ...REGISTRATION]);
		deepEqual(bell.states(), ["REGISTERING", "REGISTERED"]);
		equal(peer.received.length, 2);
	});

	it("connect, not registered", () => {
		const { bell, clock, peer } = registered();
		bell.appliance.disconnect();
		clock.advance(100);
		peer.answer = () => undefined;
		bell.appliance.connect();
		clock.advance(33_000);
		equal(bell.state, "ERROR");
		peer.answer = registrar(300, "challenge");
		bell.lines();
		bell.appliance.connect();
		clock.advance(1_000);
		const wanted = ["SIP connection requested", "SIP registration queued", ...REGISTRATION];
		deepEqual(among(bell.lines(), wanted), wanted);
	});

	it("connect, registered: no REGISTER is sent", () => {
		const { bell, clock, peer } = registered();
		bell.appliance.connect();
		clock.advance(10_000);
		deepEqual(bell.lines(), ["SIP connection requested", "Already registered to SIP server"]);
		deepEqual(peer.received, []);
	});

	it("connect, not configured", () => {
		const { clock, network } = place();
		const bell = new Bell(network, DOOR);
		bell.lines();
		bell.appliance.connect();
		clock.advance(1_000);
		deepEqual(bell.lines(), ["SIP connection requested", "error: Cannot connect: SIP not configured"]);
		equal(bell.state, "UNCONFIGURED");
		equal(network.counters.sent, 0);
	});

	it("disconnect: REGISTER with Expires: 0, whose answer is awaited before the socket closes", () => {
		const { bell, clock, peer } = registered();
		peer.answer = () => undefined;
		bell.appliance.disconnect();
		clock.advance(400);
		deepEqual(bell.lines(), ["SIP disconnection requested", "Unregistering from SIP server"]);
		equal(bell.host.network.openSockets, 1);
		equal(header(peer.received[0]!, "Expires"), "0");
		peer.answer = registrar(300);
		clock.advance(400);
		deepEqual(bell.lines(), ["Disconnected from SIP server"]);
		equal(bell.host.network.openSockets, 0);
		deepEqual(bell.states(), ["DISCONNECTED"]);
	});

	it("disconnect waits for a silent server, but not for long", () => {
		const { bell, clock, peer } = registered();
		peer.answer = () => undefined;
		bell.appliance.disconnect();
		clock.advance(SHUT_DOWN_TIMEOUT);
		deepEqual(bell.lines().slice(-1), ["Disconnected from SIP server"]);
		equal(bell.host.network.openSockets, 0);
	});

	it("connect after disconnect", () => {
		const { bell, clock } = registered();
		bell.appliance.disconnect();
		clock.advance(100);
		bell.lines();
		bell.states();
		bell.appliance.connect();
		clock.advance(1_000);
		deepEqual(bell.lines(), [
			"SIP connection requested",
			"Reconnecting to SIP server",
			"SIP registration queued",
			"Creating SIP socket",
			"SIP socket ready",
			...REGISTRATION,
		]);
		deepEqual(bell.states(), ["IDLE", "REGISTERING", "REGISTERED"]);
	});

	it("connect while unregistering is queued", () => {
		const { bell, clock } = registered();
		bell.appliance.disconnect();
		bell.appliance.connect();
		clock.advance(1_000);
		deepEqual(bell.states(), ["DISCONNECTED", "IDLE", "REGISTERING", "REGISTERED"]);
		equal(bell.host.network.openSockets, 1);
	});

	it("after disconnect nothing registers for a day", () => {
		const { bell, clock, peer } = registered();
		bell.appliance.disconnect();
		clock.advance(100);
		peer.received.length = 0;
		clock.advance(86_400_000);
		deepEqual(peer.received, []);
		equal(bell.state, "DISCONNECTED");
	});

	it("a refresh at half the grant is silent", () => {
		const { bell, clock, peer } = registered();
		clock.advance(300_000);
		ok(peer.received.length >= 2);
		deepEqual([bell.lines(), bell.states(), bell.state], [[], [], "REGISTERED"]);
		const { registration } = bell.appliance.status;
		ok(registration.expiresIn! > 140 && registration.expiresIn! <= 300);
	});
});

describe("Appliance: registrations that fail", () => {
	/** What the log says of a registrar that answers like this. */
	function problem(status: string, ...headers: readonly string[]): string {
		const { clock, network } = place();
		new Peer(network, PBX, (request) => reply(request, status, ...headers));
		const bell = new Bell(network, DOOR, { settings: REGISTERING });
		clock.advance(1_000);
		equal(bell.state, "ERROR");
		const { lastError } = bell.appliance.status.registration;
		const stop = lastError.endsWith("?") ? "" : ".";
		ok(bell.lines().at(-1)?.startsWith(`error: SIP registration failed: ${lastError}${stop} Next try in `));
		return lastError;
	}

	it("are told in plain words", () => {
		const challenge = 'WWW-Authenticate: Digest realm="pbx", nonce="n1"';
		match(problem("401 Unauthorized", challenge), /password is wrong/);
		match(problem("401 Unauthorized", `${challenge}, algorithm=NEW`), /a log-in that the doorbell does not know/);
		match(problem("403 Forbidden"), /refuses the doorbell \(403 Forbidden\)/);
		match(problem("404 Not Found"), /does not know this user/);
		match(problem("503 Service Unavailable"), /overloaded or starting/);
		match(problem("500 Server Error"), /SIP status 500/);
	});

	it("tell when nobody answers", () => {
		const { bell, clock } = stage({ settings: { "sip.registrar": "192.168.1.9" } });
		clock.advance(40_000);
		match(bell.appliance.status.registration.lastError, /does not answer/);
	});

	it("tell when the name is unknown", () => {
		const { bell } = stage({ settings: { "sip.registrar": "fritz.box" } });
		match(bell.appliance.status.registration.lastError, /cannot be resolved/);
	});

	it("tell when the network is down", () => {
		const { network, clock } = place();
		network.host(DOOR).up = false;
		const bell = new Bell(network, DOOR, { settings: REGISTERING });
		clock.advance(1_000);
		match(bell.appliance.status.registration.lastError, /network is down/);
	});

	it("end by themselves", () => {
		const { bell, network, clock } = stage({ settings: { "sip.registrar": "fritz.box" } });
		network.names.set("fritz.box", [PBX]);
		clock.advance(60_000);
		equal(bell.state, "REGISTERED");
		equal(bell.appliance.status.registration.lastError, "");
		deepEqual(bell.states(), ["REGISTERING", "ERROR", "REGISTERING", "REGISTERED"]);
	});

	it("a taken SIP port is told with the setting that helps, and mended by connect", () => {
		const { clock, network } = place();
		const thief = new (network.host(DOOR).Udp)({ port: 5060 });
		new Peer(network, PBX, registrar(300));
		const bell = new Bell(network, DOOR, { settings: REGISTERING });
		clock.advance(10_000);
		equal(bell.state, "ERROR");
		match(bell.appliance.status.registration.lastError, /UDP port 5060 is taken .* sip\.port/);
		equal(bell.appliance.sipPort, undefined);
		thief.close();
		bell.appliance.connect();
		clock.advance(1_000);
		equal(bell.state, "REGISTERED");
		equal(bell.appliance.sipPort, 5060);
	});
});

describe("Appliance: another address of the doorbell", () => {
	it("E4: registers anew from a new socket, with the new Contact", () => {
		const { bell, clock, peer } = registered();
		bell.host.network.move("192.168.1.99");
		clock.advance(ADDRESS_WATCH + 100);
		deepEqual(bell.states(), ["REGISTERING", "REGISTERED"]);
		match(header(peer.received.at(-1)!, "Contact") ?? "", /@192\.168\.1\.99/);
		equal(bell.lines()[0], "The network address of the doorbell changed");
	});
});

describe("Appliance: settings of the server that change", () => {
	it("leave the old server properly and register at the new one", () => {
		const { bell, clock, peer, network } = registered();
		const other = new Peer(network, "192.168.1.2", registrar(300));
		equal(bell.appliance.configure({ "sip.registrar": "192.168.1.2" }), undefined);
		clock.advance(1_000);
		equal(header(peer.received[0]!, "Expires"), "0");
		deepEqual(other.requests, ["REGISTER sip:192.168.1.2"]);
		deepEqual(bell.states(), ["IDLE", "REGISTERING", "REGISTERED"]);
	});

	it("take the doorbell to another port", () => {
		const { bell, clock } = registered();
		bell.appliance.configure({ "sip.port": 5080 });
		clock.advance(1_000);
		equal(bell.appliance.sipPort, 5080);
		equal(bell.host.network.openSockets, 1);
		equal(bell.state, "REGISTERED");
	});

	it("connect what was not configured, and disconnect what is not any more", () => {
		const { clock, network } = place();
		new Peer(network, PBX, registrar(300));
		const bell = new Bell(network, DOOR);
		bell.appliance.configure(REGISTERING);
		clock.advance(1_000);
		equal(bell.state, "REGISTERED");
		bell.appliance.configure({ "sip.user": "" });
		clock.advance(1_000);
		equal(bell.state, "UNCONFIGURED");
		equal(bell.host.network.openSockets, 1);
	});

	it("wait for connect after disconnect", () => {
		const { bell, clock, peer } = registered();
		bell.appliance.disconnect();
		clock.advance(100);
		peer.received.length = 0;
		bell.appliance.configure({ "sip.user": "621" });
		clock.advance(10_000);
		deepEqual(peer.received, []);
		bell.appliance.connect();
		clock.advance(1_000);
		match(header(peer.received[0]!, "From") ?? "", /sip:621@/);
	});

	for (const first of ["settings", "disconnect"]) {
		it(`and disconnect at the same time end disconnected, ${first} first`, () => {
			const { bell, clock } = registered();
			if (first === "disconnect") bell.appliance.disconnect();
			bell.appliance.configure({ "sip.user": "621" });
			if (first === "settings") bell.appliance.disconnect();
			clock.advance(5_000);
			equal(bell.state, "DISCONNECTED");
			equal(bell.host.network.openSockets, 0);
			bell.appliance.connect();
			clock.advance(5_000);
			equal(bell.state, "REGISTERED");
		});
	}

	it("several times in a row end with the last ones", () => {
		const { bell, clock, peer } = registered();
		for (const user of ["621", "622", "623"]) bell.appliance.configure({ "sip.user": user });
		clock.advance(5_000);
		equal(bell.state, "REGISTERED");
		match(header(peer.received.at(-1)!, "From") ?? "", /sip:623@/);
	});

	it("that are no business of the server leave the registration alone", () => {
		const { bell, clock, peer } = registered();
		bell.appliance.configure({ "door.code": "2468", "button.1.targets": "22" });
		clock.advance(10_000);
		deepEqual(peer.received, []);
		deepEqual(bell.lines(), ["Settings changed"]);
	});
});
