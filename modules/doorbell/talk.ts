import type { CallStatus, Conversation } from "./conversation.ts";
import type { Outbox } from "./outbox.ts";
import type { Peer } from "./words.ts";

/** Times in milliseconds. */
export interface TalkSettings {
	/** Longest call. */
	readonly maximum: number;
	/** How long a call goes on after the door was opened; 0 when opening does not end it. */
	readonly hangUpAfterOpening: number;
}

/** Who talks. */
export interface Participant {
	readonly call: number;
	readonly peer: Peer;
	readonly direction: "incoming" | "outgoing";
}

/** How long before its end a call is warned, milliseconds. */
export const WARNING_TIME = 10_000;

/** An answered call and its time. */
export class Talk implements Conversation {
	readonly state = "CONNECTED";
	/** Whether the other side has put us on hold. */
	held = false;
	#participant: Participant;
	#settings: TalkSettings;
	#outbox: Outbox;
	#since: number;
	#warnAt: number;
	#endsAt: number;
	#openedEndsAt = Number.POSITIVE_INFINITY;

	constructor(participant: Participant, settings: TalkSettings, outbox: Outbox, now: number) {
		this.#participant = participant;
		this.#settings = settings;
		this.#outbox = outbox;
		this.#since = now;
		this.#endsAt = now + settings.maximum;
		this.#warnAt = this.#endsAt - WARNING_TIME;
	}

	get call(): number {
		return this.#participant.call;
	}

	get deadline(): number {
		return Math.min(this.#warnAt, this.#endsAt, this.#openedEndsAt);
	}

	status(now: number): CallStatus {
		const { direction, peer } = this.#participant;
		const seconds = Math.floor((now - this.#since) / 1000);
		return { state: "connected", direction, peer, seconds, held: this.held };
	}

	/** The door was opened in this call. */
	opened(now: number): void {
		const { hangUpAfterOpening } = this.#settings;
		if (hangUpAfterOpening > 0) this.#openedEndsAt = now + hangUpAfterOpening;
	}

	/** Warns when due; returns why the call has to end now, if it has. */
	expire(now: number): string | undefined {
		if (now >= this.#endsAt) return "the longest call time is over";
		if (now >= this.#openedEndsAt) return "the door was opened";
		if (now >= this.#warnAt) {
			this.#warnAt = Number.POSITIVE_INFINITY;
			this.#outbox.info(`The call ends in ${WARNING_TIME / 1000} s`);
			this.#outbox.push(
				{ type: "tone", tone: "warning", to: "visitor" },
				{ type: "tone", tone: "warning", to: "phone" },
			);
		}
		return undefined;
	}
}
