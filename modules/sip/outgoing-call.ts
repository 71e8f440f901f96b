import { type Account, nextHop } from "./account.ts";
import type { Address } from "./address.ts";
import type { Authentication } from "./authentication.ts";
import { type ClientTransaction, InviteClientTransaction } from "./client-transaction.ts";
import { Dialog } from "./dialog.ts";
import { type EarlyDialog, EarlyDialogs, reliableSequence } from "./early-dialog.ts";
import { type EndCause, endCause } from "./end-cause.ts";
import { inviteRequest } from "./invite-request.ts";
import type { Request, Response } from "./message.ts";
import { redirection } from "./redirect.ts";
import type { RequestReceiver } from "./request-receiver.ts";
import { Session } from "./session.ts";
import { SESSION_INTERVAL, SessionTimer } from "./session-timer.ts";
import type { Stack } from "./stack.ts";
import { TRANSACTION_TIMEOUT } from "./timers.ts";
import type { Uri } from "./uri.ts";

/** Makes the offer for an INVITE to `remote`, an address literal; `undefined` when no offer can be made. */
export type Describe = (remote: string) => string | undefined;

/** Answers from several phones behind one INVITE that are ended one by one; further ones go unheard. */
export const FORK_LIMIT = 4;

/**
 * An INVITE of ours until it is answered or over, and the session after that (RFC 3261 §13.2, §9.1).
 *
 *     locating ──▶ calling ──1xx──▶ calling ──2xx──▶ answered (a Session)
 *                     └──3xx, 4xx, 5xx, 6xx, Timer B, cancel──▶ over
 *
 * For its user a cancelled call is over at once. Behind that it goes on: CANCEL waits for a provisional response, and
 * a 2xx that crosses it is acknowledged and ended by BYE.
 */
export class OutgoingCall {
	readonly id: number;
	#stack: Stack;
	#account: Account;
	#authentication: Authentication;
	#describe: Describe;
	#callId: string;
	#tag: string;
	#target: Uri;
	#to: string;
	#sequence = 0;
	#redirected = false;
	#locating = false;
	#canceling = false;
	#over = false;
	#transaction: InviteClientTransaction | undefined;
	/** When an INVITE that drew no final response after CANCEL is given up. */
	#abandonAt = Number.POSITIVE_INFINITY;
	#session: Session | undefined;
	#timer = new SessionTimer(SESSION_INTERVAL);
	/** Dialogs of phones that ring and want PRACK, or send a request; made when there is one. */
	#early: EarlyDialogs | undefined;
	/** Sessions that were ended as soon as they came about. */
	#forks: Session[] = [];

	constructor(id: number, target: Uri, describe: Describe, account: Account, stack: Stack) {
		this.id = id;
		this.#target = target;
		this.#to = `<${target}>`;
		this.#describe = describe;
		this.#account = account;
		this.#stack = stack;
		this.#authentication = stack.authentication();
		this.#callId = stack.token();
		this.#tag = stack.token();
	}

	/** The session once answered. */
	get session(): Session | undefined {
		return this.#session;
	}

	get deadline(): number {
		return Math.min(this.#abandonAt, this.#session?.deadline ?? Number.POSITIVE_INFINITY);
	}

	get finished(): boolean {
		const settled = this.#session?.finished ?? this.#over;
		return settled && !this.#locating && !this.#transaction && this.#forks.every((fork) => fork.finished);
	}

	/** Sends the INVITE. Called once. */
	start(now: number): void {
		this.#authentication.begin();
		this.#locate(now);
	}

	/** Stops ringing, or ends the answered call. */
	hangUp(now: number): void {
		if (this.#session) {
			this.#session.hangUp(now);
			return;
		}
		if (this.#over) return;
		this.#canceling = true;
		this.#end("local", 0);
		if (this.#transaction?.proceeding) this.#cancel(now);
	}

	/** The receiver of a request with these identifiers: a session or, while the phone rings, a dialog to be. */
	find(callId: string, localTag: string, remoteTag: string): RequestReceiver | undefined {
		if (callId !== this.#callId || localTag !== this.#tag) return undefined;
		const session = this.#find(remoteTag);
		return session || !this.#transaction?.proceeding || remoteTag === "" ? session : this.#rings.find(remoteTag);
	}

	/** Replies to a `renegotiate` output. */
	agree(body: string | undefined, now: number): void {
		if (this.#session) this.#session.agree(body, now);
		else this.#early?.agree(body, now);
	}

	expire(now: number): void {
		if (now >= this.#abandonAt) {
			this.#transaction?.abandon(now);
			this.#settle(now);
		}
		this.#session?.expire(now);
	}

	receive(response: Response, transaction: ClientTransaction, now: number): void {
		if (!(transaction instanceof InviteClientTransaction)) return;
		const { status } = response;
		if (status >= 200 && status < 300) this.#accepted(response, transaction, now);
		else if (status < 200) this.#provisional(response, transaction.request, now);
		else {
			this.#settle(now);
			if (!this.#over) this.#refused(response, now);
		}
	}

	timeout(transaction: ClientTransaction, now: number): void {
		if (transaction !== this.#transaction) return;
		this.#settle(now);
		this.#end("no answer", 408);
	}

	#locate(now: number): void {
		const { locator } = this.#stack;
		const hop = nextHop(this.#target, this.#account);
		const known = locator.known(hop, now);
		if (known) {
			this.#invite(known, now);
			return;
		}
		this.#locating = true;
		locator.locate(hop, now, (destination, then) => {
			this.#locating = false;
			if (this.#over) return;
			if (destination) this.#invite(destination, then);
			else this.#end("unreachable", 0);
		});
	}

	#invite(destination: Address, now: number): void {
		const contact = this.#stack.contact(destination.address);
		const body = contact && this.#describe(destination.address);
		const message = contact && body && this.#compose(contact, body);
		if (message) this.#authentication.authorize(message);
		const transaction = message && this.#stack.transactions.request(message, destination, this, now);
		if (transaction instanceof InviteClientTransaction) this.#transaction = transaction;
		else this.#end("unreachable", 0);
	}

	#compose(contact: string, offer: string): Request {
		this.#sequence += 1;
		return inviteRequest({
			account: this.#account,
			target: this.#target,
			to: this.#to,
			tag: this.#tag,
			callId: this.#callId,
			sequence: this.#sequence,
			contact,
			offer,
			timer: this.#timer,
			product: this.#stack.product,
		});
	}

	#provisional(response: Response, invite: Request, now: number): void {
		const { status, body } = response;
		const sequence = reliableSequence(response);
		if (this.#canceling) this.#cancel(now);
		else if (status === 100 || this.#over) return;
		// A copy, or one that came before its turn, says nothing.
		else if (sequence === undefined || this.#rings.receive(response, sequence, invite, now))
			this.#stack.outbox.push({ type: "progress", call: this.id, status, body });
	}

	get #rings(): EarlyDialogs {
		this.#early ??= new EarlyDialogs((dialog, invite) => this.#begin(dialog, invite, this.#timer), this.#stack);
		return this.#early;
	}

	#cancel(now: number): void {
		if (!this.#transaction || this.#abandonAt !== Number.POSITIVE_INFINITY) return;
		this.#stack.transactions.cancel(this.#transaction, this, now);
		this.#abandonAt = now + TRANSACTION_TIMEOUT;
	}

	/** A 2xx: the first one makes the session; those of other phones behind the same INVITE, or too late, are ended. */
	#accepted(response: Response, { request: invite }: InviteClientTransaction, now: number): void {
		const awaited = this.#transaction?.request === invite;
		const dialog = Dialog.fromResponse(invite, response);
		const early = awaited ? this.#settle(now, dialog) : undefined;
		if (!dialog) {
			if (awaited) this.#end("failed", 502);
			return;
		}
		const known = this.#find(dialog.remoteTag);
		if (known) {
			known.acknowledge(invite, now);
			return;
		}
		const wanted = !this.#over && !this.#session;
		if (!wanted && this.#forks.length >= FORK_LIMIT) return;
		const timer = wanted ? this.#timer : new SessionTimer(0);
		const session = early?.session ?? this.#begin(dialog, invite, timer);
		session.confirm(invite, response, now);
		if (wanted) {
			this.#session = session;
			// What was agreed while it rang need not be said again (RFC 3262 §5).
			const body = response.body || (early?.answer ?? "");
			this.#stack.outbox.push({ type: "answered", call: this.id, body });
		} else {
			this.#forks.push(session);
			session.dismiss(now);
		}
	}

	#begin(dialog: Dialog, { body: description }: Request, timer: SessionTimer): Session {
		const { id: call } = this;
		const authentication = this.#authentication;
		const stack = this.#stack;
		return new Session({ call, dialog, stack, authentication, caller: true, timer, description });
	}

	#find(remoteTag: string): Session | undefined {
		if (this.#session?.dialog.remoteTag === remoteTag) return this.#session;
		return this.#forks.find(({ dialog }) => dialog.remoteTag === remoteTag);
	}

	#refused(response: Response, now: number): void {
		const { status } = response;
		if (status === 401 || status === 407) {
			const verdict = this.#authentication.challenge(response);
			if (verdict === "retry") this.#locate(now);
			else this.#end(verdict === "refused" ? "wrong password" : "failed", status);
		} else if (status === 422 && this.#timer.raise(response)) this.#locate(now);
		else if (status < 400) this.#redirect(response, now);
		else this.#end(endCause(status), status);
	}

	/** Follows a redirection once. */
	#redirect(response: Response, now: number): void {
		const target = this.#redirected ? undefined : redirection(response, this.#target, this.#account);
		if (!target) {
			this.#end("failed", response.status);
			return;
		}
		this.#redirected = true;
		this.#target = target;
		this.#authentication.begin();
		this.#locate(now);
	}

	/** The INVITE has its final response, or will have none; returns what it was to who sent a 2xx. */
	#settle(now: number, answered?: Dialog): EarlyDialog | undefined {
		const early = this.#early?.settle(answered, now);
		this.#early = undefined;
		this.#transaction = undefined;
		this.#abandonAt = Number.POSITIVE_INFINITY;
		return early;
	}

	#end(cause: EndCause, status: number): void {
		if (this.#over) return;
		this.#over = true;
		this.#stack.outbox.push({ type: "ended", call: this.id, cause, status });
	}
}
