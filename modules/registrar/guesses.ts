/** Addresses whose wrong passwords are counted; the one that has been quiet for longest goes. */
export const ADDRESS_LIMIT = 8;
/** Wrong passwords after which an address has to wait. */
export const FREE_TRIES = 3;
/** The first pause; each further wrong password doubles it. Milliseconds. */
export const FIRST_PAUSE = 10_000;
export const LONGEST_PAUSE = 900_000;
/** Wrong passwords of an address are forgotten when it has sent none for so long. */
export const FORGOTTEN_AFTER = 3_600_000;

interface Culprit {
	readonly tries: number;
	readonly last: number;
	/** When its next log-in is looked at. */
	readonly until: number;
}

/** Slows down whoever guesses passwords: each address waits longer and longer for its own wrong ones. */
export class Guesses {
	#culprits = new Map<string, Culprit>();

	/** Milliseconds until a log-in from this address is looked at; 0 says that it is looked at now. */
	pause(address: string, now: number): number {
		return Math.max(0, (this.#culprits.get(address)?.until ?? 0) - now);
	}

	/** The password was wrong. */
	failed(address: string, now: number): void {
		const before = this.#culprits.get(address);
		const tries = before === undefined || now - before.last > FORGOTTEN_AFTER ? 1 : before.tries + 1;
		const pause = tries < FREE_TRIES ? 0 : Math.min(FIRST_PAUSE * 2 ** (tries - FREE_TRIES), LONGEST_PAUSE);
		this.#culprits.delete(address);
		this.#culprits.set(address, { tries, last: now, until: now + pause });
		if (this.#culprits.size > ADDRESS_LIMIT) this.#culprits.delete(this.#culprits.keys().next().value!);
	}

	/** The password was right. */
	succeeded(address: string): void {
		this.#culprits.delete(address);
	}
}
