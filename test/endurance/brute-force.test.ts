import { deepEqual, equal, ok } from "node:assert/strict";
import { Bell, CALL, DOOR, PHONE, place } from "../drivers/bell.ts";
import { description, header, Peer, phone, within } from "../drivers/peer.ts";

/** All codes of four digits, each in a call of its own. */
const TRIES = 10_000;
const CODE = "9876";
const ADDRESSES = 200;

/** Somebody in the network of the house who calls again and again, under another name each time. */
class Guesser {
	readonly peer: Peer;
	#address: string;
	#calls = 0;

	constructor(peer: Peer, address: string) {
		this.peer = peer;
		this.#address = address;
	}

	/** Calls, presses the keys of a code and `#`, and hangs up. */
	guess(code: string, advance: () => void): void {
		this.#calls += 1;
		this.peer.received.length = 0;
		this.#send("INVITE", 1, "", "application/sdp", description(this.#address));
		advance();
		const answer = this.peer.received.find((text) => text.startsWith("SIP/2.0 200 ")) ?? "";
		const tag = /;tag=(\S+)/.exec(header(answer, "To") ?? "")?.[0];
		if (!tag) return;
		this.#send("ACK", 1, tag);
		let sequence = 2;
		for (const key of `${code}#`)
			this.#send("INFO", sequence++, tag, "application/dtmf-relay", `Signal=${key}\r\nDuration=100\r\n`);
		advance();
		this.#send("BYE", sequence, tag);
		advance();
	}

	#send(method: string, sequence: number, tag: string, type = "", body = ""): void {
		const call = `${this.#address}-${this.#calls}`;
		const lines = [
			`${method} sip:bell@${DOOR} SIP/2.0`,
			`Via: SIP/2.0/UDP ${this.#address}:5060;branch=z9hG4bK${call}-${method}${sequence}`,
			"Max-Forwards: 70",
			`From: <sip:${this.#calls}@${this.#address}>;tag=g`,
			`To: <sip:bell@${DOOR}>${tag}`,
			`Call-ID: ${call}`,
			`CSeq: ${sequence} ${method}`,
			`Contact: <sip:guesser@${this.#address}>`,
			...(type === "" ? [] : [`Content-Type: ${type}`]),
			`Content-Length: ${body.length}`,
			"",
			body,
		];
		this.peer.send(lines.join("\r\n"), DOOR);
	}
}

describe("Brute force over SIP", function () {
	this.timeout(120_000);

	it(`${TRIES} codes from ${ADDRESSES} addresses open nothing and lock out; the owner's phone still opens`, () => {
		const { clock, network } = place();
		const owner = new Peer(network, PHONE, phone(PHONE));
		const bell = new Bell(network, DOOR, { settings: { "button.1.targets": CALL, "door.code": CODE } });
		const guessers = Array.from({ length: ADDRESSES }, (_, index) => {
			const address = `192.168.1.${50 + index}`;
			return new Guesser(new Peer(network, address, phone(address)), address);
		});
		clock.advance(100);
		let answered = 0;
		for (let code = 0; code < TRIES; code++) {
			const guesser = guessers[code % ADDRESSES]!;
			guesser.guess(`${code}`.padStart(4, "0"), () => clock.advance(30));
			if (guesser.peer.received.some((text) => text.includes(" BYE\r\n"))) answered += 1;
			clock.advance(1_000);
			if (code % 100 === 0) bell.lines();
		}
		deepEqual(bell.switches(), []);
		equal(answered, TRIES);
		const lock = bell.appliance.status.lock;
		ok(lock && lock.seconds > 0, JSON.stringify(lock));

		bell.appliance.press(1);
		clock.advance(100);
		equal(bell.state, "CONNECTED");
		let sequence = 1;
		for (const key of `${CODE}#`) {
			owner.send(within(owner.invite, "INFO", sequence++, "application/dtmf-relay", `Signal=${key}\r\n`), DOOR);
			clock.advance(300);
		}
		deepEqual(bell.switches(), ["door on"]);
	});
});
