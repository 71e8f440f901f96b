/** The one audio format of a host: 8,000 samples per second, one channel, signed 16 bit, frames of 20 ms. */
export const SAMPLE_RATE = 8000;
export const FRAME_MILLISECONDS = 20;
export const FRAME_SAMPLES = 160;
export const FRAME_BYTES = 320;

/** A sound without end: the sample, of signed 16 bit, at any position from 0. */
export type Source = (position: number) => number;

export const silence: Source = () => 0;

/** A sine tone of whole `hertz`; `level` is its amplitude. Held as its shortest period, for sines are dear. */
export function tone(hertz: number, level = 8000): Source {
	if (!Number.isInteger(hertz) || hertz < 1) throw new RangeError(`${hertz} Hz is no whole frequency`);
	const step = (2 * Math.PI * hertz) / SAMPLE_RATE;
	const period = new Int16Array(SAMPLE_RATE / commonDivisor(SAMPLE_RATE, hertz));
	for (let position = 0; position < period.length; position++) {
		period[position] = Math.round(level * Math.sin(step * position));
	}
	return loop(period);
}

/** `samples` over and over again. */
export function loop(samples: Int16Array): Source {
	const length = samples.length;
	return length === 0 ? silence : (position) => samples[position % length] ?? 0;
}

function commonDivisor(one: number, other: number): number {
	return other === 0 ? one : commonDivisor(other, one % other);
}
