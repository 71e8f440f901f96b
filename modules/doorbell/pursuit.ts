import type { CallStatus, Conversation, Ending } from "./conversation.ts";
import type { Caller, Trust } from "./lock/code.ts";
import type { Outbox } from "./outbox.ts";
import type { Participant } from "./talk.ts";
import { callerName, type EndCause, type Peer, unanswered } from "./words.ts";

/** How long one rings to whom a call is transferred, milliseconds. */
export const PURSUIT_TIME = 30_000;

/** A transfer that the doorbell follows: the call to the one whom the other side has named. */
export class Pursuit implements Conversation, Participant {
	readonly call: number;
	readonly peer: Peer;
	/** Who led here: the new one may do what he may, and answers for him. */
	readonly source: string;
	readonly trust: Trust;
	readonly deadline: number;
	#ringing = false;

	constructor(call: number, peer: Peer, { source, trust }: Caller, now: number) {
		this.call = call;
		this.peer = peer;
		this.source = source;
		this.trust = trust;
		this.deadline = now + PURSUIT_TIME;
	}

	get state(): "CALLING" {
		return "CALLING";
	}

	get name(): string {
		return callerName(this.peer);
	}

	giveUp(reason: string, outbox: Outbox): Ending {
		outbox.push({ type: "hang up", call: this.call });
		return { text: `Call ended: ${reason}`, reason };
	}

	/** Why nobody answered, in plain words. */
	missed(cause: EndCause, status: number): string {
		return unanswered(this.name, cause, status);
	}

	/** Why it has to end now, if it has. */
	expire(now: number): string | undefined {
		return now >= this.deadline ? `${this.name} does not answer` : undefined;
	}

	/** The called phone rings. */
	progress(outbox: Outbox): void {
		if (this.#ringing) return;
		this.#ringing = true;
		outbox.info(`${this.name} is ringing`);
	}

	status(): CallStatus {
		return { state: this.#ringing ? "ringing" : "calling", direction: "outgoing", peer: this.peer, seconds: 0 };
	}
}

/**
 * Why a transfer is not followed; `undefined` when it is. Only whom the doorbell has called itself may send it elsewhere:
 * anybody may call it, and would have it call abroad, or open by a code that is for those whom it called.
 */
export function refusePursuit(transfer: "refused" | "followed", trust: Trust, busy: boolean): string | undefined {
	if (transfer === "refused") return "the settings do not allow it";
	if (trust !== "placed") return "only who was called by the doorbell may ask for that";
	return busy ? "there is another call already" : undefined;
}
