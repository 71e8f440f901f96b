import type { Account } from "./account.ts";
import { sameAddress } from "./address.ts";
import type { Authentication } from "./authentication.ts";
import type { ClientTransaction } from "./client-transaction.ts";
import { type Destination, SILENCE } from "./locator.ts";
import type { Request, Response } from "./message.ts";
import type { RegistrationProblem, RegistrationStep, Worker } from "./outbox.ts";
import { parseSeconds } from "./registration-grant.ts";
import { domainUri, type RegistrationRequests, type Wish } from "./registration-request.ts";
import type { Stack } from "./stack.ts";

/** What an attempt wants from the registration that it is for, and what it tells it. */
export interface Registrant extends Wish {
	/** The server wants to be asked for so many seconds at least; false when that is no more than it was asked for. */
	raise(seconds: number): boolean;
	report(step: RegistrationStep): void;
	/** `better` are the servers that stand before `server`, in their order. */
	granted(response: Response, sent: Request, server: Destination, better: readonly Destination[], now: number): void;
	failed(problem: RegistrationProblem, now: number, response?: Response): void;
}

/**
 * One try to change the binding: from server to server until one decides (RFC 3263 §4.3), each with its challenges.
 *
 * Silence, 503 and a network error lead to the next server; a refusal does not, for it would be the same there, or worse.
 */
export class RegistrationAttempt implements Worker {
	#registrant: Registrant;
	#authentication: Authentication;
	#requests: RegistrationRequests;
	#stack: Stack;
	/** All servers, best first, and those still to be asked. */
	#servers: readonly Destination[] = [];
	#left: Destination[] = [];
	/** The server that is asked. */
	#server: Destination | undefined;
	#transaction: ClientTransaction | undefined;
	/** When the server that is silent is given up. */
	#at = Number.POSITIVE_INFINITY;
	/** Whether it was told to ask for more time already. */
	#raised = false;
	#over = false;

	constructor(registrant: Registrant, requests: RegistrationRequests, authentication: Authentication, stack: Stack) {
		this.#registrant = registrant;
		this.#requests = requests;
		this.#authentication = authentication;
		this.#stack = stack;
	}

	get deadline(): number {
		return this.#at;
	}

	/** Asks `first`, then `second`, where they are among the servers, and then the others in their order. */
	begin(account: Account, first: Destination | undefined, second: Destination | undefined, now: number): void {
		const { locator } = this.#stack;
		const hop = account.server ?? domainUri(account);
		const backup = account.backup?.server;
		const known = locator.known(hop, now, backup);
		if (known) this.#located(known, first, second, now);
		else locator.locate(hop, now, (servers, then) => this.#located(servers, first, second, then), backup);
	}

	expire(now: number): void {
		if (now < this.#at) return;
		const server = this.#transaction?.destination;
		this.#transaction?.abandon(now);
		if (server) this.#goOn("no answer", server, now);
	}

	/** Turns away what is still to come. */
	stop(now: number): void {
		this.#over = true;
		this.#at = Number.POSITIVE_INFINITY;
		this.#transaction?.abandon(now);
		this.#transaction = undefined;
	}

	receive(response: Response, { request, destination }: ClientTransaction, now: number): void {
		const { status } = response;
		// Who says that it works on it is not silent.
		this.#at = Number.POSITIVE_INFINITY;
		if (status < 200) return;
		this.#transaction = undefined;
		if (status === 401 || status === 407) this.#challenged(response, destination, now);
		else if (status < 300) this.#granted(response, request, destination, now);
		else if (status === 423) this.#tooBrief(response, destination, now);
		else if (status === 503) this.#goOn("refused", destination, now, response);
		else this.#registrant.failed("refused", now, response);
	}

	timeout({ destination }: ClientTransaction, now: number): void {
		this.#transaction = undefined;
		this.#goOn("no answer", destination, now);
	}

	#located(
		servers: readonly Destination[],
		first: Destination | undefined,
		second: Destination | undefined,
		now: number,
	): void {
		if (this.#over) return;
		const [server] = servers;
		if (!server) {
			this.#registrant.failed("unknown host", now);
			return;
		}
		this.#servers = servers;
		const preferred = [first, second].flatMap((one) => servers.find((other) => sameAddress(one, other)) ?? []);
		const all = [...new Set([...preferred, ...servers])];
		// A binding is removed where it is.
		this.#left = this.#registrant.expires === 0 ? all.slice(0, 1) : all;
		this.#registrant.report({ step: "located" });
		this.#next(now);
	}

	/** Asks the next server. */
	#next(now: number): void {
		// What another server has asked for is no guilt of the password here.
		this.#authentication.begin();
		this.#raised = false;
		this.#ask(this.#left.shift()!, now);
	}

	#ask(server: Destination, now: number): void {
		this.#server = server;
		this.#stack.outbox.defer(this, now);
	}

	/** For the outbox: sends the request. */
	work(now: number): void {
		if (this.#over) return;
		const server = this.#server!;
		const contact = this.#stack.contact(server.address);
		const message = contact === undefined ? undefined : this.#requests.next(server, contact, this.#registrant);
		if (message) this.#authentication.authorize(message);
		this.#transaction = message && this.#stack.transactions.request(message, server, this, now);
		if (!this.#transaction) {
			this.#goOn("no network", server, now);
			return;
		}
		if (this.#left.length > 0) this.#at = now + SILENCE;
		this.#registrant.report({ step: "sent" });
	}

	/** This server is no use: the next one, if there is one. */
	#goOn(problem: RegistrationProblem, from: Destination, now: number, response?: Response): void {
		this.#transaction = undefined;
		this.#at = Number.POSITIVE_INFINITY;
		const [to] = this.#left;
		if (!to) {
			this.#registrant.failed(problem, now, response);
			return;
		}
		this.#registrant.report({ step: "next server", problem, from, to });
		this.#next(now);
	}

	#challenged(response: Response, server: Destination, now: number): void {
		const verdict = this.#authentication.challenge(response);
		if (verdict === "retry") {
			this.#registrant.report({ step: "challenged" });
			this.#registrant.report({ step: "authenticating" });
			this.#ask(server, now);
		} else this.#registrant.failed(verdict === "refused" ? "wrong password" : "no algorithm", now, response);
	}

	#granted(response: Response, sent: Request, server: Destination, now: number): void {
		const rank = this.#servers.findIndex((other) => sameAddress(server, other));
		this.#registrant.granted(response, sent, server, this.#servers.slice(0, rank), now);
	}

	/** 423: asks for what the registrar wants at least, once (RFC 3261 §10.2.8). */
	#tooBrief(response: Response, server: Destination, now: number): void {
		const minimum = parseSeconds(response.headers.get("Min-Expires")) ?? 0;
		if (this.#raised || !this.#registrant.raise(minimum)) {
			this.#registrant.failed("refused", now, response);
			return;
		}
		this.#raised = true;
		// The registrar looked at the time because it took the credentials: a new challenge is no refusal of them.
		this.#authentication.begin();
		this.#ask(server, now);
	}
}
