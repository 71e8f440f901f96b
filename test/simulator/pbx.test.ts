import { deepEqual, equal, ok, throws } from "node:assert/strict";
import { House, type HouseOptions } from "./house.ts";

const USERS = [
	{ user: "doorbell", password: "secret" },
	{ user: "garage", password: "other" },
];

/** A house whose doorbell has had two seconds to register. */
function registered(options?: HouseOptions): House {
	const house = new House(options);
	house.register();
	return house;
}

function statesOf(house: House): string[] {
	return house.pbx.phones.map((phone) => phone.state);
}

describe("PBX: registration (RFC 3261 §10)", () => {
	it("registers the doorbell once it has logged in", () => {
		const house = registered();
		equal(house.doorbell.state, "REGISTERED");
		deepEqual(house.messages, [
			"received REGISTER sip:192.168.1.1 SIP/2.0",
			"sent SIP/2.0 401 Unauthorized",
			"received REGISTER sip:192.168.1.1 SIP/2.0",
			"sent SIP/2.0 200 OK",
		]);
		ok(house.pbx.knows("doorbell"));
		deepEqual(house.news, ["doorbell is registered"]);
	});

	it("has nobody registered who has left", () => {
		const house = registered();
		house.doorbell.disconnect();
		ok(house.until(() => !house.pbx.knows("doorbell")));
		deepEqual(house.news, ["doorbell is registered", "doorbell is unregistered"]);
	});

	it("refuses a wrong password, of which the doorbell tells in plain words", () => {
		const house = registered({ settings: { "sip.password": "wrong" } });
		equal(house.doorbell.state, "ERROR");
		equal(house.doorbell.status.registration.lastError, "the PBX says the password is wrong: check user and password");
		deepEqual(house.news, ["Wrong password for doorbell"]);
		equal(house.pbx.knows("doorbell"), false);
	});

	it("refuses unknown users with 403, of which the doorbell tells in plain words", () => {
		const house = registered({ settings: { "sip.user": "nobody" } });
		equal(house.doorbell.state, "ERROR");
		ok(house.doorbell.status.registration.lastError.startsWith("the PBX refuses the doorbell (403 Forbidden)"));
		deepEqual(house.news, ["There is no user nobody"]);
	});

	it("S1: takes another name for the log-in", () => {
		const users = [{ user: "doorbell", username: "id-4711", password: "secret" }];
		equal(registered({ pbx: { users } }).doorbell.state, "ERROR");
		equal(registered({ pbx: { users }, settings: { "sip.auth-user": "id-4711" } }).doorbell.state, "REGISTERED");
	});

	it("S9: makes the doorbell ask for more where it asks for too little", () => {
		const house = registered({ pbx: { minimumExpires: 7200, maximumExpires: 7200 } });
		equal(house.doorbell.state, "REGISTERED");
		equal(house.count("sent SIP/2.0 423 Interval Too Brief"), 1);
		equal(house.doorbell.status.registration.expiresIn, 7200);
	});

	it("F7: grants less than asked for, so that the doorbell comes back earlier", () => {
		const house = registered({ pbx: { maximumExpires: 60 } });
		equal(house.doorbell.status.registration.expiresIn, 60);
		house.wait(300_000);
		ok(house.pbx.knows("doorbell"));
		ok(house.count("received REGISTER") > 10);
	});

	it("forgets a doorbell that has gone without a word", () => {
		const house = registered({ pbx: { maximumExpires: 60 } });
		house.host.network.up = false;
		house.wait(61_000);
		equal(house.pbx.knows("doorbell"), false);
	});

	for (const [name, pbx] of [
		["F4: with nonces for one request", { oneTimeNonces: true }],
		["with nonces of two seconds", { nonceLifetime: 2_000 }],
		["F3: without quality of protection", { qop: "none" }],
		["with SHA-256", { algorithms: ["SHA-256"] }],
		["A11: with several algorithms", { algorithms: ["SHA-512-256", "SHA-256", "MD5"] }],
	] as const) {
		it(`${name} keeps the doorbell registered and lets it call`, () => {
			const house = registered({ pbx: { ...pbx, maximumExpires: 60 } });
			house.wait(100_000);
			equal(house.doorbell.state, "REGISTERED");
			ok(house.ring());
			house.phone(1).answer();
			ok(house.until(() => house.doorbell.state === "CONNECTED"));
			deepEqual(house.news.slice(-1), ["Doorbell (doorbell) calls **9"]);
			equal(house.log.filter((line) => line.startsWith("SIP registration failed")).length, 0);
		});
	}

	it("answers nothing while it is silent, and all when it is not", () => {
		const house = new House();
		house.pbx.silent = true;
		ok(house.until(() => house.doorbell.state === "ERROR", 40_000));
		equal(house.doorbell.status.registration.lastError, "the PBX does not answer: is its address right?");
		deepEqual(house.messages, []);
		house.pbx.silent = false;
		ok(house.until(() => house.doorbell.state === "REGISTERED", 60_000));
	});

	it("hears only the addresses that it is told to hear", () => {
		const house = registered({ pbx: { hears: (address) => address === "192.168.1.30" } });
		deepEqual(house.messages, []);
		house.another("192.168.1.30");
		house.wait(1_000);
		deepEqual(house.news, ["There is no user garage"]);
	});

	it("says at once that its port is taken", () => {
		const house = new House();
		throws(() => new House({ pbx: { host: house.host, port: house.doorbell.sipPort } }));
		throws(() => new House({ pbx: { realm: '"' } }), RangeError);
	});

	it("is quiet after it was closed", () => {
		const house = new House();
		ok(house.talk());
		house.pbx.close();
		house.pbx.close();
		deepEqual(statesOf(house), ["idle", "idle"]);
		const { length } = house.messages;
		house.doorbell.hangUp();
		house.wait(5_000);
		equal(house.messages.length, length);
	});
});

describe("PBX: calls of the doorbell", () => {
	it("S2: asks callers to log in", () => {
		const house = registered();
		ok(house.ring());
		equal(house.count("sent SIP/2.0 407 Proxy Authentication Required"), 1);
	});

	it("F6: does not ask, where it is told not to", () => {
		const house = registered({ pbx: { challengesCalls: false } });
		ok(house.ring());
		equal(house.count("sent SIP/2.0 407"), 0);
		equal(house.count("received INVITE"), 1);
	});

	it("puts no call of unknown users through", () => {
		const house = new House({ settings: { "sip.user": "nobody" } });
		house.doorbell.press(1);
		house.wait(1_000);
		deepEqual(statesOf(house), ["idle", "idle"]);
		ok(house.log.includes("**9 declined the call"));
	});

	it("puts no call with a wrong password through", () => {
		const house = new House({ settings: { "sip.password": "wrong" } });
		house.doorbell.press(1);
		house.wait(1_000);
		deepEqual(statesOf(house), ["idle", "idle"]);
		ok(house.log.includes("The server refused the call to **9: check user and password"));
	});

	it("rings one phone by its number, and shows who calls", () => {
		const house = registered({ settings: { "button.1.targets": "**611" } });
		ok(house.ring());
		deepEqual(statesOf(house), ["idle", "ringing"]);
		deepEqual(house.phone(2).peer, { name: "Doorbell", number: "doorbell" });
		ok(house.until(() => house.log.includes("**611 is ringing")));
	});

	it("rings all phones by **9, and the first answer wins", () => {
		const house = registered();
		ok(house.ring());
		deepEqual(statesOf(house), ["ringing", "ringing"]);
		house.phone(2).answer();
		deepEqual(statesOf(house), ["idle", "in call"]);
		house.phone(1).answer();
		ok(house.until(() => house.doorbell.state === "CONNECTED"));
		deepEqual(statesOf(house), ["idle", "in call"]);
		equal(house.count("sent SIP/2.0 200 OK"), 2);
	});

	it("lets a phone be answered at the very moment it rings", () => {
		const house = registered({ pbx: { onPhone: (phone) => phone.state === "ringing" && phone.answer() } });
		house.doorbell.press(1);
		ok(house.until(() => house.doorbell.state === "CONNECTED"));
		deepEqual(statesOf(house), ["in call", "idle"]);
	});

	it("stops ringing when the visitor gives up", () => {
		const house = registered();
		ok(house.ring());
		house.wait(500);
		house.doorbell.hangUp();
		ok(house.until(() => statesOf(house).every((state) => state === "idle")));
		equal(house.count("sent SIP/2.0 487 Request Terminated"), 1);
	});

	it("says that there is no such number", () => {
		const house = registered({ settings: { "button.1.targets": "**7" } });
		house.doorbell.press(1);
		house.wait(500);
		deepEqual(statesOf(house), ["idle", "idle"]);
		ok(house.log.includes("**7 was not found: check the number"));
		equal(house.news.at(-1), "Doorbell (doorbell) calls **7, which is nobody's number");
	});

	it("rings on while one of its phones declines, and declines when both have", () => {
		const house = registered();
		ok(house.ring());
		house.phone(1).decline();
		house.wait(500);
		deepEqual(statesOf(house), ["idle", "ringing"]);
		equal(house.doorbell.state, "CALLING");
		house.phone(2).decline();
		house.wait(500);
		equal(house.count("sent SIP/2.0 603 Decline"), 1);
		ok(house.log.includes("**9 declined the call"));
	});

	it("says that a phone is busy", () => {
		const house = new House({ pbx: { users: USERS } });
		const garage = house.another("192.168.1.30");
		ok(house.talk());
		garage.press(1);
		house.wait(500);
		equal(garage.lastReason, "nobody answered");
		equal(house.count("sent SIP/2.0 486 Busy Here"), 1);
		deepEqual(statesOf(house), ["in call", "idle"]);
	});

	it("rings the phones that are free", () => {
		const house = new House({ pbx: { users: USERS } });
		const garage = house.another("192.168.1.30", { "button.1.targets": "**9" });
		ok(house.talk());
		garage.press(1);
		ok(house.until(() => house.phone(2).state === "ringing"));
		house.phone(2).answer();
		ok(house.until(() => garage.state === "CONNECTED"));
		house.phone(1).hangUp();
		house.wait(500);
		deepEqual(statesOf(house), ["idle", "in call"]);
		equal(garage.state, "CONNECTED");
	});

	it("tells who watches of every change of a phone", () => {
		const changes: string[] = [];
		const house = new House({ pbx: { onPhone: ({ name, state }) => changes.push(`${name}: ${state}`) } });
		ok(house.talk());
		house.phone(1).hangUp();
		deepEqual(changes, ["Phone 1: ringing", "Phone 2: ringing", "Phone 2: idle", "Phone 1: in call", "Phone 1: idle"]);
	});
});
