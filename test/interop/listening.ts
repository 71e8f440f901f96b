import { toneShare } from "../support/tone.ts";

/** Samples judged at a time: a lost packet shifts the phase, and over a long time such a tone cancels itself out. */
const PIECE = 400;
/** Shares of the energy. */
const CLEAR = 0.9;
const LOUDER = 0.5;

/** Whether most of a sound is this tone. */
export function saysTone(samples: Int16Array, hertz: number): boolean {
	return shareOfTone(samples, hertz) > 0.5;
}

/** In how much of a sound with gaps, from 0 to 1, this tone is louder than all else together, from its beginning on. */
export function shareWithTone(samples: Int16Array, hertz: number): number {
	const start = samples.findIndex((sample) => sample !== 0);
	return start < 0 ? 0 : shareOfTone(samples.subarray(start), hertz, LOUDER);
}

/** How much of a sound, from 0 to 1, is this tone and nothing else. */
export function shareOfTone(samples: Int16Array, hertz: number, clear = CLEAR): number {
	const pieces = Math.floor(samples.length / PIECE);
	let count = 0;
	for (let index = 0; index < pieces; index++) {
		if (toneShare(samples.subarray(index * PIECE, (index + 1) * PIECE), hertz) > clear) count += 1;
	}
	return pieces === 0 ? 0 : count / pieces;
}
