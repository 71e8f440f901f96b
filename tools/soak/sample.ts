/** How much there is of everything at one moment. */
export interface Sample {
	/** Minutes since the start, of the time in which the doorbell lives. */
	readonly minute: number;
	/** Bytes in use after a collection. */
	readonly heap: number;
	/** Everything open in the process, sockets and timers too. */
	readonly handles: number;
	readonly sockets: number;
	readonly timers: number;
}

/** What a run came to. */
export interface Run {
	readonly visits: number;
	readonly samples: readonly Sample[];
}

export const KINDS = ["heap", "handles", "sockets", "timers"] as const;
export type Kind = (typeof KINDS)[number];

/** What may be in use more at the end: of the heap a share, since rings fill and the compiler works on; of others nothing. */
const HEAP_SHARE = 0.03;

/**
 * Why a run is not flat; empty when it is. The first third is left out: all that fills to its bound does so in it. Of the
 * other two the medians are compared, for a sample may fall into the end of a visit.
 */
export function growth(samples: readonly Sample[]): string[] {
	const third = Math.floor(samples.length / 3);
	if (third === 0) return ["too few samples to tell"];
	const middle = (from: number, kind: Kind) =>
		samples
			.slice(from, from + third)
			.map((sample) => sample[kind])
			.sort((one, other) => one - other)[third >> 1]!;
	return KINDS.flatMap((kind) => {
		const before = middle(third, kind);
		const after = middle(samples.length - third, kind);
		const allowed = kind === "heap" ? before * (1 + HEAP_SHARE) : before;
		return after > allowed ? [`${kind} grew from ${before} to ${after}`] : [];
	});
}
