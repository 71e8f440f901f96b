/** Senders whose messages are counted at a time, and of whom it is noted that they were ignored. */
export const SENDER_LIMIT = 8;
/** One message of a sender in so many milliseconds is taken … */
export const MESSAGE_INTERVAL = 50;
/** … and so many at once. */
export const BURST = 40;
/** How long a sender has to be quiet at most until it is heard again, milliseconds. */
export const LONGEST_SILENCE = 10_000;
/** It is told once in so many milliseconds that a sender is ignored. */
export const NOTE_INTERVAL = 3_600_000;

const ALLOWANCE = MESSAGE_INTERVAL * BURST;

/** What becomes of a message: "noted" is ignored, and the first of many. */
export type Verdict = "taken" | "ignored" | "noted";

/**
 * Holds down whoever sends too many messages: a leaky bucket for each address, in which what is ignored counts as well,
 * so that it has to calm down first.
 */
export class Floods {
	/** When the bucket of each sender will be empty. One that is empty is forgotten when room is needed. */
	#emptyAt = new Map<string, number>();
	/** When it was told of each sender. */
	#noted: Map<string, number> | undefined;

	judge(address: string, now: number): Verdict {
		const buckets = this.#emptyAt;
		const before = buckets.get(address);
		// While all who are known send without a pause, there is no time for others.
		if (before === undefined && !makeRoom(buckets, now)) return "ignored";
		const emptyAt = Math.max(now, before ?? now) + MESSAGE_INTERVAL;
		buckets.set(address, Math.min(emptyAt, now + LONGEST_SILENCE));
		if (emptyAt - now <= ALLOWANCE) return "taken";
		return this.#note(address, now) ? "noted" : "ignored";
	}

	/** Whether it has not been told for long. */
	#note(address: string, now: number): boolean {
		this.#noted ??= new Map();
		const last = this.#noted.get(address);
		if (last === undefined ? !makeRoom(this.#noted, now - NOTE_INTERVAL) : now < last + NOTE_INTERVAL) return false;
		this.#noted.set(address, now);
		return true;
	}
}

/** Makes room for one more by forgetting what lies before `now`; false when nothing does. */
function makeRoom(table: Map<string, number>, now: number): boolean {
	if (table.size < SENDER_LIMIT) return true;
	for (const [address, at] of table) if (at <= now) table.delete(address);
	return table.size < SENDER_LIMIT;
}
