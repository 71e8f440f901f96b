import { amplify } from "../audio/gain.ts";
import { decibels, peak } from "../audio/level.ts";
import { type ToneName, TonePlayer } from "../audio/tones.ts";
import type { AudioIn, AudioOut, Host, TimerHandle } from "../host.ts";
import type { RtpSession } from "./rtp-session.ts";

/** Milliseconds and samples of one frame. */
export const FRAME_TIME = 20;
export const FRAME_SAMPLES = 160;
/** Frames of silence sent before the microphone's first one, so that its blocks and our ticks need not be in step. */
const CUSHION = 2;
/** Frames made up for after a pause of the event loop; beyond that the clock starts anew. */
const CATCH_UP = 5;
/** Frames that a microphone may have kept during such a pause, at most. */
const STALE_FRAMES = 50;

export interface AudioSettings {
	/** Percent. */
	readonly microphoneGain: number;
	readonly volume: number;
	/** Milliseconds without anything from the peer that end a call. */
	readonly silenceLimit: number;
}

export interface AudioSessionOptions {
	readonly host: Host;
	settings(): AudioSettings;
	/** Nothing came from the peer for too long; called once per call. */
	onSilent(): void;
}

/** How loud the last frame was, in whole decibels relative to full scale: 0 down to -96. */
export interface Levels {
	readonly microphone: number;
	readonly loudspeaker: number;
}

/** Who hears a tone. */
export type Listener = "visitor" | "phone";

/** Microphone, loudspeaker and tones, joined to the stream of a call every 20 ms. */
export class AudioSession {
	/** What the next frame to be sent and the next one to be heard at the door are made of. */
	readonly recorded = new Int16Array(FRAME_SAMPLES);
	readonly played = new Int16Array(FRAME_SAMPLES);
	#options: AudioSessionOptions;
	#recordedBytes = new Uint8Array(this.recorded.buffer);
	#playedBytes = new Uint8Array(this.played.buffer);
	#visitorTones = new TonePlayer();
	#phoneTones = new TonePlayer();
	#stream: RtpSession | undefined;
	/** The call of `#stream` is on hold: it gets silence, and nothing of it is heard. */
	#onHold = false;
	/** The stream of another call that is on hold. */
	#parked: RtpSession | undefined;
	#microphone: AudioIn | undefined;
	#loudspeaker: AudioOut | undefined;
	#timer: TimerHandle | undefined;
	#nextAt = 0;
	#cushion = 0;
	/** The microphone may hold what it heard in a long pause of the event loop. */
	#stale = false;
	/** When the call was joined. */
	#since = 0;
	#reported = false;
	#underruns = 0;

	constructor(options: AudioSessionOptions) {
		this.#options = options;
	}

	/** Frames for which the microphone had no samples in time. */
	get underruns(): number {
		return this.#underruns;
	}

	/** `undefined` without a call. Costs nothing unless it is asked for. */
	get levels(): Levels | undefined {
		if (!this.#stream) return undefined;
		return {
			microphone: decibels(peak(this.recorded, FRAME_SAMPLES)),
			loudspeaker: decibels(peak(this.played, FRAME_SAMPLES)),
		};
	}

	/** Plays a tone to one of the two, or stops the one that plays. */
	tone(name: ToneName | "none", to: Listener): void {
		const player = to === "visitor" ? this.#visitorTones : this.#phoneTones;
		if (name === "none") player.stop();
		else player.play(name);
		this.#run();
	}

	/** Joins the stream of an answered call: the peer is heard from now on, and gets silence until `listen`. */
	connect(stream: RtpSession): void {
		this.#stream = stream;
		this.#phoneTones.stop();
		this.#attend();
		this.#run();
	}

	/** Opens the microphone for the peer of the call, unless it is on hold. */
	listen(): void {
		const { host } = this.#options;
		if (!this.#stream || this.#onHold || this.#microphone) return;
		this.#cushion = CUSHION;
		this.#microphone = host.AudioIn && new host.AudioIn({});
		this.#microphone?.start();
	}

	/** Puts the call on hold, or takes it back; the microphone is shut until `listen` in either case. */
	hold(held: boolean): void {
		if (!this.#stream || held === this.#onHold) return;
		this.#stopListening();
		this.#attend();
		this.#onHold = held;
	}

	/** Keeps the stream of another call alive, which is on hold; `undefined` for none. */
	park(stream: RtpSession | undefined): void {
		this.#parked = stream;
		this.#run();
	}

	/** The call is over. Tones for the visitor go on. */
	disconnect(): void {
		this.#stream = undefined;
		this.#stopListening();
		this.#run();
	}

	close(): void {
		this.#visitorTones.stop();
		this.disconnect();
	}

	/** The peer has to be heard from now on. */
	#attend(): void {
		this.#onHold = false;
		this.#since = this.#options.host.clock.now();
		this.#reported = false;
	}

	#stopListening(): void {
		this.#microphone?.stop();
		this.#microphone?.close();
		this.#microphone = undefined;
	}

	/** Ticks while there is a call or a tone, and rests otherwise. */
	#run(): void {
		const { host } = this.#options;
		const wanted = this.#stream !== undefined || this.#parked !== undefined || this.#visitorTones.playing;
		if (wanted && !this.#timer) {
			this.#loudspeaker = host.AudioOut && new host.AudioOut({});
			this.#loudspeaker?.start();
			this.#nextAt = host.clock.now();
			this.#wait();
		} else if (!wanted && this.#timer) {
			host.timers.clear(this.#timer);
			this.#timer = undefined;
			this.#loudspeaker?.stop();
			this.#loudspeaker?.close();
			this.#loudspeaker = undefined;
		}
	}

	/** Waits for the next frame by its due time, not by 20 ms from now: timers must not add up their delays. */
	#wait(): void {
		const { clock, timers } = this.#options.host;
		this.#timer = timers.set(() => this.#tick(), Math.max(0, this.#nextAt - clock.now()));
	}

	#tick(): void {
		const { clock } = this.#options.host;
		const now = clock.now();
		for (let frames = 0; this.#nextAt <= now && frames < CATCH_UP; frames += 1) {
			this.#nextAt += FRAME_TIME;
			this.#frame(now);
		}
		if (this.#nextAt <= now) this.#restart(now);
		this.#wait();
		this.#run();
	}

	/** The pause was too long to be made up for. */
	#restart(now: number): void {
		this.#nextAt = now + FRAME_TIME;
		this.#cushion = CUSHION;
		this.#stale = true;
	}

	#frame(now: number): void {
		const { microphoneGain, volume, silenceLimit } = this.#options.settings();
		const stream = this.#stream;
		if (this.#parked) this.#idle(this.#parked, now);
		if (stream && this.#onHold) {
			this.#idle(stream, now);
		} else if (stream) {
			this.#record(microphoneGain);
			stream.send(FRAME_SAMPLES);
			stream.expire(now);
			stream.read(FRAME_SAMPLES);
			const held = stream.media?.hold ?? false;
			if (!held && !this.#reported && now - Math.max(stream.heardAt, this.#since) >= silenceLimit) {
				this.#reported = true;
				this.#options.onSilent();
			}
		} else {
			this.played.fill(0);
		}
		this.#visitorTones.mix(this.played, FRAME_SAMPLES);
		amplify(this.played, FRAME_SAMPLES, volume);
		this.#loudspeaker?.write(this.#playedBytes);
	}

	/** A call on hold gets silence, which keeps its way through NATs open (interop trap M1); what comes is not heard. */
	#idle(stream: RtpSession, now: number): void {
		this.recorded.fill(0);
		stream.send(FRAME_SAMPLES);
		stream.expire(now);
		stream.read(FRAME_SAMPLES);
		this.played.fill(0);
	}

	/** The next frame from the microphone; silence where there is nothing. */
	#record(gain: number): void {
		let bytes = 0;
		if (this.#stale) this.#discard();
		if (this.#cushion > 0) {
			this.#cushion -= 1;
		} else if (this.#microphone) {
			bytes = this.#microphone.read(this.#recordedBytes);
			if (bytes < this.#recordedBytes.length) this.#underruns += 1;
		}
		this.recorded.fill(0, bytes >> 1);
		amplify(this.recorded, FRAME_SAMPLES, gain);
		this.#phoneTones.mix(this.recorded, FRAME_SAMPLES);
	}

	/** Drops what the microphone heard in a pause, lest all that follows comes late. */
	#discard(): void {
		this.#stale = false;
		for (let frames = 0; frames < STALE_FRAMES; frames += 1) {
			if (!this.#microphone || this.#microphone.read(this.#recordedBytes) === 0) return;
		}
	}
}
