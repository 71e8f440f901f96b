import { callerName } from "../modules/doorbell/words.ts";
import { SipEndpoint, type SipEvent } from "../modules/drivers/sip-endpoint.ts";
import type { Host } from "../modules/host.ts";
import type { Account } from "../modules/sip/account.ts";
import type { Address } from "../modules/sip/address.ts";
import type { Request } from "../modules/sip/message.ts";
import { parseUri, unescapeUser } from "../modules/sip/uri.ts";
import { deviceOn } from "./device.ts";
import { Phone } from "./phone.ts";
import type { Invitation, Line } from "./phone-line.ts";
import { Registrar, type RegistrarOptions, type RegistrarReply } from "./registrar.ts";

/** Numbers of the phones, as at a FRITZ!Box, and the one at which all of them ring. */
export const PHONE_NUMBERS: readonly string[] = Object.freeze(["**610", "**611"]);
export const GROUP_NUMBER = "**9";

const NOT_FOUND = 404;
const BUSY_HERE = 486;

const ACCOUNT: Account = Object.freeze({
	user: "pbx",
	displayName: "",
	domain: "",
	server: undefined,
	proxied: false,
	credentials: Object.freeze({ username: "", password: "", minimum: "MD5" }),
	expires: 0,
} as const);

export interface PbxOptions extends Omit<RegistrarOptions, "hash" | "token"> {
	readonly host: Host;
	/** UDP port of SIP; 0 lets the host choose. */
	readonly port: number;
	/** Whether who calls has to log in; it does by default. */
	readonly challengesCalls?: boolean;
	/** Whether datagrams from an address are heard at all; all are by default. */
	readonly hears?: (address: string) => boolean;
	/** Seconds that each phone keeps of what it heard; 1 by default. */
	readonly recordingSeconds?: number;
	/** What happened, in a plain sentence. */
	readonly onNews?: (news: string) => void;
	/** The state of a phone changed. */
	readonly onPhone?: (phone: Phone) => void;
	/** A phone was sent a key. */
	readonly onDigit?: (phone: Phone, digit: string) => void;
	readonly onTrace?: (direction: "sent" | "received", text: string, peer: Address) => void;
}

/** A small telephone system like a FRITZ!Box: a registrar, and two cordless phones, all behind one SIP socket. */
export class Pbx {
	/** Hears nothing and so answers nothing, as if switched off. */
	silent = false;
	readonly registrar: Registrar;
	readonly phones: readonly Phone[];
	readonly #options: PbxOptions;
	readonly #endpoint: SipEndpoint;
	/** The phones that ring or talk in a call. */
	readonly #calls = new Map<number, readonly Phone[]>();
	#nextCall = 1;

	/** Opens the socket; throws when the port is taken. */
	constructor(options: PbxOptions) {
		const { host, port, recordingSeconds = 1, hears, onTrace } = options;
		const { hash, token } = host;
		this.#options = options;
		this.registrar = new Registrar({ ...options, hash, token });
		const line = this.#line();
		this.phones = PHONE_NUMBERS.map((user, index) => {
			const account = { ...ACCOUNT, user, displayName: `Phone ${index + 1}`, domain: this.registrar.realm };
			return new Phone({
				host,
				line,
				account,
				recordingSeconds,
				onState: (phone) => options.onPhone?.(phone),
				onDigit: (phone, digit) => options.onDigit?.(phone, digit),
			});
		});
		this.#endpoint = new SipEndpoint({
			host: deviceOn(host, { Udp: selective(host.Udp, (address) => !this.silent && (hears?.(address) ?? true)) }),
			account: ACCOUNT,
			port,
			methods: ["REGISTER"],
			onEvent: (event) => this.#receive(event),
			onTrace,
		});
	}

	get port(): number {
		return this.#endpoint.port;
	}

	/** Whether a user is registered. */
	knows(user: string): boolean {
		return this.registrar.contacts(user, this.#options.host.clock.now()).length > 0;
	}

	/** Closes everything at once. */
	close(): void {
		this.#endpoint.close();
		for (const phone of this.phones) phone.close();
	}

	#line(): Line {
		return {
			run: (action) => this.#endpoint.run(action),
			contact: (user) => this.registrar.contacts(user, this.#options.host.clock.now())[0]?.uri.toString(),
			open: (phone) => {
				this.#calls.set(this.#nextCall, [phone]);
				return this.#nextCall++;
			},
			take: (call, phone) => {
				const others = (this.#calls.get(call) ?? []).filter((other) => other !== phone);
				this.#calls.set(call, [phone]);
				for (const other of others) other.stop(call);
			},
			leave: (call, phone, status) => {
				const others = (this.#calls.get(call) ?? []).filter((other) => other !== phone);
				this.#calls.set(call, others);
				if (others.length === 0) this.#endpoint.run((agent, now) => agent.reject(call, status, now));
			},
		};
	}

	#receive(event: SipEvent): void {
		switch (event.type) {
			case "registration":
				return;
			case "request":
				this.#register(event.request);
				return;
			case "incoming":
				this.#called(event);
				return;
			default:
				for (const phone of this.#calls.get(event.call) ?? []) phone.receive(event);
				if (event.type === "ended") this.#calls.delete(event.call);
		}
	}

	#register(request: Request): void {
		this.#endpoint.run((agent, now) => {
			const reply = this.registrar.register(request, now);
			agent.respond(request, reply.status, now, reply.fill);
			this.#judged(reply);
		});
	}

	/** An INVITE: rings the phones of the number, as far as they are free. */
	#called(invitation: Invitation): void {
		const { call, peer, request } = invitation;
		const { challengesCalls = true, onNews } = this.#options;
		this.#endpoint.run((agent, now) => {
			const refusal = challengesCalls ? this.registrar.admit(request, now) : undefined;
			if (refusal) {
				agent.reject(call, refusal.status, now, refusal.fill);
				this.#judged(refusal);
				return;
			}
			const number = unescapeUser(parseUri(request.uri)?.user ?? "");
			const called = this.phones.filter((phone) => number === GROUP_NUMBER || number === phone.number);
			const free = called.filter((phone) => phone.state === "idle");
			onNews?.(`${callerName(peer)} calls ${number}${called.length === 0 ? ", which is nobody's number" : ""}`);
			if (free.length === 0) {
				agent.reject(call, called.length === 0 ? NOT_FOUND : BUSY_HERE, now);
				return;
			}
			this.#calls.set(call, free);
			agent.ring(call, now);
			// The first one may be told to answer as soon as it rings: the others stay quiet then.
			for (const phone of free) if (this.#calls.get(call)?.includes(phone)) phone.ring(invitation);
		});
	}

	/** Tells of what the owner of the house should know. */
	#judged({ outcome, user }: RegistrarReply): void {
		const { onNews } = this.#options;
		switch (outcome) {
			case "wrong password":
				onNews?.(`Wrong password for ${user}`);
				return;
			case "unknown user":
				onNews?.(`There is no user ${user}`);
				return;
			case "registered":
			case "unregistered":
				onNews?.(`${user} is ${outcome}`);
				return;
			case "challenged":
			case "malformed":
			case "too brief":
			case "out of order":
				return;
		}
	}
}

/** A UDP socket that hears only some addresses. */
function selective(Udp: Host["Udp"], hears: (address: string) => boolean): Host["Udp"] {
	return class extends Udp {
		override read() {
			let datagram = super.read();
			while (datagram && !hears(datagram.address)) datagram = super.read();
			return datagram;
		}
	};
}
