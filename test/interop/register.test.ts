import { deepEqual, equal, match, ok } from "node:assert/strict";
import { type Doorbell, header, responseTo, startDoorbell, startRegisteredDoorbell } from "./doorbell.ts";
import { startKamailio } from "./kamailio.ts";

const REGISTER = /^REGISTER /;
const GRANTED = responseTo("REGISTER", 200);
const UNAUTHORIZED = /^SIP\/2\.0 401 /;
const STALE = /^SIP\/2\.0 401 .*stale=true/s;

describe("Registration at Kamailio", () => {
	it("L1 L36: answers a challenge with MD5 and qop that has no algorithm and no opaque", async () => {
		const kamailio = await startKamailio();
		const doorbell = await startRegisteredDoorbell({ registrar: kamailio.address });
		const [challenge] = doorbell.received(UNAUTHORIZED);
		ok(!/algorithm|opaque/.test(header(challenge!, "WWW-Authenticate")));
		match(header(challenge!, "To"), /tag=[^;]*\./);
		match(authorization(doorbell), /username="bell", realm="door\.test".* qop=auth/);
		ok(!/opaque/.test(authorization(doorbell)));
		const [location, ...others] = await kamailio.locations();
		equal(location?.contact, doorbell.uri);
		ok(location.expires > 3500 && location.expires <= 3600);
		deepEqual(others, []);
		deepEqual(doorbell.states, ["REGISTERING", "REGISTERED"]);
	});

	it("L3: answers a challenge with SHA-256", async () => {
		const kamailio = await startKamailio({ sha256: true });
		const doorbell = await startRegisteredDoorbell({
			registrar: kamailio.address,
			settings: { "sip.minimum-algorithm": "SHA-256" },
		});
		match(authorization(doorbell), /algorithm=SHA-256/);
		match(authorization(doorbell), /response="[0-9a-f]{64}"/);
	});

	it("L3 F3: answers a challenge without qop", async () => {
		const kamailio = await startKamailio({ withoutQop: true });
		const doorbell = await startRegisteredDoorbell({ registrar: kamailio.address });
		ok(!/qop|nc=|cnonce/.test(authorization(doorbell)));
	});

	it("does not prove its password with MD5 to a registrar when SHA-256 is the least it may use", async () => {
		const kamailio = await startKamailio();
		const doorbell = startDoorbell({
			registrar: kamailio.address,
			settings: { "sip.minimum-algorithm": "SHA-256" },
		});
		await doorbell.waitForState("ERROR");
		equal(doorbell.sent(REGISTER).length, 1);
		match(doorbell.lines.at(-1)!, /^\[ERROR\] SIP registration failed: the PBX asks for a log-in that the doorbell /);
	});

	it("L2: two doorbells that got the same nonce both count from 1", async () => {
		const kamailio = await startKamailio();
		const doorbells = [
			startDoorbell({ registrar: kamailio.address }),
			startDoorbell({
				registrar: kamailio.address,
				settings: { "sip.user": "phone1", "sip.password": "phone1-secret" },
			}),
		];
		for (const doorbell of doorbells) {
			await doorbell.waitForState("REGISTERED");
			match(authorization(doorbell), /nc=00000001/);
		}
	});

	it("L39: proves a password with quotation mark, backslash, colon and at sign", async () => {
		const kamailio = await startKamailio();
		await startRegisteredDoorbell({
			registrar: kamailio.address,
			settings: { "sip.user": "weird", "sip.password": "p@ss:w\"ord \\ 'x" },
		});
		equal((await kamailio.locations())[0]?.user, "weird");
	});

	it("L7 F7 X1: renews at half of what was granted, with the nonce that is known, and says nothing about it", async () => {
		const kamailio = await startKamailio({ minimumExpires: 1, maximumExpires: 4 });
		const doorbell = await startRegisteredDoorbell({ registrar: kamailio.address });
		const { length } = doorbell.lines;
		const granted = await doorbell.waitForReceived(GRANTED);
		match(header(granted, "Contact"), /;expires=4$/);
		const renewal = await doorbell.waitForSent(REGISTER, 3);
		const pause = renewal.at - granted.at;
		ok(pause > 1900 && pause < 4000, `renewed after ${pause} ms`);
		match(header(renewal, "Authorization"), /nc=00000002/);
		equal(header(renewal, "Contact"), `<${doorbell.uri}>`);
		await doorbell.waitForReceived(GRANTED, 2);
		equal(doorbell.received(UNAUTHORIZED).length, 1);
		equal(doorbell.lines.length, length);
		deepEqual(doorbell.states, ["REGISTERING", "REGISTERED"]);
	});

	it("L3 F4: takes a new nonce when the old one has lived its 2 seconds", async () => {
		const kamailio = await startKamailio({ nonceLifetime: 2, minimumExpires: 1, maximumExpires: 7 });
		const doorbell = await startRegisteredDoorbell({ registrar: kamailio.address });
		await doorbell.waitForReceived(STALE);
		await doorbell.waitForReceived(GRANTED, 2);
		equal(doorbell.sent(REGISTER).length, 4);
		deepEqual(doorbell.states, ["REGISTERING", "REGISTERED"]);
	});

	it("L3 F4: takes a new nonce every time from a registrar with one-time nonces", async () => {
		const kamailio = await startKamailio({ oneTimeNonces: true, minimumExpires: 1, maximumExpires: 3 });
		const doorbell = await startRegisteredDoorbell({ registrar: kamailio.address });
		await doorbell.waitForReceived(GRANTED, 3);
		equal(doorbell.received(STALE).length, 2);
		deepEqual(doorbell.states, ["REGISTERING", "REGISTERED"]);
		ok(!doorbell.lines.some((line) => line.startsWith("[ERROR]")));
	});

	it("L4: stays registered at a registrar that says Authentication-Info", async () => {
		const kamailio = await startKamailio({
			authenticationInfo: true,
			oneTimeNonces: true,
			minimumExpires: 1,
			maximumExpires: 3,
		});
		const doorbell = await startRegisteredDoorbell({ registrar: kamailio.address });
		const granted = await doorbell.waitForReceived(GRANTED);
		match(header(granted, "Authentication-Info"), /nextnonce=/);
		await doorbell.waitForReceived(GRANTED, 2);
		deepEqual(doorbell.states, ["REGISTERING", "REGISTERED"]);
	});

	it("L6 S9: asks for more after 423, in the same series of requests", async () => {
		const kamailio = await startKamailio({ minimumExpires: 120 });
		const doorbell = await startRegisteredDoorbell({ registrar: kamailio.address, settings: { "sip.expires": 60 } });
		const [refusal] = doorbell.received(/^SIP\/2\.0 423 /);
		equal(header(refusal!, "Min-Expires"), "120");
		const requests = doorbell.sent(REGISTER);
		deepEqual(
			requests.map((request) => header(request, "Expires")),
			["60", "60", "120"],
		);
		deepEqual(
			requests.map((request) => header(request, "CSeq")),
			["1 REGISTER", "2 REGISTER", "3 REGISTER"],
		);
		equal(new Set(requests.map((request) => header(request, "Call-ID"))).size, 1);
		const [location] = await kamailio.locations();
		ok(location!.expires > 100 && location!.expires <= 120);
	});

	it("F1: goes by the outbound proxy when the domain has no address of its own", async () => {
		const kamailio = await startKamailio();
		const doorbell = await startRegisteredDoorbell({
			registrar: "door.test",
			settings: { "sip.proxy": kamailio.address },
		});
		for (const request of doorbell.sent(REGISTER)) {
			match(request.text, /^REGISTER sip:door\.test SIP\/2\.0\r\n/);
			equal(header(request, "Route"), `<sip:${kamailio.address};lr>`);
		}
		equal((await kamailio.locations())[0]?.contact, doorbell.uri);
	});

	it("L35 A7: answers the pings of the registrar", async () => {
		const kamailio = await startKamailio({ pingInterval: 1 });
		const doorbell = await startRegisteredDoorbell({ registrar: kamailio.address });
		const ping = await doorbell.waitForReceived(/^OPTIONS /, 2);
		match(header(ping, "From"), /^sip:pinger@door\.test;tag=/);
		equal(header(ping, "Max-Forwards"), "");
		const answer = await doorbell.waitForSent(responseTo("OPTIONS", 200), 2);
		equal(header(answer, "Call-ID"), header(ping, "Call-ID"));
		equal((await kamailio.locations())[0]?.received, `sip:${doorbell.address}`);
	});
});

/** Credentials of the last REGISTER. */
function authorization(doorbell: Doorbell): string {
	return header(doorbell.sent(REGISTER).at(-1)!, "Authorization");
}
