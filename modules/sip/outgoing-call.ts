import { type Account, nextHop, routeOf } from "./account.ts";
import type { Address } from "./address.ts";
import type { Authentication } from "./authentication.ts";
import { type ClientTransaction, InviteClientTransaction } from "./client-transaction.ts";
import { Dialog } from "./dialog.ts";
import { type EndCause, endCause } from "./end-cause.ts";
import { Headers } from "./headers.ts";
import { type Request, type Response, request } from "./message.ts";
import { formatNameAddress } from "./name-address.ts";
import { describeBody } from "./payload.ts";
import { redirection } from "./redirect.ts";
import { Session } from "./session.ts";
import type { Stack } from "./stack.ts";
import { TRANSACTION_TIMEOUT } from "./timers.ts";
import { escapeUser, type Uri } from "./uri.ts";

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

	/** The session of this call that a request with these identifiers belongs to. */
	find(callId: string, localTag: string, remoteTag: string): Session | undefined {
		if (callId !== this.#callId) return undefined;
		if (this.#session?.dialog.matches(callId, localTag, remoteTag)) return this.#session;
		return this.#forks.find((fork) => fork.dialog.matches(callId, localTag, remoteTag));
	}

	expire(now: number): void {
		if (now >= this.#abandonAt) {
			this.#transaction?.abandon(now);
			this.#settle();
		}
		this.#session?.expire(now);
	}

	receive(response: Response, transaction: ClientTransaction, now: number): void {
		if (!(transaction instanceof InviteClientTransaction)) return;
		const { status } = response;
		if (status >= 200 && status < 300) this.#accepted(response, transaction, now);
		else if (status < 200) this.#provisional(response, now);
		else {
			this.#settle();
			if (!this.#over) this.#refused(response, now);
		}
	}

	timeout(transaction: ClientTransaction, _now: number): void {
		if (transaction !== this.#transaction) return;
		this.#settle();
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

	#compose(contact: string, body: string): Request {
		const { user, displayName, domain } = this.#account;
		const route = routeOf(this.#target, this.#account);
		this.#sequence += 1;
		const headers = new Headers();
		if (route !== undefined) headers.add("Route", route);
		headers.add("Max-Forwards", "70");
		headers.add(
			"From",
			formatNameAddress(displayName, domain === "" ? ownUri(contact) : `sip:${escapeUser(user)}@${domain}`, this.#tag),
		);
		headers.add("To", this.#to);
		headers.add("Call-ID", this.#callId);
		headers.add("CSeq", `${this.#sequence} INVITE`);
		headers.add("Contact", contact);
		headers.add("User-Agent", this.#stack.product);
		describeBody(headers, body);
		return request("INVITE", this.#target.toString(), headers, body);
	}

	#provisional(response: Response, now: number): void {
		if (this.#canceling) {
			this.#cancel(now);
		} else if (response.status > 100 && !this.#over) {
			const { status, body } = response;
			this.#stack.outbox.push({ type: "progress", call: this.id, status, body });
		}
	}

	#cancel(now: number): void {
		if (!this.#transaction || this.#abandonAt !== Number.POSITIVE_INFINITY) return;
		this.#stack.transactions.cancel(this.#transaction, this, now);
		this.#abandonAt = now + TRANSACTION_TIMEOUT;
	}

	/** A 2xx: the first one makes the session; those of other phones behind the same INVITE, or too late, are ended. */
	#accepted(response: Response, transaction: InviteClientTransaction, now: number): void {
		const awaited = transaction === this.#transaction;
		if (awaited) this.#settle();
		const dialog = Dialog.fromResponse(transaction.request, response);
		if (!dialog) {
			if (awaited) this.#end("failed", 502);
			return;
		}
		const known = this.find(dialog.callId, dialog.localTag, dialog.remoteTag);
		if (known) {
			known.acknowledge(transaction.request, now);
			return;
		}
		const wanted = !this.#over && !this.#session;
		if (!wanted && this.#forks.length >= FORK_LIMIT) return;
		const session = new Session({
			call: this.id,
			dialog,
			stack: this.#stack,
			authentication: this.#authentication,
			caller: true,
		});
		session.acknowledge(transaction.request, now);
		if (wanted) {
			this.#session = session;
			this.#stack.outbox.push({ type: "answered", call: this.id, body: response.body });
		} else {
			this.#forks.push(session);
			session.dismiss(now);
		}
	}

	#refused(response: Response, now: number): void {
		const { status } = response;
		if (status === 401 || status === 407) {
			const verdict = this.#authentication.challenge(response);
			if (verdict === "retry") this.#locate(now);
			else this.#end(verdict === "refused" ? "wrong password" : "failed", status);
		} else if (status < 400) this.#redirect(response, now);
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

	/** The INVITE has its final response, or will have none. */
	#settle(): void {
		this.#transaction = undefined;
		this.#abandonAt = Number.POSITIVE_INFINITY;
	}

	#end(cause: EndCause, status: number): void {
		if (this.#over) return;
		this.#over = true;
		this.#stack.outbox.push({ type: "ended", call: this.id, cause, status });
	}
}

/** Our address without a server: the one of our Contact. */
function ownUri(contact: string): string {
	return contact.slice(1, -1);
}
