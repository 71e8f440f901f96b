import { deepEqual, equal, match } from "node:assert/strict";
import { DigestClient } from "../../modules/auth/digest-client.ts";
import type { Settings } from "../../modules/config/schema.ts";
import { hash } from "../support/hash.ts";
import { Bell, DOOR, PBX, PHONE, place, REGISTERING } from "./bell.ts";
import { description, header, Peer, registrar } from "./peer.ts";

const ELSEWHERE = "192.168.2.30";

/** A telephone made of text that calls the door by its address. */
class Caller {
	readonly peer: Peer;
	#address: string;
	#user: string;
	#client = new DigestClient({ hash, token: () => "0123456789abcdef" });
	#sequence = 0;

	constructor(peer: Peer, address: string, user = "anna") {
		this.peer = peer;
		this.#address = address;
		this.#user = user;
	}

	/** Sends an INVITE, with the answer to the last challenge if there is a password; returns the status drawn, if any. */
	call(advance: () => void, password?: string): string | undefined {
		this.#sequence += 1;
		const uri = `sip:bell@${DOOR}`;
		const asked = header(this.peer.received.at(-1) ?? "", "WWW-Authenticate");
		let authorization: string | undefined;
		if (password !== undefined && asked) {
			this.#client.challenge([asked]);
			authorization = this.#client.authorize({ username: this.#user, password, method: "INVITE", uri });
		}
		const body = description(this.#address);
		const lines = [
			`INVITE ${uri} SIP/2.0`,
			`Via: SIP/2.0/UDP ${this.#address}:5060;branch=z9hG4bK${this.#address}-${this.#sequence}`,
			"Max-Forwards: 70",
			`From: <sip:${this.#user}@${DOOR}>;tag=caller`,
			`To: <${uri}>`,
			`Call-ID: ${this.#address}`,
			`CSeq: ${this.#sequence} INVITE`,
			`Contact: <sip:${this.#user}@${this.#address}>`,
			...(authorization ? [`Authorization: ${authorization}`] : []),
			"Content-Type: application/sdp",
			`Content-Length: ${body.length}`,
			"",
			body,
		];
		const before = this.peer.received.length;
		this.peer.send(lines.join("\r\n"), DOOR);
		advance();
		return this.peer.received.slice(before).at(-1)?.slice(8, 11);
	}
}

function stage(settings: Partial<Settings> = {}) {
	const { clock, network } = place();
	const pbx = new Peer(network, PBX, registrar(3_600));
	const bell = new Bell(network, DOOR, { settings: { ...REGISTERING, "call.answer": "manual", ...settings } });
	clock.advance(1_000);
	bell.lines();
	const caller = (address: string, user?: string) => new Caller(new Peer(network, address), address, user);
	const advance = () => clock.advance(100);
	return { clock, network, bell, pbx, caller, advance };
}

describe("Appliance: who may send", () => {
	it("is the own network, unless the list says otherwise, at once", () => {
		const { bell, caller, advance } = stage();
		const elsewhere = caller(ELSEWHERE);
		equal(elsewhere.call(advance), undefined);
		bell.appliance.configure({ "sip.networks": "local 192.168.2.0/24" });
		equal(elsewhere.call(advance), "180");
		bell.appliance.hangUp();
		advance();
		bell.appliance.configure({ "sip.networks": "" });
		elsewhere.peer.received.length = 0;
		equal(elsewhere.call(advance), undefined);
		equal(caller(PHONE).call(advance), undefined);
	});

	it("is the PBX in any case", () => {
		const { bell, pbx, advance } = stage({ "sip.networks": "" });
		equal(new Caller(pbx, PBX).call(advance), "180");
		equal(bell.state, "RINGING");
	});

	it("is told of when he sends too much", () => {
		const { bell, caller, advance } = stage();
		const phone = caller(PHONE);
		const text = `OPTIONS sip:${DOOR} SIP/2.0\r\nVia: SIP/2.0/UDP ${PHONE}:5060\r\nFrom: <sip:a@b>\r\nTo: <sip:a@b>\r\nCall-ID: 1\r\nCSeq: 1 OPTIONS\r\n\r\n`;
		for (let count = 0; count < 200; count++) {
			phone.peer.send(text, DOOR);
			if (count % 20 === 0) advance();
		}
		advance();
		deepEqual(bell.lines(), [`error: Too many messages from ${PHONE} were ignored`]);
	});
});

describe("Appliance: log-in of direct callers (RFC 3261 §22.2)", () => {
	const LOGIN = { "call.login": "direct callers", "phones.password": "open sesame" } as const;

	it("lets in who knows the password of the phones", () => {
		const { bell, caller, advance } = stage(LOGIN);
		const anna = caller(PHONE);
		equal(anna.call(advance), "401");
		match(anna.peer.received.at(-1)!, /\r\nWWW-Authenticate: Digest realm="doorbell", /);
		equal(bell.state, "REGISTERED");
		equal(anna.call(advance, "open sesame"), "180");
		equal(bell.state, "RINGING");
	});

	it("keeps out who does not, tells of it, and makes who goes on guessing wait", () => {
		const { bell, caller, advance } = stage(LOGIN);
		const mallory = caller(PHONE);
		const drawn: unknown[] = [];
		for (let guess = 0; guess < 20; guess++) drawn.push(mallory.call(advance, `guess ${guess}`));
		deepEqual([drawn[0], drawn[1], drawn.at(-1)], ["401", "401", "403"]);
		const lines = bell.lines();
		equal(lines[0], `error: Wrong password of a caller at ${PHONE}`);
		equal(lines.length, 3);
		equal(bell.state, "REGISTERED");
		equal(caller("192.168.1.40").call(advance), "401");
	});

	it("is not asked of the PBX", () => {
		const { pbx, advance } = stage(LOGIN);
		equal(new Caller(pbx, PBX).call(advance), "180");
	});

	it("cannot succeed while the phones have no password", () => {
		const { caller, advance } = stage({ "call.login": "direct callers" });
		const anna = caller(PHONE);
		equal(anna.call(advance), "403");
		equal(anna.call(advance, ""), "403");
	});

	it("makes a caller one whom the list of known callers may mean", () => {
		const known = { "call.from": "known", "call.known": "anna" } as const;
		for (const [settings, user, password, status] of [
			[{ ...LOGIN, ...known }, "anna", "open sesame", "180"],
			[{ ...LOGIN, ...known }, "bob", "open sesame", "480"],
			[known, "anna", undefined, "480"],
		] as const) {
			const { caller, advance } = stage(settings);
			const phone = caller(PHONE, user);
			phone.call(advance);
			if (password !== undefined) equal(phone.call(advance, password), status);
			else equal(phone.peer.received.at(-1)?.slice(8, 11), status);
		}
	});
});
