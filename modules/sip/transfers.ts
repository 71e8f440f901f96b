import type { DialogClient } from "./dialog-client.ts";
import type { Request } from "./message.ts";
import { parseNameAddress } from "./name-address.ts";
import { Referral, type ReferTarget, referTargetOf } from "./referral.ts";
import { reply } from "./reply.ts";
import type { ServerTransaction } from "./server-transaction.ts";
import type { Stack } from "./stack.ts";
import { Transfer } from "./transfer.ts";
import { type Uri, unescapeUser } from "./uri.ts";

/** Transfers of an answered call, both ways, one at a time each (RFC 3515). Made when there is the first one. */
export class Transfers {
	#call: number;
	#client: DialogClient;
	#stack: Stack;
	/** The last one that we asked for, and the last one that the peer did. */
	#ours: Transfer | undefined;
	#theirs: Referral | undefined;

	constructor(call: number, client: DialogClient, stack: Stack) {
		this.#call = call;
		this.#client = client;
		this.#stack = stack;
	}

	get deadline(): number {
		return this.#ours?.deadline ?? Number.POSITIVE_INFINITY;
	}

	expire(now: number): void {
		this.#ours?.expire(now);
	}

	/** The call is over. */
	close(now: number): void {
		this.#ours?.close();
		this.#theirs?.close(now);
	}

	/** Asks the peer to call `target` in our place; `transferred` tells what became of that. */
	refer(target: Uri, now: number): void {
		this.#ours?.close();
		this.#ours = new Transfer(this.#call, this.#stack.outbox);
		this.#ours.start(target, this.#client, now);
	}

	/** Replies to a `refer` output: we call the one it names, who is returned. */
	follow(now: number): ReferTarget | undefined {
		return this.#theirs?.follow(now);
	}

	/** Replies to a `refer` output: we do not. */
	decline(now: number): void {
		this.#theirs?.decline(now);
	}

	/** Tells the peer the final status of the call to the one whom its `refer` named. */
	report(status: number, now: number): void {
		this.#theirs?.report(status, now);
	}

	/** Takes the peer's REFER or NOTIFY. */
	receiveRequest(transaction: ServerTransaction, now: number): void {
		const { request } = transaction;
		if (request.method === "REFER") this.#referred(transaction, now);
		else transaction.respond(reply(request, this.#ours?.notify(request) ?? 481, this.#stack), now);
	}

	/** Takes the final status of a REFER or NOTIFY of ours, or one that stands for its want. */
	receive(status: number, request: Request, now: number): void {
		if (request.method === "REFER") this.#ours?.receive(status, request);
		else this.#theirs?.receive(status, now);
	}

	#referred(transaction: ServerTransaction, now: number): void {
		const { request } = transaction;
		const target = this.#theirs?.open ? undefined : referTargetOf(request);
		if (!target) {
			transaction.respond(reply(request, 603, this.#stack), now);
			return;
		}
		const { uri } = target;
		const name = parseNameAddress(request.headers.get("Refer-To")!)!.displayName;
		this.#theirs = new Referral(target, transaction, this.#theirs !== undefined, this.#client, this.#stack);
		const peer = { name, number: unescapeUser(uri.user ?? uri.host) };
		this.#stack.outbox.push({ type: "refer", call: this.#call, target: peer });
	}
}
