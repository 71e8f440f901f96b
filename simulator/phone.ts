import type { Source } from "../hosts/node/audio-format.ts";
import { CallMedia, type CallMediaSettings } from "../modules/drivers/call-media.ts";
import type { MediaStatistics } from "../modules/drivers/rtp-session.ts";
import type { Host, TimerHandle } from "../modules/host.ts";
import type { Account } from "../modules/sip/account.ts";
import type { Peer } from "../modules/sip/outbox.ts";
import type { UserAgent } from "../modules/sip/user-agent.ts";
import { Handset } from "./phone-handset.ts";
import { InfoKeys } from "./phone-info-keys.ts";
import type { CallEvent, Invitation, Line } from "./phone-line.ts";

/** How long a phone rings, or lets ring, until it gives up, milliseconds. */
export const RING_LIMIT = 180_000;

const SOUND: CallMediaSettings = Object.freeze({
	laws: Object.freeze(["PCMA", "PCMU"] as const),
	port: 0,
	microphoneGain: 100,
	volume: 100,
	silenceLimit: 60_000,
});

const NOT_ANSWERED = 480;
const NOT_ACCEPTABLE_HERE = 488;
const DECLINE = 603;

export type PhoneState = "idle" | "calling" | "ringing" | "in call";

export interface PhoneOptions {
	readonly host: Host;
	readonly line: Line;
	/** Number and name of the phone. */
	readonly account: Account;
	/** Seconds that are kept of what was heard. */
	readonly recordingSeconds: number;
	readonly onState: (phone: Phone) => void;
	/** A key that the other side pressed. */
	readonly onDigit: (phone: Phone, digit: string) => void;
}

/** A cordless phone of the PBX, with a person in front of it. */
export class Phone {
	/** Milliseconds after which the phone answers by itself; `undefined` when it only rings. */
	answerDelay: number | undefined;
	/** How keys are sent; by INFO in any case where the other side takes none in the stream of the sound. */
	keys: "rtp" | "info" = "rtp";
	/** Codecs, volume and the like, for calls to come. */
	sound = SOUND;
	readonly #options: PhoneOptions;
	readonly #handset: Handset;
	readonly #media: CallMedia;
	readonly #infoKeys: InfoKeys;
	#state: PhoneState = "idle";
	#call: number | undefined;
	/** The address that the other side's SIP comes from. */
	#remote = "";
	#offer = "";
	/** The description of ours that the other side has. */
	#said = "";
	#peer: Peer | undefined;
	#holding = false;
	#timer: TimerHandle | undefined;

	constructor(options: PhoneOptions) {
		const { host, recordingSeconds } = options;
		this.#options = options;
		this.#handset = new Handset(host, recordingSeconds);
		this.#media = new CallMedia({
			host: this.#handset.host,
			settings: () => this.sound,
			onDigit: (_call, digit) => options.onDigit(this, digit),
			onSilent: () => this.hangUp(),
			onHeld: () => {},
		});
		this.#infoKeys = new InfoKeys(host.timers, (contentType, body) => {
			const call = this.#call;
			if (call !== undefined) this.#run((agent, now) => agent.inform(call, contentType, body, now));
		});
	}

	get number(): string {
		return this.#options.account.user;
	}

	get name(): string {
		return this.#options.account.displayName;
	}

	get state(): PhoneState {
		return this.#state;
	}

	/** Who calls or called last. */
	get peer(): Peer | undefined {
		return this.#peer;
	}

	/** Whether this phone has put the other side on hold. */
	get holding(): boolean {
		return this.#holding;
	}

	/** What was heard in this call, or the last one, within the bound. */
	get heard(): Int16Array {
		return this.#handset.heard;
	}

	/** What the stream of the call that talks has seen. */
	get statistics(): MediaStatistics | undefined {
		return this.#media.statistics();
	}

	/** Somebody listens in, frame by frame. The array is used again afterwards. */
	set listener(listener: ((frame: Int16Array) => void) | undefined) {
		this.#handset.loudspeaker.listener = listener;
	}

	/** Speaks into the microphone, from the beginning of `source`; without a call, when there is one. */
	say(source: Source): void {
		this.#handset.say(source);
	}

	answer(): void {
		const call = this.#call;
		if (this.#state !== "ringing" || call === undefined) return;
		const { line } = this.#options;
		const body = this.#describe(call, (address) => this.#media.answer(call, this.#offer, address));
		if (body === undefined) {
			this.#leave(NOT_ACCEPTABLE_HERE);
			return;
		}
		line.take(call, this);
		this.#run((agent, now) => agent.answer(call, body, now));
		this.#talk(call);
	}

	/** Does not want the call that rings. */
	decline(): void {
		if (this.#state === "ringing") this.#leave(DECLINE);
	}

	/** Ends the call, in whatever state it is. */
	hangUp(): void {
		const call = this.#call;
		if (this.#state === "ringing") this.#leave(DECLINE);
		else if (call !== undefined) {
			this.#rest();
			this.#run((agent, now) => agent.hangUp(call, now));
		}
	}

	/** Calls a registered user, such as the doorbell; false when that cannot be. */
	call(user: string): boolean {
		const { line, account } = this.#options;
		const contact = line.contact(user);
		if (this.#state !== "idle" || contact === undefined) return false;
		const call = line.open(this);
		this.#peer = { name: "", number: user };
		this.#begin(call, "calling", RING_LIMIT, () => this.hangUp());
		const describe = (remote: string) => {
			this.#remote = remote;
			return this.#describe(call, (address) => this.#media.offer(call, address));
		};
		this.#run((agent, now) => agent.invite(call, contact, describe, now, account));
		return true;
	}

	/** Presses keys, one after the other. */
	press(keys: string): void {
		if (this.#state !== "in call") return;
		if (this.keys === "info" || !this.#media.press(keys)) this.#infoKeys.press(keys);
	}

	/** Puts the other side on hold. */
	hold(): void {
		if (!this.#holding) this.#propose(true);
	}

	/** Talks again. */
	resume(): void {
		if (this.#holding) this.#propose(false);
	}

	/** For the base station: says once more what was agreed, so that the session goes on (RFC 4028). */
	refresh(): void {
		const call = this.#call;
		if (this.#state === "in call" && call !== undefined) this.#run((agent, now) => agent.offer(call, this.#said, now));
	}

	/** For the base station: somebody calls. */
	ring({ call, source, body, peer }: Invitation): void {
		this.#remote = source.address;
		this.#offer = body;
		this.#peer = peer;
		if (this.answerDelay === undefined) this.#begin(call, "ringing", RING_LIMIT, () => this.#leave(NOT_ANSWERED));
		else this.#begin(call, "ringing", this.answerDelay, () => this.answer());
	}

	/** For the base station: another phone has answered. */
	stop(call: number): void {
		if (call === this.#call) this.#rest();
	}

	/** For the base station: something happened in a call. */
	receive(event: CallEvent): void {
		const { call } = event;
		if (call !== this.#call) return;
		switch (event.type) {
			case "progress":
				return;
			case "answered":
				if (this.#media.accept(call, event.body)) this.#talk(call);
				else this.hangUp();
				return;
			case "confirmed":
				if (event.body !== "" && !this.#media.accept(call, event.body)) this.hangUp();
				return;
			case "renegotiate": {
				const body = this.#describe(call, (address) => this.#media.answer(call, event.body, address));
				this.#run((agent, now) => agent.agree(call, body, now));
				return;
			}
			case "renegotiated":
				// Refused: all is as it was, on hold or not.
				if (event.body === "" || !this.#media.accept(call, event.body)) this.#hold(call, !this.#holding);
				return;
			case "refer":
				// A plain phone, which does not call others because it is told to.
				this.#run((agent, now) => agent.decline(call, now));
				return;
			case "digit":
				this.#media.info(call, event.digit);
				return;
			case "ended":
				this.#rest();
		}
	}

	close(): void {
		this.#rest();
		this.#media.close();
	}

	#begin(call: number, state: PhoneState, limit: number, onLimit: () => void): void {
		this.#call = call;
		this.#handset.clear();
		this.#timer = this.#options.host.timers.set(onLimit, limit);
		this.#enter(state);
	}

	#talk(call: number): void {
		this.#options.host.timers.clear(this.#timer);
		this.#media.start(call);
		this.#media.listen(call);
		this.#enter("in call");
	}

	#leave(status: number): void {
		const call = this.#call;
		if (call === undefined) return;
		this.#rest();
		this.#options.line.leave(call, this, status);
	}

	#propose(held: boolean): void {
		const call = this.#call;
		if (this.#state !== "in call" || call === undefined) return;
		this.#hold(call, held);
		const offer = this.#describe(call, (address) => this.#media.offer(call, address));
		if (offer !== undefined) this.#run((agent, now) => agent.offer(call, offer, now));
	}

	#hold(call: number, held: boolean): void {
		this.#holding = this.#handset.muted = held;
		this.#media.hold(call, held);
		if (!held) this.#media.listen(call);
	}

	/** The call is over for this phone. */
	#rest(): void {
		const call = this.#call;
		if (call === undefined) return;
		this.#options.host.timers.clear(this.#timer);
		this.#infoKeys.stop();
		this.#call = undefined;
		this.#holding = false;
		this.#media.release(call);
		this.#enter("idle");
	}

	#enter(state: PhoneState): void {
		this.#state = state;
		this.#options.onState(this);
	}

	/** A description with our address as the other side reaches it. */
	#describe(call: number, make: (address: string) => string | undefined): string | undefined {
		const address = call === this.#call ? this.#options.host.network.address(this.#remote) : undefined;
		const description = address === undefined ? undefined : make(address);
		this.#said = description ?? this.#said;
		return description;
	}

	#run(action: (agent: UserAgent, now: number) => void): void {
		this.#options.line.run(action);
	}
}
