import { deepEqual, doesNotMatch, equal, match, ok } from "node:assert/strict";
import { SETTINGS_KEY } from "../../modules/drivers/appliance.ts";
import { VirtualStorage } from "../../simulator/virtual-storage.ts";
import { Bell, CALL, DOOR, PBX, PHONE, place, REGISTERING } from "./bell.ts";
import { Peer, phone, registrar, reply, within } from "./peer.ts";
import { LOUD, StreamPeer } from "./stream.ts";

const STRANGER = "192.168.1.66";

/** An INVITE by hand, with a description or without. */
function invite(description: string): string {
	return [
		`INVITE sip:doorbell@${DOOR} SIP/2.0`,
		`Via: SIP/2.0/UDP ${STRANGER}:5060;branch=z9hG4bKhand`,
		"Max-Forwards: 70",
		`From: "Anna\x1b[2J" <sip:22@${STRANGER}>;tag=hand`,
		`To: <sip:doorbell@${DOOR}>`,
		"Call-ID: by-hand",
		"CSeq: 1 INVITE",
		`Contact: <sip:22@${STRANGER}>`,
		...(description === "" ? [] : ["Content-Type: application/sdp"]),
		`Content-Length: ${description.length}`,
		"",
		description,
	].join("\r\n");
}

/** A description of a stream with these formats. */
function offer(formats: string, attributes = ""): string {
	return `v=0\r\no=- 1 1 IN IP4 ${STRANGER}\r\ns=-\r\nc=IN IP4 ${STRANGER}\r\nt=0 0\r\nm=audio 4000 RTP/AVP ${formats}\r\n${attributes}`;
}

/** A doorbell, and a stranger who sends it an INVITE; the first lines that came back. */
function called(description: string, settings = {}) {
	const { clock, network } = place();
	const bell = new Bell(network, DOOR, { settings });
	bell.lines();
	const stranger = new Peer(network, STRANGER);
	stranger.send(invite(description), DOOR);
	clock.advance(50);
	const statuses = stranger.received.map((text) => text.split("\r\n", 1)[0]!.slice("SIP/2.0 ".length));
	return { clock, network, bell, stranger, statuses };
}

describe("Appliance: calls that cannot be", () => {
	it("without a common codec: 488, and a line", () => {
		const { bell, statuses } = called(offer("9 18", "a=rtpmap:9 G722/8000\r\na=rtpmap:18 G729/8000\r\n"));
		deepEqual(statuses, ["100 Trying", "488 Not Acceptable Here"]);
		deepEqual(bell.lines(), ["error: Call from Anna [2J (22) refused: no codec in common (G.711 is needed)"]);
		equal(bell.state, "UNCONFIGURED");
		equal(bell.host.network.openSockets, 1);
	});

	it("to a target without a common codec", () => {
		const { clock, network } = place();
		const target = new Peer(network, STRANGER, (request) => reply(request, "488 Not Acceptable Here"));
		const bell = new Bell(network, DOOR, { settings: { "button.1.targets": `sip:22@${STRANGER}` } });
		bell.appliance.press(1);
		clock.advance(100);
		ok(target.requests[0]?.startsWith("INVITE "));
		match(bell.lines().join("\n"), /error: sip:22@192\.168\.1\.66 has no codec in common/);
	});

	it("answered with a useless description: ended by BYE, with the same words", () => {
		const { clock, network } = place();
		const target = new Peer(network, STRANGER, (request) =>
			request.startsWith("INVITE ")
				? reply(request, "200 OK", `Contact: <sip:22@${STRANGER}>`)
				: reply(request, "200 OK"),
		);
		const bell = new Bell(network, DOOR, { settings: { "button.1.targets": `sip:22@${STRANGER}` } });
		bell.appliance.press(1);
		clock.advance(1_000);
		deepEqual(target.requests.map((line) => line.split(" ", 1)[0]).slice(0, 3), ["INVITE", "ACK", "BYE"]);
		match(bell.lines().join("\n"), /error: sip:22@192\.168\.1\.66 has no codec in common[\s\S]*Nobody answered/);
		equal(bell.host.network.openSockets, 1);
	});

	it("without an offer is answered with one, and lasts until the silence limit", () => {
		const { bell, clock, statuses, stranger } = called("");
		deepEqual(statuses, ["100 Trying", "180 Ringing", "200 OK"]);
		match(stranger.received.at(-1) ?? "", /\r\nm=audio 5004 RTP\/AVP 8 0 101\r\n/);
		clock.advance(20_000);
		equal(bell.state, "CONNECTED");
	});

	it("while the sound port is taken: refused for now, with the setting that helps", () => {
		const { clock, network } = place();
		new (network.host(DOOR).Udp)({ port: 5004 });
		const bell = new Bell(network, DOOR, { settings: { "button.1.targets": CALL } });
		bell.lines();
		const stranger = new Peer(network, STRANGER);
		stranger.send(invite(offer("8")), DOOR);
		clock.advance(50);
		ok(stranger.received.some((text) => text.startsWith("SIP/2.0 480 ")));
		deepEqual(bell.lines(), ["error: No sound: UDP port 5004 is taken by another program: change rtp.port"]);
		bell.appliance.press(1);
		clock.advance(50);
		match(bell.lines().join("\n"), /UDP port 5004 is taken[\s\S]*Nobody answered/);
		equal(bell.state, "UNCONFIGURED");
	});

	it("while the network is down", () => {
		const { clock, network } = place();
		const bell = new Bell(network, DOOR, { settings: { "button.1.targets": CALL } });
		bell.host.network.up = false;
		bell.appliance.press(1);
		clock.advance(100);
		match(bell.lines().join("\n"), /cannot be reached: check the network/);
	});
});

describe("Appliance: settings", () => {
	it("are changed all or none, and stored", () => {
		const { network } = place();
		const storage = new VirtualStorage();
		const bell = new Bell(network, DOOR, { storage });
		deepEqual(bell.appliance.configure({ "call.maximum": 60, "sip.port": -1 }), {
			"sip.port": "a whole number from 1 to 65535",
		});
		equal(bell.appliance.settings["call.maximum"], 300);
		equal(storage.read(SETTINGS_KEY), undefined);
		equal(bell.appliance.configure({ "call.maximum": 60 }), undefined);
		bell.appliance.close();
		equal(new Bell(network, DOOR, { storage }).appliance.settings["call.maximum"], 60);
	});

	it("that stay as they are cause nothing", () => {
		const { network } = place();
		const bell = new Bell(network, DOOR);
		bell.lines();
		equal(bell.appliance.configure({ "call.maximum": 300 }), undefined);
		equal(bell.appliance.configure({}), undefined);
		deepEqual(bell.lines(), []);
	});

	it("of this run win over the stored ones, and are not stored with the next change", () => {
		const { network } = place();
		const storage = new VirtualStorage();
		storage.write(SETTINGS_KEY, JSON.stringify({ version: 1, "call.maximum": 60, "sip.port": 5062 }));
		const bell = new Bell(network, DOOR, { storage, overrides: { "sip.port": 5070, "sip.password": "open sesame" } });
		equal(bell.appliance.sipPort, 5070);
		bell.appliance.configure({ "call.maximum": 90 });
		const stored = storage.read(SETTINGS_KEY) ?? "";
		doesNotMatch(stored, /open sesame/);
		equal(JSON.parse(stored)["sip.port"], 5062);
		equal(JSON.parse(stored)["call.maximum"], 90);
		equal(bell.appliance.settings["sip.password"], "open sesame");
	});

	it("that are broken fall back to the defaults, with a line", () => {
		for (const [text, line] of [
			["{", /the stored settings cannot be read/],
			["[]", /the stored settings cannot be read/],
			['{"version":1,"call.maximum":"long","door.code":"2468"}', /call\.maximum: a whole number from 30 to 3600/],
		] as const) {
			const { network } = place();
			const storage = new VirtualStorage();
			storage.write(SETTINGS_KEY, text);
			const bell = new Bell(network, DOOR, { storage });
			match(bell.lines()[0] ?? "", /^error: Settings fall back to the defaults: /);
			match(bell.appliance.log.after(0)?.text ?? "", line);
			equal(bell.appliance.settings["call.maximum"], 300);
			equal(bell.state, "UNCONFIGURED");
		}
	});

	it("survive storage that fails: the doorbell works, and says so", () => {
		const { network } = place();
		const storage = new VirtualStorage();
		storage.hook = () => {
			throw new Error("worn");
		};
		const bell = new Bell(network, DOOR, { storage });
		match(bell.lines()[0] ?? "", /^error: Settings fall back to the defaults/);
		equal(bell.appliance.configure({ "call.maximum": 60 }), undefined);
		deepEqual(bell.lines(), [
			"error: Settings could not be stored: they are lost at the next start",
			"Settings changed",
		]);
		equal(bell.appliance.settings["call.maximum"], 60);
	});

	it("changed in a call leave it alone; those of the server count after it", () => {
		const { clock, network } = place();
		const pbx = new Peer(network, PBX, registrar(300));
		const bell = new Bell(network, DOOR, {
			settings: { ...REGISTERING, "button.1.targets": CALL },
		});
		const called = new Peer(network, PHONE, phone(PHONE));
		clock.advance(100);
		bell.appliance.press(1);
		clock.advance(1_000);
		equal(bell.state, "CONNECTED");
		const before = pbx.received.length;
		bell.appliance.configure({ "sip.user": "621", "door.code": "2468", "audio.volume": 0 });
		clock.advance(5_000);
		deepEqual([bell.state, pbx.received.length], ["CONNECTED", before]);
		bell.appliance.hangUp();
		clock.advance(1_000);
		equal(called.methods.at(-1), "BYE");
		equal(bell.state, "REGISTERED");
		match(pbx.received.at(-1) ?? "", /<sip:621@/);
	});

	it("of the server count at once when the other side ends the call", () => {
		const { clock, network } = place();
		const pbx = new Peer(network, PBX, registrar(300));
		const bell = new Bell(network, DOOR, { settings: { ...REGISTERING, "button.1.targets": CALL } });
		const called = new Peer(network, PHONE, phone(PHONE));
		clock.advance(100);
		bell.appliance.press(1);
		clock.advance(1_000);
		bell.appliance.configure({ "sip.user": "621" });
		called.send(within(called.invite, "BYE", 1), DOOR);
		clock.advance(50);
		equal(bell.state, "REGISTERED");
		match(pbx.received.at(-1) ?? "", /<sip:621@/);
	});

	it("of sound count at once", () => {
		const { clock, network } = place();
		const stream = new StreamPeer(network, PHONE, 4000);
		new Peer(network, PHONE, phone(PHONE));
		const bell = new Bell(network, DOOR, { settings: { "button.1.targets": CALL } });
		bell.appliance.press(1);
		/** Whether the visitor hears something loud that the phone says. */
		const hears = () => {
			for (let frame = 0; frame < 25; frame += 1) {
				stream.sound(LOUD, DOOR, 5004);
				clock.advance(20);
			}
			return bell.host.recording.samples().some((sample) => Math.abs(sample) > 1_000);
		};
		equal(hears(), true);
		bell.appliance.configure({ "audio.volume": 0 });
		equal(hears(), false);
	});

	it("secret ones are never in the log nor in the status", () => {
		const { clock, network } = place();
		new Peer(network, PBX, registrar(300, "challenge"));
		const bell = new Bell(network, DOOR, { settings: { ...REGISTERING, "door.code": "24681357" } });
		clock.advance(1_000);
		bell.appliance.configure({ "sip.password": "other secret", "light.code": "9753" });
		clock.advance(1_000);
		bell.appliance.configure({ "door.code": "letters" });
		const seen = JSON.stringify([bell.appliance.status, bell.lines()]);
		doesNotMatch(seen, /open sesame|other secret|24681357|9753|letters/);
	});
});

describe("Appliance: shut down", () => {
	it("ends call and registration properly, and calls back when all is closed", () => {
		const { clock, network } = place();
		const pbx = new Peer(network, PBX, registrar(300));
		const bell = new Bell(network, DOOR, {
			settings: { ...REGISTERING, "button.1.targets": CALL },
		});
		const called = new Peer(network, PHONE, phone(PHONE));
		clock.advance(100);
		bell.appliance.press(1);
		clock.advance(1_000);
		const told: number[] = [];
		bell.appliance.shutDown(() => told.push(clock.now));
		deepEqual(told, []);
		clock.advance(100);
		equal(told.length, 1);
		match(pbx.received.at(-1) ?? "", /\r\nExpires: 0\r\n/);
		equal(called.methods.at(-1), "BYE");
		equal(bell.host.network.openSockets, 0);
	});

	it("takes two seconds at most", () => {
		const { clock, network } = place();
		const pbx = new Peer(network, PBX, registrar(300));
		const bell = new Bell(network, DOOR, { settings: REGISTERING });
		clock.advance(100);
		pbx.answer = () => undefined;
		let done = false;
		bell.appliance.shutDown(() => {
			done = true;
		});
		clock.advance(1_999);
		equal(done, false);
		clock.advance(1);
		equal(done, true);
	});

	it("leaves nothing behind: no timer, no socket, no device, nothing switched on", () => {
		const { clock, network } = place();
		const bell = new Bell(network, DOOR, { settings: { "button.1.targets": CALL } });
		new Peer(network, PHONE, phone(PHONE));
		bell.appliance.press(1);
		clock.advance(1_000);
		equal(bell.state, "CONNECTED");
		bell.appliance.openDoor();
		bell.appliance.switchLight(true);
		bell.host.press(2);
		clock.advance(10);
		bell.appliance.close();
		bell.appliance.close();
		clock.advance(10);
		equal(clock.pending, 0);
		equal(bell.host.network.openSockets, 0);
		ok(!bell.host.microphone.inUse && !bell.host.loudspeaker.inUse);
		for (const name of ["door", "light", "lamp"] as const) equal(bell.host.outputs[name].value, 0);
		bell.appliance.press(1);
		bell.appliance.connect();
		bell.host.press(1);
		clock.advance(60_000);
		equal(clock.pending, 0);
	});

	it("another doorbell may take over the host", () => {
		const { clock, network } = place();
		const storage = new VirtualStorage();
		new Bell(network, DOOR, { storage }).appliance.close();
		const next = new Bell(network, DOOR, { storage });
		clock.advance(100);
		equal(next.state, "UNCONFIGURED");
	});
});
