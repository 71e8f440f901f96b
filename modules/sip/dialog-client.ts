import type { Address } from "./address.ts";
import type { Authentication } from "./authentication.ts";
import type { ClientTransaction } from "./client-transaction.ts";
import type { Dialog } from "./dialog.ts";
import { type Request, type Response, sequenceOf } from "./message.ts";
import type { Worker } from "./outbox.ts";
import { isServersAddress } from "./servers.ts";
import type { SessionTimer } from "./session-timer.ts";
import type { Stack } from "./stack.ts";
import type { TransactionUser } from "./transaction-layer.ts";

/** Owner of the requests that are sent in a dialog. */
export interface DialogUser extends TransactionUser {
	/** The request could not be sent: its next hop is unknown, or the network is down. */
	unsent(request: Request, now: number): void;
}

/** Methods whose requests carry a Contact: they refresh the target, or make a subscription (RFC 6665 §4.1.2.1). */
const CONTACTED: readonly string[] = Object.freeze(["INVITE", "UPDATE", "REFER", "NOTIFY"]);

/** Sends the requests of a dialog along its route, with credentials where they are asked for (RFC 3261 §12.2.1, §22). */
export class DialogClient implements Worker {
	readonly dialog: Dialog;
	#authentication: Authentication;
	#user: DialogUser;
	#stack: Stack;
	/** Our ACK for the last 2xx, repeated for every copy of it. */
	#acknowledgement: { readonly sequence: number; readonly text: string; readonly to: Address } | undefined;

	/** A request that was refused, to be sent again. */
	#refused: Request | undefined;

	constructor(dialog: Dialog, authentication: Authentication, user: DialogUser, stack: Stack) {
		this.dialog = dialog;
		this.#authentication = authentication;
		this.#user = user;
		this.#stack = stack;
	}

	/** A new request, to be sent next. */
	request(method: string, body = ""): Request {
		const message = this.dialog.request(method, body);
		message.headers.add("User-Agent", this.#stack.product);
		this.#authentication.begin();
		return message;
	}

	/** Sends a request as soon as the address of the next hop is known. */
	send(message: Request, now: number): void {
		const { locator } = this.#stack;
		const hop = this.dialog.nextHop;
		const known = hop && locator.known(hop, now)?.[0];
		if (hop && !known) locator.locate(hop, now, ([to], then) => this.#transmit(message, to, then));
		else this.#transmit(message, known, now);
	}

	/**
	 * Sends a request that `transaction` had refused again, with the credentials or the longer interval that it lacks; false
	 * when that is no use.
	 */
	retry(answer: Response, transaction: ClientTransaction, timer: SessionTimer, now: number): boolean {
		const { status } = answer;
		const { request: refused, destination } = transaction;
		if (status === 401 || status === 407) {
			if (!isServersAddress(destination.address, this.#stack)) return false;
			if (this.#authentication.challenge(answer) !== "retry") return false;
		} else {
			if (status !== 422 || !timer.raise(answer)) return false;
			timer.ask(refused.headers);
		}
		refused.headers.set("CSeq", `${this.dialog.nextSequence()} ${refused.method}`);
		this.#refused = refused;
		this.#stack.outbox.defer(this, now);
		return true;
	}

	/** For the outbox: sends again what was refused. */
	work(now: number): void {
		const refused = this.#refused;
		this.#refused = undefined;
		if (refused) this.send(refused, now);
	}

	/** Acknowledges the 2xx to `invite`; a copy of it draws the same ACK (RFC 3261 §13.2.2.4). */
	acknowledge(invite: Request, now: number): void {
		const { locator, outbox } = this.#stack;
		const last = this.#acknowledgement;
		if (last?.sequence === sequenceOf(invite)) {
			outbox.send(last.text, last.to);
			return;
		}
		const hop = this.dialog.nextHop;
		const known = hop && locator.known(hop, now)?.[0];
		if (known) this.#confirm(invite, known);
		else if (hop) locator.locate(hop, now, ([to]) => to && this.#confirm(invite, to));
	}

	#transmit(message: Request, to: Address | undefined, now: number): void {
		const { transactions } = this.#stack;
		const own = to && CONTACTED.includes(message.method) ? this.#stack.contact(to.address) : undefined;
		if (own) message.headers.set("Contact", own);
		if (to && isServersAddress(to.address, this.#stack)) this.#authentication.authorize(message);
		if (!to || !transactions.request(message, to, this.#user, now)) this.#user.unsent(message, now);
	}

	#confirm(invite: Request, to: Address): void {
		const message = this.dialog.acknowledge(invite);
		if (!isServersAddress(to.address, this.#stack))
			for (const name of ["Authorization", "Proxy-Authorization"]) message.headers.delete(name);
		const text = this.#stack.transactions.transmit(message, to);
		if (text) this.#acknowledgement = { sequence: sequenceOf(invite), text, to };
	}
}
