import { type ClientTransaction, InviteClientTransaction } from "./client-transaction.ts";
import { Dialog } from "./dialog.ts";
import { type EarlyDialog, EarlyDialogs, reliableSequence } from "./early-dialog.ts";
import type { EndCause } from "./end-cause.ts";
import type { Describe, Invitation } from "./invitation.ts";
import { Leftovers } from "./leftovers.ts";
import { type Destination, SILENCE } from "./locator.ts";
import type { Request, Response } from "./message.ts";
import type { Worker } from "./outbox.ts";
import type { RequestReceiver } from "./request-receiver.ts";
import { Session } from "./session.ts";
import { SessionTimer } from "./session-timer.ts";
import type { Stack } from "./stack.ts";
import { TRANSACTION_TIMEOUT } from "./timers.ts";

/**
 * An INVITE of ours until it is answered or over, and the session after that (RFC 3261 §13.2, §9.1).
 *
 *     locating ──▶ calling ──1xx──▶ calling ──2xx──▶ answered (a Session)
 *                     └──3xx, 4xx, 5xx, 6xx, Timer B, cancel──▶ over
 *
 * A destination that says nothing at all, or 503, is given up for the next one, if there is one (RFC 3263 §4.3).
 *
 * For its user a cancelled call is over at once. Behind that it goes on: CANCEL waits for a provisional response, and
 * a 2xx that crosses it is acknowledged and ended by BYE.
 */
export class OutgoingCall implements Worker {
	readonly id: number;
	#stack: Stack;
	#invitation: Invitation;
	#describe: Describe;
	/** Whether the INVITE is still to be sent. */
	#waiting = false;
	/** Where it goes to. */
	#destination: Destination | undefined;
	#canceling = false;
	#over = false;
	#transaction: InviteClientTransaction | undefined;
	/** When a destination that is silent is given up, or an INVITE that drew no final response after CANCEL. */
	#giveUpAt = Number.POSITIVE_INFINITY;
	#session: Session | undefined;
	/** Dialogs of phones that ring and want PRACK, or send a request; made when there is one. */
	#early: EarlyDialogs | undefined;
	/** Made when there is something left over. */
	#leftovers: Leftovers | undefined;

	constructor(id: number, invitation: Invitation, describe: Describe, stack: Stack) {
		this.id = id;
		this.#invitation = invitation;
		this.#describe = describe;
		this.#stack = stack;
	}

	/** The session once answered. */
	get session(): Session | undefined {
		return this.#session;
	}

	get deadline(): number {
		return Math.min(this.#giveUpAt, this.#session?.deadline ?? Number.POSITIVE_INFINITY);
	}

	get finished(): boolean {
		const settled = this.#session?.finished ?? this.#over;
		return settled && !this.#waiting && !this.#transaction && (this.#leftovers?.finished ?? true);
	}

	/** Finds the way to the target and sends the INVITE. */
	start(now: number): void {
		const invitation = this.#invitation;
		if (invitation.locate(now)) {
			this.#invite(invitation.next(), now);
			return;
		}
		this.#waiting = true;
		invitation.await(now, (then) => this.#invite(invitation.next(), then));
	}

	/** Stops ringing, or ends the answered call. */
	hangUp(now: number): void {
		if (this.#session) {
			this.#session.hangUp(now);
			return;
		}
		if (this.#over) return;
		this.#canceling = true;
		this.#giveUpAt = Number.POSITIVE_INFINITY;
		this.#end("local", 0);
		if (this.#transaction?.proceeding) this.#cancel(now);
	}

	/** Whether somebody at this address is called. */
	calls(address: string): boolean {
		return this.#invitation.leadsTo(address);
	}

	/** Whether requests of the call may come from this address. */
	involves(address: string): boolean {
		return this.calls(address) || (this.#session?.involves(address) ?? this.#early?.involve(address) ?? false);
	}

	/** The receiver of a request with these identifiers: a session or, while the phone rings, a dialog to be. */
	find(callId: string, localTag: string, remoteTag: string): RequestReceiver | undefined {
		if (callId !== this.#invitation.callId || localTag !== this.#invitation.tag) return undefined;
		const session = this.#find(remoteTag);
		return session || !this.#transaction?.proceeding || remoteTag === "" ? session : this.#rings.find(remoteTag);
	}

	/** Replies to a `renegotiate` output. */
	agree(body: string | undefined, now: number): void {
		if (this.#session) this.#session.agree(body, now);
		else this.#early?.agree(body, now);
	}

	expire(now: number): void {
		if (now >= this.#giveUpAt) this.#giveUp(now);
		this.#session?.expire(now);
	}

	receive(response: Response, transaction: ClientTransaction, now: number): void {
		if (!(transaction instanceof InviteClientTransaction)) return;
		const { status } = response;
		if (status >= 200 && status < 300) this.#accepted(response, transaction, now);
		else if (transaction !== this.#transaction) {
			// Rings at a destination that was given up.
			if (status < 200) this.#stack.transactions.cancel(transaction, this, now);
		} else if (status < 200) this.#provisional(response, transaction.request, now);
		else {
			this.#settle(now);
			if (!this.#over) this.#refused(response, transaction.destination, now);
		}
	}

	timeout(transaction: ClientTransaction, now: number): void {
		if (transaction !== this.#transaction) return;
		this.#settle(now);
		this.#end("no answer", 408);
	}

	#invite(destination: Destination | undefined, now: number): void {
		this.#waiting = true;
		this.#destination = destination;
		this.#stack.outbox.defer(this, now);
	}

	/** For the outbox: sends the INVITE. */
	work(now: number): void {
		this.#waiting = false;
		if (this.#over) return;
		const destination = this.#destination;
		if (!destination) {
			this.#end("unreachable", 0);
			return;
		}
		const contact = this.#stack.contact(destination.address);
		const body = contact && this.#describe(destination.address);
		const message = contact && body && this.#invitation.compose(destination, contact, body);
		const transaction = message && this.#stack.transactions.request(message, destination, this, now);
		if (!(transaction instanceof InviteClientTransaction)) {
			this.#invite(this.#invitation.next(), now);
			return;
		}
		this.#transaction = transaction;
		this.#giveUpAt = this.#invitation.hasOthers ? now + SILENCE : Number.POSITIVE_INFINITY;
	}

	/** Time is over for the INVITE that was withdrawn, or for a destination that has said nothing. */
	#giveUp(now: number): void {
		const transaction = this.#transaction!;
		if (this.#canceling) {
			transaction.abandon(now);
			this.#settle(now);
			return;
		}
		this.#leftovers ??= new Leftovers();
		this.#leftovers.forsake(transaction);
		this.#settle(now);
		this.#stack.registration?.doubt(transaction.destination, now);
		this.#invite(this.#invitation.next(), now);
	}

	#provisional(response: Response, invite: Request, now: number): void {
		const { status, body } = response;
		const sequence = reliableSequence(response);
		if (this.#canceling) {
			this.#cancel(now);
			return;
		}
		this.#giveUpAt = Number.POSITIVE_INFINITY;
		if (status === 100 || this.#over) return;
		// A copy, or one that came before its turn, says nothing.
		if (sequence === undefined || this.#rings.receive(response, sequence, invite, now))
			this.#stack.outbox.push({ type: "progress", call: this.id, status, body });
	}

	get #rings(): EarlyDialogs {
		const { timer } = this.#invitation;
		this.#early ??= new EarlyDialogs((dialog, invite) => this.#begin(dialog, invite, timer), this.#stack);
		return this.#early;
	}

	#cancel(now: number): void {
		if (!this.#transaction || this.#giveUpAt !== Number.POSITIVE_INFINITY) return;
		this.#stack.transactions.cancel(this.#transaction, this, now);
		this.#giveUpAt = now + TRANSACTION_TIMEOUT;
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
		const wanted = awaited && !this.#over;
		if (!wanted && this.#leftovers?.full) return;
		const timer = wanted ? this.#invitation.timer : new SessionTimer(0);
		const session = early?.session ?? this.#begin(dialog, invite, timer);
		session.confirm(invite, response, now);
		if (wanted) {
			this.#session = session;
			// What was agreed while it rang need not be said again (RFC 3262 §5).
			const body = response.body || (early?.answer ?? "");
			this.#stack.outbox.push({ type: "answered", call: this.id, body });
		} else {
			this.#leftovers ??= new Leftovers();
			this.#leftovers.dismiss(session, now);
		}
	}

	#begin(dialog: Dialog, { body: description }: Request, timer: SessionTimer): Session {
		const { id: call } = this;
		const { authentication } = this.#invitation;
		const stack = this.#stack;
		return new Session({ call, dialog, stack, authentication, caller: true, timer, description });
	}

	#find(remoteTag: string): Session | undefined {
		return this.#session?.dialog.remoteTag === remoteTag ? this.#session : this.#leftovers?.find(remoteTag);
	}

	#refused(response: Response, destination: Destination, now: number): void {
		const { status } = response;
		const reaction = this.#invitation.reconsider(response, destination);
		if (reaction === "repeat") this.#invite(destination, now);
		else if (reaction === "next") this.#invite(this.#invitation.next(), now);
		else if (reaction === "locate") this.start(now);
		else this.#end(reaction, status);
	}

	/** The INVITE has its final response, or will have none; returns what it was to who sent a 2xx. */
	#settle(now: number, answered?: Dialog): EarlyDialog | undefined {
		const early = this.#early?.settle(answered, now);
		this.#early = undefined;
		this.#transaction = undefined;
		this.#giveUpAt = Number.POSITIVE_INFINITY;
		return early;
	}

	#end(cause: EndCause, status: number): void {
		if (this.#over) return;
		this.#over = true;
		this.#stack.outbox.push({ type: "ended", call: this.id, cause, status });
	}
}
