import type { Authentication } from "./authentication.ts";
import { type ClientTransaction, InviteClientTransaction } from "./client-transaction.ts";
import type { Dialog } from "./dialog.ts";
import { DialogClient, type DialogUser } from "./dialog-client.ts";
import type { EndCause } from "./end-cause.ts";
import { parseInfoDigit } from "./info-digit.ts";
import type { Request, Response } from "./message.ts";
import { isGone, Reinvites } from "./reinvites.ts";
import { reply } from "./reply.ts";
import type { ServerTransaction } from "./server-transaction.ts";
import type { Stack } from "./stack.ts";

export interface SessionOptions {
	readonly call: number;
	readonly dialog: Dialog;
	readonly stack: Stack;
	readonly authentication: Authentication;
	/** Whether we placed the call. */
	readonly caller: boolean;
}

/** An answered call: its changes, keys and end, in both directions (RFC 3261 §12.2, §14, §15; RFC 6086). */
export class Session implements DialogUser {
	readonly dialog: Dialog;
	#call: number;
	#stack: Stack;
	#client: DialogClient;
	#invites: Reinvites;
	#ended = false;
	/** BYE that waits for the ACK of our 2xx (RFC 3261 §15). */
	#byeWanted = false;
	/** BYE and INFO requests under way, from their look-up to their final response. */
	#requests = 0;

	constructor({ call, dialog, stack, authentication, caller }: SessionOptions) {
		this.#call = call;
		this.dialog = dialog;
		this.#stack = stack;
		this.#client = new DialogClient(dialog, authentication, this, stack);
		this.#invites = new Reinvites({ call, caller, client: this.#client, stack });
	}

	get deadline(): number {
		return this.#invites.deadline;
	}

	/** Whether nothing is left to do, so that the call can be forgotten. */
	get finished(): boolean {
		return this.#ended && this.#invites.idle && this.#requests === 0;
	}

	expire(now: number): void {
		if (this.#invites.expire(now)) this.#gone(408, now);
	}

	/** Sends our 2xx with `body` and repeats it until it is acknowledged. */
	accept(transaction: ServerTransaction, body: string, now: number): void {
		this.#invites.accept(transaction, body, now);
	}

	/** Acknowledges the 2xx to the INVITE that made this session; a copy of it draws the same ACK. */
	acknowledge(invite: Request, now: number): void {
		this.#client.acknowledge(invite, now);
	}

	/** Takes a request of this dialog. */
	receiveRequest(request: Request, transaction: ServerTransaction, now: number): void {
		if (!this.dialog.advance(request)) {
			this.#respond(transaction, 500, now);
			return;
		}
		switch (request.method) {
			case "BYE":
				this.#invites.close(now);
				this.#invites.abandon();
				this.#respond(transaction, 200, now);
				this.#end("remote", 0);
				return;
			case "INVITE":
				if (this.#invites.imply()) this.#confirmed("", now);
				this.#invites.receiveRequest(request, transaction, now);
				return;
			case "INFO":
				this.#respond(transaction, this.#ended ? 481 : 200, now);
				this.#informed(request);
				return;
			default:
				this.#respond(transaction, 405, now);
		}
	}

	receiveAcknowledgement(request: Request, now: number): void {
		const body = this.#invites.confirm(request);
		if (body !== undefined) this.#confirmed(body, now);
	}

	/** The peer withdrew a re-INVITE. */
	canceled(invite: ServerTransaction, now: number): void {
		this.#invites.canceled(invite, now);
	}

	/** Replies to a `renegotiate` output: with a body, or without one to refuse and keep all as it was. */
	agree(body: string | undefined, now: number): void {
		this.#invites.agree(body, now);
	}

	/** Changes the session by re-INVITE: `renegotiated` tells how it went. */
	offer(body: string, now: number): void {
		this.#invites.offer(body, now);
	}

	/** Sends INFO with a body, for the keys of the simulator's phones. */
	inform(contentType: string, body: string, now: number): void {
		if (this.#ended) return;
		const message = this.#client.request("INFO", body);
		message.headers.add("Content-Type", contentType);
		this.#requests += 1;
		this.#client.send(message, now);
	}

	/** Ends the call: BYE at once, or after the ACK that is still to come. */
	hangUp(now: number): void {
		if (this.#ended) return;
		this.#end("local", 0);
		this.#invites.close(now);
		if (this.#invites.unconfirmed) this.#byeWanted = true;
		else this.#bye(now);
	}

	/** Ends a session that nobody wants, unheard. */
	dismiss(now: number): void {
		this.#ended = true;
		this.#invites.close(now);
		this.#bye(now);
	}

	receive(answer: Response, transaction: ClientTransaction, now: number): void {
		const { status } = answer;
		if (transaction instanceof InviteClientTransaction) {
			if (this.#invites.receive(answer, transaction, now)) this.#gone(status, now);
			return;
		}
		if (status < 200 || this.#client.retry(answer, transaction.request, now)) return;
		this.#requests -= 1;
		if (isGone(status)) this.#gone(status, now);
	}

	timeout({ request }: ClientTransaction, now: number): void {
		if (request.method === "INVITE") this.#invites.lose();
		else this.#requests -= 1;
		this.#gone(408, now);
	}

	unsent({ method }: Request): void {
		if (method === "INVITE") this.#invites.unsent();
		else this.#requests -= 1;
	}

	#confirmed(body: string, now: number): void {
		if (this.#byeWanted) this.#bye(now);
		else if (!this.#ended) this.#stack.outbox.push({ type: "confirmed", call: this.#call, body });
	}

	/** The peer does not know the dialog, or cannot be reached. It may still believe in the call, so that is ended properly. */
	#gone(status: number, now: number): void {
		if (this.#ended && !this.#byeWanted) return;
		this.#end(status === 408 ? "no answer" : "remote", status);
		this.#invites.close(now);
		this.#bye(now);
	}

	#informed(request: Request): void {
		const digit = parseInfoDigit(request.headers.get("Content-Type") ?? "", request.body);
		if (digit !== undefined && !this.#ended) this.#stack.outbox.push({ type: "digit", call: this.#call, digit });
	}

	#bye(now: number): void {
		this.#byeWanted = false;
		this.#requests += 1;
		this.#client.send(this.#client.request("BYE"), now);
	}

	#respond(transaction: ServerTransaction, status: number, now: number): void {
		transaction.respond(reply(transaction.request, status, this.#stack), now);
	}

	#end(cause: EndCause, status: number): void {
		if (this.#ended) return;
		this.#ended = true;
		this.#stack.outbox.push({ type: "ended", call: this.#call, cause, status });
	}
}
