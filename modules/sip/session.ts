import type { Authentication } from "./authentication.ts";
import { type ClientTransaction, InviteClientTransaction } from "./client-transaction.ts";
import type { Dialog } from "./dialog.ts";
import { DialogClient, type DialogUser } from "./dialog-client.ts";
import type { EndCause } from "./end-cause.ts";
import { parseInfoDigit } from "./info-digit.ts";
import type { Request, Response } from "./message.ts";
import { isGone, Reinvites } from "./reinvites.ts";
import type { ReliableResponse } from "./reliable-response.ts";
import { reply } from "./reply.ts";
import type { ServerTransaction } from "./server-transaction.ts";
import { SessionRefresh } from "./session-refresh.ts";
import type { SessionTimer } from "./session-timer.ts";
import type { Stack } from "./stack.ts";
import { Transfers } from "./transfers.ts";

export interface SessionOptions {
	readonly call: number;
	readonly dialog: Dialog;
	readonly stack: Stack;
	readonly authentication: Authentication;
	/** Whether we placed the call. */
	readonly caller: boolean;
	readonly timer: SessionTimer;
	/** Our offer that the peer has answered; "" while ours is to come. */
	readonly description: string;
	/** Our provisional response whose PRACK may still come. */
	readonly provisional?: ReliableResponse;
}

/** Methods of transfers, whose responses are theirs. */
const REPORTING: readonly string[] = Object.freeze(["REFER", "NOTIFY"]);
/** Methods without which a call goes on, whatever they are answered with. */
const SPARED: readonly string[] = Object.freeze(["PRACK", "NOTIFY"]);

/** An answered call: its changes, refreshes, keys and end, both ways (RFC 3261 §12.2, §14, §15; RFC 4028; RFC 6086). */
export class Session implements DialogUser {
	readonly dialog: Dialog;
	#call: number;
	#stack: Stack;
	#client: DialogClient;
	#invites: Reinvites;
	#timer: SessionTimer;
	#refresh: SessionRefresh;
	#provisional: ReliableResponse | undefined;
	#transfers: Transfers | undefined;
	#ended = false;
	/** BYE that waits for the ACK of our 2xx (RFC 3261 §15). */
	#byeWanted = false;
	/** BYE and INFO requests under way, from their look-up to their final response. */
	#requests = 0;

	constructor(options: SessionOptions) {
		const { call, dialog, stack, authentication, caller, timer, description } = options;
		this.#call = call;
		this.dialog = dialog;
		this.#stack = stack;
		this.#timer = timer;
		this.#provisional = options.provisional;
		this.#client = new DialogClient(dialog, authentication, this, stack);
		this.#invites = new Reinvites({ call, caller, client: this.#client, timer, description, stack });
		this.#refresh = new SessionRefresh(timer, this.#client, this.#invites);
	}

	get deadline(): number {
		const { deadline = Number.POSITIVE_INFINITY } = this.#transfers ?? {};
		return Math.min(this.#invites.deadline, this.#refresh.deadline, deadline);
	}

	/** Its transfers; `undefined` once it has ended. */
	get transfers(): Transfers | undefined {
		if (!this.#ended) this.#transfers ??= new Transfers(this.#call, this.#client, this.#stack);
		return this.#transfers;
	}

	/** Whether the peer, or who stands before it, has this address. */
	involves(address: string): boolean {
		const { nextHop } = this.dialog;
		return nextHop !== undefined && this.#stack.locator.leadsTo(nextHop, address);
	}

	/** Whether nothing is left to do, so that the call can be forgotten. */
	get finished(): boolean {
		return this.#ended && this.#invites.idle && this.#requests === 0;
	}

	expire(now: number): void {
		this.#transfers?.expire(now);
		if (this.#invites.expire(now) || this.#refresh.expire(now)) this.#gone(408, now);
	}

	/** Sends our 2xx with `body` and repeats it until it is acknowledged. */
	accept(transaction: ServerTransaction, body: string, now: number): void {
		this.#refresh.meet(transaction.request);
		this.#invites.accept(transaction, body, now);
	}

	/** Acknowledges a provisional response by PRACK (RFC 3262 §4); `which` is its RAck. */
	acknowledgeProvisional(which: string, now: number): void {
		const message = this.#client.request("PRACK");
		message.headers.add("RAck", which);
		this.#client.send(message, now);
	}

	/** Takes the 2xx to `invite`, the one that made this session, and acknowledges it. */
	confirm(invite: Request, answer: Response, now: number): void {
		this.#refresh.meet(answer);
		this.#timer.agree(answer, now);
		this.#client.acknowledge(invite, now);
	}

	/** Acknowledges a copy of that 2xx, by the same ACK. */
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
				this.#close(now);
				this.#invites.abandon();
				this.#respond(transaction, 200, now);
				this.#end("remote", 0);
				return;
			case "INVITE":
				if (this.#invites.imply()) this.#confirmed("", now);
				this.#invites.receiveRequest(request, transaction, now);
				return;
			case "UPDATE":
				this.#invites.receiveRequest(request, transaction, now);
				return;
			case "PRACK":
				this.#respond(transaction, this.#provisional?.acknowledge(request) ? 200 : 481, now);
				return;
			case "INFO":
				this.#respond(transaction, this.#ended ? 481 : 200, now);
				this.#informed(request);
				return;
			case "REFER":
			case "NOTIFY":
				this.#transferring(request, transaction, now);
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
		this.#send(message, now);
	}

	/** Ends the call: BYE at once, or after the ACK that is still to come. */
	hangUp(now: number): void {
		if (this.#ended) return;
		this.#end("local", 0);
		this.#close(now);
		if (this.#invites.unconfirmed) this.#byeWanted = true;
		else this.#bye(now);
	}

	/** Ends a session that nobody wants, unheard. */
	dismiss(now: number): void {
		this.#ended = true;
		this.#close(now);
		this.#bye(now);
	}

	/** An early session came to nothing: what the peer has proposed is refused. */
	abandon(now: number): void {
		this.#invites.close(now);
	}

	receive(answer: Response, transaction: ClientTransaction, now: number): void {
		const { status } = answer;
		if (transaction instanceof InviteClientTransaction) {
			if (this.#invites.receive(answer, transaction, now)) this.#gone(status, now);
			return;
		}
		const { request } = transaction;
		if (status < 200 || this.#client.retry(answer, transaction, this.#timer, now)) return;
		this.#conclude(request);
		if (REPORTING.includes(request.method)) this.#transfers?.receive(status, request, now);
		// Who has no use for a PRACK may still answer the call, and who has none for a NOTIFY may go on talking.
		if (SPARED.includes(request.method)) return;
		// A REFER that nobody answers says nothing of the call (RFC 5057 §5.1).
		const gone = request.method === "REFER" ? status === 481 : isGone(status);
		if (gone) this.#gone(status, now);
		else if (request.method === "UPDATE" && !this.#ended) this.#refresh.receive(answer, now);
	}

	timeout({ request }: ClientTransaction, now: number): void {
		this.#conclude(request);
		if (REPORTING.includes(request.method)) this.#transfers?.receive(408, request, now);
		else if (request.method !== "PRACK") this.#gone(408, now);
	}

	unsent(request: Request, now: number): void {
		if (request.method === "INVITE") this.#invites.unsent(now);
		else this.#conclude(request);
		if (request.method === "UPDATE") this.#timer.postpone(now);
		if (REPORTING.includes(request.method)) this.#transfers?.receive(503, request, now);
	}

	/** A request of ours is not under way any more. */
	#conclude({ method }: Request): void {
		if (method === "INVITE") this.#invites.lose();
		else if (method === "BYE" || method === "INFO") this.#requests -= 1;
	}

	#close(now: number): void {
		this.#timer.stop();
		this.#invites.close(now);
		this.#transfers?.close(now);
	}

	/** A REFER asks for a transfer, a NOTIFY tells of one. */
	#transferring(request: Request, transaction: ServerTransaction, now: number): void {
		const transfers = request.method === "REFER" ? this.transfers : this.#transfers;
		if (transfers) transfers.receiveRequest(transaction, now);
		else this.#respond(transaction, 481, now);
	}

	#confirmed(body: string, now: number): void {
		if (this.#byeWanted) this.#bye(now);
		else if (!this.#ended) this.#stack.outbox.push({ type: "confirmed", call: this.#call, body });
	}

	/** The peer does not know the dialog, or cannot be reached. It may still believe in the call, so that is ended properly. */
	#gone(status: number, now: number): void {
		if (this.#ended && !this.#byeWanted) return;
		this.#end(status === 408 ? "no answer" : "remote", status);
		this.#close(now);
		this.#bye(now);
	}

	#informed(request: Request): void {
		const digit = parseInfoDigit(request.headers.get("Content-Type") ?? "", request.body);
		if (digit !== undefined && !this.#ended) this.#stack.outbox.push({ type: "digit", call: this.#call, digit });
	}

	#bye(now: number): void {
		this.#byeWanted = false;
		this.#send(this.#client.request("BYE"), now);
	}

	#send(message: Request, now: number): void {
		this.#requests += 1;
		this.#client.send(message, now);
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
