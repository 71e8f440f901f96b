import type { Source } from "../http/exchange.ts";

/** A look-out for networks takes a few seconds: so often the answer is asked for, and so long at most. Milliseconds. */
const POLL_INTERVAL = 250;
export const SCAN_LIMIT = 15_000;
/** Networks that are told of. */
const NETWORK_LIMIT = 32;

/** Trying a network takes up to half a minute. */
export const JOIN_LIMIT = 50_000;

interface Network {
	readonly name: string;
	readonly strength: number;
	readonly open: boolean;
}

/** The Wi-Fi networks in sight as JSON, as soon as they are known; none when they never are. */
export class ScanSource implements Source {
	deadline = 0;
	readonly #endAt: number;
	#networks: readonly Network[] | undefined;
	#ended = false;

	constructor(scan: (onDone: (networks: readonly Network[]) => void) => void, now: number) {
		this.#endAt = now + SCAN_LIMIT;
		scan((networks) => {
			this.#networks = networks;
		});
	}

	read(now: number): string | undefined {
		if (this.#ended) return "";
		if (this.#networks === undefined && now < this.#endAt) {
			this.deadline = now + POLL_INTERVAL;
			return undefined;
		}
		this.#ended = true;
		const networks = (this.#networks ?? []).slice(0, NETWORK_LIMIT);
		return JSON.stringify({ networks: networks.map(({ name, strength, open }) => ({ name, strength, open })) });
	}

	close(): void {
		this.#ended = true;
	}
}

/** How the last try to join a network stands. */
export interface WifiState {
	readonly state: "none" | "joining" | "joined" | "failed";
	/** One plain sentence; "" where there was no try. */
	readonly text: string;
}

/** What became of joining a network as JSON, as soon as it is known; how it stands when that takes too long. */
export class JoinSource implements Source {
	deadline = 0;
	readonly #endAt: number;
	readonly #state: () => WifiState;
	#ended = false;

	constructor(state: () => WifiState, now: number) {
		this.#endAt = now + JOIN_LIMIT;
		this.#state = state;
	}

	read(now: number): string | undefined {
		if (this.#ended) return "";
		const { state, text } = this.#state();
		if (state === "joining" && now < this.#endAt) {
			this.deadline = now + POLL_INTERVAL;
			return undefined;
		}
		this.#ended = true;
		return JSON.stringify({ state, text });
	}

	close(): void {
		this.#ended = true;
	}
}
