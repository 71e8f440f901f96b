/** A factor has so many fraction bits, so that the largest one times any sample stays within 31 bits. */
const FRACTION = 12;
const HALF = 1 << (FRACTION - 1);
/** The factor that changes nothing. */
export const UNITY = 1 << FRACTION;
const HUNDRED = 100;
/** Louder than this is noise only. */
const PERCENT_MOST = 800;
/** Magnitude from which on loud sound is bent towards full scale, which it never reaches. */
const KNEE = 24_576;
const BEND = 32_767 - KNEE;

/** The factor for a percentage. */
export function factorOf(percent: number): number {
	if (!(percent >= 0 && percent <= PERCENT_MOST)) throw new RangeError(`percent: ${percent}`);
	return ((percent * UNITY) / HUNDRED) | 0;
}

/**
 * One sample made louder or softer. What grows louder than three quarters of full scale is bent rather than cut off,
 * which would sound harsh.
 */
export function amplified(sample: number, factor: number): number {
	let magnitude = ((sample < 0 ? -sample : sample) * factor + HALF) >> FRACTION;
	if (magnitude > KNEE && factor > UNITY) {
		const over = magnitude - KNEE;
		magnitude = KNEE + (((over * BEND) / (over + BEND)) | 0);
	}
	return sample < 0 ? -magnitude : magnitude;
}

/** Makes the first `count` samples louder or softer. */
export function amplify(samples: Int16Array, count: number, percent: number): void {
	const factor = factorOf(percent);
	if (factor === UNITY) return;
	for (let index = 0; index < count; index++) samples[index] = amplified(samples[index]!, factor);
}
