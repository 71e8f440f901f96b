import { Allowance } from "./allowance.ts";

/** Addresses whose wrong tries are remembered; the one that has been quiet for longest goes. */
export const ADDRESS_LIMIT = 16;
/** Addresses that logged in, of which the latest are remembered. */
export const FRIEND_LIMIT = 4;
/** Wrong tries after which an address has to wait. */
export const FREE_TRIES = 3;
/** The first wait; each further wrong try doubles it. Milliseconds. */
export const FIRST_WAIT = 1_000;
export const LONGEST_WAIT = 60_000;
/** Wrong tries of an address are forgotten when it has made none for so long. */
export const FORGOTTEN_AFTER = 3_600_000;
/** Wrong tries of all addresses together after which strangers have to queue, and the time in which one is made up for. */
export const HEAT_LIMIT = 20;
export const COOLING = 30_000;
/** While that is so, one stranger is heard in this time. */
export const STRANGER_PAUSE = 1_000;

interface Culprit {
	readonly tries: number;
	readonly last: number;
	/** When the next try is heard. */
	readonly until: number;
}

/**
 * Slows down whoever guesses the password.
 *
 * Each address waits longer and longer for its own wrong tries. Someone with many addresses would be forgotten each time:
 * hence many wrong tries together make the doorbell wary. Then one wrong try is enough for the longest wait, and strangers
 * are heard one at a time, while addresses that have logged in before notice nothing.
 */
export class Guesses {
	readonly #culprits = new Map<string, Culprit>();
	readonly #heat = new Allowance(HEAT_LIMIT, COOLING);
	#friends: string[] = [];
	#nextStrangerAt = 0;

	/** Milliseconds until a try from this address is heard; 0 says that it is heard now. */
	wait(address: string, now: number): number {
		const wary = this.#heat.spent(now) && !this.#friends.includes(address);
		const culprit = this.#culprits.get(address);
		if (culprit !== undefined) return Math.max(0, (wary ? culprit.last + LONGEST_WAIT : culprit.until) - now);
		if (!wary) return 0;
		if (now < this.#nextStrangerAt) return this.#nextStrangerAt - now;
		this.#nextStrangerAt = now + STRANGER_PAUSE;
		return 0;
	}

	/** The password was wrong. */
	failed(address: string, now: number): void {
		this.#heat.take(now);
		const before = this.#culprits.get(address);
		const tries = before === undefined || now - before.last > FORGOTTEN_AFTER ? 1 : before.tries + 1;
		const wait = tries < FREE_TRIES ? 0 : Math.min(FIRST_WAIT * 2 ** (tries - FREE_TRIES), LONGEST_WAIT);
		this.#culprits.delete(address);
		this.#culprits.set(address, { tries, last: now, until: now + wait });
		if (this.#culprits.size > ADDRESS_LIMIT) this.#culprits.delete(this.#culprits.keys().next().value!);
	}

	/** The password was right. */
	succeeded(address: string): void {
		if (this.#culprits.size > 0) this.#culprits.delete(address);
		if (this.#friends[0] === address) return;
		this.#friends = [address, ...this.#friends.filter((friend) => friend !== address)].slice(0, FRIEND_LIMIT);
	}
}
