import type { Request } from "./message.ts";
import type { ServerTransaction } from "./server-transaction.ts";

/** Who takes the requests of a dialog: a session or, before the answer, what will become one. */
export interface RequestReceiver {
	receiveRequest(request: Request, transaction: ServerTransaction, now: number): void;
	receiveAcknowledgement(request: Request, now: number): void;
}
