import type { CallStatus, Conversation, Ending } from "./conversation.ts";
import type { Outbox } from "./outbox.ts";

/** One of the targets of a button. */
export interface HuntTarget {
	readonly address: string;
	/** Milliseconds to ring it. */
	readonly time: number;
}

/** Whom to ring, and how. */
export interface HuntPlan {
	readonly targets: readonly HuntTarget[];
	/** One after the other instead of all at once. */
	readonly inOrder: boolean;
	/** Rung as well, all at once, when no target shows a sign of ringing in time, or all of them have ended. */
	readonly fallback: readonly HuntTarget[];
}

/** A call that is being set up. */
interface Attempt {
	readonly call: number;
	readonly target: HuntTarget;
	endsAt: number;
	ringing: boolean;
}

/** How long after a round of calls another press of the button begins the next one, milliseconds: children hammer. */
export const PRESS_GAP = 2_000;

/** Calls that a hunt has at a time: what the board has memory for. Further targets wait until there is room. */
export const CALLS_AT_ONCE = 4;

const NEVER = Number.POSITIVE_INFINITY;

/**
 * Looks for somebody who answers: rings targets in parallel or in order, each for its time, and the fall-back at last.
 *
 * A phone proves that it rings by its first provisional response (180 to 189). Where none does in time, the visitor is
 * told and the next way is tried: the next target of a sequence, in whose place the silent one is hung up; else the
 * fall-back, besides those that are silent, for a phone that wakes late may still answer.
 */
export class Hunt implements Conversation {
	readonly state = "CALLING";
	/** The bell button that began it; 0 for none. */
	readonly button: number;
	#outbox: Outbox;
	#nextCall: () => number;
	/** Milliseconds until somebody has to show a sign of ringing. */
	#sign: number;
	#inOrder: boolean;
	#attempts: Attempt[] = [];
	/** Those whose turn has not come. */
	#waiting: HuntTarget[];
	/** Until its fall-back is called. */
	#plan: HuntPlan | undefined;
	/** Those that a second press rings again. */
	#ended: HuntTarget[] = [];
	/** Those that said no. */
	#declined: HuntTarget[] = [];
	#signAt = NEVER;
	#againAt: number;
	#unproven = false;
	#ringback = false;

	/** `sign` in milliseconds; `nextCall` gives out numbers for calls. The hunt begins at once. */
	constructor(plan: HuntPlan, sign: number, button: number, nextCall: () => number, outbox: Outbox, now: number) {
		this.button = button;
		this.#outbox = outbox;
		this.#nextCall = nextCall;
		this.#sign = sign;
		this.#inOrder = plan.inOrder;
		this.#waiting = [...plan.targets];
		this.#plan = plan;
		this.#againAt = now + PRESS_GAP;
		this.#next(now);
		if (!this.over) this.#sound();
	}

	get deadline(): number {
		let deadline = this.#ringing ? NEVER : this.#signAt;
		for (const attempt of this.#attempts) deadline = Math.min(deadline, attempt.endsAt);
		return deadline;
	}

	/** Whether nobody is left to be rung. */
	get over(): boolean {
		return this.#attempts.length === 0;
	}

	/** Whether nobody has shown a sign of ringing in time, nor since. */
	get unproven(): boolean {
		return this.#unproven;
	}

	/** Those who ring or, as long as nobody does, those who are called. */
	status(): CallStatus {
		const ringing = this.#attempts.filter((attempt) => attempt.ringing);
		const number = namesOf(ringing.length > 0 ? ringing : this.#attempts);
		return {
			state: ringing.length > 0 ? "ringing" : "calling",
			direction: "outgoing",
			peer: { name: "", number },
			seconds: 0,
		};
	}

	/** The target of a call of this hunt; `undefined` when the call is not one of it. */
	target(call: number): string | undefined {
		return this.#find(call)?.target.address;
	}

	/** The called phone rings. */
	progress(call: number): void {
		const attempt = this.#find(call);
		if (!attempt || attempt.ringing) return;
		attempt.ringing = true;
		this.#unproven = false;
		this.#outbox.info(`${attempt.target.address} is ringing`);
		this.#follow();
	}

	/**
	 * The button was pressed once more: ring times begin anew, and those that did not answer are rung again. Who declined
	 * is left in peace as long as another phone rings.
	 */
	again(now: number): void {
		if (now < this.#againAt) return;
		this.#againAt = now + PRESS_GAP;
		this.#outbox.info("Ringing again");
		this.#waiting.push(...this.#ended);
		this.#ended = [];
		if (!this.#ringing) {
			this.#waiting.push(...this.#declined);
			this.#declined = [];
			this.#signAt = now + this.#sign;
		}
		for (const attempt of this.#attempts) attempt.endsAt = now + attempt.target.time;
		this.#sound();
		if (!this.#inOrder) this.#ring(now);
	}

	/** Ends the hunt, and all its calls but the one that was answered, if any. */
	stop(answered?: number): void {
		for (const { call } of this.#attempts) if (call !== answered) this.#outbox.push({ type: "hang up", call });
		this.#attempts = [];
	}

	giveUp(reason: string): Ending {
		this.stop();
		return { text: `Ringing ended: ${reason}`, reason };
	}

	/** An attempt is over; whoever has the next turn is rung. */
	ended(call: number, declined: boolean, now: number): void {
		const attempt = this.#find(call);
		if (!attempt) return;
		this.#remove(attempt, declined ? this.#declined : this.#ended);
		this.#proceed(now);
	}

	/** Gives up the targets whose time is over, and looks for a sign of ringing. */
	expire(now: number): void {
		for (const attempt of [...this.#attempts]) {
			if (now < attempt.endsAt) continue;
			this.#outbox.info(`${attempt.target.address} does not answer`);
			this.#giveUp(attempt);
		}
		this.#proceed(now);
	}

	get #ringing(): boolean {
		return this.#attempts.some((attempt) => attempt.ringing);
	}

	#find(call: number): Attempt | undefined {
		return this.#attempts.find((attempt) => attempt.call === call);
	}

	#remove(attempt: Attempt, into: HuntTarget[]): void {
		this.#attempts = this.#attempts.filter((other) => other !== attempt);
		into.push(attempt.target);
	}

	#giveUp(attempt: Attempt): void {
		this.#outbox.push({ type: "hang up", call: attempt.call });
		this.#remove(attempt, this.#ended);
	}

	#proceed(now: number): void {
		if (this.#attempts.length === 0) this.#next(now);
		else if (now >= this.#signAt && !this.#ringing) this.#missSign(now);
		else if (!this.#inOrder) this.#ring(now);
		this.#follow();
	}

	/** Nobody has shown a sign of ringing in time. */
	#missSign(now: number): void {
		this.#signAt = NEVER;
		this.#unproven = true;
		this.#outbox.error(`No sign of ringing from ${namesOf(this.#attempts)} within ${this.#sign / 1000} s`);
		this.#outbox.push({ type: "tone", tone: "unreached", to: "visitor" });
		this.#sound();
		this.#next(now);
	}

	/** The next way: whoever waits, else the fall-back, if there is one. Those that are silent make room for it. */
	#next(now: number): void {
		if (this.#waiting.length === 0 && this.#plan) {
			this.#waiting.push(...this.#plan.fallback);
			this.#plan = undefined;
			this.#inOrder = false;
			if (this.#waiting.length > 0) this.#outbox.info("The fall-back is called");
		}
		if (this.#waiting.length === 0) return;
		const silent = this.#attempts;
		const room = this.#inOrder ? 0 : Math.max(0, CALLS_AT_ONCE - this.#waiting.length);
		for (const attempt of silent.slice(0, Math.max(0, silent.length - room))) this.#giveUp(attempt);
		this.#ring(now);
	}

	/** Calls those who wait, in order, as far as there is room; only the first one of a sequence. */
	#ring(now: number): void {
		const room = this.#inOrder ? 1 : CALLS_AT_ONCE;
		while (this.#attempts.length < room && this.#waiting.length > 0) {
			const target = this.#waiting.shift()!;
			const { address, time } = target;
			// A phone that is listed twice, or in the fall-back too, rings once: its second call would find it busy.
			if (this.#attempts.some((attempt) => attempt.target.address === address)) continue;
			const call = this.#nextCall();
			this.#signAt = now + this.#sign;
			this.#attempts.push({ call, target, endsAt: now + time, ringing: false });
			this.#outbox.info(`Calling ${address}`);
			this.#outbox.push({ type: "call", call, target: address });
		}
	}

	/** Lets the visitor hear when the first phone begins to ring, or the last one stops. */
	#follow(): void {
		if (this.#ringing === this.#ringback || this.over) return;
		this.#ringback = !this.#ringback;
		this.#sound();
	}

	/** Begins the visitor's tone anew: ring-back only where a phone rings. */
	#sound(): void {
		this.#outbox.push({ type: "tone", tone: this.#ringback ? "ringback" : "calling", to: "visitor" });
	}
}

function namesOf(attempts: readonly Attempt[]): string {
	return attempts.map(({ target }) => target.address).join(", ");
}
