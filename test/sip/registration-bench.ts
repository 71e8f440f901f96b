/** A registration on a stack of its own, with a registrar that the test decides about, in virtual time. */

import type { Hash } from "../../modules/auth/digest.ts";
import type { Account } from "../../modules/sip/account.ts";
import { type Address, formatAddress, sameAddress } from "../../modules/sip/address.ts";
import { Authentication } from "../../modules/sip/authentication.ts";
import { Locator } from "../../modules/sip/locator.ts";
import {
	formatMessage,
	parseCommandSequence,
	parseMessage,
	type Request,
	type Response,
} from "../../modules/sip/message.ts";
import { Outbox, type Output, type RegistrationStep } from "../../modules/sip/outbox.ts";
import { Registration } from "../../modules/sip/registration.ts";
import type { Service } from "../../modules/sip/service.ts";
import type { Stack } from "../../modules/sip/stack.ts";
import { TRANSACTION_TIMEOUT } from "../../modules/sip/timers.ts";
import { TransactionLayer } from "../../modules/sip/transaction-layer.ts";
import { parseUri } from "../../modules/sip/uri.ts";
import { answer, asRequest } from "../support/transaction.ts";

export const SECOND = 1_000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

export const ACCOUNT: Account = Object.freeze({
	user: "620",
	displayName: "Bell",
	domain: "pbx.test",
	server: parseUri("sip:192.0.2.1"),
	proxied: false,
	credentials: Object.freeze({ username: "auth-620", password: "secret", minimum: "MD5" }),
	expires: 600,
});

const SERVER: Address = Object.freeze({ address: "192.0.2.1", port: 5060 });

/** A hash that is as good as any for who knows both sides, and cheap. */
export const transparent: Hash = (algorithm, text) => `${algorithm}(${text})`;

/** Answers a request that arrives at `to`, or stays silent. */
export type Registrar = (request: Request, to?: Address) => Response | undefined;

/** Grants a binding for so many seconds, in the way of most registrars. */
export function grants(seconds: number): Registrar {
	return (request) => {
		const reply = answer(request, 200);
		reply.headers.add("Contact", `${request.headers.get("Contact")};expires=${seconds}`);
		return reply;
	};
}

/** Refuses, with further headers. */
export function refuses(status: number, ...more: readonly (readonly [string, string])[]): Registrar {
	return (request) => {
		const reply = answer(request, status);
		for (const [name, value] of more) reply.headers.add(name, value);
		return reply;
	};
}

/** Asks for credentials unless the request answers `nonce`. */
export function asks(nonce: string, then: Registrar): Registrar {
	return (request) => {
		const challenge = refuses(401, ["WWW-Authenticate", `Digest realm="pbx", nonce="${nonce}", qop="auth"`]);
		return (request.headers.get("Authorization")?.includes(`nonce="${nonce}"`) ? then : challenge)(request);
	};
}

/** Steps and datagrams that a bench remembers: the heap of the board has no room for those of days. */
const NOTE_LIMIT = 40;

/** A datagram of ours. */
export interface Sent {
	readonly at: number;
	readonly to: Address;
	readonly request: Request;
}

export class RegistrationBench {
	readonly registration: Registration;
	readonly locator: Locator;
	readonly transactions: TransactionLayer;
	/** What was reported and sent lately, since the test emptied these. */
	steps: string[] = [];
	sent: Sent[] = [];
	lookups: string[] = [];
	now = 0;
	/** Our own address; `undefined` while the network is down. */
	local: Address | undefined = { address: "192.0.2.2", port: 5062 };
	/** What the next random numbers are. */
	random = 0;
	/** Milliseconds until a response is there. */
	delay = 10;
	registrar: Registrar;
	/** REGISTERs that were sent while an earlier one could still be answered. */
	overlaps = 0;
	#underWay = { sequence: 0, until: 0 };
	#outbox = new Outbox();
	#arriving: { readonly at: number; readonly text: string; readonly from: Address }[] = [];
	#tokens = 0;

	constructor(registrar: Registrar = () => undefined, account: Partial<Account> = {}) {
		this.registrar = registrar;
		const outbox = this.#outbox;
		const token = () => `${++this.#tokens}`.padStart(16, "0");
		this.locator = new Locator(outbox, () => this.random);
		this.transactions = new TransactionLayer({ outbox, token, localAddress: () => this.local });
		const full = { ...ACCOUNT, ...account };
		const stack: Stack = {
			account: full,
			outbox,
			locator: this.locator,
			transactions: this.transactions,
			contact: (remote) => {
				const mapped = stack.mapping?.server === remote && sameAddress(stack.mapping.own, this.local);
				return this.local && `<sip:620@${formatAddress(mapped ? stack.mapping!.seen : this.local)}>`;
			},
			token,
			random: () => this.random,
			product: "Bell/1.0",
			authentication: () => new Authentication({ hash: transparent, token, credentials: full.credentials }),
		};
		this.registration = new Registration(full, stack);
	}

	get deadline(): number {
		return Math.min(this.registration.deadline, this.transactions.deadline, this.locator.deadline);
	}

	register(): void {
		this.registration.register(this.now);
		this.#drain();
	}

	unregister(): boolean {
		const unregistering = this.registration.unregister(this.now);
		this.#drain();
		return unregistering;
	}

	resolved(host: string, ...addresses: readonly string[]): void {
		this.locator.resolved(host, addresses, this.now);
		this.#drain();
	}

	/** Which server was sent what since the last time: last number of its address, and method; copies too. */
	ladder(): string[] {
		const lines = this.sent.map(
			({ to, request }) => `${request.method} ${to.address.slice(to.address.lastIndexOf("."))}`,
		);
		this.sent = [];
		return lines;
	}

	/** Lets something arrive now from a server that is no answer. */
	hear(from: Address): void {
		this.registration.heard(from, this.now);
		this.#drain();
	}

	/** Lets a call meet silence at a server now. */
	doubt(server: Address): void {
		this.registration.doubt(server, this.now);
		this.#drain();
	}

	served(host: string, ...services: readonly Service[]): void {
		this.locator.served(host, services, this.now);
		this.#drain();
	}

	/** Lets a response arrive now. */
	deliver(response: Response): void {
		this.#receive(formatMessage(response), SERVER);
	}

	/** Lets the time pass up to `until`, and all happen that is due. */
	advance(until: number): void {
		if (!Number.isFinite(until)) throw new RangeError(`nothing is due: ${until}`);
		for (;;) {
			const arrival = this.#arriving[0];
			const next = Math.min(this.deadline, arrival?.at ?? Number.POSITIVE_INFINITY);
			if (next > until) break;
			this.now = Math.max(this.now, next);
			if (arrival && arrival.at <= this.now) {
				this.#arriving.shift();
				this.#receive(arrival.text, arrival.from);
			} else {
				this.locator.expire(this.now);
				this.transactions.expire(this.now);
				this.registration.expire(this.now);
				this.#drain();
			}
		}
		this.now = until;
	}

	/** The steps since the last time. */
	news(): string[] {
		const steps = this.steps;
		this.steps = [];
		return steps;
	}

	/** What was sent since the last time: when, and the CSeq. */
	traffic(): string[] {
		const lines = this.sent.map(({ at, request }) => `${at} ${request.headers.get("CSeq")}`);
		this.sent = [];
		return lines;
	}

	#receive(text: string, from: Address): void {
		const parsed = parseMessage(text);
		if (!parsed || !("message" in parsed) || parsed.message.type !== "response") throw new Error(text);
		const { headers } = parsed.message;
		if (headers.get("CSeq") === `${this.#underWay.sequence} REGISTER`) this.#underWay.until = this.now;
		this.registration.heard(from, this.now);
		this.transactions.receiveResponse(parsed.message, from, this.now);
		this.#drain();
	}

	#watch(request: Request): void {
		const sequence = sequenceOf(request);
		if (sequence === this.#underWay.sequence) return;
		if (sequence < this.#underWay.sequence || this.now < this.#underWay.until) this.overlaps += 1;
		this.#underWay = { sequence, until: this.now + TRANSACTION_TIMEOUT };
	}

	#drain(): void {
		for (let output = this.#outbox.poll(); output; output = this.#outbox.poll()) this.#perform(output);
	}

	#perform(output: Output): void {
		if (output.type === "lookup") this.lookups.push(output.host);
		if (output.type === "registration") note(this.steps, describeStep(output.event));
		if (output.type !== "send") return;
		const request = asRequest(output.text);
		note(this.sent, { at: this.now, to: output.to, request });
		if (request.method === "REGISTER") this.#watch(request);
		const reply = this.registrar(request, output.to);
		if (!reply) return;
		this.#arriving.push({ at: this.now + this.delay, text: formatMessage(reply), from: output.to });
		this.#arriving.sort((one, other) => one.at - other.at);
	}
}

function note<Note>(notes: Note[], latest: Note): void {
	notes.push(latest);
	if (notes.length > NOTE_LIMIT) notes.shift();
}

function sequenceOf({ headers }: Request | Response): number {
	return parseCommandSequence(headers.get("CSeq"))?.number ?? 0;
}

function describeStep(event: RegistrationStep): string {
	if (event.step === "registered") return `registered ${event.expires}`;
	if (event.step === "failed")
		return `failed ${event.problem} ${event.status} until ${event.retryAt}${event.reason && `: ${event.reason}`}`;
	if (event.step === "next server")
		return `next server: ${event.problem} at ${event.from.address}, to ${event.to.address}`;
	if ("server" in event) return `${event.step} ${event.server.address}`;
	return event.step;
}
