import { toneShare } from "../../simulator/tone-share.ts";

export { toneShare };

/** The candidate, in hertz, that holds most of the energy; `undefined` when `samples` are silent. */
export function dominant(samples: Int16Array, candidates: readonly number[], rate = 8000): number | undefined {
	let best: number | undefined;
	let most = 0;
	for (const hertz of candidates) {
		const share = toneShare(samples, hertz, rate);
		if (share > most) {
			most = share;
			best = hertz;
		}
	}
	return best;
}
