import type { Access } from "./access.ts";
import type { CallStatus } from "./conversation.ts";
import { Hunt, type HuntPlan } from "./hunt.ts";
import type { Outbox } from "./outbox.ts";
import type { State } from "./output.ts";
import { type Participant, Talk, type TalkSettings } from "./talk.ts";
import { WaitingCall } from "./waiting-call.ts";
import { callerName, type EndCause, endReason, missedCall, type Peer, unanswered } from "./words.ts";

export interface ButtonSettings extends HuntPlan {
	readonly name: string;
}

/** Times in milliseconds. */
export interface ReceptionSettings extends TalkSettings {
	readonly buttons: readonly ButtonSettings[];
	readonly answer: "at once" | "delayed" | "manual";
	readonly answerDelay: number;
}

/** How long the visitor hears that nobody answered. */
export const BUSY_TONE_TIME = 3_000;
/** How long a target rings that has no time of its own. */
export const RING_TIME = 30_000;

const NEVER = Number.POSITIVE_INFINITY;

/** Everything about calls: whom a button rings, who calls in, who talks. One conversation at a time. */
export class Reception {
	#outbox: Outbox;
	#settings: ReceptionSettings;
	#access: Access;
	#conversation: Hunt | WaitingCall | Talk | undefined;
	#nextCall = 1;
	#busyToneEndsAt = NEVER;
	#lastReason = "";

	constructor(settings: ReceptionSettings, access: Access, outbox: Outbox) {
		this.#settings = settings;
		this.#access = access;
		this.#outbox = outbox;
	}

	configure(settings: ReceptionSettings): void {
		this.#settings = settings;
	}

	get deadline(): number {
		return Math.min(this.#busyToneEndsAt, this.#access.deadline, this.#conversation?.deadline ?? NEVER);
	}

	/** `undefined` while there is no call. */
	get state(): State | undefined {
		return this.#conversation?.state;
	}

	/** How the last call ended, in plain words. */
	get lastReason(): string {
		return this.#lastReason;
	}

	status(now: number): CallStatus | undefined {
		return this.#conversation?.status(now);
	}

	press(button: number, now: number): void {
		const settings = this.#settings.buttons[button - 1];
		if (!settings) return;
		const conversation = this.#conversation;
		this.#outbox.info(`Button ${button} (${settings.name}) pressed`);
		if (conversation instanceof WaitingCall) this.answer();
		else if (conversation instanceof Hunt && conversation.button === button) this.hangUp("cancelled at the door", now);
		else this.#hunt(settings, button, now);
	}

	/** Calls one target, or those of the first button. */
	dial(target: string | undefined, now: number): void {
		const first = this.#settings.buttons[0];
		if (target !== undefined) this.#hunt({ targets: [{ address: target, time: RING_TIME }], inOrder: false }, 0, now);
		else if (first) this.#hunt(first, 1, now);
	}

	answer(): void {
		if (this.#conversation instanceof WaitingCall) {
			this.#outbox.push({ type: "answer", call: this.#conversation.call });
		}
	}

	/** Rejects the waiting call, stops ringing, or ends the answered call. */
	hangUp(reason: string, now: number): void {
		const conversation = this.#conversation;
		if (conversation instanceof WaitingCall) {
			this.#outbox.push({ type: "reject", call: conversation.call, reason: "declined" });
			this.#close(`Call from ${callerName(conversation.peer)} rejected`, "rejected", now);
		} else if (conversation instanceof Hunt) {
			conversation.stop();
			this.#close(`Ringing ended: ${reason}`, reason, now);
		} else if (conversation) {
			this.#outbox.push({ type: "hang up", call: conversation.call });
			this.#close(`Call ended: ${reason}`, reason, now);
		}
	}

	called(call: number, peer: Peer, now: number): void {
		this.#outbox.log("received", "INVITE message");
		if (this.#conversation) {
			this.#outbox.push({ type: "reject", call, reason: "busy" });
			this.#outbox.info(`Missed call from ${callerName(peer)}: the doorbell is busy`);
			return;
		}
		const { answer, answerDelay } = this.#settings;
		this.#outbox.info("Incoming call detected");
		this.#outbox.info(`${callerName(peer)} is calling`);
		this.#conversation = new WaitingCall(call, peer, answer === "delayed" ? now + answerDelay : NEVER);
		this.#outbox.push({ type: "ring", call });
		if (answer === "at once") this.answer();
	}

	progress(call: number): void {
		if (this.#conversation instanceof Hunt) this.#conversation.progress(call);
	}

	connected(call: number, now: number): void {
		const conversation = this.#conversation;
		const target = conversation instanceof Hunt ? conversation.target(call) : undefined;
		if (conversation instanceof Hunt && target !== undefined) {
			conversation.stop(call);
			this.#talk({ call, peer: { name: "", number: target }, direction: "outgoing" }, `${target} answered`, now);
		} else if (conversation instanceof WaitingCall && conversation.call === call) {
			this.#outbox.log("sent", "200 OK response to INVITE");
			this.#talk({ call, peer: conversation.peer, direction: "incoming" }, "Incoming call answered", now);
		} else {
			// Nobody waits for this call any more.
			this.#outbox.push({ type: "hang up", call });
		}
	}

	ended(call: number, cause: EndCause, status: number, now: number): void {
		const conversation = this.#conversation;
		if (conversation instanceof Hunt) {
			const target = conversation.target(call);
			if (target === undefined) return;
			this.#outbox.error(unanswered(target, cause, status));
			conversation.ended(call, now);
			if (conversation.over) this.#nobody(now);
		} else if (conversation?.call === call) {
			const text =
				conversation instanceof Talk ? `Call ended: ${endReason(cause)}` : missedCall(conversation.peer, cause);
			this.#close(text, conversation instanceof Talk ? endReason(cause) : "missed", now);
		}
	}

	digit(call: number, digit: string, now: number): void {
		if (this.#talkOf(call) && this.#access.digit(digit, now)) this.doorOpened(now);
	}

	/** The door was opened, by whatever. */
	doorOpened(now: number): void {
		if (this.#conversation instanceof Talk) this.#conversation.opened(now);
	}

	held(call: number, held: boolean): void {
		const talk = this.#talkOf(call);
		if (!talk) return;
		talk.held = held;
		this.#outbox.info(held ? "The other side put the call on hold" : "The call goes on");
	}

	silent(call: number, now: number): void {
		if (this.#talkOf(call)) this.hangUp("nothing was heard from the other side for too long", now);
	}

	expire(now: number): void {
		if (now >= this.#busyToneEndsAt) this.#tone("none");
		if (this.#access.expire(now)) this.doorOpened(now);
		const conversation = this.#conversation;
		if (conversation instanceof Hunt) {
			conversation.expire(now);
			if (conversation.over) this.#nobody(now);
		} else if (conversation instanceof WaitingCall) {
			if (conversation.expire(now)) this.answer();
		} else if (conversation) {
			const reason = conversation.expire(now);
			if (reason !== undefined) this.hangUp(reason, now);
		}
	}

	#hunt(plan: HuntPlan, button: number, now: number): void {
		if (this.#conversation) {
			this.#outbox.info("The doorbell is in a call already");
			return;
		}
		if (plan.targets.length === 0) {
			this.#outbox.error("Nobody to call: set whom the button rings in the settings");
			return;
		}
		this.#tone("ringback");
		this.#conversation = new Hunt(plan, button, () => this.#nextCall++, this.#outbox, now);
	}

	#talk(participant: Participant, event: string, now: number): void {
		this.#tone("none");
		this.#conversation = new Talk(participant, this.#settings, this.#outbox, now);
		this.#access.begin(participant.direction === "outgoing");
		this.#outbox.info("RTP session started");
		this.#outbox.info(`${event} - State: CONNECTED`);
		this.#outbox.info("Audio recording started");
		this.#outbox.info("Audio playback started");
	}

	#nobody(now: number): void {
		this.#close("Nobody answered", "nobody answered", now);
		this.#outbox.push({ type: "tone", tone: "busy", to: "visitor" });
		this.#busyToneEndsAt = now + BUSY_TONE_TIME;
	}

	#close(text: string, reason: string, now: number): void {
		this.#conversation = undefined;
		this.#access.end(now);
		this.#tone("none");
		this.#lastReason = reason;
		this.#outbox.info(text);
	}

	#talkOf(call: number): Talk | undefined {
		const conversation = this.#conversation;
		return conversation instanceof Talk && conversation.call === call ? conversation : undefined;
	}

	#tone(tone: "none" | "ringback"): void {
		this.#busyToneEndsAt = NEVER;
		this.#outbox.push({ type: "tone", tone, to: "visitor" });
	}
}
