const FULL_SCALE = 32768;
/** What a 16-bit sample can tell from silence. */
const SILENCE = -96;

/** Largest magnitude in the first `count` samples, 0 to 32,768. */
export function peak(samples: Int16Array, count: number): number {
	let largest = 0;
	for (let index = 0; index < count; index++) {
		const sample = samples[index]!;
		const magnitude = sample < 0 ? -sample : sample;
		if (magnitude > largest) largest = magnitude;
	}
	return largest;
}

/** Mean magnitude of the first `count` samples: steadier than the peak, cheaper than power. */
export function mean(samples: Int16Array, count: number): number {
	let sum = 0;
	for (let index = 0; index < count; index++) {
		const sample = samples[index]!;
		sum += sample < 0 ? -sample : sample;
	}
	return count === 0 ? 0 : (sum / count) | 0;
}

/** A magnitude in whole decibels relative to full scale, 0 down to -96. */
export function decibels(magnitude: number): number {
	return magnitude < 1 ? SILENCE : Math.round(20 * Math.log10(magnitude / FULL_SCALE)) | 0;
}
