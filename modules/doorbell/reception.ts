import type { Access } from "./access.ts";
import { type AdmissionSettings, refuseCaller } from "./admission.ts";
import { Bell, type BellSettings } from "./bell.ts";
import type { CallStatus } from "./conversation.ts";
import { Hunt } from "./hunt.ts";
import type { Caller } from "./lock/code.ts";
import type { CallChange, Order } from "./order.ts";
import type { Outbox } from "./outbox.ts";
import type { State } from "./output.ts";
import { Pursuit } from "./pursuit.ts";
import type { Quiet } from "./quiet.ts";
import type { Participant } from "./talk.ts";
import { Talks, type TalksSettings } from "./talks.ts";
import { WaitingCall } from "./waiting-call.ts";
import { callerName, type EndCause, type Peer, unanswered } from "./words.ts";

export interface ReceptionSettings extends AdmissionSettings, BellSettings, TalksSettings {}

const NEVER = Number.POSITIVE_INFINITY;

/** Everything about calls: whom a button rings, who calls in, who talks. One conversation at a time. */
export class Reception {
	/** How the last call ended, in plain words. */
	lastReason = "";
	#outbox: Outbox;
	#settings: ReceptionSettings;
	#access: Access;
	#bell: Bell;
	#conversation: Hunt | WaitingCall | Talks | Pursuit | undefined;
	#nextCall = 1;

	constructor(settings: ReceptionSettings, access: Access, quiet: Quiet, outbox: Outbox) {
		this.#settings = settings;
		this.#access = access;
		this.#bell = new Bell(settings, quiet, outbox);
		this.#outbox = outbox;
	}

	configure(settings: ReceptionSettings): void {
		this.#settings = settings;
		this.#bell.configure(settings);
	}

	get deadline(): number {
		return Math.min(this.#bell.deadline, this.#access.deadline, this.#conversation?.deadline ?? NEVER);
	}

	/** `undefined` while there is no call. */
	get state(): State | undefined {
		return this.#conversation?.state;
	}

	/** Whether the visitor is to know that nobody could be reached, or has shown a sign of ringing so far. */
	get unreached(): boolean {
		const conversation = this.#conversation;
		if (conversation instanceof Hunt) return conversation.unproven;
		return conversation === undefined && this.#bell.sounding;
	}

	status(now: number): CallStatus | undefined {
		return this.#conversation?.status(now);
	}

	press(button: number, now: number): void {
		const conversation = this.#conversation;
		if (!this.#bell.pressed(button)) return;
		if (conversation instanceof WaitingCall) this.answer();
		else if (conversation instanceof Hunt && conversation.button === button) conversation.again(now);
		else if (this.#idle()) this.#conversation = this.#bell.ring(button, () => this.#nextCall++, now);
	}

	/** Calls one target, or those of the first button. */
	dial(target: string | undefined, now: number): void {
		if (this.#idle()) this.#conversation = this.#bell.dial(target, () => this.#nextCall++, now);
	}

	answer(): void {
		const conversation = this.#conversation;
		if (conversation instanceof WaitingCall) this.#outbox.push({ type: "answer", call: conversation.call });
	}

	/** Rejects the waiting call, stops ringing, or ends the answered call. */
	hangUp(reason: string, now: number): void {
		const ending = this.#conversation?.giveUp(reason, this.#outbox);
		if (ending) this.#close(ending.text, ending.reason, now);
	}

	/** As `hangUp`, for all calls that there are. */
	leave(reason: string, now: number): void {
		if (this.#conversation instanceof Talks) this.#conversation.drop();
		this.hangUp(reason, now);
	}

	/** Does what somebody wants of the answered call. */
	order(order: Order, now: number): void {
		const conversation = this.#conversation;
		if (conversation instanceof Talks) conversation.order(order, now);
		else if (conversation instanceof WaitingCall && order.type === "reject") this.hangUp("rejected", now);
	}

	/** Something became of an answered call. */
	changed(change: CallChange, now: number): void {
		const talks = this.#talksOf(change.call);
		const reason = talks?.changed(change, this.#nextCall++, this.#settings, now);
		if (reason !== undefined) this.hangUp(reason, now);
		if (!talks && change.type === "referred") this.#outbox.push({ type: "decline", call: change.call });
	}

	called(call: number, peer: Peer, caller: Caller, now: number): void {
		const conversation = this.#conversation;
		const refusal = refuseCaller(this.#settings.from, caller.trust);
		if (refusal !== undefined) {
			this.#outbox.push({ type: "reject", call, reason: "unwanted" });
			this.#outbox.info(`A call from ${callerName(peer)} was refused: ${refusal}`);
			return;
		}
		this.#outbox.log("received", "INVITE message");
		if (conversation instanceof Talks && conversation.admits(this.#settings)) {
			conversation.called(call, peer, caller);
		} else if (conversation) {
			this.#outbox.push({ type: "reject", call, reason: "busy" });
			this.#outbox.info(`Missed call from ${callerName(peer)}: the doorbell is busy`);
		} else {
			this.#outbox.info("Incoming call detected");
			this.#outbox.info(`${callerName(peer)} is calling`);
			this.#outbox.push({ type: "ring", call });
			this.#wait(call, peer, caller, now);
		}
	}

	/** Whether somebody who calls now would ring, and so has to have his offer looked at. */
	admits({ trust }: Caller): boolean {
		return this.#conversation === undefined && refuseCaller(this.#settings.from, trust) === undefined;
	}

	progress(call: number): void {
		const conversation = this.#conversation;
		if (conversation instanceof Pursuit) conversation.progress(this.#outbox);
		else if (conversation instanceof Hunt || conversation instanceof Talks) conversation.progress(call);
	}

	connected(call: number, now: number): void {
		const conversation = this.#conversation;
		const target = conversation instanceof Hunt ? conversation.target(call) : undefined;
		if (conversation instanceof Hunt && target !== undefined) {
			conversation.stop(call);
			const who: Participant = { call, peer: { name: "", number: target }, source: target, trust: "placed" };
			this.#talk(who, `${target} answered`, now);
		} else if (conversation instanceof WaitingCall && conversation.call === call) {
			this.#outbox.log("sent", "200 OK response to INVITE");
			this.#talk(conversation, "Incoming call answered", now);
		} else if (conversation instanceof Pursuit && conversation.call === call) {
			this.#talk(conversation, `${conversation.name} answered`, now);
		} else if (!(conversation instanceof Talks && conversation.connected(call, this.#settings, now))) {
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
			conversation.ended(call, cause === "declined", now);
			if (conversation.over) this.#nobody(conversation, now);
		} else if (conversation instanceof Talks) {
			const reason = conversation.endReason(cause);
			if (conversation.call === call) this.#close(`Call ended: ${reason}`, reason, now);
			else conversation.ended(call, cause, status, now);
		} else if (conversation?.call === call) {
			this.#close(conversation.missed(cause, status), "missed", now);
		}
	}

	digit(call: number, digit: string, now: number): void {
		if (this.#talksOf(call) && this.#access.digit(digit, now)) this.doorOpened(now);
	}

	/** The door was opened, by whatever. */
	doorOpened(now: number): void {
		if (this.#conversation instanceof Talks) this.#conversation.opened(now);
	}

	held(call: number, held: boolean): void {
		if (this.#conversation instanceof Talks) this.#conversation.held(call, held);
	}

	silent(call: number, now: number): void {
		if (this.#talksOf(call)) this.hangUp("nothing was heard from the other side for too long", now);
	}

	expire(now: number): void {
		this.#bell.expire(now);
		if (this.#access.expire(now)) this.doorOpened(now);
		const conversation = this.#conversation;
		if (conversation instanceof Hunt) {
			conversation.expire(now);
			if (conversation.over) this.#nobody(conversation, now);
		} else if (conversation instanceof WaitingCall) {
			if (conversation.expire(now)) this.answer();
		} else {
			const reason = conversation?.expire(now);
			if (reason !== undefined) this.hangUp(reason, now);
		}
	}

	/** An incoming call waits for an answer, as the settings say. */
	#wait(call: number, peer: Peer, caller: Caller, now: number): void {
		const { answer, answerDelay } = this.#settings;
		this.#conversation = new WaitingCall(call, peer, caller, answer === "delayed" ? now + answerDelay : NEVER);
		if (answer === "at once") this.answer();
	}

	/** Whether there is no call; tells that there is one. */
	#idle(): boolean {
		if (this.#conversation) this.#outbox.info("The doorbell is in a call already");
		return this.#conversation === undefined;
	}

	#talk(participant: Participant, event: string, now: number): void {
		this.#bell.silence();
		const talks = new Talks(participant, this.#settings, this.#access, this.#outbox, now);
		this.#conversation = talks;
		talks.begin(event, now);
	}

	#nobody({ button }: Hunt, now: number): void {
		this.#close("Nobody answered", "nobody answered", now);
		this.#bell.failed("busy", button, now);
	}

	/** A call is over. One that was beside it goes on. */
	#close(text: string, reason: string, now: number): void {
		const conversation = this.#conversation;
		this.#conversation = undefined;
		this.#access.end(now);
		this.#bell.silence();
		this.lastReason = reason;
		this.#outbox.info(text);
		const next = conversation instanceof Talks ? conversation.next(now) : undefined;
		if (next instanceof WaitingCall) this.#wait(next.call, next.peer, next, now);
		else this.#conversation = next;
		if (next instanceof Pursuit) this.#outbox.push({ type: "tone", tone: "calling", to: "visitor" });
	}

	#talksOf(call: number): Talks | undefined {
		const conversation = this.#conversation;
		return conversation instanceof Talks && conversation.call === call ? conversation : undefined;
	}
}
