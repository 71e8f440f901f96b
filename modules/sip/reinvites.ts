import { Acceptance } from "./acceptance.ts";
import type { InviteClientTransaction } from "./client-transaction.ts";
import type { DialogClient } from "./dialog-client.ts";
import { glarePause } from "./glare.ts";
import { addTag, type Request, type Response, sequenceOf } from "./message.ts";
import { describeBody } from "./payload.ts";
import { agreement, reply } from "./reply.ts";
import type { ServerTransaction } from "./server-transaction.ts";
import type { SessionTimer } from "./session-timer.ts";
import type { Stack } from "./stack.ts";
import { TRANSACTION_TIMEOUT } from "./timers.ts";

export interface ReinvitesOptions {
	readonly call: number;
	/** Whether we placed the call: decides who waits longer after glare. */
	readonly caller: boolean;
	readonly client: DialogClient;
	readonly timer: SessionTimer;
	/** Our description that holds, "" before there is one. */
	readonly description: string;
	readonly stack: Stack;
}

/** Offers and answers within a dialog: by INVITE both ways (RFC 3261 §13.3.1.4, §14), by UPDATE from the peer (RFC 3311). */
export class Reinvites {
	#call: number;
	#caller: boolean;
	#client: DialogClient;
	#timer: SessionTimer;
	/** Our description that holds: a refresh repeats it as it is (RFC 4028 §7.4). */
	#description: string;
	#stack: Stack;
	#closed = false;
	/** Our 2xx that waits for its ACK. */
	#acceptance: Acceptance | undefined;
	/** The peer's re-INVITE or UPDATE that waits for `agree`. */
	#proposal: ServerTransaction | undefined;
	/** Our re-INVITE under way, from its look-up to its final response. */
	#offered: Request | undefined;
	/** Its transaction once a 1xx has stopped Timer B, and when it is given up all the same: no human has to answer it. */
	#proceeding: InviteClientTransaction | undefined;
	#giveUpAt = Number.POSITIVE_INFINITY;
	/** Our offer that waits for another re-INVITE to end. */
	#postponed: { readonly body: string; readonly at: number } | undefined;

	constructor({ call, caller, client, timer, description, stack }: ReinvitesOptions) {
		this.#call = call;
		this.#caller = caller;
		this.#client = client;
		this.#timer = timer;
		this.#description = description;
		this.#stack = stack;
	}

	get deadline(): number {
		return Math.min(
			this.#acceptance?.deadline ?? Number.POSITIVE_INFINITY,
			this.#postponed?.at ?? Number.POSITIVE_INFINITY,
			this.#giveUpAt,
		);
	}

	/** Whether no INVITE is under way, neither of ours nor of the peer. */
	get idle(): boolean {
		return !this.#offered && !this.#proposal && !this.#acceptance;
	}

	/** Whether a 2xx of ours still waits for its ACK. */
	get unconfirmed(): boolean {
		return this.#acceptance !== undefined;
	}

	/** Repeats and retries what is due; true when the peer does not respond any more. */
	expire(now: number): boolean {
		if (this.#acceptance && now >= this.#acceptance.deadline && this.#acceptance.expire(now)) {
			this.#acceptance = undefined;
			return true;
		}
		if (now >= this.#giveUpAt) {
			this.#proceeding?.abandon(now);
			this.lose();
			return true;
		}
		if (this.#postponed && now >= this.#postponed.at) {
			const { body } = this.#postponed;
			this.#postponed = undefined;
			this.offer(body, now);
		}
		return false;
	}

	/** The call is over: nothing is proposed any more, and what waits for us is refused. */
	close(now: number): void {
		this.#closed = true;
		this.#postponed = undefined;
		if (this.#proposal) this.canceled(this.#proposal, now);
	}

	/** The peer has ended the dialog: no ACK will come. */
	abandon(): void {
		this.#acceptance = undefined;
	}

	/** Sends our 2xx with `body` and repeats it until it is acknowledged. */
	accept(transaction: ServerTransaction, body: string, now: number): void {
		const { request } = transaction;
		const answer = agreement(transaction, body, this.#stack);
		addTag(answer, this.#client.dialog.localTag);
		this.#timer.answer(request, answer.headers, now);
		if (body !== "") this.#description = body;
		if (request.method === "UPDATE") transaction.respond(answer, now);
		else this.#acceptance = new Acceptance(transaction, answer, this.#stack.outbox, now);
	}

	/** The answer that an ACK brings to our 2xx, "" when it needs none; `undefined` when it acknowledges nothing. */
	confirm(acknowledgement: Request): string | undefined {
		const acceptance = this.#acceptance;
		if (acceptance?.sequence !== sequenceOf(acknowledgement)) return undefined;
		this.#acceptance = undefined;
		return acceptance.offering ? acknowledgement.body : "";
	}

	/** Who sends a re-INVITE has our 2xx, though its ACK be lost or late (RFC 5407 §3.1.4). True when it stands for one. */
	imply(): boolean {
		if (this.#acceptance?.offering !== false) return false;
		this.#acceptance = undefined;
		return true;
	}

	/** Takes the peer's re-INVITE or UPDATE. */
	receiveRequest(request: Request, transaction: ServerTransaction, now: number): void {
		const update = request.method === "UPDATE";
		const plain = update && request.body === "";
		// An UPDATE does not mind a missing ACK, unless that is to bring an answer (RFC 3311 §5.2).
		const unconfirmed = update ? this.#acceptance?.offering : this.#acceptance;
		if (this.#closed) {
			this.#refuse(transaction, 481, now);
		} else if (!plain && (this.#offered || unconfirmed)) {
			this.#refuse(transaction, 491, now);
		} else if (this.#proposal) {
			this.#refuse(transaction, 500, now);
		} else if (plain) {
			this.#client.dialog.refresh(request);
			this.accept(transaction, "", now);
		} else {
			this.#client.dialog.refresh(request);
			this.#proposal = transaction;
			this.#stack.outbox.push({ type: "renegotiate", call: this.#call, body: request.body });
		}
	}

	/** The peer withdrew a re-INVITE (RFC 3261 §9.2). */
	canceled(invite: ServerTransaction, now: number): void {
		if (this.#proposal !== invite) return;
		this.#proposal = undefined;
		this.#refuse(invite, 487, now);
	}

	/** Replies to a proposal: with a body, or without one to refuse and keep all as it was. */
	agree(body: string | undefined, now: number): void {
		const transaction = this.#proposal;
		if (!transaction) return;
		this.#proposal = undefined;
		if (body === undefined) this.#refuse(transaction, 488, now);
		else this.accept(transaction, body, now);
	}

	/** Proposes a change, now or when the one under way is through. */
	offer(body: string, now: number): void {
		if (this.#closed) return;
		if (!this.idle) {
			this.#postpone(body, now);
			return;
		}
		const message = this.#client.request("INVITE", body);
		describeBody(message.headers, body);
		this.#timer.ask(message.headers);
		this.#offered = message;
		this.#client.send(message, now);
	}

	/** Repeats our description in a re-INVITE that refreshes the session; false while another one is under way. */
	refresh(now: number): boolean {
		if (!this.idle || this.#postponed) return false;
		this.offer(this.#description, now);
		return true;
	}

	/** Takes the response to a re-INVITE of ours; true when the peer does not know the dialog any more. */
	receive(answer: Response, transaction: InviteClientTransaction, now: number): boolean {
		const { request } = transaction;
		const { status } = answer;
		if (status < 200) {
			this.#proceeding = transaction;
			this.#giveUpAt = Math.min(this.#giveUpAt, now + TRANSACTION_TIMEOUT);
			return false;
		}
		if (status < 300) {
			const awaited = request === this.#offered;
			if (awaited) this.#agreed(answer, request, now);
			this.#client.acknowledge(request, now);
			if (awaited) this.#conclude(status, answer.body, now);
			return false;
		}
		this.#giveUpAt = Number.POSITIVE_INFINITY;
		if (!this.#closed && this.#client.retry(answer, transaction, this.#timer, now)) return false;
		if (status === 491) {
			this.lose();
			this.#postpone(request.body, now);
			return false;
		}
		if (isGone(status)) {
			this.lose();
			return true;
		}
		this.#timer.postpone(now);
		this.#conclude(status, "", now);
		return false;
	}

	/** Our re-INVITE could not be sent. */
	unsent(now: number): void {
		this.#timer.postpone(now);
		this.#conclude(503, "", now);
	}

	/** Our re-INVITE is not under way any more. */
	lose(): void {
		this.#offered = undefined;
		this.#proceeding = undefined;
		this.#giveUpAt = Number.POSITIVE_INFINITY;
	}

	#agreed(answer: Response, { body }: Request, now: number): void {
		this.#client.dialog.refresh(answer);
		if (!this.#closed) this.#timer.agree(answer, now);
		this.#description = body;
	}

	/** Our re-INVITE is through. One that was asked for meanwhile follows; it makes the refusal of this one no news. */
	#conclude(status: number, body: string, now: number): void {
		this.lose();
		if (this.#closed) return;
		const next = this.#postponed?.body;
		this.#postponed = undefined;
		if (next === undefined || status < 300)
			this.#stack.outbox.push({ type: "renegotiated", call: this.#call, status, body });
		if (next !== undefined) this.offer(next, now);
	}

	#refuse(transaction: ServerTransaction, status: number, now: number): void {
		transaction.respond(reply(transaction.request, status, this.#stack), now);
	}

	#postpone(body: string, now: number): void {
		if (this.#closed) return;
		this.#postponed = { body, at: now + glarePause(this.#caller, this.#stack.random()) };
	}
}

/** Whether a status says that the peer no longer knows the dialog (RFC 3261 §12.2.1.2). */
export function isGone(status: number): boolean {
	return status === 408 || status === 481;
}
