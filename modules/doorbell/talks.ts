import type { Access } from "./access.ts";
import type { CallStatus, Conversation, Ending } from "./conversation.ts";
import type { Caller } from "./lock/code.ts";
import type { CallChange, Order } from "./order.ts";
import type { Outbox } from "./outbox.ts";
import { Pursuit, refusePursuit } from "./pursuit.ts";
import { dismiss, expireSecond, noteEnd, type SecondCall, secondCaller } from "./second-call.ts";
import { type Participant, Talk, type TalkSettings } from "./talk.ts";
import { WaitingCall } from "./waiting-call.ts";
import { callerName, type EndCause, endReason, type Peer, untransferred } from "./words.ts";

export interface TalksSettings extends TalkSettings {
	/** What a second caller hears. */
	readonly waiting: "busy" | "ringing";
	/** Whether the doorbell calls whom the other side names. */
	readonly transfer: "refused" | "followed";
}

const NEVER = Number.POSITIVE_INFINITY;

/**
 * Answered calls: the one that talks and, beside it, at most one other: a caller who waits, a call that is kept on hold,
 * or the call to whom the other side transfers us.
 */
export class Talks implements Conversation {
	#access: Access;
	#outbox: Outbox;
	#talk: Talk;
	#beside: SecondCall | undefined;

	/** A call was answered: `begin` is to follow. */
	constructor(who: Participant, settings: TalksSettings, access: Access, outbox: Outbox, now: number) {
		this.#access = access;
		this.#outbox = outbox;
		this.#talk = new Talk(who, settings, outbox, now);
	}

	/** The talk begins; `event` says in the log what has led to it. */
	begin(event: string, now: number): void {
		this.#access.begin(this.#talk);
		this.#outbox.info("RTP session started");
		this.#outbox.info(`${event} - State: CONNECTED`);
		this.#talk.join(now);
	}

	get state(): "CONNECTED" {
		return "CONNECTED";
	}

	/** The call that talks. */
	get call(): number {
		return this.#talk.call;
	}

	get deadline(): number {
		return Math.min(this.#talk.deadline, this.#beside?.deadline ?? NEVER);
	}

	/** Why the call that talks is over when the other side has ended it so. */
	endReason(cause: EndCause): string {
		const { transferTo } = this.#talk;
		return transferTo !== undefined && cause === "remote" ? `transferred to ${transferTo}` : endReason(cause);
	}

	status(now: number): CallStatus {
		const status = this.#talk.status(now);
		const waiting = secondCaller(this.#beside);
		return waiting ? { ...status, waiting } : status;
	}

	/** Whether a second caller may ring. */
	admits({ waiting }: TalksSettings): boolean {
		return waiting === "ringing" && !this.#beside;
	}

	/** A second caller rings: the one on the phone hears that. He waits until somebody switches, or the call ends. */
	called(call: number, peer: Peer, caller: Caller): void {
		this.#beside = new WaitingCall(call, peer, caller, NEVER);
		this.#outbox.info(`${callerName(peer)} is calling as well`);
		this.#outbox.push({ type: "ring", call }, { type: "tone", tone: "waiting", to: "phone" });
	}

	order(order: Order, now: number): void {
		switch (order.type) {
			case "hold":
				if (!this.#talk.onHold) this.#hold(`Call with ${this.#talk.name} put on hold`);
				return;
			case "resume":
				if (this.#talk.onHold) this.#resume(now);
				return;
			case "switch":
				this.#switch(now);
				return;
			case "reject":
				if (this.#beside instanceof WaitingCall) this.drop();
				return;
			case "transfer":
				this.#transfer(order.target);
		}
	}

	/**
	 * Something became of the call that talks; `by` is a free number for a call that follows a transfer. Returns why the
	 * call has to end now, if it has.
	 */
	changed(change: CallChange, by: number, settings: TalksSettings, now: number): string | undefined {
		switch (change.type) {
			case "hold refused":
				this.#holdRefused(now);
				return undefined;
			case "transferred":
				return this.#transferred(change.by, change.status);
			case "referred":
				this.#follow(change.target, by, settings, now);
				return undefined;
		}
	}

	/** The phone to whom a transfer leads rings. */
	progress(call: number): void {
		const pursuit = this.#beside;
		if (pursuit instanceof Pursuit && pursuit.call === call) pursuit.progress(this.#outbox);
	}

	/** The call beside is answered; false when there is no such call. */
	connected(call: number, settings: TalksSettings, now: number): boolean {
		const other = this.#beside;
		if (other?.call !== call || other instanceof Talk) return false;
		this.#access.end(now);
		if (other instanceof WaitingCall) {
			this.#beside = this.#talk;
			this.#outbox.log("sent", "200 OK response to INVITE");
			this.#talk = new Talk(other, settings, this.#outbox, now);
			this.begin("Incoming call answered", now);
		} else {
			this.#beside = undefined;
			this.#outbox.push({ type: "report", call: this.call, status: 200 }, { type: "hang up", call: this.call });
			this.#talk = new Talk(other, settings, this.#outbox, now);
			this.begin(`${other.name} answered`, now);
		}
		return true;
	}

	/** The call beside is over; false when it is another one. */
	ended(call: number, cause: EndCause, status: number, now: number): boolean {
		const other = this.#beside;
		if (other?.call !== call) return false;
		this.#beside = undefined;
		noteEnd(other, this.call, cause, status, this.#outbox);
		// Somebody meant to talk to it.
		if (cause === "incompatible" && other instanceof WaitingCall) this.#resume(now);
		return true;
	}

	/** The call that talks is over: returns what goes on in its place. */
	next(now: number): Talks | WaitingCall | Pursuit | undefined {
		const other = this.#beside;
		if (!(other instanceof Talk)) return other;
		this.#beside = undefined;
		this.#talk = other;
		this.#resume(now);
		this.#access.begin(other);
		return this;
	}

	/** Ends the call that talks; one beside it goes on, unless a transfer leads there. */
	giveUp(reason: string, outbox: Outbox): Ending {
		if (this.#beside instanceof Pursuit) this.drop();
		return this.#talk.giveUp(reason, outbox);
	}

	/** Gives up the call beside. */
	drop(): void {
		dismiss(this.#beside, this.#outbox);
		this.#beside = undefined;
	}

	held(call: number, held: boolean): void {
		const talk = call === this.call ? this.#talk : this.#beside;
		if (!(talk instanceof Talk) || talk.call !== call) return;
		talk.held = held;
		this.#outbox.info(held ? "The other side put the call on hold" : "The call goes on");
	}

	/** The door was opened. */
	opened(now: number): void {
		this.#talk.opened(now);
	}

	/** Does what is due; returns why the call that talks has to end now, if it has. */
	expire(now: number): string | undefined {
		if (expireSecond(this.#beside, this.call, this.#outbox, now)) this.#beside = undefined;
		return this.#talk.expire(now);
	}

	#hold(text: string): void {
		this.#talk.leave();
		this.#outbox.push({ type: "hold", call: this.call });
		this.#outbox.info(text);
	}

	#resume(now: number): void {
		this.#outbox.push({ type: "resume", call: this.call });
		this.#outbox.info(`The call with ${this.#talk.name} goes on`);
		this.#talk.join(now);
	}

	#holdRefused(now: number): void {
		const talk = this.#talk;
		if (talk.onHold) talk.join(now);
		else talk.leave();
		this.#outbox.error(
			talk.onHold ? "The other side did not take the call back" : "The other side cannot be put on hold",
		);
	}

	#switch(now: number): void {
		const other = this.#beside;
		if (!other || other instanceof Pursuit) return;
		if (!this.#talk.onHold) this.#hold(`Call with ${this.#talk.name} put on hold`);
		if (other instanceof WaitingCall) {
			this.#outbox.push({ type: "answer", call: other.call });
			return;
		}
		this.#access.end(now);
		this.#beside = this.#talk;
		this.#talk = other;
		this.#resume(now);
		this.#access.begin(other);
	}

	#transfer(target: string): void {
		const talk = this.#talk;
		if (talk.transferTo !== undefined) return;
		talk.transferTo = target;
		this.#outbox.info(`Transferring the call to ${target}`);
		this.#outbox.push({ type: "transfer", call: talk.call, target });
	}

	/** Why the call is over now that it is transferred; `undefined` when it was not, and goes on. */
	#transferred(by: "peer" | "target", status: number): string | undefined {
		const target = this.#talk.transferTo;
		this.#talk.transferTo = undefined;
		if (target === undefined) return undefined;
		if (status >= 200 && status < 300) return `transferred to ${target}`;
		this.#outbox.error(`The call was not transferred: ${untransferred(target, by, status)}`);
		return undefined;
	}

	#follow(target: Peer, by: number, { transfer }: TalksSettings, now: number): void {
		const { call, trust } = this.#talk;
		const refusal = refusePursuit(transfer, trust, this.#beside !== undefined);
		if (refusal !== undefined) {
			this.#outbox.info(`Transfer to ${callerName(target)} refused: ${refusal}`);
			this.#outbox.push({ type: "decline", call });
			return;
		}
		this.#outbox.info(`The other side transfers the call to ${callerName(target)}`);
		this.#beside = new Pursuit(by, target, this.#talk, now);
		this.#outbox.push({ type: "follow", call, by });
	}
}
