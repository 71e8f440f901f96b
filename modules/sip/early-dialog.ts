import { Dialog } from "./dialog.ts";
import { type Request, type Response, sequenceOf, toTag } from "./message.ts";
import { lists, RELIABLE } from "./option-tags.ts";
import { agreement, reply } from "./reply.ts";
import type { RequestReceiver } from "./request-receiver.ts";
import type { ServerTransaction } from "./server-transaction.ts";
import type { Session } from "./session.ts";
import type { Stack } from "./stack.ts";

/** Phones behind one INVITE whose provisional responses are acknowledged; those of further ones are not. */
export const EARLY_LIMIT = 4;
/** RSeq begins below (RFC 3262 §3), and does not come so far by counting on. */
const SEQUENCE_LIMIT = 0x1_0000_0000;

/** A session before the answer to our INVITE: made by provisional responses that want PRACK (RFC 3262 §4). */
export class EarlyDialog implements RequestReceiver {
	readonly session: Session;
	/** The answer to our offer, where the 2xx may leave it out; "" before it came, and once an UPDATE has replaced it. */
	answer = "";
	#answered = false;
	#sequence = 0;
	#stack: Stack;

	constructor(session: Session, stack: Stack) {
		this.session = session;
		this.#stack = stack;
	}

	/** Acknowledges a reliable response to `invite`; false for a copy of one and for one that came before its turn. */
	receive(response: Response, sequence: number, invite: Request, now: number): boolean {
		if (this.#sequence > 0 && sequence !== this.#sequence + 1) return false;
		this.#sequence = sequence;
		if (response.body !== "" && !this.#answered) {
			this.answer = response.body;
			this.#answered = true;
		}
		this.session.acknowledgeProvisional(`${sequence} ${sequenceOf(invite)} INVITE`, now);
		return true;
	}

	/** Takes a request of the phone that rings. Our offer is open until it has an answer (RFC 3311 §5.2). */
	receiveRequest(request: Request, transaction: ServerTransaction, now: number): void {
		const settled = this.#answered || request.body === "";
		if (settled && request.method === "UPDATE") this.session.receiveRequest(request, transaction, now);
		else respondEarly(transaction, 491, this.#stack, now);
	}

	/** Passes over an ACK: there is no INVITE that it could be for. */
	receiveAcknowledgement(): void {}

	/** Replies to the offer of an UPDATE: with a body, or without one to refuse. */
	agree(body: string | undefined, now: number): void {
		if (body !== undefined) this.answer = "";
		this.session.agree(body, now);
	}
}

/** The dialogs that provisional responses to one INVITE have made, one for each phone behind it. */
export class EarlyDialogs implements RequestReceiver {
	#dialogs: EarlyDialog[] = [];
	#begin: (dialog: Dialog, invite: Request) => Session;
	#stack: Stack;

	constructor(begin: (dialog: Dialog, invite: Request) => Session, stack: Stack) {
		this.#begin = begin;
		this.#stack = stack;
	}

	/** Acknowledges a reliable response; false when it is a copy, or came before its turn. */
	receive(response: Response, sequence: number, invite: Request, now: number): boolean {
		const tag = toTag(response);
		let early = this.#dialogs.find(({ session }) => session.dialog.remoteTag === tag);
		if (!early) {
			const dialog = tag === undefined ? undefined : Dialog.fromResponse(invite, response);
			if (!dialog || this.#dialogs.length >= EARLY_LIMIT) return true;
			early = new EarlyDialog(this.#begin(dialog, invite), this.#stack);
			this.#dialogs.push(early);
		}
		return early.receive(response, sequence, invite, now);
	}

	/** Whether one of the phones has this address. */
	involve(address: string): boolean {
		return this.#dialogs.some(({ session }) => session.involves(address));
	}

	/** The receiver of a request from the phone with this tag. */
	find(remoteTag: string): RequestReceiver {
		return this.#dialogs.find(({ session }) => session.dialog.remoteTag === remoteTag) ?? this;
	}

	/** Takes a request of a phone that rings and wants no PRACK. */
	receiveRequest(_request: Request, transaction: ServerTransaction, now: number): void {
		respondEarly(transaction, 491, this.#stack, now);
	}

	/** Passes over an ACK. */
	receiveAcknowledgement(): void {}

	/** Replies to the offer of an UPDATE. */
	agree(body: string | undefined, now: number): void {
		for (const early of this.#dialogs) early.agree(body, now);
	}

	/** The INVITE has its final response: the dialog of who answered goes on, and is returned; all others come to nothing. */
	settle(answered: Dialog | undefined, now: number): EarlyDialog | undefined {
		let confirmed: EarlyDialog | undefined;
		for (const early of this.#dialogs) {
			const { dialog } = early.session;
			if (answered && dialog.remoteTag === answered.remoteTag) {
				dialog.confirm(answered);
				confirmed = early;
			} else {
				early.session.abandon(now);
			}
		}
		return confirmed;
	}
}

/** The number in RSeq of a provisional response that wants PRACK; `undefined` for another one. */
export function reliableSequence({ headers }: Response): number | undefined {
	const sequence = Number(headers.get("RSeq"));
	const valid = Number.isInteger(sequence) && sequence > 0 && sequence < SEQUENCE_LIMIT;
	return valid && lists(headers, "Require", RELIABLE) ? sequence : undefined;
}

/**
 * Answers a request inside a dialog whose INVITE is not answered: nothing can be changed and no key counts before that
 * (RFC 3261 §14.2). An UPDATE without an offer is taken, with one it gets `pending`: 491 where the open offer is ours,
 * 500 where it is the peer's (RFC 3311 §5.2).
 */
export function respondEarly(transaction: ServerTransaction, pending: 491 | 500, stack: Stack, now: number): void {
	const { request } = transaction;
	if (request.method !== "UPDATE") transaction.respond(reply(request, 500, stack), now);
	else if (request.body !== "") transaction.respond(reply(request, pending, stack), now);
	else transaction.respond(agreement(transaction, "", stack), now);
}
