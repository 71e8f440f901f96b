import { deepEqual, equal, match, ok } from "node:assert/strict";
import { SILENCE } from "../../modules/sip/locator.ts";
import { among, Bell, type BellOptions, DOOR, place, REGISTERING } from "./bell.ts";
import { type Answer, header, Peer, phone, registrar, reply } from "./peer.ts";

const FIRST = "192.168.1.1";
const SECOND = "192.168.1.2";

/** A PBX with one phone, which answers OPTIONS too. */
function pbx(address: string): Answer {
	return (request) => {
		if (request.startsWith("REGISTER ")) return registrar(3_600)(request);
		return phone(address)(request);
	};
}

const dead: Answer = () => undefined;

/** Two PBXs and a doorbell that knows them by its settings, a second after its start. */
function stage(settings: BellOptions["settings"], prepare?: (network: ReturnType<typeof place>["network"]) => void) {
	const { clock, network } = place();
	const first = new Peer(network, FIRST, pbx(FIRST));
	const second = new Peer(network, SECOND, pbx(SECOND));
	prepare?.(network);
	const all = { "button.1.targets": "**9", "call.sign": 0, ...settings } as BellOptions["settings"];
	const bell = new Bell(network, DOOR, { settings: { ...REGISTERING, ...all } });
	clock.advance(1_000);
	return { clock, network, first, second, bell };
}

function twoByName(network: ReturnType<typeof place>["network"]): void {
	network.services.set("_sip._udp.pbx.example", [
		{ priority: 10, weight: 0, port: 5060, target: "a.pbx.example" },
		{ priority: 20, weight: 0, port: 5060, target: "b.pbx.example" },
	]);
	network.names.set("a.pbx.example", [FIRST]);
	network.names.set("b.pbx.example", [SECOND]);
}

describe("Appliance: two PBXs, of which one dies", () => {
	const TWO = { "sip.backup": SECOND, "sip.keep-alive": 30 };

	it("goes to the second within a minute, tells so, rings there, and goes back", () => {
		const { clock, bell, first, second } = stage(TWO);
		equal(bell.state, "REGISTERED");
		clock.advance(35_000);
		first.answer = dead;
		bell.lines();
		clock.advance(60_000);
		deepEqual(bell.lines(), [
			`The PBX at ${FIRST}:5060 does not answer any more: registering again`,
			`The PBX at ${FIRST}:5060 does not answer: trying the one at ${SECOND}:5060`,
			`Registered at the PBX at ${SECOND}:5060 now`,
		]);
		equal(bell.state, "REGISTERED");

		bell.appliance.press(1);
		clock.advance(1_000);
		equal(bell.state, "CONNECTED");
		equal(second.invite.slice(0, second.invite.indexOf(" SIP/2.0")), `INVITE sip:**9@${SECOND}`);
		bell.appliance.hangUp();
		clock.advance(1_000);

		first.answer = pbx(FIRST);
		bell.lines();
		clock.advance(16 * 60_000);
		deepEqual(bell.lines(), [
			`The PBX at ${FIRST}:5060 is there again: registering there`,
			`Registered at the PBX at ${FIRST}:5060 now`,
		]);
	});

	it("rings all the same when the first dies just before the visitor comes", () => {
		const { clock, bell, first, second } = stage(TWO);
		first.answer = dead;
		bell.appliance.press(1);
		clock.advance(SILENCE + 1_000);
		equal(bell.state, "CONNECTED");
		ok(second.invite !== "");
	});

	it("starts at the second when the first is not there", () => {
		const { clock, network } = place();
		const second = new Peer(network, SECOND, pbx(SECOND));
		const bell = new Bell(network, DOOR, { settings: { ...REGISTERING, ...TWO } });
		clock.advance(SILENCE + 1_000);
		equal(bell.state, "REGISTERED");
		deepEqual(second.methods, ["REGISTER"]);
		const wanted = ["DNS lookup successful", "REGISTER message sent", "SIP registration successful"];
		deepEqual(among(bell.lines(), wanted), [...wanted.slice(0, 2), ...wanted.slice(1)]);
	});

	it("E6: goes to the second in a call, which goes on", () => {
		const { clock, bell, first, second } = stage({ ...TWO, "rtp.silence-limit": 300 });
		clock.advance(40_000);
		bell.appliance.press(1);
		clock.advance(1_000);
		equal(bell.state, "CONNECTED");
		first.answer = dead;
		clock.advance(60_000);
		equal(bell.state, "CONNECTED");
		deepEqual(second.methods, ["REGISTER"]);
	});
});

describe("Appliance: a PBX that restarts", () => {
	it("has the doorbell back as soon as it is heard, for it may have forgotten it", () => {
		const { clock, bell, first } = stage({ "sip.keep-alive": 30 });
		clock.advance(35_000);
		first.answer = dead;
		for (let minute = 0; minute < 20; minute++) {
			clock.advance(60_000);
			// The board's heap has no room for all that is sent to a dead PBX.
			first.received.length = 0;
		}
		equal(bell.state, "ERROR");
		first.answer = pbx(FIRST);
		bell.lines();
		clock.advance(40_000);
		equal(bell.state, "REGISTERED");
		equal(bell.lines()[0], `The PBX at ${FIRST}:5060 is there again: registering there`);
	});

	it("L8, A7: is answered when it asks while the REGISTER is under way", () => {
		const { clock, network } = place();
		const peer = new Peer(network, FIRST);
		new Bell(network, DOOR, { settings: REGISTERING });
		clock.advance(100);
		const via = `Via: SIP/2.0/UDP ${FIRST}:5060;branch=z9hG4bKqualify`;
		const parties = `From: <sip:pbx@${FIRST}>;tag=1\r\nTo: <sip:620@${DOOR}>\r\nCall-ID: q\r\nCSeq: 1 OPTIONS`;
		peer.send(`OPTIONS sip:620@${DOOR} SIP/2.0\r\n${via}\r\n${parties}\r\nContent-Length: 0\r\n\r\n`, DOOR);
		clock.advance(100);
		match(peer.received.at(-1) ?? "", /^SIP\/2\.0 200 OK/);
	});
});

describe("Appliance: a PBX that is known as a service", () => {
	const NAMED = { "sip.registrar": "pbx.example", "sip.keep-alive": 0 };

	it("S12: is found by SRV, and the next one is used when it dies", () => {
		const { clock, bell, first, second } = stage(NAMED, twoByName);
		equal(bell.state, "REGISTERED");
		equal(second.received.length, 0);
		first.answer = dead;
		bell.appliance.press(1);
		clock.advance(2 * SILENCE + 1_000);
		equal(bell.state, "CONNECTED");
		equal(second.invite.slice(0, second.invite.indexOf(" SIP/2.0")), "INVITE sip:**9@pbx.example");
		ok(second.methods.includes("REGISTER"));
	});

	it("S12: is reached by its address once the service is gone from DNS", () => {
		const { clock, network, bell, second } = stage(NAMED, twoByName);
		network.services.clear();
		network.names.set("pbx.example", [SECOND]);
		clock.advance(3_600_000);
		equal(bell.state, "REGISTERED");
		deepEqual(second.methods.slice(0, 1), ["REGISTER"]);
	});

	it("S12, E6: rings at once while the name server is silent, and a call goes on", () => {
		const { clock, network, bell, first } = stage(NAMED, twoByName);
		network.nameServer.delay = 3_600_000;
		clock.advance(600_000);
		bell.appliance.press(1);
		clock.advance(200);
		ok(first.invite !== "");
		equal(bell.state, "CONNECTED");
		const { sent = 0 } = bell.appliance.status.call?.statistics ?? {};
		clock.advance(20_000);
		const after = bell.appliance.status.call?.statistics?.sent ?? 0;
		equal(after - sent, 1_000);
	});

	it("tells once that the name is unknown, whether as a service or as a host", () => {
		const { bell } = stage({ "sip.registrar": "nobody.example" });
		match(bell.appliance.status.registration.lastError, /cannot be resolved/);
	});
});

describe("Appliance: a direct call to a name", () => {
	it("is not delayed where there is no such service", () => {
		const { clock, network } = place();
		network.names.set("phone.example", [FIRST]);
		const peer = new Peer(network, FIRST, phone(FIRST));
		const bell = new Bell(network, DOOR, { settings: { "button.1.targets": "sip:anna@phone.example" } });
		bell.appliance.press(1);
		clock.advance(20);
		ok(peer.invite !== "");
		equal(bell.host.network.lookups, 1);
	});
});

describe("Appliance: a router before the doorbell", () => {
	/** A PBX that sees the doorbell at another address. */
	const beyond: Answer = (request) => {
		const answer = request.startsWith("REGISTER ")
			? reply(request, "200 OK", `Contact: ${header(request, "Contact")}`, "Expires: 3600")
			: phone(FIRST)(request);
		return answer?.replace(";rport", ";rport=40000;received=203.0.113.5");
	};

	it("is told the address that the PBX sees, in calls too, but not those that are called directly", () => {
		const { clock, bell, first, second } = stage({}, undefined);
		first.answer = beyond;
		first.received.length = 0;
		bell.appliance.disconnect();
		clock.advance(1_000);
		bell.appliance.connect();
		clock.advance(1_000);
		equal(bell.state, "REGISTERED");
		equal(header(first.received.at(-1) ?? "", "Contact"), "<sip:620@203.0.113.5:40000>");
		bell.appliance.press(1);
		clock.advance(500);
		equal(header(first.invite, "Contact"), "<sip:620@203.0.113.5:40000>");
		// The sound goes where it is heard from, see RTP.
		ok(first.invite.includes(`c=IN IP4 ${DOOR}`));
		bell.appliance.hangUp();
		clock.advance(500);
		bell.appliance.call(`sip:phone@${SECOND}`);
		clock.advance(500);
		equal(header(second.invite, "Contact"), `<sip:620@${DOOR}:5060>`);
	});
});
