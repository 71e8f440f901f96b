import { until as untilWithin } from "../support/until.ts";

/** Longer than anything takes that is waited for, on a machine with other things to do. Milliseconds. */
export const WITHIN = 20_000;

/** {@link untilWithin} with that patience; `what` is the thing that is waited for. */
export function until<Answer>(
	what: string,
	ask: () => Answer | undefined | false | Promise<Answer | undefined | false>,
	timeout = WITHIN,
): Promise<Answer> {
	return untilWithin(ask, timeout, what);
}
