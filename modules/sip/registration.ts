import type { Account } from "./account.ts";
import { type Address, sameAddress } from "./address.ts";
import type { Authentication } from "./authentication.ts";
import type { ClientTransaction } from "./client-transaction.ts";
import type { Destination } from "./locator.ts";
import { learnMapping } from "./mapping.ts";
import type { Request, Response } from "./message.ts";
import type { RegistrationProblem, RegistrationStep } from "./outbox.ts";
import { statedReason } from "./reason-phrase.ts";
import { type Registrant, RegistrationAttempt } from "./registration-attempt.ts";
import { grantedSeconds } from "./registration-grant.ts";
import { isRefusal, RegistrationPause } from "./registration-pause.ts";
import { domainUri, RegistrationRequests } from "./registration-request.ts";
import { ServerWatch } from "./server-watch.ts";
import type { Stack } from "./stack.ts";
import type { TransactionUser } from "./transaction-layer.ts";
import type { Watcher } from "./vigil.ts";

/** How long the answer to the un-REGISTER is awaited, milliseconds. */
export const UNREGISTER_TIMEOUT = 2_000;

const NEVER = Number.POSITIVE_INFINITY;

export type RegistrationState = "idle" | "registering" | "registered" | "failed" | "unregistering";

/**
 * The binding of our address at the registrar (RFC 3261 §10).
 *
 *     idle ──register──▶ registering ──200──▶ registered ──half of the grant──▶ registering …
 *                            └──failure──▶ failed ──pause──▶ registering
 *     any ──unregister──▶ unregistering ──200 or 2 s──▶ idle
 *
 * A refresh is `registering` inside, yet `state` says `registered` while the old grant lasts. Of several servers the first
 * that answers is used; a better one is gone back to when it is there again.
 */
export class Registration implements Registrant, Watcher {
	/** For the attempt: the Contact of the last grant, or "". */
	binding = "";
	#stack: Stack;
	#account: Account;
	#authentication: Authentication;
	#pause: RegistrationPause;
	#requests: RegistrationRequests;
	#state: RegistrationState = "idle";
	/** Seconds to ask for. */
	#expires: number;
	#attempt: RegistrationAttempt | undefined;
	/** When to register anew, to try again, or to give up the un-REGISTER. */
	#at = NEVER;
	/** The end of the grant. */
	#expiresAt = Number.NEGATIVE_INFINITY;
	/** Whether the registrar may hold a binding of ours. */
	#bound = false;
	#server: Destination | undefined;
	/** Where the next attempt begins, unless there. */
	#next: Destination | undefined;
	/** From the first grant on, until a refusal. */
	#watch: ServerWatch | undefined;
	/** Whether the next attempt only corrects the Contact of the last one. */
	#correcting = false;

	constructor(account: Account, stack: Stack) {
		domainUri(account);
		this.#account = account;
		this.#stack = stack;
		this.#authentication = stack.authentication();
		this.#pause = new RegistrationPause(stack.random);
		this.#requests = new RegistrationRequests(account, stack);
		this.#expires = account.expires;
	}

	get state(): RegistrationState {
		return this.#state;
	}

	get deadline(): number {
		return Math.min(this.#at, this.#attempt?.deadline ?? NEVER, this.#watch?.deadline ?? NEVER);
	}

	/** The end of the grant; in the past while there is none. */
	get expiresAt(): number {
		return this.#expiresAt;
	}

	/** The server that holds the registration; `undefined` while none does. */
	get server(): Destination | undefined {
		return this.#server;
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
		this.#unwatch(now);
		this.#state = "unregistering";
		this.#push({ step: "unregistering" });
		this.#begin(now, now + UNREGISTER_TIMEOUT);
		return true;
	}

	expire(now: number): void {
		this.#attempt?.expire(now);
		this.#watch?.expire(now);
		if (now < this.#at) return;
		if (this.#state === "unregistering") this.#unregistered(now);
		else this.#start(now);
	}

	/** A datagram came from `source`: a sign of life. */
	heard(source: Address, now: number): void {
		this.#watch?.heard(source, now);
	}

	/** A call met silence at `server`: whether the registration holds is to be seen. */
	doubt(server: Address, now: number): void {
		if (this.#state === "registered" && !this.#attempt && sameAddress(server, this.#server)) this.#at = now;
	}

	/** For the watch. */
	ping(server: Destination, user: TransactionUser, now: number): ClientTransaction | undefined {
		return this.#stack.transactions.request(this.#requests.ping(server), server, user, now);
	}

	/** For the watch: registers at once, for a server that is silent will not ring, and one that was may have lost the binding. */
	noticed(step: "silent" | "back", server: Destination, now: number): void {
		if (this.#attempt) return;
		this.#push({ step, server });
		this.#next = server;
		// By `expire`, from a shallow stack.
		this.#at = now;
	}

	/** For the attempt: seconds to ask for. */
	get expires(): number {
		return this.#state === "unregistering" ? 0 : this.#expires;
	}

	/** For the attempt. */
	raise(seconds: number): boolean {
		if (this.#state === "unregistering" || seconds <= this.#expires) return false;
		this.#expires = seconds;
		return true;
	}

	/** For the attempt: how the removal of a binding goes about it is no news. */
	report(step: RegistrationStep): void {
		if (step.step === "sent") this.#bound = true;
		if (this.#state !== "unregistering") this.#push(step);
	}

	/** For the attempt. */
	granted(response: Response, sent: Request, server: Destination, better: readonly Destination[], now: number): void {
		const contact = sent.headers.get("Contact")!;
		const expires = grantedSeconds(response, contact) ?? this.#expires;
		if (this.#state === "unregistering" || expires === 0) {
			this.failed("refused", now, response);
			return;
		}
		const changed = this.#server && !sameAddress(server, this.#server);
		this.#attempt = undefined;
		this.#pause.reset();
		this.#state = "registered";
		this.binding = contact;
		this.#expiresAt = now + expires * 1000;
		this.#at = now + expires * 500;
		this.#server = server;
		this.#watch ??= new ServerWatch(this, this.#account.keepAlive ?? 0);
		this.#watch.begin(server, better, now);
		this.#push({ step: "registered", expires });
		if (changed) this.#push({ step: "changed server", server });
		// Calls would not find the way. An address that is yet another the next time has to wait for the refresh.
		this.#correcting = learnMapping(sent, response, server, this.#stack) && !this.#correcting;
		if (this.#correcting) this.#at = now;
	}

	/** For the attempt. */
	failed(problem: RegistrationProblem, now: number, response?: Response): void {
		this.#attempt = undefined;
		if (this.#state === "unregistering") {
			this.#unregistered(now);
			return;
		}
		// Whatever it was that the registrar did not like, the old binding is not worth a second try.
		if (response) this.binding = "";
		const status = response?.status ?? 0;
		const reason = response ? statedReason(response) : "";
		const refused = isRefusal(problem, status);
		// After a refusal the registrar holds no more than what an old grant has left.
		if (refused) this.#bound = now < this.#expiresAt;
		if (problem === "no answer") this.#watch?.doubt();
		else this.#unwatch(now);
		this.#state = "failed";
		this.#server = undefined;
		this.#at = now + this.#pause.after(refused, response);
		this.#push({ step: "failed", problem, status, reason, retryAt: this.#at });
	}

	#start(now: number): void {
		if (now >= this.#expiresAt || this.#state !== "registered") this.#state = "registering";
		this.#push({ step: "started" });
		this.#begin(now, NEVER);
	}

	/**
	 * Begins an attempt. Deviates: one that is under way is given up and not waited for (RFC 3261 §10.2), since nobody wants
	 * to wait 32 s for Connect or Disconnect. The registrar tells by CSeq which came last.
	 */
	#begin(now: number, at: number): void {
		this.#attempt?.stop(now);
		this.#at = at;
		const attempt = new RegistrationAttempt(this, this.#requests, this.#authentication, this.#stack);
		this.#attempt = attempt;
		const first = this.#next;
		this.#next = undefined;
		attempt.begin(this.#account, first, this.#server, now);
	}

	#unwatch(now: number): void {
		this.#watch?.stop(now);
		this.#watch = undefined;
	}

	#unregistered(now: number): void {
		this.#rest(now);
		this.#push({ step: "unregistered" });
	}

	#rest(now: number): void {
		this.#attempt?.stop(now);
		this.#attempt = undefined;
		this.#unwatch(now);
		this.#state = "idle";
		this.#at = NEVER;
		this.#expiresAt = Number.NEGATIVE_INFINITY;
		this.#bound = false;
		this.binding = "";
		this.#server = undefined;
	}

	#push(event: RegistrationStep): void {
		this.#stack.outbox.push({ type: "registration", event });
	}
}
