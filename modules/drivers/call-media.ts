import type { ToneName } from "../audio/tones.ts";
import type { Host } from "../host.ts";
import { DigitFilter, type DigitMethod } from "../rtp/digit-filter.ts";
import { type Law, type Media, MediaNegotiation } from "../sdp/negotiation.ts";
import { AudioSession, type AudioSettings, type Levels, type Listener } from "./audio-session.ts";
import { type MediaStatistics, RtpSession } from "./rtp-session.ts";

export interface CallMediaSettings extends AudioSettings {
	/** Laws of G.711 in order of preference. */
	readonly laws: readonly Law[];
	/** UDP port of RTP; 0 lets the host choose. */
	readonly port: number;
}

export interface CallMediaOptions {
	readonly host: Host;
	readonly settings: () => CallMediaSettings;
	/** A key of the phone in the call that talks, once per press. */
	readonly onDigit: (call: number, digit: string) => void;
	/** Nothing came from the peer of the call that talks for too long. */
	readonly onSilent: (call: number) => void;
	/** The peer put the call that talks on hold, or took it back. */
	readonly onHeld: (call: number, held: boolean) => void;
}

/**
 * The sound of all calls: one pair of ports, a negotiation for each call that is set up, and a stream for the one that
 * talks. Calls are known by their numbers.
 */
export class CallMedia {
	#options: CallMediaOptions;
	#audio: AudioSession;
	#stream: RtpSession | undefined;
	#negotiations = new Map<number, MediaNegotiation>();
	#talking: number | undefined;
	#held = false;
	#digits = new DigitFilter();

	constructor(options: CallMediaOptions) {
		this.#options = options;
		this.#audio = new AudioSession({
			host: options.host,
			settings: options.settings,
			onSilent: () => {
				if (this.#talking !== undefined) options.onSilent(this.#talking);
			},
		});
	}

	/** Opens the ports for a call to come. False when they are taken. */
	open(): boolean {
		return this.#port() !== undefined;
	}

	/** Our address has changed: the ports are opened anew. */
	move(): void {
		this.#stream?.reopen();
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

	/** Both sides hear each other from now on. */
	start(call: number): void {
		const stream = this.#stream;
		if (!stream || this.#talking !== undefined) return;
		this.#talking = call;
		this.#held = false;
		this.#digits = new DigitFilter();
		const media = this.#negotiations.get(call)?.media;
		if (media) this.#agree(call, media);
		this.#audio.connect(stream);
	}

	/** A key told by SIP INFO; the same press may come by RTP as well. */
	info(call: number, digit: string): void {
		this.#digit(call, digit, "info");
	}

	/** Presses keys for the peer of the call that talks; false when it takes none in the stream. */
	press(keys: string): boolean {
		return this.#talking !== undefined && (this.#stream?.press(keys) ?? false);
	}

	/** What our next offer for a call says: the peer is on hold, or is not. */
	hold(call: number, held: boolean): void {
		const negotiation = this.#negotiations.get(call);
		if (negotiation) negotiation.direction = held ? "sendonly" : "sendrecv";
	}

	/** A call is over. The ports are given back with the last one. */
	release(call: number): void {
		if (call === this.#talking) {
			this.#talking = undefined;
			this.#audio.disconnect();
		}
		this.#negotiations.delete(call);
		if (this.#negotiations.size === 0) this.#closePorts();
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
		for (const call of [...this.#negotiations.keys()]) this.release(call);
		this.#closePorts();
		this.#audio.close();
	}

	#closePorts(): void {
		this.#stream?.close(this.#options.host.clock.now());
		this.#stream = undefined;
	}

	#agree(call: number, media: Media): void {
		if (call !== this.#talking) return;
		this.#stream?.agree(media, this.#options.host.clock.now());
		if (media.hold === this.#held) return;
		this.#held = media.hold;
		this.#options.onHeld(call, media.hold);
	}

	#digit(call: number, digit: string, method: DigitMethod): void {
		if (call !== this.#talking || !this.#digits.receive(digit, method, this.#options.host.clock.now())) return;
		this.#options.onDigit(call, digit);
	}

	#negotiation(call: number, address: string): MediaNegotiation | undefined {
		const { host, settings } = this.#options;
		const port = this.#port();
		if (port === undefined) return undefined;
		const known = this.#negotiations.get(call);
		if (known) {
			known.move(address, port);
			return known;
		}
		const session = Math.floor(host.random() * Number.MAX_SAFE_INTEGER);
		const negotiation = new MediaNegotiation({ address, port, session, laws: settings().laws });
		this.#negotiations.set(call, negotiation);
		return negotiation;
	}

	/** The RTP port, opened with the first call. */
	#port(): number | undefined {
		const { host, settings } = this.#options;
		try {
			this.#stream ??= new RtpSession({
				host,
				port: settings().port,
				recorded: this.#audio.recorded,
				played: this.#audio.played,
				onDigit: (digit) => {
					if (this.#talking !== undefined) this.#digit(this.#talking, digit, "rtp");
				},
			});
		} catch {
			// The ports are taken: the call cannot be made, and whoever asked is told so.
			return undefined;
		}
		return this.#stream.port;
	}
}
