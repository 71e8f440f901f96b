/** Seconds: a trill, and the next one. */
const TRILL = 1;
const PERIOD = 2.6;
/** The two notes of the trill in hertz, and how many of them come in a second. */
const NOTES = [523, 659] as const;
const SPEED = 22;
const LOUDNESS = 0.07;

/** The bell of a phone. */
export class Ringer {
	readonly #context: () => AudioContext | undefined;
	#timer: ReturnType<typeof setInterval> | undefined;

	/** `context` says where it may play at the moment. */
	constructor(context: () => AudioContext | undefined) {
		this.#context = context;
	}

	/** Rings, or is quiet. */
	ring(on: boolean): void {
		if (on === (this.#timer !== undefined)) return;
		clearInterval(this.#timer);
		this.#timer = undefined;
		if (!on) return;
		this.#trill();
		this.#timer = setInterval(() => this.#trill(), 1_000 * PERIOD);
	}

	#trill(): void {
		const context = this.#context();
		if (!context) return;
		const start = context.currentTime + 0.02;
		const oscillator = new OscillatorNode(context, { type: "triangle" });
		const gain = new GainNode(context, { gain: 0 });
		for (let note = 0; note < TRILL * SPEED; note += 1)
			oscillator.frequency.setValueAtTime(NOTES[note % 2]!, start + note / SPEED);
		gain.gain.setTargetAtTime(LOUDNESS, start, 0.01);
		gain.gain.setTargetAtTime(0, start + TRILL - 0.1, 0.05);
		oscillator.connect(gain).connect(context.destination);
		oscillator.start(start);
		oscillator.stop(start + TRILL + 0.2);
	}
}
