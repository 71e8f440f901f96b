import type { CallStatus, Conversation } from "./conversation.ts";
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
}

interface Attempt {
	readonly call: number;
	readonly target: HuntTarget;
	readonly endsAt: number;
	ringing: boolean;
}

/** Looks for somebody who answers: rings targets in parallel or in order, each for its time. */
export class Hunt implements Conversation {
	readonly state = "CALLING";
	/** The bell button that began it; 0 for none. */
	readonly button: number;
	#outbox: Outbox;
	#nextCall: () => number;
	#attempts: Attempt[] = [];
	#waiting: HuntTarget[];

	/** `nextCall` gives out numbers for calls. The hunt begins at once. */
	constructor({ targets, inOrder }: HuntPlan, button: number, nextCall: () => number, outbox: Outbox, now: number) {
		this.button = button;
		this.#outbox = outbox;
		this.#nextCall = nextCall;
		this.#waiting = [...targets];
		do this.#try(now);
		while (!inOrder && this.#waiting.length > 0);
	}

	get deadline(): number {
		let deadline = Number.POSITIVE_INFINITY;
		for (const attempt of this.#attempts) deadline = Math.min(deadline, attempt.endsAt);
		return deadline;
	}

	/** Whether nobody is left to be rung. */
	get over(): boolean {
		return this.#attempts.length === 0 && this.#waiting.length === 0;
	}

	status(): CallStatus {
		const ringing = this.#attempts.some((attempt) => attempt.ringing);
		const names = this.#attempts.map((attempt) => attempt.target.address).join(", ");
		return {
			state: ringing ? "ringing" : "calling",
			direction: "outgoing",
			peer: { name: "", number: names },
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
		this.#outbox.info(`${attempt.target.address} is ringing`);
	}

	/** Ends the hunt, and all its calls but the one that was answered, if any. */
	stop(answered?: number): void {
		for (const { call } of this.#attempts) if (call !== answered) this.#outbox.push({ type: "hang up", call });
		this.#attempts = [];
		this.#waiting = [];
	}

	/** An attempt is over; the next target has its turn. */
	ended(call: number, now: number): void {
		this.#attempts = this.#attempts.filter((attempt) => attempt.call !== call);
		this.#try(now);
	}

	/** Gives up the targets whose time is over. */
	expire(now: number): void {
		for (const attempt of [...this.#attempts]) {
			if (now < attempt.endsAt) continue;
			this.#outbox.info(`${attempt.target.address} does not answer`);
			this.#outbox.push({ type: "hang up", call: attempt.call });
			this.ended(attempt.call, now);
		}
	}

	#find(call: number): Attempt | undefined {
		return this.#attempts.find((attempt) => attempt.call === call);
	}

	/** Rings the next target, if there is one. */
	#try(now: number): void {
		const target = this.#waiting.shift();
		if (!target) return;
		const call = this.#nextCall();
		this.#attempts.push({ call, target, endsAt: now + target.time, ringing: false });
		this.#outbox.info(`Calling ${target.address}`);
		this.#outbox.push({ type: "call", call, target: target.address });
	}
}
