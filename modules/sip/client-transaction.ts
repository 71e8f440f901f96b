import type { Address } from "./address.ts";
import { Headers } from "./headers.ts";
import { request as build, formatMessage, type Request, type Response } from "./message.ts";
import type { Outbox } from "./outbox.ts";
import { backOff, T1, T2, T4, TRANSACTION_TIMEOUT } from "./timers.ts";

/** What both client transactions have in common for their owner. */
export interface ClientTransaction {
	readonly request: Request;
	readonly destination: Address;
	readonly deadline: number;
	readonly terminated: boolean;
	/** Whether it may go early when room is needed: no more is lost than what copies of the response would draw. */
	readonly expendable: boolean;
	/** Takes a response; true when the transaction user has to see it. */
	receive(response: Response, now: number): boolean;
	/** Retransmits what is due; true when the transaction has just timed out (Timer B or F). */
	expire(now: number): boolean;
	/** Lets the request go when nobody will ask for it again. */
	forget(): void;
	/** Stops: its user waits no longer, and a response that still comes is not passed on. */
	abandon(now: number): void;
}

/** In place of a request that was let go: its headers take a hundred slots, for half a minute and longer. */
const GONE: Request = Object.freeze(build("", "", new Headers()));

type InviteState = "calling" | "proceeding" | "completed" | "accepted" | "forsaken" | "withdrawn" | "terminated";

/**
 * INVITE client transaction (RFC 3261 §17.1.1, RFC 6026 §8.4).
 *
 *     calling ──1xx──▶ proceeding ──300-699──▶ completed ──Timer D──▶ terminated
 *        │                 └────────2xx──────▶ accepted  ──Timer M──▶ terminated
 *        ├──Timer B──▶ terminated
 *        └──forsake──▶ forsaken ──1xx──▶ withdrawn, and from both as above or by Timer B
 *
 * It acknowledges 300 to 699 itself. Every 2xx goes to the transaction user, which acknowledges each of them.
 */
export class InviteClientTransaction implements ClientTransaction {
	request: Request;
	readonly destination: Address;
	#outbox: Outbox;
	#text: string;
	#acknowledgement = "";
	#state: InviteState = "calling";
	#interval = T1;
	#retransmitAt: number;
	#endAt: number;

	constructor(request: Request, destination: Address, outbox: Outbox, now: number) {
		this.request = request;
		this.destination = destination;
		this.#outbox = outbox;
		this.#text = formatMessage(request);
		this.#retransmitAt = now + T1;
		this.#endAt = now + TRANSACTION_TIMEOUT;
		outbox.send(this.#text, destination);
	}

	get deadline(): number {
		return Math.min(this.#retransmitAt, this.#endAt);
	}

	get terminated(): boolean {
		return this.#state === "terminated";
	}

	get expendable(): boolean {
		return this.#state === "completed";
	}

	/** Whether a provisional response came and no final one: only then may CANCEL be sent (RFC 3261 §9.1). */
	get proceeding(): boolean {
		return this.#state === "proceeding";
	}

	/** Whether it was given up, and may still draw an answer. */
	get pending(): boolean {
		return this.#state === "forsaken" || this.#state === "withdrawn";
	}

	/**
	 * Sends no more copies, for its user tries elsewhere (RFC 3263 §4.3). What still comes until Timer B is passed on: the
	 * first provisional response, upon which CANCEL may be sent, and every 2xx.
	 */
	forsake(): void {
		if (this.#state !== "calling") return;
		this.#state = "forsaken";
		this.#retransmitAt = Number.POSITIVE_INFINITY;
		this.#text = "";
	}

	receive(response: Response, now: number): boolean {
		switch (this.#state) {
			case "forsaken":
			case "withdrawn":
				if (response.status < 200) {
					const first = this.#state === "forsaken";
					this.#state = "withdrawn";
					return first;
				}
				return this.#conclude(response, now);
			case "calling":
			case "proceeding":
				if (response.status >= 200) return this.#conclude(response, now);
				this.#enter("proceeding", now);
				return true;
			case "accepted":
				return response.status >= 200 && response.status < 300;
			case "completed":
				if (response.status >= 300) this.#outbox.send(this.#acknowledgement, this.destination);
				return false;
			case "terminated":
				return false;
		}
	}

	expire(now: number): boolean {
		if (now >= this.#endAt) {
			const timedOut = this.#state === "calling";
			this.#enter("terminated", now);
			return timedOut;
		}
		if (now >= this.#retransmitAt) {
			this.#outbox.send(this.#text, this.destination);
			this.#interval *= 2;
			this.#retransmitAt = now + this.#interval;
		}
		return false;
	}

	forget(): void {
		if (this.#state === "completed") this.request = GONE;
	}

	abandon(now: number): void {
		this.#enter("terminated", now);
		// Due at once, so that its owner forgets it.
		this.#endAt = now;
	}

	/** Takes a final response. */
	#conclude(response: Response, now: number): true {
		if (response.status < 300) this.#enter("accepted", now);
		else {
			this.#acknowledgement = formatMessage(this.#acknowledge(response));
			this.#outbox.send(this.#acknowledgement, this.destination);
			this.#enter("completed", now);
		}
		return true;
	}

	#enter(state: InviteState, now: number): void {
		this.#state = state;
		this.#retransmitAt = Number.POSITIVE_INFINITY;
		this.#endAt = state === "completed" || state === "accepted" ? now + TRANSACTION_TIMEOUT : Number.POSITIVE_INFINITY;
		if (state !== "proceeding") this.#text = "";
	}

	/** ACK for a final response other than 2xx, inside the transaction (RFC 3261 §17.1.1.3). */
	#acknowledge(response: Response): Request {
		const from = this.request.headers;
		const headers = new Headers();
		headers.add("Via", from.get("Via")!);
		for (const route of from.all("Route")) headers.add("Route", route);
		headers.add("Max-Forwards", "70");
		headers.add("From", from.get("From")!);
		headers.add("To", response.headers.get("To")!);
		headers.add("Call-ID", from.get("Call-ID")!);
		headers.add("CSeq", `${Number.parseInt(from.get("CSeq")!, 10)} ACK`);
		return build("ACK", this.request.uri, headers);
	}
}

type NonInviteState = "trying" | "proceeding" | "completed" | "terminated";

/**
 * Non-INVITE client transaction (RFC 3261 §17.1.2).
 *
 *     trying ──1xx──▶ proceeding ──200-699──▶ completed ──Timer K──▶ terminated
 *        └───────────────┴──Timer F──▶ terminated
 */
export class NonInviteClientTransaction implements ClientTransaction {
	request: Request;
	readonly destination: Address;
	#outbox: Outbox;
	#text: string;
	#state: NonInviteState = "trying";
	#interval = T1;
	#retransmitAt: number;
	#endAt: number;

	constructor(request: Request, destination: Address, outbox: Outbox, now: number) {
		this.request = request;
		this.destination = destination;
		this.#outbox = outbox;
		this.#text = formatMessage(request);
		this.#retransmitAt = now + T1;
		this.#endAt = now + TRANSACTION_TIMEOUT;
		outbox.send(this.#text, destination);
	}

	get deadline(): number {
		return Math.min(this.#retransmitAt, this.#endAt);
	}

	get terminated(): boolean {
		return this.#state === "terminated";
	}

	get expendable(): boolean {
		return this.#state === "completed";
	}

	receive(response: Response, now: number): boolean {
		switch (this.#state) {
			case "trying":
			case "proceeding":
				if (response.status < 200) this.#state = "proceeding";
				else this.#enter("completed", now + T4);
				return true;
			case "completed":
			case "terminated":
				return false;
		}
	}

	expire(now: number): boolean {
		if (now >= this.#endAt) {
			const timedOut = this.#state === "trying" || this.#state === "proceeding";
			this.#enter("terminated", Number.POSITIVE_INFINITY);
			return timedOut;
		}
		if (now >= this.#retransmitAt) {
			this.#outbox.send(this.#text, this.destination);
			this.#interval = this.#state === "proceeding" ? T2 : backOff(this.#interval);
			this.#retransmitAt = now + this.#interval;
		}
		return false;
	}

	forget(): void {
		if (this.#state === "completed") this.request = GONE;
	}

	abandon(now: number): void {
		// Due at once, so that its owner forgets it.
		this.#enter("terminated", now);
	}

	#enter(state: "completed" | "terminated", endAt: number): void {
		this.#state = state;
		this.#text = "";
		this.#retransmitAt = Number.POSITIVE_INFINITY;
		this.#endAt = endAt;
	}
}
