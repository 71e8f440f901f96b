import type { CallStatus, Conversation } from "./conversation.ts";
import type { Peer } from "./words.ts";

/** An incoming call that waits for an answer. */
export class WaitingCall implements Conversation {
	readonly state = "RINGING";
	readonly call: number;
	readonly peer: Peer;
	#answerAt: number;

	/** `answerAt` is when it answers itself, `Infinity` if never. */
	constructor(call: number, peer: Peer, answerAt: number) {
		this.call = call;
		this.peer = peer;
		this.#answerAt = answerAt;
	}

	get deadline(): number {
		return this.#answerAt;
	}

	status(): CallStatus {
		return { state: "ringing", direction: "incoming", peer: this.peer, seconds: 0 };
	}

	/** True, once, when the call is to be answered. */
	expire(now: number): boolean {
		if (now < this.#answerAt) return false;
		this.#answerAt = Number.POSITIVE_INFINITY;
		return true;
	}
}
