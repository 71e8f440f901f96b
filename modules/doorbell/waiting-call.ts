import type { CallStatus, Conversation, Ending } from "./conversation.ts";
import type { Caller, Trust } from "./lock/code.ts";
import type { Outbox } from "./outbox.ts";
import type { Participant } from "./talk.ts";
import { callerName, type EndCause, missedCall, type Peer } from "./words.ts";

/** An incoming call that waits for an answer. */
export class WaitingCall implements Conversation, Participant {
	readonly state = "RINGING";
	readonly call: number;
	readonly peer: Peer;
	readonly source: string;
	readonly trust: Trust;
	#answerAt: number;

	/** `answerAt` is when it answers itself, `Infinity` if never. */
	constructor(call: number, peer: Peer, { source, trust }: Caller, answerAt: number) {
		this.call = call;
		this.peer = peer;
		this.source = source;
		this.trust = trust;
		this.#answerAt = answerAt;
	}

	get deadline(): number {
		return this.#answerAt;
	}

	status(): CallStatus {
		return { state: "ringing", direction: "incoming", peer: this.peer, seconds: 0 };
	}

	giveUp(_reason: string, outbox: Outbox): Ending {
		outbox.push({ type: "reject", call: this.call, reason: "declined" });
		return { text: `Call from ${callerName(this.peer)} rejected`, reason: "rejected" };
	}

	/** That the caller is gone, in plain words. */
	missed(cause: EndCause): string {
		return missedCall(this.peer, cause);
	}

	/** True, once, when the call is to be answered. */
	expire(now: number): boolean {
		if (now < this.#answerAt) return false;
		this.#answerAt = Number.POSITIVE_INFINITY;
		return true;
	}
}
