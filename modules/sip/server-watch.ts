import { type Address, sameAddress } from "./address.ts";
import { BetterServer } from "./better-server.ts";
import type { Destination } from "./locator.ts";
import { Vigil, type Watcher } from "./vigil.ts";

/** Keeps an eye on the server in use, and on those that are better than it. */
export class ServerWatch {
	#watcher: Watcher;
	/** Milliseconds between two signs of life; 0 for no keep-alive. */
	#interval: number;
	#vigil: Vigil | undefined;
	#better: BetterServer | undefined;

	constructor(watcher: Watcher, interval: number) {
		this.#watcher = watcher;
		this.#interval = interval;
	}

	get deadline(): number {
		const never = Number.POSITIVE_INFINITY;
		return Math.min(this.#vigil?.deadline ?? never, this.#better?.deadline ?? never);
	}

	expire(now: number): void {
		this.#vigil?.expire(now);
		this.#better?.expire(now);
	}

	/** A registration is in order at `server`; `better` would be used if they were there. */
	begin(server: Destination, better: readonly Destination[], now: number): void {
		if (!sameAddress(server, this.#vigil?.server)) {
			this.#vigil?.stop(now);
			this.#vigil = this.#interval > 0 ? new Vigil(server, this.#interval, this.#watcher, now) : undefined;
		}
		this.#vigil?.settle();
		if (better.length === 0) {
			this.#better?.stop(now);
			this.#better = undefined;
		} else if (this.#better) this.#better.servers = better;
		else this.#better = new BetterServer(better, this.#watcher, now);
	}

	/** The server did not answer a request: its next sign of life is news. */
	doubt(): void {
		this.#vigil?.doubt();
	}

	/** Something came from `source`. */
	heard(source: Address, now: number): void {
		this.#vigil?.heard(source, now);
	}

	stop(now: number): void {
		this.#vigil?.stop(now);
		this.#better?.stop(now);
	}
}
