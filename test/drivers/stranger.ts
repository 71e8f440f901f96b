import type { MockNetwork } from "../../simulator/mock-network.ts";
import { DOOR } from "./bell.ts";
import { description, header, Peer, phone } from "./peer.ts";

/** Somebody in the house's network who calls the doorbell, and presses keys. */
export class Stranger {
	readonly address: string;
	readonly #peer: Peer;
	readonly #advance: (milliseconds: number) => void;
	#call = 0;
	#sequence = 0;
	#to = "";

	constructor(network: MockNetwork, address: string, advance: (milliseconds: number) => void) {
		this.address = address;
		this.#peer = new Peer(network, address, phone(address));
		this.#advance = advance;
	}

	/** Calls until the doorbell has answered; returns the status of the answer. */
	call(): string {
		this.#call += 1;
		this.#sequence = 1;
		this.#to = `<sip:doorbell@${DOOR}>`;
		const before = this.#peer.received.length;
		this.#send("INVITE", "application/sdp", description(this.address));
		this.#advance(300);
		const answer = this.#peer.received.slice(before).find((text) => /^SIP\/2\.0 [2-6]/.test(text)) ?? "";
		this.#to = header(answer, "To") ?? this.#to;
		if (answer.startsWith("SIP/2.0 2")) this.#send("ACK");
		this.#advance(50);
		return answer.slice("SIP/2.0 ".length, "SIP/2.0 200".length);
	}

	/** Presses keys one by one, by INFO. */
	press(keys: string): void {
		for (const key of keys) {
			this.#sequence += 1;
			this.#send("INFO", "application/dtmf", key);
			this.#advance(100);
		}
	}

	hangUp(): void {
		this.#sequence += 1;
		this.#send("BYE");
		this.#advance(100);
	}

	#send(method: string, type = "", body = ""): void {
		const lines = [
			`${method} sip:doorbell@${DOOR} SIP/2.0`,
			`Via: SIP/2.0/UDP ${this.address}:5060;branch=z9hG4bK${method}${this.#call}x${this.#sequence}`,
			"Max-Forwards: 70",
			`From: <sip:stranger@${this.address}>;tag=s${this.#call}`,
			`To: ${this.#to}`,
			`Call-ID: ${this.address}-${this.#call}`,
			`CSeq: ${this.#sequence} ${method}`,
			`Contact: <sip:stranger@${this.address}>`,
			...(type === "" ? [] : [`Content-Type: ${type}`]),
			`Content-Length: ${body.length}`,
		];
		this.#peer.send([...lines, "", body].join("\r\n"), DOOR);
	}
}
