import { amplified, factorOf } from "../audio/gain.ts";
import { decibels } from "../audio/level.ts";
import { SOUND, type Sound } from "../audio/sound.ts";
import { type ToneName, TonePlayer } from "../audio/tones.ts";
import type { AudioIn, AudioOut, Clock, Host, TimerHandle } from "../host.ts";
import type { RtpSession } from "./rtp-session.ts";

/** Milliseconds and samples of one frame. */
export const FRAME_TIME = 20;
export const FRAME_SAMPLES = 160;
const FRAME_BYTES = 2 * FRAME_SAMPLES;
/** Percent that leave sound as it is. */
const UNCHANGED = 100;
/** Frames of silence sent before the microphone's first one, so that its blocks and our ticks need not be in step. */
const CUSHION = 2;
/** Frames made up for after a pause of the event loop; beyond that the clock starts anew. */
const CATCH_UP = 5;
/** Milliseconds between two looks for what is seldom due: a report, or the end of a call whose peer has fallen silent. */
const LOOK = 200;
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
	// What a frame needs comes first: XS looks private fields up one after the other.
	#stream: RtpSession | undefined;
	/** Percent by which what was recorded last is made louder on its way, by the setting, and by which what is played is. */
	#sentGain = UNCHANGED;
	#gain = UNCHANGED;
	#volume = UNCHANGED;
	#nextAt = 0;
	/** The call of `#stream` is on hold: it gets silence, and nothing of it is heard. */
	#onHold = false;
	/** The stream of another call that is on hold. */
	#parked: RtpSession | undefined;
	readonly #visitorTones: TonePlayer;
	readonly #phoneTones: TonePlayer;
	#microphone: AudioIn | undefined;
	#loudspeaker: AudioOut | undefined;
	#recordedBytes = new Uint8Array(this.recorded.buffer);
	#playedBytes = new Uint8Array(this.played.buffer);
	/** The microphone may hold what it heard in a long pause of the event loop. */
	#stale = false;
	#cushion = 0;
	#lookAt = 0;
	readonly #clock: Clock;
	#options: AudioSessionOptions;
	#timer: TimerHandle | undefined;
	/** Made with the first tick, and kept: a closure for each would be garbage fifty times a second. */
	#onTick: (() => void) | undefined;
	readonly #sound: Sound;
	/** When the call was joined, and how many milliseconds the peer may be silent from then on. */
	#since = 0;
	#silenceLimit = 0;
	#reported = false;
	#underruns = 0;

	constructor(options: AudioSessionOptions) {
		this.#options = options;
		this.#clock = options.host.clock;
		this.#sound = options.host.sound ?? SOUND;
		this.#visitorTones = new TonePlayer(this.#sound);
		this.#phoneTones = new TonePlayer(this.#sound);
	}

	/** Frames for which the microphone had no samples in time. */
	get underruns(): number {
		return this.#underruns;
	}

	/** `undefined` without a call. Costs nothing unless it is asked for. */
	get levels(): Levels | undefined {
		if (!this.#stream) return undefined;
		return {
			microphone: decibels(amplified(this.#sound.peak(this.recorded, FRAME_SAMPLES), factorOf(this.#sentGain))),
			loudspeaker: decibels(this.#sound.peak(this.played, FRAME_SAMPLES)),
		};
	}

	/** Takes changed settings. */
	adopt(): void {
		const { microphoneGain, volume, silenceLimit } = this.#options.settings();
		this.#gain = microphoneGain;
		this.#volume = volume;
		this.#silenceLimit = silenceLimit;
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
			this.#nextAt = this.#lookAt = host.clock.now();
			this.adopt();
			this.#onTick ??= () => this.#tick();
			this.#wait(this.#nextAt);
		} else if (!wanted && this.#timer) {
			host.timers.clear(this.#timer);
			this.#timer = this.#onTick = undefined;
			this.#loudspeaker?.stop();
			this.#loudspeaker?.close();
			this.#loudspeaker = undefined;
		}
	}

	/** Waits for the next frame by its due time, not by 20 ms from now: timers must not add up their delays. */
	#wait(now: number): void {
		const left = this.#nextAt - now;
		this.#timer = this.#options.host.timers.set(this.#onTick!, left > 0 ? left : 0);
	}

	#tick(): void {
		const now = this.#clock.now();
		let next = this.#nextAt;
		let due = 0;
		for (; next <= now && due < CATCH_UP; due += 1) next += FRAME_TIME;
		const late = next <= now;
		this.#nextAt = late ? now + FRAME_TIME : next;
		// Before anything can go wrong: a call without sound is worse than a gap in it.
		this.#wait(now);
		for (; due > 0; due -= 1) this.#frame();
		if (late) this.#startAgain();
		if (now >= this.#lookAt) this.#look(now);
		if (!this.#stream) this.#run();
	}

	/** What frames need not do. */
	#look(now: number): void {
		const stream = this.#stream;
		this.#lookAt = now + LOOK;
		this.#parked?.expire(now);
		stream?.expire(now);
		if (!stream || this.#onHold || this.#reported || stream.media?.hold) return;
		if (now - Math.max(stream.heardAt, this.#since) < this.#silenceLimit) return;
		this.#reported = true;
		this.#options.onSilent();
	}

	/** The pause was too long to be made up for. */
	#startAgain(): void {
		this.#cushion = CUSHION;
		this.#stale = true;
	}

	#frame(): void {
		const stream = this.#stream;
		const tones = this.#visitorTones;
		const playing = tones.playing;
		if (this.#parked) this.#idle(this.#parked);
		if (!stream) this.played.fill(0);
		else if (this.#onHold) this.#idle(stream);
		else {
			this.#record();
			stream.send(FRAME_SAMPLES, this.#sentGain);
			stream.read(FRAME_SAMPLES, playing ? UNCHANGED : this.#volume);
		}
		if (playing) {
			tones.mix(this.played, FRAME_SAMPLES);
			this.#sound.amplify(this.played, FRAME_SAMPLES, this.#volume);
		}
		this.#loudspeaker?.write(this.#playedBytes);
	}

	/** A call on hold gets silence, which keeps its way through NATs open (interop trap M1); what comes is not heard. */
	#idle(stream: RtpSession): void {
		this.recorded.fill(0);
		stream.send(FRAME_SAMPLES);
		stream.read(FRAME_SAMPLES);
		this.played.fill(0);
	}

	/** The next frame from the microphone; silence where there is nothing. The codec makes it louder, unless there is a tone. */
	#record(): void {
		let read = 0;
		if (this.#stale) this.#discard();
		if (this.#cushion > 0) {
			this.#cushion -= 1;
		} else if (this.#microphone) {
			read = this.#microphone.read(this.#recordedBytes);
			if (read < FRAME_BYTES) this.#underruns += 1;
		}
		if (read < FRAME_BYTES) this.recorded.fill(0, read >> 1);
		this.#sentGain = this.#gain;
		if (!this.#phoneTones.playing) return;
		this.#sound.amplify(this.recorded, FRAME_SAMPLES, this.#gain);
		this.#sentGain = UNCHANGED;
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
