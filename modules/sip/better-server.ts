import type { ClientTransaction } from "./client-transaction.ts";
import type { Destination } from "./locator.ts";
import type { Response } from "./message.ts";
import { PING_TIMEOUT, type Watcher } from "./vigil.ts";

/** How long one stays with a lower server before a better one is asked; doubles up to RETURN_MAXIMUM. Milliseconds. */
export const RETURN_MINIMUM = 60_000;
export const RETURN_MAXIMUM = 15 * 60_000;

/** While a lower server is in use: asks the better ones, one after the other, whether they are there again (OPTIONS). */
export class BetterServer {
	/** Best first, at least one. */
	servers: readonly Destination[];
	#watcher: Watcher;
	#transaction: ClientTransaction | undefined;
	#pause = RETURN_MINIMUM;
	#asked = 0;
	/** When the next one is asked, or the one that was asked is given up. */
	#at: number;

	constructor(servers: readonly Destination[], watcher: Watcher, now: number) {
		this.servers = servers;
		this.#watcher = watcher;
		this.#at = now + RETURN_MINIMUM;
	}

	get deadline(): number {
		return this.#at;
	}

	expire(now: number): void {
		if (now < this.#at) return;
		if (this.#transaction) {
			this.stop(now);
			this.#rest(now);
			return;
		}
		const server = this.servers[this.#asked % this.servers.length]!;
		this.#asked += 1;
		this.#transaction = this.#watcher.ping(server, this, now);
		if (this.#transaction) this.#at = now + PING_TIMEOUT;
		else this.#rest(now);
	}

	/** Waits for nothing any more. */
	stop(now: number): void {
		this.#transaction?.abandon(now);
		this.#transaction = undefined;
	}

	/** A server that says so may still have no time (503). */
	receive({ status }: Response, { destination }: ClientTransaction, now: number): void {
		this.stop(now);
		this.#rest(now);
		if (status !== 503) this.#watcher.noticed("back", destination, now);
	}

	/** Never comes: an OPTIONS is given up before that. */
	timeout(): void {}

	/** The better servers may all be asked once before the pause grows. */
	#rest(now: number): void {
		if (this.#asked % this.servers.length === 0) this.#pause = Math.min(2 * this.#pause, RETURN_MAXIMUM);
		this.#at = now + this.#pause;
	}
}
