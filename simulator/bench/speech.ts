import { loop, SAMPLE_RATE, type Source } from "../../hosts/node/audio-format.ts";

/** A syllable: the resonances of its vowel in hertz, its pitch, and how long it sounds and pauses in seconds. */
interface Syllable {
	readonly formants: readonly number[];
	readonly pitch: number;
	readonly sounds: number;
	readonly pauses: number;
}

/** "Hello? It's me. Are you there?", more or less. */
const SYLLABLES: readonly Syllable[] = Object.freeze([
	{ formants: [530, 1840, 2480], pitch: 132, sounds: 0.16, pauses: 0.02 },
	{ formants: [450, 800, 2830], pitch: 150, sounds: 0.3, pauses: 0.5 },
	{ formants: [390, 1990, 2550], pitch: 138, sounds: 0.14, pauses: 0.05 },
	{ formants: [270, 2290, 3010], pitch: 118, sounds: 0.34, pauses: 0.6 },
	{ formants: [730, 1090, 2440], pitch: 128, sounds: 0.2, pauses: 0.02 },
	{ formants: [300, 870, 2240], pitch: 140, sounds: 0.18, pauses: 0.04 },
	{ formants: [530, 1840, 2480], pitch: 156, sounds: 0.36, pauses: 0.9 },
]);
/** Of a resonance, in hertz. */
const BANDWIDTH = 90;
/** Seconds in which a syllable swells and fades. */
const EDGE = 0.03;
const PEAK = 12_000;

/** A test signal with the rhythm and the spectrum of a voice, over and over again. It says nothing. */
export function speech(): Source {
	const samples = SYLLABLES.flatMap((syllable) => [...voiced(syllable), ...new Array(count(syllable.pauses)).fill(0)]);
	const loudest = samples.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0);
	return loop(Int16Array.from(samples, (sample) => Math.round((PEAK * sample) / loudest)));
}

/** Pulses of the vocal cords through the resonances of the mouth. */
function voiced({ formants, pitch, sounds }: Syllable): number[] {
	const length = count(sounds);
	let phase = 0;
	let samples: number[] = Array.from({ length }, (_, index) => {
		// The pitch falls a little, as that of a voice does.
		phase += (pitch * (1.06 - (0.12 * index) / length)) / SAMPLE_RATE;
		if (phase < 1) return 0;
		phase -= 1;
		return 1;
	});
	for (const formant of formants) samples = resonate(samples, formant);
	const edge = count(EDGE);
	return samples.map((sample, index) => sample * Math.min(1, index / edge, (length - index) / edge));
}

/** A resonator of the second order. */
function resonate(samples: readonly number[], hertz: number): number[] {
	const radius = Math.exp((-Math.PI * BANDWIDTH) / SAMPLE_RATE);
	const first = 2 * radius * Math.cos((2 * Math.PI * hertz) / SAMPLE_RATE);
	const second = -radius * radius;
	let last = 0;
	let beforeLast = 0;
	return samples.map((sample) => {
		const next = sample + first * last + second * beforeLast;
		beforeLast = last;
		last = next;
		return next;
	});
}

function count(seconds: number): number {
	return Math.round(seconds * SAMPLE_RATE);
}
