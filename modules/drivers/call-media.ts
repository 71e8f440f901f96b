import type { ToneName } from "../audio/tones.ts";
import type { Host } from "../host.ts";
import { DigitFilter, type DigitMethod } from "../rtp/digit-filter.ts";
import { type Law, type Media, MediaNegotiation } from "../sdp/negotiation.ts";
import {
	AudioSession,
	type AudioSessionOptions,
	type AudioSettings,
	type Levels,
	type Listener,
} from "./audio-session.ts";
import { type MediaStatistics, RtpSession } from "./rtp-session.ts";

export interface CallMediaSettings extends AudioSettings {
	/** Laws of G.711 in order of preference. */
	readonly laws: readonly Law[];
	/** UDP port of RTP; 0 lets the host choose. */
	readonly port: number;
}

export interface CallMediaOptions {
	readonly host: Host;
	settings(): CallMediaSettings;
	/** A key of the phone in the call that talks, once per press. */
	onDigit(call: number, digit: string): void;
	/** Nothing came from the peer of the call that talks for too long. */
	onSilent(call: number): void;
	/** The peer put the call that talks on hold, or took it back. */
	onHeld(call: number, held: boolean): void;
}

/** A call beside the one that talks: on hold, or being set up. */
interface Beside {
	readonly call: number;
	readonly stream: RtpSession;
	held: boolean;
}

/** From one pair of ports to the next. */
const PAIR = 2;

/**
 * The sound of all calls: one pair of ports, a negotiation for each call that is set up, and a stream for the one that
 * talks. A call beside that one has the next pair of ports. Calls are known by their numbers.
 */
export class CallMedia implements AudioSessionOptions {
	#options: CallMediaOptions;
	#audio: AudioSession;
	#stream: RtpSession | undefined;
	#negotiations = new Map<number, MediaNegotiation>();
	#talking: number | undefined;
	#held = false;
	#beside: Beside | undefined;
	#digits = new DigitFilter();

	constructor(options: CallMediaOptions) {
		this.#options = options;
		this.#audio = new AudioSession(this);
	}

	// For the microphone and the loudspeaker.

	get host(): Host {
		return this.#options.host;
	}

	settings(): AudioSettings {
		return this.#options.settings();
	}

	onSilent(): void {
		if (this.#talking !== undefined) this.#options.onSilent(this.#talking);
	}

	/** Takes changed settings, for calls that are under way as well. */
	adopt(): void {
		this.#audio.adopt();
	}

	/** Opens the ports for a call to come, beside one that talks as well. False when they are taken. */
	open(call: number): boolean {
		if (call === this.#beside?.call) return true;
		if (this.#talking === undefined || this.#negotiations.has(call)) {
			this.#stream ??= this.#openStream();
			return this.#stream !== undefined;
		}
		const stream = this.#beside ? undefined : this.#openStream();
		if (stream) this.#beside = { call, stream, held: false };
		return stream !== undefined;
	}

	/** Our address has changed: the ports are opened anew. */
	move(): void {
		this.#stream?.reopen();
		this.#beside?.stream.reopen();
	}

	/** An offer for a call, with our address as the peer reaches it; `undefined` when no ports are to be had. */
	offer(call: number, address: string): string | undefined {
		return this.#negotiation(call, address)?.offer();
	}

	/** The answer to a caller's offer, or an offer when there was none; `undefined` when there is nothing in common. */
	answer(call: number, offer: string, address: string): string | undefined {
		const negotiation = this.#negotiation(call, address);
		if (offer === "") return negotiation?.offer();
		const answer = negotiation?.answer(offer);
		if (!answer) return undefined;
		this.#agree(call, answer.media);
		return answer.text;
	}

	/** Takes the peer's answer to our offer, or "" where it came before; false when it is of no use. */
	accept(call: number, answer: string): boolean {
		const negotiation = this.#negotiations.get(call);
		const media = answer === "" ? negotiation?.media : negotiation?.accept(answer);
		if (media) this.#agree(call, media);
		return media !== undefined;
	}

	/**
	 * The peer is heard from now on, and gets silence until `listen`. A call that talks goes aside for one that was there.
	 */
	start(call: number): void {
		if (call === this.#beside?.call) this.#exchange(this.#beside);
		else if (this.#talking !== undefined) return;
		else this.#held = false;
		const stream = this.#stream;
		if (!stream) return;
		this.#talking = call;
		this.#digits = new DigitFilter();
		const media = this.#negotiations.get(call)?.media;
		if (media) this.#agree(call, media);
		this.#audio.connect(stream);
	}

	/** The peer hears us from now on, if it is the one that talks and is not on hold. */
	listen(call: number): void {
		if (call === this.#talking) this.#audio.listen();
	}

	/** A key told by SIP INFO; the same press may come by RTP as well. */
	info(call: number, digit: string): void {
		this.#digit(call, digit, "info");
	}

	/** Presses keys for the peer of the call that talks; false when it takes none in the stream. */
	press(keys: string): boolean {
		return this.#talking !== undefined && (this.#stream?.press(keys) ?? false);
	}

	/**
	 * Puts the peer on hold, or takes it back, without a microphone until `listen`: neither hears the other meanwhile, and
	 * our next offer says so (RFC 3264 §8.4).
	 */
	hold(call: number, held: boolean): void {
		const negotiation = this.#negotiations.get(call);
		if (!negotiation) return;
		const withheld = negotiation.media?.hold ? "inactive" : "sendonly";
		negotiation.direction = held ? withheld : "sendrecv";
		if (!held && call === this.#beside?.call) this.start(call);
		else if (call === this.#talking) this.#audio.hold(held);
	}

	/** The peer did not agree to what `hold` proposed: all is as before. False for a call beside, which stays on hold. */
	takeBack(call: number): boolean {
		if (call !== this.#talking) return false;
		this.hold(call, this.#negotiations.get(call)?.direction === "sendrecv");
		return true;
	}

	/** A call is over. The ports are given back with the last one. */
	release(call: number): void {
		if (call === this.#talking) {
			this.#talking = undefined;
			this.#audio.disconnect();
		}
		if (call === this.#beside?.call) {
			this.#beside.stream.close(this.#options.host.clock.now());
			this.#beside = undefined;
			this.#audio.park(undefined);
		}
		this.#negotiations.delete(call);
		const others = this.#beside && this.#negotiations.has(this.#beside.call) ? 1 : 0;
		if (this.#negotiations.size === others) this.#closePorts();
	}

	tone(name: ToneName | "none", to: Listener): void {
		this.#audio.tone(name, to);
	}

	/** How loud the call that talks is. */
	get levels(): Levels | undefined {
		return this.#audio.levels;
	}

	statistics(): MediaStatistics | undefined {
		return this.#talking === undefined ? undefined : this.#stream?.statistics();
	}

	close(): void {
		if (this.#beside) this.release(this.#beside.call);
		for (const call of [...this.#negotiations.keys()]) this.release(call);
		this.#closePorts();
		this.#audio.close();
	}

	#closePorts(): void {
		this.#stream?.close(this.#options.host.clock.now());
		this.#stream = undefined;
	}

	/** The call beside comes to the front, and the one that talks goes aside. */
	#exchange({ stream, held }: Beside): void {
		const [before, talking] = [this.#stream, this.#talking];
		this.#beside = before && talking !== undefined ? { call: talking, stream: before, held: this.#held } : undefined;
		this.#stream = stream;
		this.#held = held;
		this.#audio.park(this.#beside?.stream);
		this.#audio.disconnect();
	}

	#agree(call: number, media: Media): void {
		const now = this.#options.host.clock.now();
		const beside = this.#beside;
		let held: boolean;
		if (call === this.#talking) {
			this.#stream?.agree(media, now);
			held = this.#held;
			this.#held = media.hold;
		} else if (beside?.stream.media && call === beside.call) {
			beside.stream.agree(media, now);
			held = beside.held;
			beside.held = media.hold;
		} else return;
		if (media.hold !== held) this.#options.onHeld(call, media.hold);
	}

	#digit(call: number, digit: string, method: DigitMethod): void {
		if (call !== this.#talking || !this.#digits.receive(digit, method, this.#options.host.clock.now())) return;
		this.#options.onDigit(call, digit);
	}

	#negotiation(call: number, address: string): MediaNegotiation | undefined {
		const { host } = this;
		if (!this.open(call)) return undefined;
		const { port } = call === this.#beside?.call ? this.#beside.stream : this.#stream!;
		const known = this.#negotiations.get(call);
		if (known) {
			known.move(address, port);
			return known;
		}
		const session = Math.floor(host.random() * Number.MAX_SAFE_INTEGER);
		const negotiation = new MediaNegotiation({ address, port, session, laws: this.#options.settings().laws });
		this.#negotiations.set(call, negotiation);
		return negotiation;
	}

	/** The RTP port, or the next pair where a call beside has that; `undefined` when it is taken by another program. */
	#openStream(): RtpSession | undefined {
		const { host } = this;
		const { port } = this.#options.settings();
		const other = this.#stream ?? this.#beside?.stream;
		try {
			const stream: RtpSession = new RtpSession({
				host,
				port: port !== 0 && other?.port === port ? port + PAIR : port,
				recorded: this.#audio.recorded,
				played: this.#audio.played,
				onDigit: (digit) => {
					if (stream === this.#stream && this.#talking !== undefined) this.#digit(this.#talking, digit, "rtp");
				},
			});
			return stream;
		} catch {
			// The call cannot be made, and whoever asked is told so.
			return undefined;
		}
	}
}
