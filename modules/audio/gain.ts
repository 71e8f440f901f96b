const LARGEST = 32767;
const SMALLEST = -32768;
/** The factor has eight fraction bits. */
const FRACTION = 8;
const HUNDRED = 100;
/** Louder than this is noise only. */
const PERCENT_MOST = 800;

/** Makes the first `count` samples louder or softer; what grows too large is cut off at full scale. */
export function amplify(samples: Int16Array, count: number, percent: number): void {
	if (!(percent >= 0 && percent <= PERCENT_MOST)) throw new RangeError(`percent: ${percent}`);
	if (percent === HUNDRED) return;
	const factor = ((percent << FRACTION) / HUNDRED) | 0;
	if (factor === 0) {
		samples.fill(0, 0, count);
		return;
	}
	for (let index = 0; index < count; index++) {
		let sample = (samples[index]! * factor) >> FRACTION;
		if (sample > LARGEST) sample = LARGEST;
		else if (sample < SMALLEST) sample = SMALLEST;
		samples[index] = sample;
	}
}
