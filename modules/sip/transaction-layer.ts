import { type Address, formatAddress } from "./address.ts";
import { type ClientTransaction, InviteClientTransaction, NonInviteClientTransaction } from "./client-transaction.ts";
import { isToken } from "./header-name.ts";
import { Headers } from "./headers.ts";
import { addTag, formatMessage, parseCommandSequence, type Request, type Response, response } from "./message.ts";
import type { Outbox } from "./outbox.ts";
import { reasonPhrase } from "./reason-phrase.ts";
import { InviteServerTransaction, NonInviteServerTransaction, type ServerTransaction } from "./server-transaction.ts";
import { type Transport, UDP } from "./transport.ts";
import { parseVia, type Via, viaParameters, withParameters } from "./via.ts";

/** Transactions of each kind at a time. Client: INVITE and CANCEL for each of a button's targets, BYE, REGISTER. */
export const CLIENT_TRANSACTION_LIMIT = 24;
export const SERVER_TRANSACTION_LIMIT = 24;

/** Begins every branch of RFC 3261 (§8.1.1.7). */
const MAGIC_COOKIE = "z9hG4bK";

/** Owner of client transactions. */
export interface TransactionUser {
	receive(response: Response, transaction: ClientTransaction, now: number): void;
	/** No final response came in time (RFC 3261 §8.1.3.1: to be treated as 408). */
	timeout(transaction: ClientTransaction, now: number): void;
}

/** The addresses of a PBX that has several, and answers from any of them. */
export interface Servers {
	includes(address: string): boolean;
}

export interface TransactionLayerOptions {
	readonly outbox: Outbox;
	readonly token: () => string;
	/** Our own address as `remote` reaches it. */
	readonly localAddress: (remote: string) => Address | undefined;
	/** UDP by default. */
	readonly transport?: Transport | undefined;
}

interface Owned {
	readonly transaction: ClientTransaction;
	readonly user: TransactionUser;
}

/** All transactions of a user agent: matches what arrives to them, and keeps their time (RFC 3261 §17, §18). */
export class TransactionLayer {
	#options: TransactionLayerOptions;
	#transport: Transport;
	#clients = new Map<string, Owned>();
	#servers = new Map<string, ServerTransaction>();

	constructor(options: TransactionLayerOptions) {
		this.#options = options;
		this.#transport = options.transport ?? UDP;
	}

	get deadline(): number {
		let deadline = Number.POSITIVE_INFINITY;
		for (const { transaction } of this.#clients.values()) deadline = Math.min(deadline, transaction.deadline);
		for (const transaction of this.#servers.values()) deadline = Math.min(deadline, transaction.deadline);
		return deadline;
	}

	/** Sends a request in a transaction of its own; `undefined` when the network is down or too many are under way. */
	request(request: Request, to: Address, user: TransactionUser, now: number): ClientTransaction | undefined {
		if (!this.#addVia(request, to)) return undefined;
		if (!makeRoom(this.#clients, CLIENT_TRANSACTION_LIMIT, ({ transaction }) => transaction.expendable))
			return undefined;
		const { outbox } = this.#options;
		const transaction =
			request.method === "INVITE"
				? new InviteClientTransaction(request, to, outbox, now)
				: new NonInviteClientTransaction(request, to, outbox, now);
		this.#clients.set(clientKey(request.headers, request.method), { transaction, user });
		return transaction;
	}

	/** Sends CANCEL for an INVITE: same top Via, same hop, its own transaction (RFC 3261 §9.1). */
	cancel(invite: ClientTransaction, user: TransactionUser, now: number): void {
		const from = invite.request.headers;
		const headers = new Headers();
		headers.add("Via", from.get("Via")!);
		for (const route of from.all("Route")) headers.add("Route", route);
		headers.add("Max-Forwards", "70");
		for (const name of ["From", "To", "Call-ID"]) headers.add(name, from.get(name)!);
		headers.add("CSeq", `${Number.parseInt(from.get("CSeq")!, 10)} CANCEL`);
		const request: Request = { type: "request", method: "CANCEL", uri: invite.request.uri, headers, body: "" };
		const transaction = new NonInviteClientTransaction(request, invite.destination, this.#options.outbox, now);
		this.#clients.set(clientKey(headers, "CANCEL"), { transaction, user });
	}

	/** Sends a request that has no transaction: the ACK for a 2xx. Returns its text, to be repeated as it is. */
	transmit(request: Request, to: Address): string {
		if (!this.#addVia(request, to)) return "";
		const text = formatMessage(request);
		this.#options.outbox.send(text, to);
		return text;
	}

	/** Whether requests of ours to this address are under way. */
	awaits(address: string): boolean {
		for (const { transaction } of this.#clients.values()) if (transaction.destination.address === address) return true;
		return false;
	}

	/**
	 * Passes a response to the user of its transaction; false when it belongs to none (RFC 3261 §17.1.3), or comes from
	 * elsewhere than its request went to: only `servers` answer for each other.
	 *
	 * Deviates: sent-by is not compared (§18.1.2), for routers that rewrite SIP do not always undo it (interop trap E2);
	 * the branch alone cannot be guessed.
	 */
	receiveResponse(response: Response, source: Address, now: number, servers?: Servers): boolean {
		const owned = this.#ownerOf(response);
		if (!owned || !isFrom(source.address, owned.transaction.destination.address, servers)) return false;
		if (owned.transaction.receive(response, now)) owned.user.receive(response, owned.transaction, now);
		owned.transaction.forget();
		return true;
	}

	#ownerOf({ headers }: Response): Owned | undefined {
		// One with more Vias has lost its way (RFC 3261 §8.1.3.3).
		if (headers.all("Via").length > 1) return undefined;
		const method = parseCommandSequence(headers.get("CSeq"))?.method ?? "";
		return this.#clients.get(clientKey(headers, method));
	}

	/** The server transaction that a request is a copy or, for ACK, the end of (RFC 3261 §17.2.3). */
	find(request: Request, method = request.method): ServerTransaction | undefined {
		return this.#servers.get(serverKey(request, method));
	}

	/** Makes a server transaction for a new request; `undefined` when the table is full of those that matter. */
	serve(request: Request, source: Address): ServerTransaction | undefined {
		const servers = this.#servers;
		// Who answers many short calls has many accepted INVITEs, whose copies would have come by now.
		const hasRoom =
			makeRoom(servers, SERVER_TRANSACTION_LIMIT, ({ expendable }) => expendable) ||
			makeRoom(servers, SERVER_TRANSACTION_LIMIT, ({ answered }) => answered);
		if (!hasRoom) return undefined;
		const destination = replyTo(request, source, this.#transport);
		const transaction =
			request.method === "INVITE"
				? new InviteServerTransaction(request, destination, this.#options.outbox)
				: new NonInviteServerTransaction(request, destination, this.#options.outbox);
		this.#servers.set(serverKey(request, request.method), transaction);
		return transaction;
	}

	/** Answers without a transaction, as RFC 3261 §8.2.7 allows: every copy draws the same answer. */
	reply(request: Request, source: Address, status: number, fill?: (headers: Headers) => void): void {
		const answer = response(request, status, reasonPhrase(status));
		addTag(answer, statelessTag(request));
		fill?.(answer.headers);
		this.#options.outbox.send(formatMessage(answer), replyTo(request, source, this.#transport));
	}

	expire(now: number): void {
		for (const [key, { transaction, user }] of this.#clients) {
			if (now < transaction.deadline) continue;
			const timedOut = transaction.expire(now);
			if (transaction.terminated) this.#clients.delete(key);
			// The user may start transactions in here: they join the end of the map.
			if (timedOut) user.timeout(transaction, now);
		}
		for (const [key, transaction] of this.#servers) {
			if (now >= transaction.deadline) transaction.expire(now);
			if (transaction.terminated) this.#servers.delete(key);
		}
	}

	/** Puts our Via with a new branch on top; false while the network is down. */
	#addVia(request: Request, to: Address): boolean {
		const local = this.#options.localAddress(to.address);
		if (!local) return false;
		const branch = `${MAGIC_COOKIE}${this.#options.token()}`;
		request.headers.delete("Via");
		request.headers.prepend("Via", `SIP/2.0/${this.#transport.name} ${formatAddress(local)};branch=${branch};rport`);
		return true;
	}
}

function isFrom(source: string, asked: string, servers: Servers | undefined): boolean {
	return source === asked || (servers?.includes(source) === true && servers.includes(asked));
}

/** Whether there is room for one more, if need be by letting the oldest go that can be done without. */
function makeRoom<Entry>(table: Map<string, Entry>, limit: number, expendable: (entry: Entry) => boolean): boolean {
	if (table.size < limit) return true;
	for (const [key, entry] of table) if (expendable(entry)) return table.delete(key);
	return false;
}

function topVia(headers: Headers): Via | undefined {
	return parseVia(headers.get("Via") ?? "");
}

function clientKey(headers: Headers, method: string): string {
	return `${topVia(headers)?.branch} ${method}`;
}

/** Branch, sent-by and method; for senders older than RFC 3261, whose branch says nothing, the identifiers of the request. */
function serverKey({ headers }: Request, method: string): string {
	const via = topVia(headers);
	const branch = via?.branch ?? "";
	const sentBy = `${via?.host}:${via?.port}`;
	if (branch.startsWith(MAGIC_COOKIE) && branch !== MAGIC_COOKIE) return `${branch} ${sentBy} ${method}`;
	const sequence = parseCommandSequence(headers.get("CSeq"))?.number;
	return `${headers.get("Call-ID")} ${sequence} ${headers.get("From")} ${sentBy} ${method}`;
}

/** A To tag that is the same for every copy of a request and for no other one: its branch (RFC 3261 §8.2.7, §19.3). */
function statelessTag({ headers }: Request): string {
	const branch = topVia(headers)?.branch ?? "";
	return isToken(branch) ? branch : "stateless";
}

/**
 * Where responses go: to the source address, at the source port with rport, else at the port of Via (RFC 3581 §4).
 *
 * Deviates: maddr is not followed (RFC 3261 §18.2.2), so that nobody can aim our responses at others.
 */
export function replyTo({ headers }: Request, source: Address, transport = UDP): Address {
	const via = topVia(headers);
	const symmetric = via !== undefined && viaParameters(via).has("rport");
	return { address: source.address, port: symmetric ? source.port : (via?.port ?? transport.port) };
}

/** Notes in the top Via where a request really came from (RFC 3261 §18.2.1, RFC 3581 §4). */
export function noteSource({ headers }: Request, source: Address): void {
	const all = headers.all("Via");
	const via = topVia(headers);
	if (!via) return;
	const parameters = viaParameters(via);
	const rport = parameters.has("rport");
	if (rport) parameters.set("rport", `${source.port}`);
	if (rport || via.host !== source.address) parameters.set("received", source.address);
	headers.delete("Via");
	headers.add("Via", withParameters(via, parameters));
	for (const other of all.slice(1)) headers.add("Via", other);
}
