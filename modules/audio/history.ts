/** Copies `count` octets, from `offset` on, to `at` of another array. */
export function copy(octets: Uint8Array, offset: number, count: number, to: Uint8Array, at: number): void {
	const end = offset + count;
	while (offset < end) to[at++] = octets[offset++]!;
}

/**
 * Puts `samples` from `from` to `to` behind the first `length` samples of `history`, the oldest of which make room; no
 * more than `length`.
 */
export function append(history: Int16Array, length: number, samples: Int16Array, from: number, to: number): void {
	history.copyWithin(0, to - from, length);
	let index = length - to + from;
	if (from === 0 && to === samples.length) history.set(samples, index);
	else while (from < to) history[index++] = samples[from++]!;
}
