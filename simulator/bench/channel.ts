import { type Source, silence, tone } from "../../hosts/node/audio-format.ts";
import { decibels, peak } from "../../modules/audio/level.ts";
import { LiveSource } from "./live-source.ts";
import type { Levels, MouthView, Sound } from "./protocol.ts";
import { speech } from "./speech.ts";

/** How loud the test tone is. */
const TONE_LEVEL = 3_000;

export interface ChannelOptions {
	/** Of the test tone. */
	readonly hertz: number;
	/** What the microphone hears at first. */
	readonly sound: Sound;
	/** What the command line names. */
	readonly file?: Source;
	/** Gives the microphone what it hears from now on. */
	readonly say: (source: Source) => void;
}

/** Mouth and ear of the board or of a phone: what is said there, and how loud both are. */
export class Channel {
	readonly #options: ChannelOptions;
	readonly #live = new LiveSource();
	#sound: Sound;
	#page = 0;
	#mouthPeak = 0;
	#earPeak = 0;

	constructor(options: ChannelOptions) {
		this.#options = options;
		this.#sound = options.sound;
		this.#say();
	}

	get view(): MouthView {
		const sounds: Sound[] = [
			"silence",
			"tone",
			"speech",
			...(this.#options.file ? (["file"] as const) : []),
			"browser",
		];
		return { sound: this.#sound, sounds, page: this.#page };
	}

	/** Says something else. With "browser", `page` is the one that speaks. False when there is no such sound. */
	choose(sound: Sound, page: number): boolean {
		if (sound === "file" && this.#options.file === undefined) return false;
		this.#sound = sound;
		this.#page = sound === "browser" ? page : 0;
		this.#live.clear();
		this.#say();
		return true;
	}

	/** A page is gone: nobody speaks any more if it did. */
	leave(page: number): void {
		if (this.#page === page) this.choose("silence", 0);
	}

	/** A page's microphone. Others than the one that speaks are not heard. */
	speak(samples: Int16Array, page: number): void {
		if (this.#page === page) this.#live.push(samples);
	}

	/** A frame came to the ear. */
	hear(frame: Int16Array): void {
		this.#earPeak = Math.max(this.#earPeak, peak(frame, frame.length));
	}

	/** The loudest since the last time. */
	levels(): Levels {
		const levels = { mouth: decibels(this.#mouthPeak), ear: decibels(this.#earPeak) };
		this.#mouthPeak = 0;
		this.#earPeak = 0;
		return levels;
	}

	#say(): void {
		const source = this.#source();
		this.#options.say((position) => {
			const sample = source(position);
			const magnitude = Math.abs(sample);
			if (magnitude > this.#mouthPeak) this.#mouthPeak = magnitude;
			return sample;
		});
	}

	#source(): Source {
		switch (this.#sound) {
			case "silence":
				return silence;
			case "tone":
				return tone(this.#options.hertz, TONE_LEVEL);
			case "speech":
				return speech();
			case "file":
				return this.#options.file ?? silence;
			case "browser":
				return this.#live.source;
		}
	}
}
