/** Rounds in which each subject has its turn; what comes out is the median, which a pause of the machine does not move. */
const ROUNDS = 21;
/** Nanoseconds that a turn takes at least. */
const TURN = 4_000_000;
/** Nanoseconds for a subject to get warm. */
const WARM_UP = 100_000_000;

export interface Time {
	/** Nanoseconds of one call. */
	readonly nanoseconds: number;
	/** How often the time of the first subject. */
	readonly ratio: number;
}

/** Times functions side by side: their turns alternate, so that what else the machine does meets them all. */
export function compare(subjects: readonly (() => void)[]): Time[] {
	const calls = subjects.map(warmUp);
	const rounds = Array.from({ length: ROUNDS }, () => subjects.map((subject, i) => time(subject, calls[i]!)));
	return subjects.map((_, i) => ({
		nanoseconds: median(rounds.map((round) => round[i]!)),
		ratio: median(rounds.map((round) => round[i]! / round[0]!)),
	}));
}

/** Calls a function until it is compiled; returns how many calls make a turn. */
function warmUp(subject: () => void): number {
	let calls = 1;
	let spent = 0;
	let perCall = time(subject, 1);
	while (spent < WARM_UP) {
		perCall = time(subject, calls);
		spent += perCall * calls;
		calls = Math.max(1, Math.ceil(TURN / perCall));
	}
	return calls;
}

/** Nanoseconds of a call, over so many. */
function time(subject: () => void, calls: number): number {
	const start = process.hrtime.bigint();
	for (let call = 0; call < calls; call += 1) subject();
	return Math.max(1, Number(process.hrtime.bigint() - start)) / calls;
}

export function median(values: readonly number[]): number {
	const sorted = [...values].sort((a, b) => a - b);
	const middle = sorted.length >> 1;
	return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
