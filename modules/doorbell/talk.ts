import type { CallStatus, Conversation, Ending } from "./conversation.ts";
import type { Caller, Trust } from "./lock/code.ts";
import type { Outbox } from "./outbox.ts";
import { callerName, type Peer } from "./words.ts";

/** Times in milliseconds. */
export interface TalkSettings {
	/** Longest call. */
	readonly maximum: number;
	/** How long a call goes on after the door was opened; 0 when opening does not end it. */
	readonly hangUpAfterOpening: number;
	/** In which calls the other side can hear the door. */
	readonly listening: "every call" | "placed calls";
}

/** Who talks. */
export interface Participant extends Caller {
	readonly call: number;
	readonly peer: Peer;
}

/** How long the visitor is told by a tone that somebody is about to listen, milliseconds: before that nobody does. */
export const NOTICE_TIME = 600;

/** How long before its end a call is warned, milliseconds. */
export const WARNING_TIME = 10_000;

const NEVER = Number.POSITIVE_INFINITY;

/** An answered call, its time, and whether the microphone is open in it: it is shut when a call begins, and on hold. */
export class Talk implements Conversation, Participant {
	readonly call: number;
	readonly peer: Peer;
	readonly source: string;
	readonly trust: Trust;
	/** Whether the other side has put us on hold. */
	held = false;
	/** Whether we have put the other side on hold. */
	onHold = false;
	/** Whether the other side can hear the door. */
	listening = false;
	/** To whom the other side shall transfer the call; `undefined` while nobody asks for that. */
	transferTo: string | undefined;
	#settings: TalkSettings;
	#outbox: Outbox;
	#since: number;
	#warnAt: number;
	#endsAt: number;
	#openedEndsAt = NEVER;
	#listenAt = NEVER;
	/** The log tells of the sound. */
	#told = false;

	constructor({ call, peer, source, trust }: Participant, settings: TalkSettings, outbox: Outbox, now: number) {
		this.call = call;
		this.peer = peer;
		this.source = source;
		this.trust = trust;
		this.#settings = settings;
		this.#outbox = outbox;
		this.#since = now;
		this.#endsAt = now + settings.maximum;
		this.#warnAt = this.#endsAt - WARNING_TIME;
	}

	get state(): "CONNECTED" {
		return "CONNECTED";
	}

	get direction(): "incoming" | "outgoing" {
		return this.trust === "placed" ? "outgoing" : "incoming";
	}

	/** Who is at the other end, for people. */
	get name(): string {
		return callerName(this.peer);
	}

	get deadline(): number {
		return Math.min(this.#warnAt, this.#endsAt, this.#openedEndsAt, this.#listenAt);
	}

	status(now: number): CallStatus {
		const { direction, peer, held, onHold, listening, transferTo } = this;
		const seconds = Math.floor((now - this.#since) / 1000);
		const status: CallStatus = { state: "connected", direction, peer, seconds, held, onHold, listening };
		return transferTo === undefined ? status : { ...status, transferTo };
	}

	/**
	 * The other side is there, or there again. Whom the doorbell called hears the door at once; before anybody else does,
	 * the visitor is told, every time: it may be another visitor than before.
	 */
	join(now: number): void {
		this.onHold = false;
		if (this.direction === "outgoing") {
			this.#listen();
		} else if (this.#settings.listening === "every call") {
			this.#outbox.push({ type: "tone", tone: "notice", to: "visitor" });
			this.#listenAt = now + NOTICE_TIME;
		} else if (!this.#told) {
			this.#tell("The microphone stays shut: the settings open it in calls that the doorbell placed only");
		}
	}

	/** The other side is put on hold. */
	leave(): void {
		this.onHold = true;
		this.listening = false;
		this.#listenAt = NEVER;
	}

	giveUp(reason: string, outbox: Outbox): Ending {
		outbox.push({ type: "hang up", call: this.call });
		return { text: `Call ended: ${reason}`, reason };
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
		if (now >= this.#listenAt) this.#listen();
		if (now >= this.#warnAt) {
			this.#warnAt = NEVER;
			this.#outbox.info(`The call ends in ${WARNING_TIME / 1000} s`);
			this.#outbox.push(
				{ type: "tone", tone: "warning", to: "visitor" },
				{ type: "tone", tone: "warning", to: "phone" },
			);
		}
		return undefined;
	}

	#listen(): void {
		this.#listenAt = NEVER;
		this.listening = true;
		this.#outbox.push({ type: "listen", call: this.call });
		if (!this.#told) this.#tell("Audio recording started");
	}

	#tell(recording: string): void {
		this.#told = true;
		this.#outbox.info(recording);
		this.#outbox.info("Audio playback started");
	}
}
