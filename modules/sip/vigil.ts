import { type Address, sameAddress } from "./address.ts";
import type { ClientTransaction } from "./client-transaction.ts";
import type { Destination } from "./locator.ts";
import type { Response } from "./message.ts";
import type { TransactionUser } from "./transaction-layer.ts";

/** How long the answer to an OPTIONS is awaited, which goes out five times by then; milliseconds. */
export const PING_TIMEOUT = 8_000;

/** Who wants to know how the servers are, and asks them. */
export interface Watcher {
	/** Asks a server for `user` whether it is there (OPTIONS); `undefined` when the network is down. */
	ping(server: Destination, user: TransactionUser, now: number): ClientTransaction | undefined;
	/** The server in use, which used to answer, is silent; or one that was silent, or a better one, is there again. */
	noticed(step: "silent" | "back", server: Destination, now: number): void;
}

/**
 * Keeps the way to the server in use open, and watches whether it is there: by OPTIONS whenever nothing was heard from it
 * for a while. Silence counts only from a server that has answered such a question before, for some never do.
 */
export class Vigil {
	readonly server: Destination;
	#watcher: Watcher;
	#interval: number;
	#transaction: ClientTransaction | undefined;
	/** When the next OPTIONS is due, or the one under way is given up. */
	#at: number;
	#answers = false;
	#lost = false;

	constructor(server: Destination, interval: number, watcher: Watcher, now: number) {
		this.server = server;
		this.#interval = interval;
		this.#watcher = watcher;
		this.#at = now + interval;
	}

	get deadline(): number {
		return this.#at;
	}

	/** The registration at the server is in order. */
	settle(): void {
		this.#lost = false;
	}

	/** The server did not answer: the next sign of life is news. */
	doubt(): void {
		this.#lost = true;
	}

	/** Something came from `source`. */
	heard(source: Address, now: number): void {
		if (!sameAddress(source, this.server)) return;
		if (!this.#transaction) this.#at = now + this.#interval;
		if (!this.#lost) return;
		this.#lost = false;
		this.#watcher.noticed("back", this.server, now);
	}

	expire(now: number): void {
		if (now < this.#at) return;
		if (this.#transaction) {
			this.stop(now);
			this.#unanswered(now);
			return;
		}
		this.#transaction = this.#watcher.ping(this.server, this, now);
		this.#at = now + (this.#transaction ? PING_TIMEOUT : this.#interval);
	}

	/** Waits for nothing any more. */
	stop(now: number): void {
		this.#transaction?.abandon(now);
		this.#transaction = undefined;
	}

	/** Any answer is a sign of life. */
	receive(_response: Response, _transaction: ClientTransaction, now: number): void {
		this.stop(now);
		this.#answers = true;
		this.#at = now + this.#interval;
	}

	/** Never comes: an OPTIONS is given up before that. */
	timeout(): void {}

	#unanswered(now: number): void {
		this.#at = now + this.#interval;
		if (!this.#answers || this.#lost) return;
		this.#lost = true;
		this.#watcher.noticed("silent", this.server, now);
	}
}
