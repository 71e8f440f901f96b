import type { Address } from "./address.ts";
import type { CallTable } from "./call-table.ts";
import { Floods } from "./floods.ts";
import { type Request, toTag } from "./message.ts";
import type { Refusal } from "./request-rules.ts";
import { isScanner } from "./scanners.ts";
import { isServer, isServersAddress } from "./servers.ts";
import type { Stack } from "./stack.ts";

/** What a user agent asks about those who are neither servers of its account nor have a part in its calls. */
export interface Guard {
	/** Whether requests of this address are taken. */
	admits(address: string): boolean;
	/** What is against a call that begins with this INVITE, which came from no server; `undefined` for nothing. */
	objection(request: Request, source: Address, now: number): Refusal | undefined;
}

/**
 * Who is heard: the servers of the account, those with whom we talk or whom we call, and whom the guard admits. All others
 * get silence, for an answer tells a scanner that somebody is there. Without a guard, everybody is heard.
 */
export class Gate {
	/** Datagrams turned away because of where they came from, … */
	strangers = 0;
	/** … because there were too many, … */
	floods = 0;
	/** … and because they came from programs that look for telephones to abuse. */
	scanners = 0;
	#guard: Guard;
	#stack: Stack;
	#calls: CallTable;
	/** Made for the first message of somebody who is no server. */
	#senders: Floods | undefined;

	constructor(guard: Guard, stack: Stack, calls: CallTable) {
		this.#guard = guard;
		this.#stack = stack;
		this.#calls = calls;
	}

	/** All that was turned away. */
	get ignored(): number {
		return this.strangers + this.floods + this.scanners;
	}

	/** Whether a datagram is worth reading. Judged by its source alone; servers are never held down. */
	hears({ address }: Address, now: number): boolean {
		const stack = this.#stack;
		if (isServersAddress(address, stack)) return true;
		if (!this.#guard.admits(address) && !this.#calls.involve(address) && !stack.transactions.awaits(address)) {
			this.strangers += 1;
			return false;
		}
		this.#senders ??= new Floods();
		const verdict = this.#senders.judge(address, now);
		if (verdict === "taken") return true;
		this.floods += 1;
		if (verdict === "noted") stack.outbox.push({ type: "flood", address });
		return false;
	}

	/** Whether a request is taken. Who only has a part in a call may speak of that alone; `parsed` tells that one can see of what. */
	takes(request: Request, { address }: Address, parsed = true): boolean {
		if (isScanner(request)) {
			this.scanners += 1;
			return false;
		}
		const known = isServersAddress(address, this.#stack) || this.#guard.admits(address) || this.#calls.reach(address);
		if (known || (parsed && this.#belongs(request))) return true;
		this.strangers += 1;
		return false;
	}

	/** What is against a call that would begin with this INVITE. */
	objection(request: Request, source: Address, now: number): Refusal | undefined {
		if (isServer(source, this.#stack.account, this.#stack)) return undefined;
		return this.#guard.objection(request, source, now);
	}

	/** Whether a request is part of a dialog or of a transaction. */
	#belongs(request: Request): boolean {
		const { transactions } = this.#stack;
		if (transactions.find(request) || transactions.find(request, "INVITE")) return true;
		return toTag(request) !== undefined && this.#calls.find(request) !== undefined;
	}
}
