import { callerName } from "../modules/doorbell/words.ts";
import { SipEndpoint, type SipEvent } from "../modules/drivers/sip-endpoint.ts";
import type { Host, TimerHandle } from "../modules/host.ts";
import { callUri } from "../modules/registrar/bindings.ts";
import { PROXY, REGISTRAR } from "../modules/registrar/log-in.ts";
import {
	Registrar,
	type RegistrarOptions,
	type RegistrarReply,
	type RegistrarUser,
} from "../modules/registrar/registrar.ts";
import type { Account } from "../modules/sip/account.ts";
import type { Address } from "../modules/sip/address.ts";
import type { Request } from "../modules/sip/message.ts";
import { parseUri, unescapeUser } from "../modules/sip/uri.ts";
import { deviceOn } from "./device.ts";
import { PbxWire } from "./pbx-wire.ts";
import { Phone } from "./phone.ts";
import type { Invitation, Line } from "./phone-line.ts";
import type { PbxBehaviour } from "./profiles/behaviour.ts";

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

export interface PbxOptions extends Omit<RegistrarOptions, "hash" | "token" | "find"> {
	readonly host: Host;
	/** What it does otherwise than by the book. */
	readonly behaviour?: PbxBehaviour;
	readonly users: readonly RegistrarUser[];
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
	readonly phones: readonly Phone[];
	readonly #options: PbxOptions;
	#behaviour: PbxBehaviour;
	#registrar: Registrar;
	#endpoint: SipEndpoint;
	/** The phones that ring or talk in a call. */
	readonly #calls = new Map<number, readonly Phone[]>();
	#nextCall = 1;
	/** Callers that were to be challenged. */
	#callers = 0;
	#refresh: TimerHandle | undefined;

	/** Opens the socket; throws when the port is taken. */
	constructor(options: PbxOptions) {
		const { host, port, recordingSeconds = 1, behaviour = {} } = options;
		this.#options = options;
		this.#behaviour = behaviour;
		this.#registrar = this.#makeRegistrar();
		const line = this.#line();
		this.phones = PHONE_NUMBERS.map((user, index) => {
			const account = { ...ACCOUNT, user, displayName: `Phone ${index + 1}`, domain: this.#registrar.realm };
			return new Phone({
				host,
				line,
				account,
				recordingSeconds,
				onState: (phone) => this.#changed(phone),
				onDigit: (phone, digit) => options.onDigit?.(phone, digit),
			});
		});
		this.#endpoint = this.#open(port);
	}

	/** Who is registered. */
	get registrar(): Registrar {
		return this.#registrar;
	}

	/** Starts anew on the same port, as a PBX with other habits: calls end without a word, and nobody is registered. */
	use(behaviour: PbxBehaviour): void {
		const { port } = this;
		this.#behaviour = behaviour;
		this.close();
		this.#calls.clear();
		this.#registrar = this.#makeRegistrar();
		this.#endpoint = this.#open(port);
	}

	get port(): number {
		return this.#endpoint.port;
	}

	/** Whether a user is registered. */
	knows(user: string): boolean {
		return this.registrar.bindings(this.#options.host.clock.now(), user).length > 0;
	}

	/** Closes everything at once. */
	close(): void {
		this.#options.host.timers.clear(this.#refresh);
		this.#endpoint.close();
		for (const phone of this.phones) phone.close();
	}

	#makeRegistrar(): Registrar {
		const { host, users } = this.#options;
		const { hash, token } = host;
		const find = (name: string) => users.find(({ user }) => user === name);
		return new Registrar({ ...this.#options, ...this.#behaviour, hash, token, find });
	}

	#open(port: number): SipEndpoint {
		const { host, hears, onTrace } = this.#options;
		const wire: PbxWire = new PbxWire(this.#behaviour, host, () => this.port);
		const isHeard = (address: string) => !this.silent && (hears?.(address) ?? true);
		return new SipEndpoint({
			host: deviceOn(host, { Udp: wire.over(host.Udp, isHeard) }),
			account: ACCOUNT,
			port,
			methods: ["REGISTER"],
			onEvent: (event) => this.#receive(event),
			onTrace,
		});
	}

	/** The state of a phone is another one. A call that has a time limit is refreshed in the middle of it (RFC 4028). */
	#changed(phone: Phone): void {
		const { host, onPhone } = this.#options;
		const { sessionInterval } = this.#behaviour;
		onPhone?.(phone);
		if (phone.state !== "in call" || sessionInterval === undefined) return;
		host.timers.clear(this.#refresh);
		this.#refresh = host.timers.set(() => phone.refresh(), sessionInterval * 500);
	}

	#line(): Line {
		return {
			run: (action) => this.#endpoint.run(action),
			contact: (user) => {
				const binding = this.registrar.bindings(this.#options.host.clock.now(), user)[0];
				return binding && callUri(binding);
			},
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
			case "flood":
				return;
			case "request":
				this.#register(event.request, event.source);
				return;
			case "incoming":
				this.#called(event);
				return;
			default:
				for (const phone of this.#calls.get(event.call) ?? []) phone.receive(event);
				if (event.type === "ended") this.#calls.delete(event.call);
		}
	}

	#register(request: Request, source: Address): void {
		this.#endpoint.run((agent, now) => {
			const reply = this.registrar.register(request, source, now);
			agent.respond(request, source, reply.status, reply.fill);
			this.#judged(reply);
		});
	}

	/** An INVITE: rings the phones of the number, as far as they are free. */
	#called(invitation: Invitation): void {
		const { call, peer, request, source } = invitation;
		const { challengesCalls = true, onNews } = this.#options;
		this.#endpoint.run((agent, now) => {
			const refusal = challengesCalls && !this.#forgoes(request) ? this.#admit(request, source, now) : undefined;
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

	#admit(request: Request, source: Address, now: number): RegistrarReply | undefined {
		const side = this.#behaviour.callChallenge === 401 ? REGISTRAR : PROXY;
		return this.registrar.admit(request, source, now, side);
	}

	/** Whether a caller is let in without a log-in. */
	#forgoes({ headers }: Request): boolean {
		if (!this.#behaviour.forgoesChallenges || headers.get("Authorization") !== undefined) return false;
		this.#callers += 1;
		return this.#callers % 2 === 0;
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
			case "locked out":
			case "not permitted":
			case "malformed":
			case "bad extension":
			case "full":
			case "too brief":
			case "out of order":
				return;
		}
	}
}
