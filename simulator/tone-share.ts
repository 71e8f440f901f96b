/** Share, from 0 to 1, of the energy of `samples` that lies at `hertz` (Goertzel's algorithm). 0 for silence. */
export function toneShare(samples: Int16Array, hertz: number, rate = 8000): number {
	const coefficient = 2 * Math.cos((2 * Math.PI * hertz) / rate);
	let total = 0;
	let last = 0;
	let beforeLast = 0;
	for (let index = 0; index < samples.length; index++) {
		const sample = samples[index] ?? 0;
		total += sample * sample;
		const next = sample + coefficient * last - beforeLast;
		beforeLast = last;
		last = next;
	}
	if (total === 0) return 0;
	const power = last * last + beforeLast * beforeLast - coefficient * last * beforeLast;
	return Math.min(1, (2 * power) / (samples.length * total));
}
