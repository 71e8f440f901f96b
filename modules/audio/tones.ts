import { stepOf } from "./sine.ts";
import { SOUND, type Sound } from "./sound.ts";

/** A stretch of a tone: hertz (0 is a pause) and milliseconds, in whole periods lest it clicks. */
type Step = readonly [frequency: number, duration: number];

interface Tone {
	readonly steps: readonly Step[];
	/** Begins again at its end, until stopped. */
	readonly repeats: boolean;
}

/** Everything the doorbell says without words. */
export type ToneName =
	| "calling"
	| "ringback"
	| "unreached"
	| "busy"
	| "accepted"
	| "refused"
	| "warning"
	| "waiting"
	| "notice"
	| "quiet";

/** Ring-back, busy and the special information tone as in most of Europe (ETSI TR 101 041-2, ITU-T E.180). */
const TONES: Readonly<Record<ToneName, Tone>> = Object.freeze({
	/** Short pips: somebody is called, and no phone rings yet. */
	calling: tone(true, [850, 100], [0, 1900]),
	ringback: tone(true, [425, 1000], [0, 4000]),
	/** Three rising ones: nobody can be reached. */
	unreached: tone(false, [950, 320], [1400, 320], [1800, 320]),
	busy: tone(true, [425, 480], [0, 480]),
	/** Rising: the door is open. */
	accepted: tone(false, [600, 150], [0, 20], [900, 250]),
	/** Falling: it stays shut. */
	refused: tone(false, [600, 150], [0, 20], [400, 250]),
	/** Somebody else calls (ETSI TR 101 041-2). */
	waiting: tone(false, [425, 200], [0, 600], [425, 200]),
	/** Somebody is about to listen. */
	notice: tone(false, [1000, 200], [0, 100], [1000, 200]),
	/** Long and low: nobody is to be disturbed. */
	quiet: tone(false, [300, 600], [0, 200], [300, 600]),
	/** The call will end soon. */
	warning: tone(false, [1400, 100], [0, 100], [1400, 100]),
});

const SAMPLES_PER_MILLISECOND = 8;

/** Plays one tone at a time into frames of samples, as they come. */
export class TonePlayer {
	#tone: Tone | undefined;
	/** Begins when the present tone is over. */
	#next: Tone | undefined;
	#step = 0;
	/** Samples left of the current step. */
	#left = 0;
	#phase = 0;
	readonly #sound: Sound;

	constructor(sound: Sound = SOUND) {
		this.#sound = sound;
	}

	/** A tone, or one of its pauses, is going on. */
	get playing(): boolean {
		return this.#tone !== undefined;
	}

	/** Begins a tone from its start, in place of any other; one that repeats lets a message that does not come to its end. */
	play(name: ToneName): void {
		const tone = TONES[name];
		if (this.#tone && tone.repeats && !this.#tone.repeats) this.#next = tone;
		else this.#begin(tone);
	}

	stop(): void {
		this.#tone = undefined;
		this.#next = undefined;
	}

	/** Adds the tone to the first `count` samples; false, and nothing done, when none is being played. */
	mix(samples: Int16Array, count: number): boolean {
		if (!this.playing) return false;
		let at = 0;
		for (let tone = this.#tone; at < count && tone !== undefined; tone = this.#tone) {
			const piece = Math.min(count - at, this.#left);
			const frequency = tone.steps[this.#step]![0];
			if (frequency > 0) this.#phase = this.#sound.addSine(samples, at, at + piece, this.#phase, stepOf(frequency));
			at += piece;
			this.#left -= piece;
			if (this.#left === 0) this.#enter(tone, this.#step + 1);
		}
		return true;
	}

	/** As `mix`, with nothing but the tone in the samples. */
	fill(samples: Int16Array, count: number): boolean {
		if (!this.playing) return false;
		samples.fill(0, 0, count);
		return this.mix(samples, count);
	}

	#begin(tone: Tone | undefined): void {
		this.#tone = tone;
		this.#next = undefined;
		if (tone) this.#enter(tone, 0);
	}

	#enter(tone: Tone, step: number): void {
		if (step === tone.steps.length && !tone.repeats) {
			this.#begin(this.#next);
			return;
		}
		this.#step = step % tone.steps.length;
		this.#left = tone.steps[this.#step]![1] * SAMPLES_PER_MILLISECOND;
		this.#phase = 0;
	}
}

function tone(repeats: boolean, ...steps: readonly Step[]): Tone {
	return Object.freeze({ repeats, steps: Object.freeze(steps.map((step) => Object.freeze(step))) });
}
