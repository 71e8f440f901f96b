const RATE = 8000;
/** A quarter of full scale, 12 dB below it. */
const AMPLITUDE = 8192;
const LARGEST = 32767;
const SMALLEST = -32768;
/** One period has 2^8 steps in the table; the phase has 16 bits, of which the upper ones are the index. */
const PERIOD_BITS = 8;
const PHASE_BITS = 16;
const PHASE_MASK = (1 << PHASE_BITS) - 1;
const SINE = Int16Array.from({ length: 1 << PERIOD_BITS }, (_, index) =>
	Math.round(AMPLITUDE * Math.sin((2 * Math.PI * index) / (1 << PERIOD_BITS))),
);

/** By how much the phase of a frequency in hertz moves on per sample: 65,536 is a period. */
export function stepOf(frequency: number): number {
	return Math.round((frequency * (PHASE_MASK + 1)) / RATE);
}

/** Adds a sine, from `phase` on, to samples `from` to `to`, cut off at full scale; returns its next phase. */
export function addSine(samples: Int16Array, from: number, to: number, phase: number, step: number): number {
	const sine = SINE;
	for (let index = from; index < to; index++) {
		let sample = samples[index]! + sine[phase >> (PHASE_BITS - PERIOD_BITS)]!;
		if (sample > LARGEST) sample = LARGEST;
		else if (sample < SMALLEST) sample = SMALLEST;
		samples[index] = sample;
		phase = (phase + step) & PHASE_MASK;
	}
	return phase;
}
