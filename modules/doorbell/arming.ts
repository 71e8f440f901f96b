/** How long the button inside the case is held to arm, milliseconds. */
export const ARMING_PRESS = 3_000;
/** How long the doorbell stays armed, milliseconds. */
export const ARMED_TIME = 600_000;

const NEVER = Number.POSITIVE_INFINITY;

/**
 * Whether somebody who has the board in his hands said so lately. Only then may a stranger to the page set its password:
 * whoever can open the case may.
 */
export class Arming {
	#armAt = NEVER;
	#armedUntil = Number.NEGATIVE_INFINITY;

	/** When `expire` matters. */
	get deadline(): number {
		return this.#armAt;
	}

	armed(now: number): boolean {
		return now < this.#armedUntil;
	}

	/** Arms without the button: at a start at which nobody has set anything up. */
	arm(now: number): void {
		this.#armedUntil = now + ARMED_TIME;
	}

	/** What it was for is done. */
	disarm(): void {
		this.#armedUntil = Number.NEGATIVE_INFINITY;
	}

	/** The button is pressed or released. */
	press(pressed: boolean, now: number): void {
		if (!pressed) this.#armAt = NEVER;
		else if (this.#armAt === NEVER) this.#armAt = now + ARMING_PRESS;
	}

	/** True when the button has just been held for long enough. */
	expire(now: number): boolean {
		if (now < this.#armAt) return false;
		this.#armAt = NEVER;
		this.arm(now);
		return true;
	}
}
