import { deepEqual, equal } from "node:assert/strict";
import { DigestClient } from "../../modules/auth/digest-client.ts";
import { PHONES_KEY } from "../../modules/drivers/phone-store.ts";
import { hash } from "../support/hash.ts";
import { Bell, DOOR, PBX, PHONE, place } from "./bell.ts";
import { header, Peer, registrar } from "./peer.ts";

/** A phone made of text, so small that the board's heap beside it holds next to nothing but the doorbell. */
class TextPhone {
	readonly peer: Peer;
	#client = new DigestClient({ hash, token: () => "0123456789abcdef" });
	#sequence = 0;

	constructor(peer: Peer) {
		this.peer = peer;
	}

	/** Sends a REGISTER with the answer to the last challenge, if there was one. */
	register(expires: number): void {
		this.#sequence += 1;
		const challenge = header(this.peer.received.at(-1) ?? "", "WWW-Authenticate");
		if (challenge) this.#client.challenge([challenge]);
		const uri = `sip:${DOOR}`;
		const credentials = { username: "attic", password: "open sesame", method: "REGISTER", uri };
		const authorization = this.#client.authorize(credentials);
		const lines = [
			`REGISTER ${uri} SIP/2.0`,
			`Via: SIP/2.0/UDP 10.0.0.9:5062;rport;branch=z9hG4bKtext${this.#sequence}`,
			"Max-Forwards: 70",
			`From: <sip:attic@${DOOR}>;tag=text`,
			`To: <sip:attic@${DOOR}>`,
			"Call-ID: text",
			`CSeq: ${this.#sequence} REGISTER`,
			// Of its own address it knows only the one behind the router.
			"Contact: <sip:attic-1@10.0.0.9:5062;line=7>",
			...(authorization ? [`Authorization: ${authorization}`] : []),
			`Expires: ${expires}`,
			"Content-Length: 0",
			"",
			"",
		];
		this.peer.send(lines.join("\r\n"), DOOR);
	}
}

/** A doorbell with a phone behind a router that is registered at the door itself. */
function registered() {
	const { clock, network } = place();
	const settings = { "phones.password": "open sesame", "button.1.targets": "attic" };
	const bell = new Bell(network, DOOR, { settings });
	const phone = new TextPhone(new Peer(network, PHONE));
	const register = (expires: number) => {
		phone.register(expires);
		clock.advance(100);
	};
	register(3600);
	register(3600);
	return { clock, network, bell, phone, register };
}

describe("Phone at the door (RFC 3261 §10.3, RFC 3581)", () => {
	it("registers, and is called where its REGISTER came from", () => {
		const { clock, bell, phone } = registered();
		equal(header(phone.peer.received[1]!, "Contact"), "<sip:attic-1@10.0.0.9:5062;line=7>;expires=300");
		deepEqual(bell.appliance.phones, [{ name: "attic", address: PHONE, expiresIn: 300 }]);
		bell.appliance.press(1);
		clock.advance(100);
		equal(phone.peer.requests.at(-1), `INVITE sip:attic-1@${PHONE}:5060;line=7`);
	});

	it("is asked to log in once only, as long as it counts", () => {
		const { bell, phone, register } = registered();
		for (let time = 0; time < 5; time++) register(3600);
		deepEqual(
			phone.peer.received.map((text) => text.slice(8, 11)),
			["401", "200", "200", "200", "200", "200", "200"],
		);
		register(0);
		equal(bell.lines().at(-1), "Phone attic signed off");
		deepEqual(bell.appliance.phones, []);
	});

	it("is known again after a restart, for as long as it may take to come back", () => {
		const { bell, clock, network } = registered();
		bell.appliance.close();
		const { storage } = bell.host;
		equal(storage.read(PHONES_KEY), `[["attic","sip:attic-1@10.0.0.9:5062;line=7","${PHONE}",5060]]`);
		const again = new Bell(network, DOOR, { storage });
		equal(again.appliance.phones.length, 1);
		clock.advance(300_000);
		equal(again.appliance.phones.length, 0);
	});

	it("that floods the door with requests takes no memory, and gets one answer for each", () => {
		const { bell, phone, register } = registered();
		for (let time = 0; time < 60; time++) {
			phone.peer.received.length = 0;
			register(3600);
			equal(phone.peer.received.length, 1);
		}
		equal(bell.appliance.phones.length, 1);
	});

	it("stands beside a PBX", () => {
		const { bell, clock, network, phone } = registered();
		new Peer(network, PBX, registrar(300));
		bell.appliance.configure({ "sip.registrar": PBX, "sip.user": "620", "sip.password": "x" });
		clock.advance(2_000);
		equal(bell.state, "REGISTERED");
		bell.appliance.press(1);
		clock.advance(100);
		equal(header(phone.peer.invite, "From")?.split(";")[0], `"Doorbell" <sip:620@${DOOR}:5060>`);
	});
});
