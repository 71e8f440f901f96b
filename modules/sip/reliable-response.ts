import type { Address } from "./address.ts";
import { formatMessage, type Request, type Response, sequenceOf } from "./message.ts";
import { RELIABLE } from "./option-tags.ts";
import type { Outbox } from "./outbox.ts";
import type { ServerTransaction } from "./server-transaction.ts";
import { T1, TRANSACTION_TIMEOUT } from "./timers.ts";

/** Our provisional response that is repeated until PRACK comes, because the caller requires that (RFC 3262 §3). */
export class ReliableResponse {
	#outbox: Outbox;
	#to: Address;
	#text: string;
	/** What RAck has to say; "" once it did. */
	#acknowledgement: string;
	#interval = T1;
	#repeatAt: number;
	#endAt: number;

	/** Sends the response, numbered `sequence`: a whole number from 1. */
	constructor(transaction: ServerTransaction, response: Response, sequence: number, outbox: Outbox, now: number) {
		response.headers.add("Require", RELIABLE);
		response.headers.add("RSeq", `${sequence}`);
		this.#outbox = outbox;
		this.#to = transaction.destination;
		this.#text = formatMessage(response);
		this.#acknowledgement = `${sequence} ${sequenceOf(response)} INVITE`;
		this.#repeatAt = now + T1;
		this.#endAt = now + TRANSACTION_TIMEOUT;
		transaction.respond(response, now);
	}

	get deadline(): number {
		return Math.min(this.#repeatAt, this.#endAt);
	}

	/** Repeats the response when due; true when the time for its PRACK is over. */
	expire(now: number): boolean {
		if (now >= this.#endAt) return true;
		if (now >= this.#repeatAt) {
			this.#outbox.send(this.#text, this.#to);
			this.#interval *= 2;
			this.#repeatAt = now + this.#interval;
		}
		return false;
	}

	/** Takes a PRACK; false when it is for nothing that waits. */
	acknowledge(prack: Request): boolean {
		const words = (prack.headers.get("RAck") ?? "").split(" ").filter((word) => word !== "");
		if (this.#acknowledgement === "" || words.join(" ") !== this.#acknowledgement) return false;
		this.#acknowledgement = "";
		this.stop();
		return true;
	}

	/** Repeats no more: the final response is sent. A PRACK may still come. */
	stop(): void {
		this.#repeatAt = this.#endAt = Number.POSITIVE_INFINITY;
		this.#text = "";
	}
}
