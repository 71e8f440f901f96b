/** User agents with a wire between them, in virtual time. */
import { ok } from "node:assert/strict";
import type { Account } from "../../modules/sip/account.ts";
import type { Address } from "../../modules/sip/address.ts";
import type { Guard } from "../../modules/sip/gate.ts";
import { type Message, parseMessage, type Request, type Response, utf8Length } from "../../modules/sip/message.ts";
import type { Output } from "../../modules/sip/outbox.ts";
import { UserAgent } from "../../modules/sip/user-agent.ts";
import { hash } from "../support/hash.ts";

/** Milliseconds that a datagram takes. */
export const LATENCY = 10;
/** Where messages written by hand come from. */
export const STRANGER: Address = Object.freeze({ address: "192.0.2.9", port: 5060 });
/** Turns without time going by; more of them never end. */
const TURN_LIMIT = 500;

const ACCOUNT: Account = Object.freeze({
	user: "bell",
	displayName: "",
	domain: "",
	server: undefined,
	proxied: false,
	credentials: Object.freeze({ username: "bell", password: "secret", minimum: "MD5" }),
	expires: 300,
});

/** What becomes of the n-th datagram, counted from 0: how much later each copy of it arrives. */
export type Rule = (index: number, text: string) => readonly number[];

interface Datagram {
	readonly text: string;
	readonly from: Address;
	readonly to: Address;
	readonly at: number;
}

/** A network for a few ends. What nobody in it takes is lost, but can be read with `sent`. */
export class Wire {
	now = 0;
	/** Datagrams so far. */
	count = 0;
	rule: Rule = () => [0];
	#ends: End[] = [];
	#flying: Datagram[] = [];

	join(end: End): void {
		this.#ends.push(end);
	}

	send(text: string, from: Address, to: Address): void {
		for (const delay of this.rule(this.count, text)) {
			this.#flying.push({ text, from, to, at: this.now + LATENCY + delay });
		}
		this.count += 1;
	}

	/** Lets time go by: what is due happens in its order. */
	advance(milliseconds: number): void {
		const end = this.now + milliseconds;
		let turns = 0;
		for (let next = this.#next(); next <= end; next = this.#next()) {
			turns = next > this.now ? 0 : turns + 1;
			ok(turns < TURN_LIMIT, "time stands still");
			this.now = Math.max(this.now, next);
			if (!this.#deliver()) for (const each of this.#ends) each.run((agent, now) => agent.expire(now));
		}
		this.now = end;
	}

	/** When something happens next. */
	#next(): number {
		let next = Number.POSITIVE_INFINITY;
		for (const { at } of this.#flying) next = Math.min(next, at);
		for (const { agent } of this.#ends) next = Math.min(next, agent.deadline);
		return next;
	}

	/** Delivers what is due first; false when nothing is. */
	#deliver(): boolean {
		let first: Datagram | undefined;
		for (const datagram of this.#flying)
			if (datagram.at <= this.now && !(first && first.at <= datagram.at)) first = datagram;
		if (!first) return false;
		const { text, from, to } = first;
		this.#flying.splice(this.#flying.indexOf(first), 1);
		this.#ends.find(({ address }) => address.address === to.address && address.port === to.port)?.take(text, from);
		return true;
	}
}

export interface EndOptions {
	readonly wire?: Wire;
	/** Last number of the address 192.0.2.x. */
	readonly host?: number;
	readonly account?: Partial<Account>;
	readonly methods?: readonly string[];
	readonly guard?: Guard;
	/** From 0 to 1, where chance has a say. */
	readonly random?: number;
	/** Does what a user would do. */
	readonly user?: (output: Output, end: End, now: number) => void;
}

/** A user agent at an address, with all that it says. */
export class End {
	readonly wire: Wire;
	readonly agent: UserAgent;
	address: Address;
	/** The network is there. */
	online = true;
	#user: EndOptions["user"];
	#sent: string[] = [];
	/** Where requests went, by their branch. */
	#asked = new Map<string, Address>();
	#news: string[] = [];

	constructor(options: EndOptions = {}) {
		const { wire = new Wire(), host = 1, account, methods, guard, random = 0.5, user } = options;
		let tokens = 0;
		this.wire = wire;
		this.address = { address: `192.0.2.${host}`, port: 5060 };
		this.#user = user;
		this.agent = new UserAgent({
			account: { ...ACCOUNT, ...account },
			localAddress: () => (this.online ? this.address : undefined),
			hash,
			token: () => `${host}t${++tokens}`,
			random: () => random,
			product: "test",
			methods,
			guard,
		});
		wire.join(this);
	}

	/** Does something with the user agent, and all that follows from it. */
	run(action: (agent: UserAgent, now: number) => void): void {
		action(this.agent, this.wire.now);
		for (let output = this.agent.poll(); output; output = this.agent.poll()) {
			if (output.type === "send") {
				this.#sent.push(output.text);
				if (!output.text.startsWith("SIP/")) this.#asked.set(branchOf(output.text), output.to);
				this.wire.send(output.text, this.address, output.to);
			} else {
				this.#news.push(describe(output));
				this.#user?.(output, this, this.wire.now);
			}
		}
	}

	/** Takes a datagram: a response from where its request went, anything else from the stranger, unless said otherwise. */
	take(text: string, from = (text.startsWith("SIP/") && this.#asked.get(branchOf(text))) || STRANGER): void {
		this.run((agent, now) => {
			if (agent.hears(from, now)) agent.receive(text, utf8Length(text), from, now);
		});
	}

	/** Lets time go by. */
	advance(milliseconds: number): void {
		this.wire.advance(milliseconds);
	}

	/** Places call 1 with the offer "offer". */
	call(target = "sip:bob@192.0.2.9", number = 1): void {
		this.run((agent, now) => agent.invite(number, target, () => "offer", now));
	}

	/** What was reported since the last time. */
	news(): string[] {
		return this.#news.splice(0);
	}

	/** What was sent since the last time. */
	sent(): Message[] {
		return this.#sent.splice(0).map(parse);
	}

	/** Forgets what was sent and reported. */
	clear(): void {
		this.#sent = [];
		this.#news = [];
	}

	/** Method and number, or status and method, of what was sent since the last time. */
	ladder(): string[] {
		return this.sent().map(rung);
	}

	/** The one message sent since the last time, which is a request. */
	request(): Request {
		const messages = this.sent();
		const [message] = messages;
		ok(messages.length === 1 && message?.type === "request", `sent: ${messages.map(rung)}`);
		return message;
	}

	/** The one message sent since the last time, which is a response. */
	response(): Response {
		const messages = this.sent();
		const [message] = messages;
		ok(messages.length === 1 && message?.type === "response", `sent: ${messages.map(rung)}`);
		return message;
	}
}

/** Two user agents, A at 192.0.2.1 and B at 192.0.2.2. */
export function pair(a: EndOptions = {}, b: EndOptions = {}): { wire: Wire; a: End; b: End } {
	const wire = new Wire();
	return { wire, a: new End({ wire, host: 1, ...a }), b: new End({ wire, host: 2, ...b }) };
}

export function parse(text: string): Message {
	const parsed = parseMessage(text, utf8Length(text));
	ok(parsed && "message" in parsed, text);
	return parsed.message;
}

function branchOf(text: string): string {
	return /;branch=([^;\s]*)/.exec(text)?.[1] ?? "";
}

function rung(message: Message): string {
	const [sequence, method] = (message.headers.get("CSeq") ?? "").split(" ");
	return message.type === "request" ? `${message.method} ${sequence}` : `${message.status} ${method}`;
}

/** An output in one short line. */
function describe(output: Output): string {
	switch (output.type) {
		case "send":
			return output.text;
		case "lookup":
			return `lookup ${output.host}`;
		case "registration":
			return `registration ${output.event.step}`;
		case "incoming":
			return `incoming ${output.call} ${output.peer.name}/${output.peer.number} ${output.body}`;
		case "progress":
		case "renegotiated":
			return `${output.type} ${output.call} ${output.status} ${output.body}`;
		case "answered":
		case "confirmed":
		case "renegotiate":
			return `${output.type} ${output.call} ${output.body}`;
		case "digit":
			return `digit ${output.call} ${output.digit}`;
		case "refer":
			return `refer ${output.call} ${output.target.name}/${output.target.number}`;
		case "transferred":
			return `transferred ${output.call} by ${output.by}: ${output.status}`;
		case "ended":
			return `ended ${output.call} ${output.cause} ${output.status}`;
		case "request":
			return `request ${output.request.method}`;
		case "flood":
			return `flood ${output.address}`;
	}
}
