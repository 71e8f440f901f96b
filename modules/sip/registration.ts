import { type Account, nextHop } from "./account.ts";
import type { Address } from "./address.ts";
import type { Authentication } from "./authentication.ts";
import type { ClientTransaction } from "./client-transaction.ts";
import type { Request, Response } from "./message.ts";
import type { RegistrationProblem, RegistrationStep } from "./outbox.ts";
import { statedReason } from "./reason-phrase.ts";
import { grantedSeconds, parseSeconds } from "./registration-grant.ts";
import { RegistrationPause } from "./registration-pause.ts";
import { RegistrationRequests } from "./registration-request.ts";
import type { Stack } from "./stack.ts";
import { parseUri, type Uri } from "./uri.ts";

/** How long the answer to the un-REGISTER is awaited, milliseconds. */
export const UNREGISTER_TIMEOUT = 2_000;

export type RegistrationState = "idle" | "registering" | "registered" | "failed" | "unregistering";

/**
 * The binding of our address at the registrar (RFC 3261 §10).
 *
 *     idle ──register──▶ registering ──200──▶ registered ──half of the grant──▶ registering …
 *                            └──failure──▶ failed ──pause──▶ registering
 *     any ──unregister──▶ unregistering ──200 or 2 s──▶ idle
 *
 * A refresh is `registering` inside, yet `state` says `registered` while the old grant lasts.
 */
export class Registration {
	#stack: Stack;
	#account: Account;
	#domain: Uri;
	#authentication: Authentication;
	#pause: RegistrationPause;
	#state: RegistrationState = "idle";
	#requests: RegistrationRequests;
	/** Seconds to ask for. */
	#expires: number;
	/** Whether this attempt has been told to ask for more already. */
	#raised = false;
	#transaction: ClientTransaction | undefined;
	/** Counts attempts, so that a late look-up of an earlier one is known as such. */
	#attempt = 0;
	/** When to register anew, to try again, or to give up the un-REGISTER. */
	#at = Number.POSITIVE_INFINITY;
	/** The end of the grant. */
	#expiresAt = Number.NEGATIVE_INFINITY;
	/** Whether the registrar may hold a binding of ours. */
	#bound = false;
	/** The Contact of the last grant. */
	#binding = "";

	constructor(account: Account, stack: Stack) {
		const domain = parseUri(`sip:${account.domain}`);
		if (!domain) throw new RangeError(`domain: ${account.domain}`);
		this.#account = account;
		this.#stack = stack;
		this.#domain = domain;
		this.#authentication = stack.authentication();
		this.#pause = new RegistrationPause(stack.random);
		this.#requests = new RegistrationRequests(account, domain, stack);
		this.#expires = account.expires;
	}

	get state(): RegistrationState {
		return this.#state;
	}

	get deadline(): number {
		return this.#at;
	}

	/** The end of the grant; in the past while there is none. */
	get expiresAt(): number {
		return this.#expiresAt;
	}

	/** Registers now, whatever pause was under way. */
	register(now: number): void {
		this.#pause.reset();
		this.#start(now);
	}

	/** Removes the binding. False when there is none to remove: the registration is idle then. */
	unregister(now: number): boolean {
		if (this.#state === "unregistering") return true;
		if (!this.#bound) {
			this.#rest(now);
			return false;
		}
		this.#state = "unregistering";
		this.#report({ step: "unregistering" });
		this.#begin(now, now + UNREGISTER_TIMEOUT);
		return true;
	}

	expire(now: number): void {
		if (now < this.#at) return;
		if (this.#state === "unregistering") this.#unregistered(now);
		else this.#start(now);
	}

	receive(response: Response, transaction: ClientTransaction, now: number): void {
		if (response.status < 200) return;
		this.#transaction = undefined;
		const { status } = response;
		if (status === 401 || status === 407) this.#challenged(response, transaction.destination, now);
		else if (this.#state === "unregistering") this.#unregistered(now);
		else if (status < 300) this.#granted(response, transaction.request, now);
		else if (status === 423) this.#tooBrief(response, transaction.destination, now);
		else this.#fail("refused", now, response);
	}

	timeout(_transaction: ClientTransaction, now: number): void {
		this.#transaction = undefined;
		this.#fail("no answer", now);
	}

	#start(now: number): void {
		if (now >= this.#expiresAt || this.#state !== "registered") this.#state = "registering";
		this.#report({ step: "started" });
		this.#begin(now, Number.POSITIVE_INFINITY);
	}

	/**
	 * Begins an attempt. Deviates: one that is under way is given up and not waited for (RFC 3261 §10.2), since nobody wants
	 * to wait 32 s for Connect or Disconnect. The registrar tells by CSeq which came last.
	 */
	#begin(now: number, at: number): void {
		this.#stop(now);
		this.#at = at;
		this.#raised = false;
		this.#authentication.begin();
		const { locator } = this.#stack;
		const hop = nextHop(this.#domain, this.#account);
		const known = locator.known(hop, now);
		if (known) {
			this.#located(known, now);
			return;
		}
		const attempt = this.#attempt;
		locator.locate(hop, now, (destination, then) => {
			if (attempt !== this.#attempt) return;
			if (destination) this.#located(destination, then);
			else this.#fail("unknown host", then);
		});
	}

	#located(destination: Address, now: number): void {
		this.#progress("located");
		this.#send(destination, now);
	}

	#send(destination: Address, now: number): void {
		const contact = this.#stack.contact(destination.address);
		this.#transaction = contact === undefined ? undefined : this.#request(contact, destination, now);
		if (!this.#transaction) {
			this.#fail("no network", now);
			return;
		}
		this.#bound = true;
		this.#progress("sent");
	}

	#request(contact: string, destination: Address, now: number): ClientTransaction | undefined {
		const expires = this.#state === "unregistering" ? 0 : this.#expires;
		const message = this.#requests.next({ contact, former: this.#binding, expires });
		this.#authentication.authorize(message);
		return this.#stack.transactions.request(message, destination, this, now);
	}

	#challenged(response: Response, destination: Address, now: number): void {
		const verdict = this.#authentication.challenge(response);
		if (verdict === "retry") {
			this.#progress("challenged");
			this.#progress("authenticating");
			this.#send(destination, now);
		} else this.#fail(verdict === "refused" ? "wrong password" : "no algorithm", now, response);
	}

	#granted(response: Response, sent: Request, now: number): void {
		const contact = sent.headers.get("Contact")!;
		const expires = grantedSeconds(response, contact) ?? this.#expires;
		if (expires === 0) {
			this.#fail("refused", now, response);
			return;
		}
		this.#pause.reset();
		this.#state = "registered";
		this.#binding = contact;
		this.#expiresAt = now + expires * 1000;
		this.#at = now + expires * 500;
		this.#report({ step: "registered", expires });
	}

	/** 423: asks for what the registrar wants at least, once per attempt (RFC 3261 §10.2.8). */
	#tooBrief(response: Response, destination: Address, now: number): void {
		const minimum = parseSeconds(response.headers.get("Min-Expires")) ?? 0;
		if (this.#raised || minimum <= this.#expires) {
			this.#fail("refused", now, response);
			return;
		}
		this.#raised = true;
		this.#expires = minimum;
		// The registrar looked at the time because it took the credentials: a new challenge is no refusal of them.
		this.#authentication.begin();
		this.#send(destination, now);
	}

	#fail(problem: RegistrationProblem, now: number, response?: Response): void {
		if (this.#state === "unregistering") {
			this.#unregistered(now);
			return;
		}
		// Whatever it was that the registrar did not like, the old binding is not worth a second try.
		if (response) this.#binding = "";
		const status = response?.status ?? 0;
		const reason = response ? statedReason(response) : "";
		const wanted = (parseSeconds(response?.headers.get("Retry-After")) ?? 0) * 1000;
		const refused = problem === "wrong password" || problem === "no algorithm" || status === 403;
		// After a refusal the registrar holds no more than what an old grant has left.
		if (refused) this.#bound = now < this.#expiresAt;
		this.#state = "failed";
		this.#at = now + (refused ? this.#pause.afterRefusal(wanted) : this.#pause.afterFailure(wanted));
		this.#report({ step: "failed", problem, status, reason, retryAt: this.#at });
	}

	#unregistered(now: number): void {
		this.#rest(now);
		this.#report({ step: "unregistered" });
	}

	#rest(now: number): void {
		this.#stop(now);
		this.#state = "idle";
		this.#at = Number.POSITIVE_INFINITY;
		this.#expiresAt = Number.NEGATIVE_INFINITY;
		this.#bound = false;
		this.#binding = "";
	}

	/** Turns away what is still to come of the present attempt. */
	#stop(now: number): void {
		this.#transaction?.abandon(now);
		this.#transaction = undefined;
		this.#attempt += 1;
	}

	/** Reports a step on the way to a binding; how its removal goes about it is no news. */
	#progress(step: "located" | "sent" | "challenged" | "authenticating"): void {
		if (this.#state !== "unregistering") this.#report({ step });
	}

	#report(event: RegistrationStep): void {
		this.#stack.outbox.push({ type: "registration", event });
	}
}
