import type { Address } from "./address.ts";
import { formatMessage, type Response, sequenceOf } from "./message.ts";
import type { Outbox } from "./outbox.ts";
import type { ServerTransaction } from "./server-transaction.ts";
import { backOff, T1, TRANSACTION_TIMEOUT } from "./timers.ts";

/** Our 2xx to an INVITE, repeated until its ACK comes (RFC 3261 §13.3.1.4). */
export class Acceptance {
	/** CSeq number that the ACK carries. */
	readonly sequence: number;
	/** Whether the 2xx holds the offer, so that the ACK has to bring the answer. */
	readonly offering: boolean;
	#outbox: Outbox;
	#text: string;
	#to: Address;
	#interval = T1;
	#repeatAt: number;
	#endAt: number;

	constructor(transaction: ServerTransaction, response: Response, outbox: Outbox, now: number) {
		this.sequence = sequenceOf(response);
		this.offering = transaction.request.body === "";
		this.#outbox = outbox;
		this.#text = formatMessage(response);
		this.#to = transaction.destination;
		this.#repeatAt = now + T1;
		this.#endAt = now + TRANSACTION_TIMEOUT;
		transaction.respond(response, now);
	}

	get deadline(): number {
		return Math.min(this.#repeatAt, this.#endAt);
	}

	/** Repeats the 2xx when due; true when the time for its ACK is over. */
	expire(now: number): boolean {
		if (now >= this.#endAt) return true;
		if (now >= this.#repeatAt) {
			this.#outbox.send(this.#text, this.#to);
			this.#interval = backOff(this.#interval);
			this.#repeatAt = now + this.#interval;
		}
		return false;
	}
}
