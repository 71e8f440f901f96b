import { setTimeout as pause } from "node:timers/promises";

const POLL = 10;

/**
 * Asks until the answer is neither `undefined` nor `false`, and gives it back. Real time: the peers are real programs.
 * Fails with `what`, the thing that was waited for, after `timeout` milliseconds.
 */
export async function until<T>(
	ask: () => T | undefined | false | Promise<T | undefined | false>,
	timeout: number,
	what: string,
): Promise<T> {
	const end = performance.now() + timeout;
	for (;;) {
		const answer = await ask();
		if (answer !== undefined && answer !== false) return answer;
		if (performance.now() > end) throw new Error(`${what}: not within ${timeout} ms`);
		await pause(POLL);
	}
}
