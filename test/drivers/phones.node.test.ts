import { deepEqual, equal, ok } from "node:assert/strict";
import { DigestClient } from "../../modules/auth/digest-client.ts";
import type { Settings } from "../../modules/config/schema.ts";
import { PHONES_KEY } from "../../modules/drivers/phone-store.ts";
import { LONGEST_REGISTRATION, PHONE_LIMIT } from "../../modules/drivers/phones.ts";
import { VirtualStorage } from "../../simulator/virtual-storage.ts";
import { hash } from "../support/hash.ts";
import { Bell, type BellOptions, DOOR, PBX, place } from "./bell.ts";
import { description, header, Peer, registrar } from "./peer.ts";
import { RoomPhone } from "./room-phone.ts";

const ATTIC = "192.168.1.31";
const CELLAR = "192.168.1.32";
const PHONES: Partial<Settings> = Object.freeze({
	"phones.password": "open sesame",
	"button.1.targets": "attic\ncellar",
});

/** A doorbell with phones at the door itself, and a network to put phones in. */
function house(settings: Partial<Settings> = {}, options: BellOptions = {}) {
	const { clock, network } = place();
	const bell = new Bell(network, DOOR, { ...options, settings: { ...PHONES, ...settings } });
	clock.advance(100);
	bell.lines();
	const phone = (user: string, address: string, password?: string) => {
		const made = new RoomPhone(network, { user, address, password });
		made.register();
		clock.advance(500);
		return made;
	};
	return { clock, network, bell, phone };
}

/** A REGISTER as text, of a phone that knows only its address behind a router. */
function registerText(sequence: number, ...headers: readonly string[]): string {
	return [
		`REGISTER sip:${DOOR} SIP/2.0`,
		`Via: SIP/2.0/UDP 10.0.0.9:5062;rport;branch=z9hG4bKtext${sequence}`,
		"Max-Forwards: 70",
		`From: <sip:attic@${DOOR}>;tag=text`,
		`To: <sip:attic@${DOOR}>`,
		"Call-ID: text",
		`CSeq: ${sequence} REGISTER`,
		"Contact: <sip:attic-1@10.0.0.9:5062;line=7>",
		...headers,
		"Content-Length: 0",
		"",
		"",
	].join("\r\n");
}

describe("Phones at the door: registration (RFC 3261 §10.3)", () => {
	it("registers a phone that knows the password, and says so once", () => {
		const { bell, clock, phone } = house();
		const attic = phone("attic", ATTIC);
		deepEqual(attic.news, [`registered for ${LONGEST_REGISTRATION}`]);
		deepEqual(bell.lines(), ["Phone attic registered at the doorbell"]);
		deepEqual(bell.appliance.phones, [{ name: "attic", address: ATTIC, expiresIn: LONGEST_REGISTRATION }]);
		clock.advance(2_000_000);
		equal(bell.appliance.phones.length, 1);
		ok(attic.news.length > 4);
		deepEqual(bell.lines(), []);
	});

	it("tells that a phone signed off", () => {
		const { bell, clock, phone } = house();
		const attic = phone("attic", ATTIC);
		attic.unregister();
		clock.advance(500);
		deepEqual(bell.lines(), ["Phone attic registered at the doorbell", "Phone attic signed off"]);
		deepEqual(bell.appliance.phones, []);
	});

	it("forgets a phone that has gone without a word", () => {
		const { bell, clock, phone } = house();
		phone("attic", ATTIC).endpoint.close();
		clock.advance(LONGEST_REGISTRATION * 1000);
		deepEqual(bell.appliance.phones, []);
	});

	it("is no registrar without a password for phones", () => {
		const { bell, phone } = house({ "phones.password": "" });
		const attic = phone("attic", ATTIC);
		deepEqual(attic.news, ["failed: 405"]);
		deepEqual(bell.lines(), []);
	});

	it("begins and ends to be one when the setting changes, in the middle of it", () => {
		const { bell, clock, phone } = house({ "phones.password": "" });
		bell.appliance.configure({ "phones.password": "open sesame" });
		const attic = phone("attic", ATTIC);
		equal(attic.news.length, 1);
		bell.appliance.configure({ "phones.password": "open sesame", "audio.volume": 50 });
		equal(bell.appliance.phones.length, 1);
		bell.appliance.configure({ "phones.password": "another one" });
		deepEqual(bell.appliance.phones, []);
		equal(bell.host.storage.read(PHONES_KEY), undefined);
		attic.register();
		clock.advance(500);
		equal(attic.news.at(-1), "failed: 401");
		bell.appliance.configure({ "phones.password": "" });
		equal(phone("cellar", CELLAR).news.at(-1), "failed: 405");
	});

	it("refuses a wrong password, and makes who goes on guessing wait", () => {
		const { bell, clock, phone } = house();
		const guesser = phone("attic", ATTIC, "wrong password");
		deepEqual(bell.lines(), ["error: Wrong password for phone attic"]);
		for (let guess = 0; guess < 20; guess++) {
			guesser.register();
			clock.advance(500);
		}
		equal(guesser.news.at(-1), "failed: 403");
		ok(bell.lines().length < 5);
		// Another address is none the worse for it.
		deepEqual(phone("cellar", CELLAR).news, [`registered for ${LONGEST_REGISTRATION}`]);
	});

	it("refuses MD5 with the right password where SHA-256 is the least", () => {
		for (const [algorithm, phones] of [
			["MD5", 0],
			["SHA-256", 1],
		] as const) {
			const { bell, clock, network } = house({ "sip.minimum-algorithm": "SHA-256" });
			const client = new DigestClient({ hash, token: () => "0123456789abcdef" });
			const peer = new Peer(network, ATTIC);
			peer.send(registerText(1), DOOR);
			clock.advance(100);
			const challenge = header(peer.received[0]!, "WWW-Authenticate")!;
			ok(challenge.includes("algorithm=SHA-256"));
			client.challenge([challenge.replace("SHA-256", algorithm)]);
			const credentials = { username: "attic", password: "open sesame", method: "REGISTER", uri: `sip:${DOOR}` };
			peer.send(registerText(2, `Authorization: ${client.authorize(credentials)}`), DOOR);
			clock.advance(100);
			equal(bell.appliance.phones.length, phones, algorithm);
		}
	});

	it("hears nobody from elsewhere, and registers nobody from the world outside where that is heard", () => {
		const { bell, phone } = house();
		deepEqual(phone("attic", "203.0.113.9").news, []);
		bell.appliance.configure({ "sip.networks": "local 203.0.113.0/24" });
		bell.lines();
		deepEqual(phone("cellar", "203.0.113.10").news, ["failed: 403"]);
		deepEqual(bell.lines(), []);
	});

	it("has room for a few phones only", () => {
		const { bell, phone } = house();
		for (let number = 1; number <= PHONE_LIMIT; number++)
			phone(`phone${number}`, `192.168.1.${100 + number}`).endpoint.close();
		bell.lines();
		deepEqual(phone("attic", ATTIC).news, ["failed: 503"]);
		deepEqual(bell.lines(), [`error: No room for phone attic: ${PHONE_LIMIT} phones are registered at the doorbell`]);
	});
});

describe("Phones at the door: calls", () => {
	it("ring all at once by their bare names, and the first answer wins", () => {
		const { bell, clock, phone } = house();
		const attic = phone("attic", ATTIC);
		const cellar = phone("cellar", CELLAR);
		bell.appliance.press(1);
		clock.advance(500);
		deepEqual([attic.news.at(-1), cellar.news.at(-1)], ["ringing", "ringing"]);
		deepEqual(attic.callers, [`"Doorbell" <sip:doorbell@${DOOR}:5060> calls sip:attic@${ATTIC}:5060`]);
		cellar.answer();
		clock.advance(500);
		equal(bell.state, "CONNECTED");
		deepEqual([attic.news.at(-1), cellar.news.at(-1)], ["over: remote", "talking"]);
		cellar.hangUp();
		clock.advance(500);
		equal(bell.state, "UNCONFIGURED");
	});

	it("are found by the doorbell's own address, too, in whatever case", () => {
		const { bell, clock, phone } = house();
		const attic = phone("Attic", ATTIC);
		for (const target of [`sip:attic@${DOOR}`, `ATTIC@${DOOR}:5060`, "attic"]) {
			bell.appliance.call(target);
			clock.advance(500);
			equal(attic.news.at(-1), "ringing", target);
			bell.appliance.hangUp();
			clock.advance(500);
		}
	});

	it("are told of when they are not there", () => {
		const { bell, clock } = house();
		bell.appliance.call("attic");
		clock.advance(500);
		ok(bell.lines().includes("error: attic is not registered at the doorbell"));
		bell.appliance.call(`sip:attic@${DOOR}`);
		clock.advance(500);
		ok(bell.lines().includes(`error: sip:attic@${DOOR} is not registered at the doorbell`));
		equal(bell.host.network.openSockets, 1);
	});

	it("go beside a PBX, which is asked for all others", () => {
		const { bell, clock, network, phone } = house({ "sip.registrar": PBX, "sip.user": "620", "sip.password": "x" });
		const pbx = new Peer(network, PBX, registrar(300));
		clock.advance(40_000);
		const attic = phone("attic", ATTIC);
		bell.appliance.press(1);
		clock.advance(500);
		equal(attic.news.at(-1), "ringing");
		deepEqual(attic.callers, [`"Doorbell" <sip:620@${DOOR}:5060> calls sip:attic@${ATTIC}:5060`]);
		ok(pbx.requests.includes(`INVITE sip:cellar@${PBX}`));
		ok(!pbx.requests.includes(`INVITE sip:attic@${PBX}`));
	});

	it("reach a phone behind a router where its REGISTER came from", () => {
		const { bell, clock, network } = house({ "button.1.targets": "attic" });
		const client = new DigestClient({ hash, token: () => "0123456789abcdef" });
		const peer = new Peer(network, ATTIC);
		peer.send(registerText(1), DOOR);
		clock.advance(100);
		client.challenge([header(peer.received[0]!, "WWW-Authenticate")!]);
		const credentials = { username: "attic", password: "open sesame", method: "REGISTER", uri: `sip:${DOOR}` };
		peer.send(registerText(2, `Authorization: ${client.authorize(credentials)}`), DOOR);
		clock.advance(100);
		equal(header(peer.received[1]!, "Contact"), "<sip:attic-1@10.0.0.9:5062;line=7>;expires=300");
		deepEqual(bell.appliance.phones, [{ name: "attic", address: ATTIC, expiresIn: 300 }]);
		bell.appliance.press(1);
		clock.advance(100);
		equal(peer.requests.at(-1), `INVITE sip:attic-1@${ATTIC}:5060;line=7`);
	});

	it("may call the door", () => {
		const { bell, clock, phone } = house();
		const attic = phone("attic", ATTIC);
		attic.endpoint.run((agent, now) => agent.invite(1, `sip:door@${DOOR}`, () => description(ATTIC), now));
		clock.advance(500);
		equal(bell.state, "CONNECTED");
	});
});

describe("Phones at the door: a restart", () => {
	it("still rings the phones, before they come back", () => {
		const storage = new VirtualStorage();
		const { bell, clock, network, phone } = house();
		const attic = phone("attic", ATTIC);
		bell.appliance.close();
		storage.write(PHONES_KEY, bell.host.storage.read(PHONES_KEY)!);
		storage.write("settings", bell.host.storage.read("settings")!);
		const again = new Bell(network, DOOR, { storage });
		deepEqual(
			again.appliance.phones.map(({ name, address }) => [name, address]),
			[["attic", ATTIC]],
		);
		again.appliance.press(1);
		clock.advance(500);
		equal(attic.news.at(-1), "ringing");
	});

	it("forgets those that do not come back", () => {
		const { bell, clock, network, phone } = house();
		phone("attic", ATTIC).endpoint.close();
		bell.appliance.close();
		const again = new Bell(network, DOOR, { storage: bell.host.storage });
		clock.advance(LONGEST_REGISTRATION * 1000);
		deepEqual(again.appliance.phones, []);
	});

	it("spares the flash: writes when a phone is elsewhere, not when it comes back", () => {
		const { bell, clock, phone } = house();
		let writes = 0;
		bell.host.storage.hook = (operation, key) => {
			if (operation !== "read" && key === PHONES_KEY) writes += 1;
		};
		const attic = phone("attic", ATTIC);
		clock.advance(86_400_000 / 4);
		equal(writes, 1);
		// Changes that follow each other at once are written together.
		for (let turn = 0; turn < 5; turn++) {
			attic.unregister();
			clock.advance(300);
			attic.register();
			clock.advance(300);
		}
		ok(writes <= 3);
	});

	it("takes no harm from storage that is broken", () => {
		for (const text of ["", "{", "7", '[["attic"],null,[1,2,3,4]]']) {
			const storage = new VirtualStorage();
			storage.write("settings", JSON.stringify({ version: 1, ...PHONES }));
			storage.write(PHONES_KEY, text);
			const { network } = place();
			deepEqual(new Bell(network, DOOR, { storage }).appliance.phones, []);
		}
	});

	it("goes on without storage", () => {
		const { bell, phone } = house();
		bell.host.storage.hook = () => {
			throw new Error("worn");
		};
		phone("attic", ATTIC);
		equal(bell.appliance.phones.length, 1);
	});
});
