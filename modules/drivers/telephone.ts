import type { ToneName } from "../audio/tones.ts";
import type { Settings } from "../config/schema.ts";
import type { Doorbell } from "../doorbell/doorbell.ts";
import type { Listener } from "../doorbell/output.ts";
import type { Host } from "../host.ts";
import type { Address } from "../sip/address.ts";
import type { Levels } from "./audio-session.ts";
import { CallMedia, type CallMediaSettings } from "./call-media.ts";
import { type CallEvent, Line } from "./line.ts";
import type { MediaStatistics } from "./rtp-session.ts";
import { accountOf, mediaSettings } from "./settings.ts";

export interface TelephoneOptions {
	readonly host: Host;
	readonly settings: Settings;
	/** Who is told what happens. */
	readonly doorbell: Doorbell;
	/** The doorbell was told something: the place to do what it asks for. */
	readonly onNews: () => void;
	readonly onTrace?: (direction: "sent" | "received", text: string, peer: Address) => void;
}

/** What the telephone knows of a call that is not over. */
interface Call {
	/** Address literal of the next hop: decides which of our addresses the peer sees. */
	remote: string;
	/** Our description for the 200 to an incoming call. */
	readonly answer: string;
}

const TEMPORARILY_UNAVAILABLE = 480;
const BUSY_HERE = 486;
const NOT_ACCEPTABLE_HERE = 488;
const DECLINE = 603;

/** Carries out what the doorbell asks of calls and their sound, and tells it what comes of that. */
export class Telephone {
	readonly line: Line;
	#host: Host;
	#settings: Settings;
	#mediaSettings: CallMediaSettings;
	#doorbell: Doorbell;
	#media: CallMedia;
	#calls = new Map<number, Call>();
	/** Targets of calls that wait until the socket, about to be closed, can be opened again. */
	#waiting = new Map<number, string>();

	constructor({ host, settings, doorbell, onNews, onTrace }: TelephoneOptions) {
		this.#host = host;
		this.#settings = settings;
		this.#mediaSettings = mediaSettings(settings);
		this.#doorbell = doorbell;
		this.line = new Line({
			host,
			account: () => accountOf(this.#settings),
			port: () => this.#settings["sip.port"],
			onConnection: (event) => doorbell.connection(event, this.#now),
			onEvent: (event) => this.#receive(event),
			onSettled: () => {
				onNews();
				this.#placeWaiting();
			},
			onMoved: () => this.#moved(),
			onTrace,
		});
		this.#media = new CallMedia({
			host,
			settings: () => this.#mediaSettings,
			onDigit: (call, digit) => {
				doorbell.digit(call, digit, this.#now);
				onNews();
			},
			onSilent: (call) => {
				doorbell.silent(call, this.#now);
				onNews();
			},
			onHeld: (call, held) => doorbell.held(call, held, this.#now),
		});
	}

	/** Takes changed settings. Those of the server count when the socket is opened next. */
	configure(settings: Settings): void {
		this.#settings = settings;
		this.#mediaSettings = mediaSettings(settings);
	}

	/** Statistics of the call that talks. */
	statistics(): MediaStatistics | undefined {
		return this.#media.statistics();
	}

	/** How loud the call that talks is. */
	get levels(): Levels | undefined {
		return this.#media.levels;
	}

	/** Closes all at once. */
	close(): void {
		this.#waiting.clear();
		this.line.close();
		this.#media.close();
	}

	call(call: number, target: string): void {
		if (this.line.closing) {
			this.#waiting.set(call, target);
		} else if (!this.line.lend()) {
			this.#doorbell.trouble(`No SIP socket: ${this.line.problem}`, this.#now);
			this.#doorbell.ended(call, "failed", 0, this.#now);
		} else if (!this.#openMedia()) {
			this.#doorbell.ended(call, "failed", 0, this.#now);
			this.#giveBack();
		} else {
			this.#calls.set(call, { remote: "", answer: "" });
			this.line.endpoint?.run((agent, now) => agent.invite(call, target, (remote) => this.#offer(call, remote), now));
		}
	}

	/** Tells the caller that it rings here. */
	ring(call: number): void {
		this.line.endpoint?.run((agent, now) => agent.ring(call, now));
	}

	answer(call: number): void {
		const known = this.#calls.get(call);
		if (!known) return;
		this.line.endpoint?.run((agent, now) => agent.answer(call, known.answer, now));
		this.#media.start(call);
		this.#doorbell.connected(call, this.#now);
	}

	reject(call: number, reason: "busy" | "declined"): void {
		this.line.endpoint?.run((agent, now) => agent.reject(call, reason === "busy" ? BUSY_HERE : DECLINE, now));
	}

	hangUp(call: number): void {
		if (!this.#waiting.delete(call)) this.line.endpoint?.run((agent, now) => agent.hangUp(call, now));
	}

	tone(tone: ToneName | "none", to: Listener): void {
		this.#media.tone(tone, to);
	}

	/** The socket is closed: calls that waited for that are placed from a new one. */
	#placeWaiting(): void {
		if (this.#waiting.size === 0 || this.line.closing) return;
		const waiting = [...this.#waiting];
		this.#waiting.clear();
		for (const [call, target] of waiting) this.call(call, target);
	}

	get #now(): number {
		return this.#host.clock.now();
	}

	#receive(event: CallEvent): void {
		switch (event.type) {
			case "incoming":
				this.#incoming(event);
				return;
			case "progress":
				this.#doorbell.progress(event.call, this.#now);
				return;
			case "answered":
				this.#answered(event.call, event.body);
				return;
			case "confirmed":
				if (event.body !== "" && !this.#media.accept(event.call, event.body)) this.#incompatible(event.call);
				return;
			case "renegotiate":
				this.#renegotiate(event.call, event.body);
				return;
			case "renegotiated":
				if (event.body !== "") this.#media.accept(event.call, event.body);
				return;
			case "digit":
				this.#media.info(event.call, event.digit);
				return;
			case "ended":
				this.#release(event.call);
				this.#doorbell.ended(event.call, event.cause, event.status, this.#now);
				this.#giveBack();
				return;
			case "request":
				return;
		}
	}

	#incoming({ call, peer, body, source }: Extract<CallEvent, { readonly type: "incoming" }>): void {
		const now = this.#now;
		// Only who may get an answer has his offer looked at: a caller who meets a busy doorbell costs no ports.
		if (this.#doorbell.call(now) !== undefined) {
			this.#doorbell.called(call, peer, now);
			return;
		}
		const address = this.#host.network.address(source.address);
		if (address === undefined || !this.#openMedia()) {
			this.#refuse(call, TEMPORARILY_UNAVAILABLE);
			return;
		}
		const answer = this.#media.answer(call, body, address);
		if (answer === undefined) {
			this.#refuse(call, NOT_ACCEPTABLE_HERE);
			this.#doorbell.incompatible(peer, now);
			return;
		}
		this.#calls.set(call, { remote: source.address, answer });
		this.#doorbell.called(call, peer, now);
	}

	#refuse(call: number, status: number): void {
		this.#media.release(call);
		this.line.endpoint?.run((agent, now) => agent.reject(call, status, now));
	}

	#answered(call: number, body: string): void {
		if (!this.#media.accept(call, body)) {
			this.#incompatible(call);
			return;
		}
		this.#media.start(call);
		this.#doorbell.connected(call, this.#now);
	}

	#incompatible(call: number): void {
		this.#doorbell.ended(call, "incompatible", 0, this.#now);
		this.hangUp(call);
	}

	/** The peer's re-INVITE: answered with a description, or refused with all left as it is. */
	#renegotiate(call: number, offer: string): void {
		const address = this.#ownAddress(call);
		const body = address === undefined ? undefined : this.#media.answer(call, offer, address);
		this.line.endpoint?.run((agent, now) => agent.agree(call, body, now));
	}

	#offer(call: number, remote: string): string | undefined {
		const known = this.#calls.get(call);
		if (known) known.remote = remote;
		const address = this.#ownAddress(call);
		return address === undefined ? undefined : this.#media.offer(call, address);
	}

	#ownAddress(call: number): string | undefined {
		return this.#host.network.address(this.#calls.get(call)?.remote ?? "");
	}

	#openMedia(): boolean {
		if (this.#media.open()) return true;
		const { port } = this.#mediaSettings;
		this.#doorbell.trouble(`No sound: UDP port ${port} is taken by another program: change rtp.port`, this.#now);
		return false;
	}

	/** Our address is another one: the calls are told by a new offer, the registrar by a new registration. */
	#moved(): void {
		this.#media.move();
		for (const call of this.#calls.keys()) {
			const address = this.#ownAddress(call);
			const offer = address && this.#media.offer(call, address);
			if (offer) this.line.endpoint?.run((agent, now) => agent.offer(call, offer, now));
		}
		this.#doorbell.connection({ type: "moved" }, this.#now);
	}

	#giveBack(): void {
		if (this.#calls.size === 0) this.line.giveBack();
	}

	#release(call: number): void {
		this.#calls.delete(call);
		this.#media.release(call);
	}
}
