import { deepEqual, equal, ok } from "node:assert/strict";
import { duration } from "../../modules/doorbell/connection.ts";
import { ANNA, Door, SETTINGS } from "./door.ts";

const REGISTRATION = [
	"Starting SIP registration",
	"DNS lookup successful",
	"REGISTER message sent",
	"Authentication required",
	"Sending authenticated REGISTER",
	"SIP registration successful",
];

/** A doorbell that is registered, with all that led there taken. */
function registered(settings = {}): Door {
	const door = new Door(settings).start().happens("opening", "opened").registers();
	door.take();
	return door;
}

/** A doorbell that was disconnected. */
function disconnected(settings = {}): Door {
	const door = registered(settings).disconnect().happens("unregistering", "unregistered", "closed");
	door.take();
	return door;
}

describe("Connection: log lines", () => {
	it("connect, not registered", () => {
		const door = new Door();
		door.connect().registers();
		deepEqual(door.lines(), ["SIP connection requested", "SIP registration queued", ...REGISTRATION]);
	});

	it("connect without a challenge has no lines about authentication", () => {
		const door = new Door();
		door.connect().happens("started", "located", "sent", { type: "registered", seconds: 60 });
		deepEqual(door.lines().slice(2), [
			"Starting SIP registration",
			"DNS lookup successful",
			"REGISTER message sent",
			"SIP registration successful",
		]);
	});

	it("connect, registered: nothing is sent", () => {
		const door = registered().connect();
		const outputs = door.take();
		ok(outputs.every(({ type }) => type === "log"));
		door.connect();
		deepEqual(door.lines(), ["SIP connection requested", "Already registered to SIP server"]);
	});

	it("connect, not configured", () => {
		const door = new Door({ configured: false }).connect();
		deepEqual(door.lines(), ["SIP connection requested", "error: Cannot connect: SIP not configured"]);
	});

	it("connect while registering starts no second registration", () => {
		const door = new Door().start();
		door.take();
		deepEqual(door.connect().lines(), ["SIP connection requested", "SIP registration is already under way"]);
		deepEqual(door.connect().deeds(), []);
	});

	it("disconnect", () => {
		const door = registered().disconnect().happens("unregistering", "unregistered", "closed");
		deepEqual(door.lines(), [
			"SIP disconnection requested",
			"Unregistering from SIP server",
			"Disconnected from SIP server",
		]);
	});

	it("disconnect while nothing is registered does not unregister", () => {
		const door = new Door({ configured: false }).start().happens("opening", "opened");
		door.take();
		deepEqual(door.disconnect().happens("closed").lines(), [
			"SIP disconnection requested",
			"Disconnected from SIP server",
		]);
	});

	it("connect after disconnect", () => {
		const door = disconnected().connect().happens("opening", "opened").registers();
		deepEqual(door.lines(), [
			"SIP connection requested",
			"Reconnecting to SIP server",
			"SIP registration queued",
			"Creating SIP socket",
			"SIP socket ready",
			...REGISTRATION,
		]);
	});

	it("power-up opens the socket and registers", () => {
		const door = new Door().start();
		deepEqual(door.deeds(), ["open", "register"]);
		deepEqual(door.happens("opening", "opened").registers().lines(), [
			"Creating SIP socket",
			"SIP socket ready",
			...REGISTRATION,
		]);
	});

	it("a refresh is no news", () => {
		const door = registered();
		for (let refresh = 0; refresh < 3; refresh += 1) door.registers();
		deepEqual(door.take(), []);
	});
});

describe("Connection: states", () => {
	it("connect: IDLE, REGISTERING, REGISTERED", () => {
		const door = new Door();
		equal(door.state, "IDLE");
		deepEqual(door.connect().registers().states(), ["REGISTERING", "REGISTERED"]);
	});

	it("disconnect: REGISTERED, DISCONNECTED", () => {
		const door = registered();
		equal(door.state, "REGISTERED");
		deepEqual(door.disconnect().happens("unregistering", "unregistered", "closed").states(), ["DISCONNECTED"]);
	});

	it("reconnect: DISCONNECTED, IDLE, REGISTERING, REGISTERED", () => {
		const door = disconnected();
		equal(door.state, "DISCONNECTED");
		deepEqual(door.connect().registers().states(), ["IDLE", "REGISTERING", "REGISTERED"]);
	});

	it("without a server: UNCONFIGURED", () => {
		const door = new Door({ configured: false }).start();
		deepEqual(door.deeds(), ["open"]);
		equal(door.state, "UNCONFIGURED");
		equal(door.connect().state, "UNCONFIGURED");
	});

	it("a registration that fails: ERROR with plain words, until the next try", () => {
		const door = new Door().start();
		door.take();
		door.happens("started", { type: "failed", problem: "the PBX does not answer", seconds: 4 });
		equal(door.state, "ERROR");
		equal(door.doorbell.problem, "the PBX does not answer");
		deepEqual(door.lines(), [
			"Starting SIP registration",
			"error: SIP registration failed: the PBX does not answer. Next try in 4 s",
		]);
		equal(door.happens("started").state, "REGISTERING");
		equal(door.happens({ type: "registered", seconds: 60 }).state, "REGISTERED");
		equal(door.doorbell.problem, "");
	});

	it("a refresh that fails: ERROR, and REGISTERED again", () => {
		const door = registered().happens("started", { type: "failed", problem: "the network is down", seconds: 240 });
		deepEqual(door.registers().states(), ["ERROR", "REGISTERING", "REGISTERED"]);
	});

	it("connect tries again at once after a failure", () => {
		const door = new Door().start().happens("started", { type: "failed", problem: "no", seconds: 900 });
		door.take();
		deepEqual(door.connect().deeds(), ["open", "register"]);
		equal(door.state, "REGISTERING");
	});

	it("a socket that cannot be opened: ERROR", () => {
		const door = new Door().start().happens("opening", { type: "unopened", problem: "UDP port 5060 is taken" });
		equal(door.state, "ERROR");
		equal(door.doorbell.problem, "UDP port 5060 is taken");
		deepEqual(door.lines().slice(-1), ["error: No SIP socket: UDP port 5060 is taken"]);
	});

	it("a socket that cannot be opened is no failed registration where there is no server", () => {
		const door = new Door({ configured: false }).start().happens({ type: "unopened", problem: "taken" });
		equal(door.state, "UNCONFIGURED");
	});
});

describe("Connection: buttons pressed at odd times", () => {
	it("connect while unregistering waits until the socket is closed", () => {
		const door = registered().disconnect().happens("unregistering");
		deepEqual(door.connect().deeds(), ["close"]);
		deepEqual(door.happens("unregistered").deeds(), []);
		deepEqual(door.happens("closed").deeds(), ["open", "register"]);
		deepEqual(door.registers().states(), ["REGISTERED"]);
	});

	it("disconnect takes such a connect back", () => {
		const door = registered().disconnect().connect().disconnect();
		door.take();
		deepEqual(door.happens("closed").deeds(), []);
		equal(door.state, "DISCONNECTED");
	});

	it("disconnect twice closes once", () => {
		deepEqual(registered().disconnect().disconnect().deeds(), ["close"]);
	});

	it("disconnect while disconnected says so again", () => {
		deepEqual(disconnected().disconnect().happens("closed").lines(), [
			"SIP disconnection requested",
			"Disconnected from SIP server",
		]);
	});

	it("disconnect in a call ends the call first", () => {
		const talking = registered().talks(-1);
		talking.take();
		deepEqual(talking.disconnect().deeds(), ["hang up -1", "close"]);
		const ringing = registered().press();
		ringing.take();
		deepEqual(ringing.disconnect().deeds(), ["hang up 1", "close"]);
		const waiting = registered({ answer: "manual" }).called(-1);
		waiting.take();
		deepEqual(waiting.disconnect().deeds(), ["reject -1 declined", "close"]);
		equal(waiting.state, "DISCONNECTED");
	});

	it("after disconnect nothing registers before connect", () => {
		const door = disconnected();
		door.happens("moved");
		door.tell((doorbell, now) => doorbell.configure(SETTINGS, true, now));
		door.press().ended(1, "unreachable").pass(86_400_000);
		ok(!door.deeds().includes("register"));
		equal(door.state, "DISCONNECTED");
	});

	it("calls work unregistered, and after disconnect", () => {
		for (const door of [new Door({ configured: false }).start(), disconnected()]) {
			const before = door.state;
			door.take();
			deepEqual(door.press().deeds(), ["call 1 attic"]);
			equal(door.connected(1).state, "CONNECTED");
			equal(door.hangUp().state, before);
		}
	});

	it("a call hides the registration's state, and connect looks at the registration", () => {
		const door = registered().talks(-1);
		equal(door.state, "CONNECTED");
		equal(door.doorbell.registrationState, "REGISTERED");
		door.take();
		deepEqual(door.connect().lines(), ["SIP connection requested", "Already registered to SIP server"]);
	});
});

describe("Connection: changed circumstances", () => {
	it("E4: another address of ours registers anew", () => {
		const door = registered().happens("moved");
		const outputs = door.take();
		ok(outputs.some(({ type }) => type === "register"));
		equal(door.state, "REGISTERING");
	});

	it("another address without a server is only told", () => {
		const door = new Door({ configured: false }).start();
		door.take();
		deepEqual(door.happens("moved").lines(), ["The network address of the doorbell changed"]);
	});

	it("other settings of the server leave the old one and register at the new one", () => {
		const door = registered().tell((doorbell, now) => doorbell.configure(SETTINGS, true, now));
		deepEqual(door.deeds(), ["close"]);
		deepEqual(door.connect().lines(), ["SIP connection requested", "SIP registration is already under way"]);
		door.happens("unregistering", "unregistered", "closed");
		deepEqual(door.deeds(), ["open", "register"]);
		equal(door.registers().state, "REGISTERED");
	});

	it("a call goes on when they change, and keeps the old ones until its end", () => {
		const door = registered().called(-1, ANNA).connected(-1);
		door.take();
		deepEqual(door.tell((doorbell, now) => doorbell.configure(SETTINGS, true, now)).deeds(), []);
		equal(door.state, "CONNECTED");
		deepEqual(door.ended(-1).deeds(), ["close"]);
	});

	it("settings that empty the server end in UNCONFIGURED, and filled ones in a registration", () => {
		const door = registered();
		door.tell((doorbell, now) => doorbell.configure({ ...SETTINGS, configured: false }, true, now)).happens("closed");
		equal(door.state, "UNCONFIGURED");
		door
			.tell((doorbell, now) => doorbell.configure(SETTINGS, true, now))
			.happens("closed")
			.registers();
		equal(door.state, "REGISTERED");
	});

	it("disconnect wins over settings that are being applied", () => {
		const door = registered().tell((doorbell, now) => doorbell.configure(SETTINGS, true, now));
		door.disconnect().happens("closed");
		equal(door.state, "DISCONNECTED");
		deepEqual(door.connect().registers().states().slice(-1), ["REGISTERED"]);
	});

	it("other settings do not touch the connection", () => {
		const door = registered().tell((doorbell, now) => doorbell.configure(SETTINGS, false, now));
		deepEqual(door.take(), []);
	});
});

describe("Time spans for people", () => {
	it("are seconds, minutes or hours", () => {
		deepEqual([0.2, 4, 89, 90, 900, 5340, 5400, 21_600].map(duration), [
			"1 s",
			"4 s",
			"89 s",
			"2 min",
			"15 min",
			"89 min",
			"2 h",
			"6 h",
		]);
	});
});
