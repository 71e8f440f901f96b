import { deepEqual, equal, match, ok } from "node:assert/strict";
import { until } from "../support/until.ts";
import { inOrder, responseTo, startDoorbell, startRegisteredDoorbell } from "./doorbell.ts";
import { startKamailio } from "./kamailio.ts";
import { freePort } from "./ports.ts";

const REGISTER = /^REGISTER /;
const UNREGISTER = /^REGISTER .*\r\nExpires: 0\r\n/s;
const GRANTED = responseTo("REGISTER", 200);
const STALE = /^SIP\/2\.0 401 .*stale=true/s;

const REGISTERING = [
	"[INFO] Starting SIP registration",
	"[INFO] DNS lookup successful",
	"[INFO] REGISTER message sent",
	"[INFO] Authentication required",
	"[INFO] Sending authenticated REGISTER",
	"[INFO] SIP registration successful",
];

/** Timer F (RFC 3261 §17.1.2.2) and some more. */
const NO_ANSWER_WITHIN = 36_000;

describe("A registration that fails", () => {
	it("F12: says that the password is wrong, and tries no more until the settings change", async () => {
		const kamailio = await startKamailio();
		const doorbell = startDoorbell({ registrar: kamailio.address, settings: { "sip.password": "wrong" } });
		await doorbell.waitForState("ERROR");
		const problem = "the PBX says the password is wrong: check user and password";
		equal(doorbell.lines.at(-1), `[ERROR] SIP registration failed: ${problem}. Next try in 15 min`);
		equal(doorbell.appliance.status.registration.lastError, problem);
		equal(doorbell.sent(REGISTER).length, 2);
		deepEqual(doorbell.states, ["REGISTERING", "ERROR"]);
		equal(doorbell.appliance.configure({ "sip.password": "bell-secret" }), undefined);
		await doorbell.waitForState("REGISTERED");
		equal(doorbell.appliance.status.registration.lastError, "");
	});

	it("S11: says that the PBX refuses a user whom it does not know, in the words of the PBX", async () => {
		const kamailio = await startKamailio();
		const doorbell = startDoorbell({ registrar: kamailio.address, settings: { "sip.user": "stranger" } });
		await doorbell.waitForState("ERROR");
		match(
			doorbell.lines.at(-1)!,
			/^\[ERROR\] SIP registration failed: the PBX refuses the doorbell \(403 Unknown User\): /,
		);
	});

	it("S15: says after 32 s that the PBX does not answer; Connect tries at once, in the fixed lines", async function () {
		this.timeout(60_000);
		const port = freePort();
		const doorbell = startDoorbell({ registrar: `127.0.0.1:${port}` });
		await doorbell.waitForState("ERROR", NO_ANSWER_WITHIN);
		const [first] = doorbell.sent(REGISTER);
		ok(performance.now() - first!.at > 31_900);
		match(doorbell.lines.at(-1)!, /: the PBX does not answer: is its address right\? Next try in [2-4] s$/);
		const kamailio = await startKamailio({ port });
		doorbell.lines.length = 0;
		doorbell.appliance.connect();
		await doorbell.waitForState("REGISTERED");
		const expected = ["[INFO] SIP connection requested", "[INFO] SIP registration queued", ...REGISTERING];
		deepEqual(inOrder(doorbell.lines, expected), expected);
		equal((await kamailio.locations())[0]?.contact, doorbell.uri);
	});
});

describe("Connect and Disconnect", () => {
	it("connect, registered: says so and sends nothing", async () => {
		const kamailio = await startKamailio();
		const doorbell = await startRegisteredDoorbell({ registrar: kamailio.address });
		const { length } = doorbell.messages;
		doorbell.lines.length = 0;
		doorbell.appliance.connect();
		deepEqual(doorbell.lines, ["[INFO] SIP connection requested", "[INFO] Already registered to SIP server"]);
		equal(doorbell.messages.length, length);
	});

	it("connect, not configured: says so and sends nothing", () => {
		const doorbell = startDoorbell();
		doorbell.lines.length = 0;
		doorbell.appliance.connect();
		deepEqual(doorbell.lines, ["[INFO] SIP connection requested", "[ERROR] Cannot connect: SIP not configured"]);
		equal(doorbell.appliance.state, "UNCONFIGURED");
		deepEqual(doorbell.messages, []);
	});

	it("disconnect: unregisters, and closes the socket only when that was answered; connect: registers anew", async () => {
		const kamailio = await startKamailio();
		const doorbell = await startRegisteredDoorbell({ registrar: kamailio.address });
		doorbell.lines.length = 0;
		doorbell.states.length = 0;
		doorbell.appliance.disconnect();
		await doorbell.waitForLine("[INFO] Disconnected from SIP server");
		const disconnecting = [
			"[INFO] SIP disconnection requested",
			"[INFO] Unregistering from SIP server",
			"[INFO] Disconnected from SIP server",
		];
		deepEqual(inOrder(doorbell.lines, disconnecting), disconnecting);
		deepEqual(doorbell.states, ["DISCONNECTED"]);
		equal(doorbell.sent(UNREGISTER).length, 1);
		match(doorbell.messages.at(-1)!.text, GRANTED);
		equal(doorbell.appliance.sipPort, undefined);
		deepEqual(await kamailio.locations(), []);

		doorbell.lines.length = 0;
		doorbell.states.length = 0;
		doorbell.appliance.connect();
		await doorbell.waitForState("REGISTERED");
		const reconnecting = [
			"[INFO] SIP connection requested",
			"[INFO] Reconnecting to SIP server",
			"[INFO] SIP registration queued",
			"[INFO] Creating SIP socket",
			"[INFO] SIP socket ready",
			...REGISTERING,
		];
		deepEqual(inOrder(doorbell.lines, reconnecting), reconnecting);
		deepEqual(doorbell.states, ["IDLE", "REGISTERING", "REGISTERED"]);
		deepEqual(
			(await kamailio.locations()).map(({ contact }) => contact),
			[doorbell.uri],
		);
	});

	it("connect while disconnecting: registers anew after that", async () => {
		const kamailio = await startKamailio();
		const doorbell = await startRegisteredDoorbell({ registrar: kamailio.address });
		doorbell.states.length = 0;
		doorbell.appliance.disconnect();
		doorbell.appliance.connect();
		await doorbell.waitForState("REGISTERED");
		deepEqual(doorbell.states, ["DISCONNECTED", "IDLE", "REGISTERING", "REGISTERED"]);
		equal((await kamailio.locations()).length, 1);
	});

	it("L25: disconnect waits 2 s at most for a registrar that is gone", async () => {
		const kamailio = await startKamailio();
		const doorbell = await startRegisteredDoorbell({ registrar: kamailio.address });
		await kamailio.stop();
		doorbell.appliance.disconnect();
		const start = performance.now();
		await doorbell.waitForLine("[INFO] Disconnected from SIP server");
		ok(performance.now() - start > 1900);
		ok(performance.now() - start < 4000);
	});

	it("the end of the program unregisters, also with a nonce that the registrar no longer takes", async () => {
		const kamailio = await startKamailio({ oneTimeNonces: true });
		const doorbell = await startRegisteredDoorbell({ registrar: kamailio.address });
		await doorbell.shutDown();
		equal(doorbell.received(STALE).length, 1);
		deepEqual(await kamailio.locations(), []);
	});
});

describe("The binding", () => {
	it("A5: is the same one after a power cut", async () => {
		const kamailio = await startKamailio();
		const settings = { "sip.port": freePort() };
		const before = await startRegisteredDoorbell({ registrar: kamailio.address, settings });
		before.close();
		const after = await startRegisteredDoorbell({ registrar: kamailio.address, settings, data: before.data });
		const locations = await kamailio.locations();
		deepEqual(
			locations.map(({ contact }) => contact),
			[before.uri],
		);
		equal(after.uri, before.uri);
	});

	it("X2: comes back with the next renewal when the registrar has forgotten it", async () => {
		const limits = { minimumExpires: 1, maximumExpires: 4 };
		const kamailio = await startKamailio(limits);
		const doorbell = await startRegisteredDoorbell({ registrar: kamailio.address });
		await kamailio.stop();
		const restarted = await startKamailio({ ...limits, port: kamailio.port });
		deepEqual(await restarted.locations(), []);
		await until(async () => (await restarted.locations()).length === 1, 6000, "registered again");
		deepEqual(doorbell.states, ["REGISTERING", "REGISTERED"]);
	});
});
