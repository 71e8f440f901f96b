import type { Response } from "./message.ts";
import type { RegistrationProblem } from "./outbox.ts";
import { parseSeconds } from "./registration-grant.ts";

/** First pause after a failure that may pass; it doubles up to RETRY_MAXIMUM. Milliseconds, as all here. */
export const RETRY_MINIMUM = 4_000;
export const RETRY_MAXIMUM = 240_000;
/** Pauses after a refusal that no repetition mends: they must not lock the account (interop trap F12). */
export const REFUSAL_MINIMUM = 15 * 60_000;
export const REFUSAL_MAXIMUM = 6 * 3_600_000;

/** Whether a failure is a refusal that no repetition mends. */
export function isRefusal(problem: RegistrationProblem, status: number): boolean {
	return problem === "wrong password" || problem === "no algorithm" || status === 403;
}

/** How long a registration waits before it tries again; longer with every failure in a row. */
export class RegistrationPause {
	#random: () => number;
	#failures = 0;
	#refusals = 0;

	constructor(random: () => number) {
		this.#random = random;
	}

	/** Forgets what failed. */
	reset(): void {
		this.#failures = this.#refusals = 0;
	}

	/** The pause after a failure; `response` is what the registrar says about it. */
	after(refused: boolean, response: Response | undefined): number {
		const wanted = (parseSeconds(response?.headers.get("Retry-After")) ?? 0) * 1000;
		return refused ? this.afterRefusal(wanted) : this.afterFailure(wanted);
	}

	/** The pause after a failure that may pass: `wanted` by the server unless 0, else half to all of a doubling span. */
	afterFailure(wanted: number): number {
		const span = Math.min(RETRY_MINIMUM * 2 ** this.#failures, RETRY_MAXIMUM);
		this.#failures += 1;
		// Jitter, so that doorbells do not come back in step after a power cut.
		return wanted || span * (0.5 + this.#random() / 2);
	}

	/** The pause after a refusal for good: at least what is `wanted` by the server. */
	afterRefusal(wanted: number): number {
		const span = Math.min(REFUSAL_MINIMUM * 2 ** this.#refusals, REFUSAL_MAXIMUM);
		this.#refusals += 1;
		return Math.max(wanted, span);
	}
}
