import type { ToneName } from "../audio/tones.ts";
import type { Settings } from "../config/schema.ts";
import type { ConnectionEvent } from "../doorbell/connection.ts";
import type { Doorbell } from "../doorbell/doorbell.ts";
import type { Caller } from "../doorbell/lock/code.ts";
import type { Listener, Refusal } from "../doorbell/output.ts";
import type { Host, TimerHandle } from "../host.ts";
import type { Account } from "../sip/account.ts";
import type { Address } from "../sip/address.ts";
import type { Request } from "../sip/message.ts";
import type { Levels } from "./audio-session.ts";
import { type Call, type CallDesk, type IncomingEvent, offerFor } from "./call-desk.ts";
import { answer, incoming, receive } from "./call-events.ts";
import { CallMedia, type CallMediaOptions, type CallMediaSettings } from "./call-media.ts";
import { callerOf } from "./callers.ts";
import { Gatekeeper, type GatekeeperOwner } from "./gatekeeper.ts";
import { type CallEvent, Line, type LineOwner } from "./line.ts";
import { change, type MidCallOutput } from "./mid-call.ts";
import { PHONE_METHODS, Phones, type RegisteredPhone } from "./phones.ts";
import type { MediaStatistics } from "./rtp-session.ts";
import { accountOf, mediaSettings, ownAccount } from "./settings.ts";

export interface TelephoneOwner {
	readonly settings: Settings;
	/** It is asking for what the doorbell wants. */
	readonly draining: boolean;
	/** The doorbell was told something: the place to do what it asks for. */
	settle(): void;
	onTrace(direction: "sent" | "received", text: string, peer: Address): void;
}

/** While no phones may register, REGISTER is a method that is not allowed. */
const NO_METHODS: readonly string[] = Object.freeze([]);

/**
 * How incoming calls are refused (RFC 3261 §21). Whoever may not call hears what he would hear if nobody were there: 480
 * tells nothing of the reason, and lets a PBX try others or its mailbox, which 603 ends and 403 may take for a failure.
 */
const STATUSES: Readonly<Record<Refusal, number>> = Object.freeze({ busy: 486, declined: 603, unwanted: 480 });

/** Keys that wait to be judged: as many as a code can have. */
const KEY_LIMIT = 12;

/** Carries out what the doorbell asks of calls and their sound, and tells it what comes of that. */
export class Telephone implements CallDesk, CallMediaOptions, GatekeeperOwner, LineOwner {
	readonly host: Host;
	readonly line: Line;
	readonly media: CallMedia;
	readonly doorbell: Doorbell;
	readonly calls = new Map<number, Call>();
	readonly guard = new Gatekeeper(this);
	#owner: TelephoneOwner;
	#judging: TimerHandle | undefined;
	#settings: Settings;
	#mediaSettings: CallMediaSettings;
	/** Targets of calls that wait until the socket, about to be closed, can be opened again. */
	#waiting = new Map<number, string>();
	/** There while phones may register at the doorbell itself. */
	#phones: Phones | undefined;

	/** `doorbell` is told what happens. */
	constructor(host: Host, doorbell: Doorbell, owner: TelephoneOwner) {
		this.host = host;
		this.doorbell = doorbell;
		this.#owner = owner;
		this.#settings = owner.settings;
		this.#mediaSettings = mediaSettings(this.#settings);
		this.line = new Line(this);
		this.media = new CallMedia(this);
		this.#servePhones();
	}

	// For the line and the sound, who get this object in place of functions: closures take too much of the board's heap.

	account(): Account {
		return accountOf(this.#settings);
	}

	get current(): Settings {
		return this.#settings;
	}

	get phoneBook(): Phones | undefined {
		return this.#phones;
	}

	port(): number {
		return this.#settings["sip.port"];
	}

	get deferred(): boolean {
		return this.#owner.draining;
	}

	onConnection(event: ConnectionEvent): void {
		this.doorbell.connection(event, this.now);
	}

	onEvent(event: CallEvent): void {
		if (event.type === "request") this.#register(event.request, event.source);
		else if (event.type === "flood")
			this.doorbell.trouble(`Too many messages from ${event.address} were ignored`, this.now);
		else if (event.type === "incoming") incoming(this, event);
		else receive(this, event);
	}

	onSettled(): void {
		this.#owner.settle();
		this.#placeWaiting();
	}

	onTrace(direction: "sent" | "received", text: string, peer: Address): void {
		this.#owner.onTrace(direction, text, peer);
	}

	settings(): CallMediaSettings {
		return this.#mediaSettings;
	}

	onDigit(call: number, digit: string): void {
		const known = this.calls.get(call);
		if (!known) return;
		known.keys = ((known.keys ?? "") + digit).slice(0, KEY_LIMIT);
		this.judgeKeys();
	}

	/**
	 * Keys are judged in a turn of their own: the board's stack is short, and they come at the end of a long way. Those of a
	 * caller wait for his ACK, which shows that he gets our answers: else anybody could call in his name.
	 */
	judgeKeys(): void {
		this.#judging ??= this.host.timers.set(() => {
			this.#judging = undefined;
			for (const [call, known] of this.calls) {
				const { keys = "" } = known;
				if (call < 0 && !known.confirmed) continue;
				known.keys = undefined;
				for (const key of keys) this.doorbell.digit(call, key, this.now);
			}
			this.#owner.settle();
		}, 0);
	}

	onSilent(call: number): void {
		this.doorbell.silent(call, this.now);
		this.#owner.settle();
	}

	onHeld(call: number, held: boolean): void {
		this.doorbell.held(call, held, this.now);
	}

	/** Takes changed settings. Those of the server count when the socket is opened next. */
	configure(settings: Settings): void {
		this.#settings = settings;
		this.#mediaSettings = mediaSettings(settings);
		this.media.adopt();
		this.#servePhones();
	}

	/** Where a target is called: a phone that is registered here at its contact, anybody else as written. */
	place(target: string): string {
		return this.#phones?.find(target, this.line.endpoint?.port ?? 0) || target;
	}

	/** Who calls, as far as it is proved. */
	callerOf(event: IncomingEvent): Caller {
		return callerOf(event, this.guard.voucher(event.request, event.source), this.#settings["call.known"]);
	}

	/** The phones that are registered at the doorbell itself. */
	get phones(): RegisteredPhone[] {
		return this.#phones?.list ?? [];
	}

	/** Statistics of the call that talks. */
	statistics(): MediaStatistics | undefined {
		return this.media.statistics();
	}

	/** How loud the call that talks is. */
	get levels(): Levels | undefined {
		return this.media.levels;
	}

	/** Closes all at once. */
	close(): void {
		this.#waiting.clear();
		this.host.timers.clear(this.#judging);
		this.line.close();
		this.media.close();
	}

	call(call: number, target: string): void {
		if (this.line.closing) {
			this.#waiting.set(call, target);
		} else if (!this.line.lend()) {
			this.doorbell.trouble(`No SIP socket: ${this.line.problem}`, this.now);
			this.doorbell.ended(call, "failed", 0, this.now);
		} else if (!this.openMedia(call)) {
			this.doorbell.ended(call, "failed", 0, this.now);
			this.settled();
		} else {
			this.calls.set(call, { remote: "", answer: "" });
			const { endpoint } = this.line;
			const phone = this.#phones?.find(target, endpoint?.port ?? 0);
			const account = phone === undefined ? undefined : ownAccount(accountOf(this.#settings));
			if (phone === "") this.#unregistered(call, target);
			else
				endpoint?.run((agent, now) =>
					agent.invite(call, phone ?? target, (remote) => offerFor(this, call, remote), now, account),
				);
		}
	}

	/** Tells the caller that it rings here. */
	ring(call: number): void {
		this.line.endpoint?.run((agent, now) => agent.ring(call, now));
	}

	answer(call: number): void {
		answer(this, call);
	}

	reject(call: number, reason: Refusal): void {
		this.line.endpoint?.run((agent, now) => agent.reject(call, STATUSES[reason], now));
	}

	hangUp(call: number): void {
		if (!this.#waiting.delete(call)) this.line.endpoint?.run((agent, now) => agent.hangUp(call, now));
	}

	/** Changes an answered call. */
	change(output: MidCallOutput): void {
		change(this, output);
	}

	tone(tone: ToneName | "none", to: Listener): void {
		this.media.tone(tone, to);
	}

	/** A call to a phone that ought to be registered here, and is not. */
	#unregistered(call: number, target: string): void {
		this.doorbell.trouble(`${target} is not registered at the doorbell`, this.now);
		this.release(call);
		this.doorbell.ended(call, "unavailable", 0, this.now);
		this.settled();
	}

	/** Begins or ends to be the registrar of phones, as the settings ask. */
	#servePhones(): void {
		const settings = this.#settings;
		if (this.#phones?.goOn(settings)) return;
		this.#phones?.forget();
		const password = settings["phones.password"];
		const options = { host: this.host, settings, doorbell: this.doorbell };
		this.#phones = password === "" ? undefined : new Phones(options);
		this.line.methods = this.#phones ? PHONE_METHODS : NO_METHODS;
	}

	/** A phone registers, or tries to. */
	#register(request: Request, source: Address): void {
		this.line.endpoint?.run((agent, now) => {
			const reply = this.#phones?.register(request, source, now);
			if (reply) agent.respond(request, source, reply.status, reply.fill);
		});
	}

	/** The socket is closed: calls that waited for that are placed from a new one. */
	#placeWaiting(): void {
		if (this.#waiting.size === 0 || this.line.closing) return;
		const waiting = [...this.#waiting];
		this.#waiting.clear();
		for (const [call, target] of waiting) this.call(call, target);
	}

	get now(): number {
		return this.host.clock.now();
	}

	addressFor(remote: string): string | undefined {
		return this.host.network.address(remote);
	}

	openMedia(call: number): boolean {
		if (this.media.open(call)) return true;
		const { port } = this.#mediaSettings;
		this.doorbell.trouble(`No sound: UDP port ${port} is taken by another program: change rtp.port`, this.now);
		return false;
	}

	/** Our address is another one: the calls are told by a new offer, the registrar by a new registration. */
	onMoved(): void {
		this.media.move();
		for (const call of this.calls.keys()) {
			const offer = offerFor(this, call);
			if (offer !== undefined) this.line.endpoint?.run((agent, now) => agent.offer(call, offer, now));
		}
		this.doorbell.connection({ type: "moved" }, this.now);
	}

	release(call: number): void {
		this.calls.delete(call);
		this.media.release(call);
	}

	/** No call is left: a socket that was lent to calls may be closed. */
	settled(): void {
		if (this.calls.size === 0) this.line.giveBack();
	}
}
