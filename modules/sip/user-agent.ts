import type { Hash } from "../auth/digest.ts";
import { type Account, targetUri } from "./account.ts";
import type { Address } from "./address.ts";
import { AgentStack } from "./agent-stack.ts";
import { CallTable } from "./call-table.ts";
import { Gate, type Guard } from "./gate.ts";
import type { Headers } from "./headers.ts";
import type { Describe } from "./invitation.ts";
import { parseMessage, type Request } from "./message.ts";
import { Outbox, type Output } from "./outbox.ts";
import { Registration } from "./registration.ts";
import { ServerCore } from "./server-core.ts";
import { isServer, isServersAddress } from "./servers.ts";
import type { Service } from "./service.ts";
import { noteSource } from "./transaction-layer.ts";
import type { Transport } from "./transport.ts";
import { uriHeaders } from "./uri.ts";

export interface UserAgentOptions {
	readonly account: Account;
	/** Own address as `remote` (a literal) reaches it; `undefined` while the network is down. */
	readonly localAddress: (remote: string) => Address | undefined;
	readonly hash: Hash;
	readonly token: () => string;
	readonly random: () => number;
	/** Name and version for User-Agent and Server. */
	readonly product: string;
	/** Methods outside dialogs that are handed out as `request` outputs instead of being refused. */
	readonly methods?: readonly string[];
	/** Asked about those who are neither servers nor in our calls; without, everybody is heard. */
	readonly guard?: Guard | undefined;
	/** What carries the messages; UDP by default. */
	readonly transport?: Transport | undefined;
}

/** What a user agent has seen that was no use to it. */
export interface UserAgentCounters {
	/** Datagrams that are no SIP message, and bad responses. */
	dropped: number;
	/** Requests refused with 400. */
	bad: number;
	/** Responses that match no transaction, or come from elsewhere. */
	stray: number;
}

/**
 * A SIP user agent (RFC 3261) over any datagram transport: it registers, calls, is called.
 *
 * It owns no socket, clock or timer. After every call of a public method drain `poll`, then call `expire` at `deadline`.
 */
export class UserAgent {
	readonly counters: UserAgentCounters = { dropped: 0, bad: 0, stray: 0 };
	/** There with a guard. */
	readonly gate: Gate | undefined;
	readonly registration: Registration | undefined;
	#outbox = new Outbox();
	#stack: AgentStack;
	#calls: CallTable;
	#server: ServerCore;

	constructor(options: UserAgentOptions) {
		const { account, guard } = options;
		this.#stack = new AgentStack(options, this.#outbox);
		this.#calls = new CallTable(this.#stack);
		this.gate = guard && new Gate(guard, this.#stack, this.#calls);
		this.#server = new ServerCore(this.#stack, this.#calls, options.methods ?? [], this.counters, this.gate);
		if (account.domain !== "") this.registration = new Registration(account, this.#stack);
		this.#stack.registration = this.registration;
	}

	/** Next thing to do, or `undefined` when all is done. */
	poll(): Output | undefined {
		const output = this.#outbox.poll();
		if (!output) this.#calls.tidy();
		return output;
	}

	/** Whether `poll` has something. */
	get hasOutput(): boolean {
		return !this.#outbox.empty;
	}

	/** When `expire` has to be called next. */
	get deadline(): number {
		const registration = this.registration?.deadline ?? Number.POSITIVE_INFINITY;
		const { locator, transactions } = this.#stack;
		return Math.min(locator.deadline, transactions.deadline, registration, this.#calls.deadline);
	}

	/** Whether every call has ended for both sides and nothing is registered. Copies of old requests may still come. */
	get quiet(): boolean {
		return this.#calls.empty && (this.registration?.state ?? "idle") === "idle";
	}

	/** Does what is due. Safe to call early or twice. */
	expire(now: number): void {
		this.#stack.locator.expire(now);
		this.#calls.expire(now);
		this.#stack.transactions.expire(now);
		this.registration?.expire(now);
		this.#calls.tidy();
	}

	/** Ends all calls and the registration, towards `quiet`. */
	retire(now: number): void {
		this.#calls.hangUp(now);
		this.registration?.unregister(now);
		this.#calls.tidy();
	}

	/** Whether a datagram from there is worth reading: to be asked once for each, before `receive`. */
	hears(source: Address, now: number): boolean {
		return this.gate?.hears(source, now) ?? true;
	}

	/** Whether this is the place of a server of the account. */
	isServer(source: Address): boolean {
		return isServer(source, this.#stack.account, this.#stack);
	}

	/** For the transactions: whether a server of the account has this address. */
	includes(address: string): boolean {
		return isServersAddress(address, this.#stack);
	}

	/** Takes a datagram as text; `byteLength` is its size on the wire. */
	receive(text: string, byteLength: number, source: Address, now: number): void {
		this.registration?.heard(source, now);
		const parsed = parseMessage(text, byteLength);
		if (!parsed) {
			this.counters.dropped += 1;
		} else if ("problem" in parsed) {
			if (this.gate?.takes(parsed.bad, source, false) === false) return;
			noteSource(parsed.bad, source);
			this.#server.refuse(parsed.bad, parsed.problem, source);
		} else if (parsed.message.type === "response") {
			const taken = this.#stack.transactions.receiveResponse(parsed.message, source, now, this);
			if (!taken) this.counters.stray += 1;
		} else {
			if (this.gate?.takes(parsed.message, source) === false) return;
			noteSource(parsed.message, source);
			this.#server.receive(parsed.message, source, now);
		}
		this.#calls.tidy();
	}

	/** Takes the addresses that a `lookup` found; none when it failed. */
	resolved(host: string, addresses: readonly string[], now: number): void {
		this.#stack.locator.resolved(host, addresses, now);
		this.#calls.tidy();
	}

	/** Takes the servers of a service: none when there is no such service, `undefined` when the `lookup` failed. */
	served(host: string, services: readonly Service[] | undefined, now: number): void {
		this.#stack.locator.served(host, services, now);
		this.#calls.tidy();
	}

	/**
	 * Calls `target` (a number, `user@host` or a SIP URI) under a positive number that is not in use. `describe` makes
	 * the offer once it is known where the INVITE goes, and so which of our addresses the peer will see. A PBX gives the
	 * account of the phone that calls.
	 */
	invite(call: number, target: string, describe: Describe, now: number, account = this.#stack.account): void {
		if (!(call > 0) || this.#calls.get(call)) throw new RangeError(`call ${call}`);
		const uri = targetUri(target, account);
		if (uri?.scheme !== "sip" || uriHeaders(uri) !== "")
			this.#outbox.push({ type: "ended", call, cause: "not found", status: 0 });
		else if (this.#calls.full) this.#outbox.push({ type: "ended", call, cause: "failed", status: 503 });
		else this.#calls.place(call, uri, describe, account, now);
		this.#calls.tidy();
	}

	/** Tells the caller that it rings here (180). */
	ring(call: number, now: number): void {
		this.#calls.incoming(call)?.ring(now);
	}

	/** Answers a call with our description. */
	answer(call: number, body: string, now: number): void {
		this.#calls.incoming(call)?.accept(body, now);
	}

	/** Refuses a call with a status from 300; `fill` may add headers, such as a challenge. */
	reject(call: number, status: number, now: number, fill?: (headers: Headers) => void): void {
		if (!(status >= 300 && status <= 699)) throw new RangeError(`status ${status}`);
		this.#calls.incoming(call)?.reject(status, now, fill);
		this.#calls.tidy();
	}

	/** Ends a call in whatever state: by CANCEL, 480 or BYE. */
	hangUp(call: number, now: number): void {
		this.#calls.get(call)?.hangUp(now);
		this.#calls.tidy();
	}

	/** Changes the session of an answered call by re-INVITE with an offer. */
	offer(call: number, body: string, now: number): void {
		this.#calls.get(call)?.session?.offer(body, now);
	}

	/** Asks the peer of an answered call to call `target` in our place: `transferred` tells what became of that. */
	refer(call: number, target: string, now: number): void {
		const uri = targetUri(target, this.#stack.account);
		const transfers = this.#calls.get(call)?.session?.transfers;
		if (uri && transfers) transfers.refer(uri, now);
		else this.#outbox.push({ type: "transferred", call, by: "peer", status: 404 });
	}

	/** Replies to `refer`: calls whom it names, as call `by`. */
	follow(call: number, by: number, describe: Describe, now: number): void {
		const target = this.#calls.get(call)?.session?.transfers?.follow(now);
		if (!target) this.#outbox.push({ type: "ended", call: by, cause: "failed", status: 0 });
		else if (this.#calls.full) this.#outbox.push({ type: "ended", call: by, cause: "failed", status: 503 });
		else this.#calls.place(by, target.uri, describe, this.#stack.account, now, target);
		this.#calls.tidy();
	}

	/** Replies to `refer`: we call nobody. */
	decline(call: number, now: number): void {
		this.#calls.get(call)?.session?.transfers?.decline(now);
	}

	/** Tells the peer, after `follow`, the final status of the call that it wanted. */
	report(call: number, status: number, now: number): void {
		this.#calls.get(call)?.session?.transfers?.report(status, now);
	}

	/** Replies to `renegotiate`: with a description, or `undefined` to refuse (488). */
	agree(call: number, body: string | undefined, now: number): void {
		this.#calls.get(call)?.agree(body, now);
	}

	/** Sends INFO within an answered call. */
	inform(call: number, contentType: string, body: string, now: number): void {
		this.#calls.get(call)?.session?.inform(contentType, body, now);
	}

	/** Methods outside dialogs that are handed out from now on, see {@link UserAgentOptions}. */
	set methods(methods: readonly string[]) {
		this.#server.methods = methods;
	}

	/** Answers a request from `source` that was handed out (option `methods`). Copies of it are handed out, too. */
	respond(request: Request, source: Address, status: number, fill?: (headers: Headers) => void): void {
		this.#server.respond(request, source, status, fill);
	}
}
