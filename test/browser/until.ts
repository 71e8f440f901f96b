import { setTimeout as pause } from "node:timers/promises";

const POLL = 50;
/** Longer than anything takes that is waited for, on a machine with other things to do. Milliseconds. */
export const WITHIN = 20_000;

/**
 * Asks until the answer is neither `undefined` nor `false`, and gives it back. Fails with `what`, the thing that was
 * waited for.
 */
export async function until<Answer>(
	what: string,
	ask: () => Answer | undefined | false | Promise<Answer | undefined | false>,
	timeout = WITHIN,
): Promise<Answer> {
	const end = performance.now() + timeout;
	for (;;) {
		const answer = await ask();
		if (answer !== undefined && answer !== false) return answer;
		if (performance.now() > end) throw new Error(`${what}: not within ${timeout} ms`);
		await pause(POLL);
	}
}
