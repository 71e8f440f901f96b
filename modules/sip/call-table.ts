import type { Account } from "./account.ts";
import type { Address } from "./address.ts";
import type { Dialog } from "./dialog.ts";
import { IncomingCall } from "./incoming-call.ts";
import { type Describe, Invitation } from "./invitation.ts";
import { fromTag, type Request, toTag } from "./message.ts";
import { parseNameAddress } from "./name-address.ts";
import type { Peer } from "./outbox.ts";
import { OutgoingCall } from "./outgoing-call.ts";
import type { ReferTarget } from "./referral.ts";
import type { RequestReceiver } from "./request-receiver.ts";
import type { ServerTransaction } from "./server-transaction.ts";
import type { Stack } from "./stack.ts";
import { type Uri, unescapeUser } from "./uri.ts";

/** Calls at a time, those included that only finish their signalling. */
export const CALL_LIMIT = 8;

export type Call = OutgoingCall | IncomingCall;

/** All calls of a user agent, by number: those that it places are positive, those that come in negative. */
export class CallTable {
	#stack: Stack;
	#calls = new Map<number, Call>();
	#nextIncoming = -1;

	constructor(stack: Stack) {
		this.#stack = stack;
	}

	get deadline(): number {
		let deadline = Number.POSITIVE_INFINITY;
		for (const call of this.#calls.values()) deadline = Math.min(deadline, call.deadline);
		return deadline;
	}

	get empty(): boolean {
		return this.#calls.size === 0;
	}

	get full(): boolean {
		return this.#calls.size >= CALL_LIMIT;
	}

	get(id: number): Call | undefined {
		return this.#calls.get(id);
	}

	incoming(id: number): IncomingCall | undefined {
		const call = this.#calls.get(id);
		return call instanceof IncomingCall ? call : undefined;
	}

	expire(now: number): void {
		for (const call of this.#calls.values()) call.expire(now);
	}

	/** Ends all calls. */
	hangUp(now: number): void {
		for (const call of this.#calls.values()) call.hangUp(now);
	}

	/** Forgets the calls that have nothing left to do. */
	tidy(): void {
		for (const [id, call] of this.#calls) if (call.finished) this.#calls.delete(id);
	}

	/** Calls a URI as `account`, perhaps because of a transfer. */
	place(id: number, uri: Uri, describe: Describe, account: Account, now: number, because?: ReferTarget): void {
		const call = new OutgoingCall(id, new Invitation(uri, account, this.#stack, because), describe, this.#stack);
		this.#calls.set(id, call);
		call.start(now);
	}

	/** Takes a new INVITE, which would make `dialog`, and reports it. */
	take(dialog: Dialog, transaction: ServerTransaction, source: Address, now: number): void {
		const { request } = transaction;
		const id = this.#nextIncoming--;
		const call = new IncomingCall(id, dialog, transaction, this.#stack);
		this.#calls.set(id, call);
		call.start(now);
		this.#stack.outbox.push({ type: "incoming", call: id, peer: peer(request), body: request.body, request, source });
	}

	/** Whether the INVITE has come before by another way (RFC 3261 §8.2.2.2). */
	merges(request: Request): boolean {
		for (const call of this.#calls.values()) {
			if (call instanceof IncomingCall && !call.finished && call.merges(request)) return true;
		}
		return false;
	}

	/** The receiver of a request inside a dialog. */
	find(request: Request): RequestReceiver | undefined {
		return this.match(request.headers.get("Call-ID")!, toTag(request) ?? "", fromTag(request));
	}

	/** The owner of the dialog with these identifiers. */
	match(callId: string, localTag: string, remoteTag: string): RequestReceiver | undefined {
		for (const call of this.#calls.values()) {
			const receiver = call.find(callId, localTag, remoteTag);
			if (receiver) return receiver;
		}
		return undefined;
	}

	/** Whether we are calling this address. */
	reach(address: string): boolean {
		for (const call of this.#calls.values()) if (call instanceof OutgoingCall && call.calls(address)) return true;
		return false;
	}

	/** Whether requests of a call may come from this address. */
	involve(address: string): boolean {
		for (const call of this.#calls.values()) if (call.involves(address)) return true;
		return false;
	}

	/** Our tag in the responses to a first INVITE; `undefined` when the call is over. */
	tagOf(invite: ServerTransaction): string | undefined {
		for (const call of this.#calls.values()) {
			if (call instanceof IncomingCall && call.owns(invite)) return call.tag;
		}
		return undefined;
	}

	/** An INVITE or re-INVITE was withdrawn by `request`, a CANCEL. */
	cancel(invite: ServerTransaction, request: Request, now: number): void {
		for (const call of this.#calls.values()) {
			if (call instanceof IncomingCall && call.owns(invite)) call.canceled(request, now);
			else call.session?.canceled(invite, now);
		}
	}
}

/** Who calls, from the From header. */
function peer(request: Request): Peer {
	const { displayName, uri } = parseNameAddress(request.headers.get("From")!)!;
	return { name: displayName, number: unescapeUser(uri.user ?? uri.host) };
}
