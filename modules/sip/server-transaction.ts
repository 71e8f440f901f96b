import type { Address } from "./address.ts";
import { formatMessage, type Request, type Response } from "./message.ts";
import type { Outbox } from "./outbox.ts";
import { backOff, T1, T4, TRANSACTION_TIMEOUT } from "./timers.ts";

/** What both server transactions have in common for their owner. */
export interface ServerTransaction {
	readonly request: Request;
	/** Where responses go (RFC 3261 §18.2.2, RFC 3581 §4). */
	readonly destination: Address;
	readonly deadline: number;
	readonly terminated: boolean;
	/** Whether a final response was given. */
	readonly answered: boolean;
	/** Whether it may go early when room is needed: no more is lost than the repetition of its final response. */
	readonly expendable: boolean;
	/** Takes a copy of the request, or the ACK for a non-2xx response. */
	receive(method: string, now: number): void;
	/** Sends a response and keeps it for copies of the request. */
	respond(response: Response, now: number): void;
	expire(now: number): void;
}

type InviteState = "proceeding" | "completed" | "confirmed" | "accepted" | "terminated";

/**
 * INVITE server transaction (RFC 3261 §17.2.1, RFC 6026 §8.5 and §8.7).
 *
 *     proceeding ──300-699──▶ completed ──ACK──▶ confirmed ──Timer I──▶ terminated
 *         │                       └──Timer H──▶ terminated
 *         └────────2xx──────▶ accepted ──Timer L──▶ terminated
 *
 * A 2xx is repeated by the transaction user until its ACK comes: that is a matter of the dialog.
 */
export class InviteServerTransaction implements ServerTransaction {
	readonly request: Request;
	readonly destination: Address;
	#outbox: Outbox;
	#text = "";
	#state: InviteState = "proceeding";
	#interval = T1;
	#retransmitAt = Number.POSITIVE_INFINITY;
	#endAt = Number.POSITIVE_INFINITY;

	constructor(request: Request, destination: Address, outbox: Outbox) {
		this.request = request;
		this.destination = destination;
		this.#outbox = outbox;
	}

	get deadline(): number {
		return Math.min(this.#retransmitAt, this.#endAt);
	}

	get terminated(): boolean {
		return this.#state === "terminated";
	}

	get answered(): boolean {
		return this.#state !== "proceeding";
	}

	get expendable(): boolean {
		return this.#state === "completed" || this.#state === "confirmed";
	}

	receive(method: string, now: number): void {
		switch (this.#state) {
			case "proceeding":
				if (method === "INVITE" && this.#text) this.#outbox.send(this.#text, this.destination);
				return;
			case "completed":
				if (method === "ACK") this.#enter("confirmed", now);
				else this.#outbox.send(this.#text, this.destination);
				return;
			case "confirmed":
			case "accepted":
			case "terminated":
				return;
		}
	}

	respond(response: Response, now: number): void {
		if (this.#state !== "proceeding") throw new RangeError(`second final response: ${response.status}`);
		this.#text = formatMessage(response);
		this.#outbox.send(this.#text, this.destination);
		if (response.status >= 300) this.#enter("completed", now);
		else if (response.status >= 200) this.#enter("accepted", now);
	}

	expire(now: number): void {
		if (now >= this.#endAt) {
			this.#enter("terminated", now);
		} else if (now >= this.#retransmitAt) {
			this.#outbox.send(this.#text, this.destination);
			this.#interval = backOff(this.#interval);
			this.#retransmitAt = now + this.#interval;
		}
	}

	#enter(state: InviteState, now: number): void {
		this.#state = state;
		this.#retransmitAt = state === "completed" ? now + T1 : Number.POSITIVE_INFINITY;
		if (state === "terminated") this.#endAt = Number.POSITIVE_INFINITY;
		else this.#endAt = now + (state === "confirmed" ? T4 : TRANSACTION_TIMEOUT);
	}
}

/**
 * Non-INVITE server transaction (RFC 3261 §17.2.2): trying, then completed with the final response until Timer J.
 * No provisional responses are sent, as RFC 4320 §4.1 asks.
 */
export class NonInviteServerTransaction implements ServerTransaction {
	readonly request: Request;
	readonly destination: Address;
	#outbox: Outbox;
	#text = "";
	#endAt = Number.POSITIVE_INFINITY;
	#terminated = false;

	constructor(request: Request, destination: Address, outbox: Outbox) {
		this.request = request;
		this.destination = destination;
		this.#outbox = outbox;
	}

	get deadline(): number {
		return this.#endAt;
	}

	get terminated(): boolean {
		return this.#terminated;
	}

	get answered(): boolean {
		return this.#text !== "";
	}

	get expendable(): boolean {
		return this.answered;
	}

	receive(_method: string, _now: number): void {
		if (this.#text) this.#outbox.send(this.#text, this.destination);
	}

	respond(response: Response, now: number): void {
		if (this.#text) throw new RangeError(`second final response: ${response.status}`);
		this.#text = formatMessage(response);
		this.#endAt = now + TRANSACTION_TIMEOUT;
		this.#outbox.send(this.#text, this.destination);
	}

	expire(now: number): void {
		if (now >= this.#endAt) {
			this.#terminated = true;
			this.#endAt = Number.POSITIVE_INFINITY;
		}
	}
}
