import { SipEndpoint, type SipEvent } from "../../modules/drivers/sip-endpoint.ts";
import type { MockNetwork } from "../../simulator/mock-network.ts";
import { VirtualHost } from "../../simulator/virtual-host.ts";
import { hash } from "../support/hash.ts";
import { DOOR } from "./bell.ts";
import { description } from "./peer.ts";

export interface RoomPhoneOptions {
	readonly user: string;
	readonly password?: string;
	readonly address: string;
}

/** A phone that registers at the doorbell itself, without a microphone: signalling only. */
export class RoomPhone {
	/** What happened, a word each: "registered", "ringing", "stopped" … */
	readonly news: string[] = [];
	/** User parts of the addresses that called, and of the Request-URIs. */
	readonly callers: string[] = [];
	readonly endpoint: SipEndpoint;
	#address: string;
	#call: number | undefined;

	constructor(network: MockNetwork, { user, password = "open sesame", address }: RoomPhoneOptions) {
		this.#address = address;
		this.endpoint = new SipEndpoint({
			host: new VirtualHost({ network, address, hash, recordingSeconds: 0.2, buttons: 0 }),
			account: {
				...{ user, displayName: "", domain: DOOR, server: undefined, proxied: false, expires: 3600 },
				credentials: { username: user, password, minimum: "MD5" },
			},
			port: 5060,
			onEvent: (event) => this.#receive(event),
		});
	}

	register(): void {
		this.endpoint.run((agent, now) => agent.registration?.register(now));
	}

	unregister(): void {
		this.endpoint.run((agent, now) => agent.registration?.unregister(now));
	}

	answer(): void {
		const call = this.#call;
		if (call !== undefined) this.endpoint.run((agent, now) => agent.answer(call, description(this.#address), now));
	}

	hangUp(): void {
		const call = this.#call;
		if (call !== undefined) this.endpoint.run((agent, now) => agent.hangUp(call, now));
	}

	#receive(event: SipEvent): void {
		switch (event.type) {
			case "registration":
				if (event.event.step === "registered") this.news.push(`registered for ${event.event.expires}`);
				else if (event.event.step === "failed") this.news.push(`failed: ${event.event.status}`);
				return;
			case "incoming":
				this.#call = event.call;
				this.news.push("ringing");
				this.callers.push(`${event.request.headers.get("From")?.replace(/;.*/, "")} calls ${event.request.uri}`);
				this.endpoint.run((agent, now) => agent.ring(event.call, now));
				return;
			case "confirmed":
				this.news.push("talking");
				return;
			case "ended":
				this.#call = undefined;
				this.news.push(`over: ${event.cause}`);
		}
	}
}
