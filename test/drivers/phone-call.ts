import type { MockNetwork } from "../../simulator/mock-network.ts";
import type { VirtualClock } from "../../simulator/virtual-clock.ts";
import { Bell, type BellOptions, CALL, DOOR, PHONE, place } from "./bell.ts";
import { Peer, phone, within } from "./peer.ts";
import { StreamPeer } from "./stream.ts";

/** A doorbell that has called a phone made of text and sockets, which answered. */
export class PhoneCall {
	readonly clock: VirtualClock;
	readonly network: MockNetwork;
	readonly bell: Bell;
	readonly peer: Peer;
	readonly stream: StreamPeer;
	#sequence = 0;

	constructor(options: BellOptions = {}) {
		const { clock, network } = place();
		this.clock = clock;
		this.network = network;
		this.peer = new Peer(network, PHONE, phone(PHONE));
		this.stream = new StreamPeer(network, PHONE, 4000);
		this.bell = new Bell(network, DOOR, { ...options, settings: { "button.1.targets": CALL, ...options.settings } });
		this.bell.appliance.press(1);
		clock.advance(100);
		this.bell.lines();
	}

	/** Presses a key of the phone, 10 for `*` and 11 for `#`. */
	key(event: number): void {
		this.stream.key(event, DOOR, 5004);
		this.clock.advance(100);
	}

	/** The next request within the call, for {@link Peer.send}. */
	within(method: string, type?: string, body?: string): string {
		this.#sequence += 1;
		return within(this.peer.invite, method, this.#sequence, type, body);
	}

	/** Sends a request within the call, and returns the answer to it. */
	send(method: string, type?: string, body?: string): string {
		this.peer.send(this.within(method, type, body), DOOR);
		this.clock.advance(20);
		const answers = this.peer.received.filter((text) => text.includes(`CSeq: ${this.#sequence} ${method}\r\n`));
		if (method === "INVITE") this.peer.send(within(this.peer.invite, "ACK", this.#sequence), DOOR);
		return answers.at(-1) ?? "";
	}
}
