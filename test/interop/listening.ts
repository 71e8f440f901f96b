import { toneShare } from "../support/tone.ts";

/** Samples judged at a time: a lost packet shifts the phase, and over a long time such a tone cancels itself out. */
const PIECE = 400;
const CLEAR = 0.9;

/** Whether most of a sound is this tone. */
export function saysTone(samples: Int16Array, hertz: number): boolean {
	return shareOfTone(samples, hertz) > 0.5;
}

/** How much of a sound, from 0 to 1, is this tone and nothing else. */
export function shareOfTone(samples: Int16Array, hertz: number): number {
	const pieces = Math.floor(samples.length / PIECE);
	let clear = 0;
	for (let index = 0; index < pieces; index++) {
		if (toneShare(samples.subarray(index * PIECE, (index + 1) * PIECE), hertz) > CLEAR) clear += 1;
	}
	return pieces === 0 ? 0 : clear / pieces;
}
