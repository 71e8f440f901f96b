/** How long the button inside the case is held to arm, milliseconds. */
export const ARMING_PRESS = 3_000;
/** How long it is held before letting it go forgets all settings, milliseconds. */
export const RESET_PRESS = 10_000;
/** From when on it counts as jammed and does nothing any more, milliseconds: water and dirt must not reset anything. */
export const JAMMED_PRESS = 30_000;
/** How long the doorbell stays armed, milliseconds. */
export const ARMED_TIME = 600_000;

const NEVER = Number.POSITIVE_INFINITY;

/**
 * What has become of a long press: the doorbell is armed, or no longer; letting the button go forgets all settings from
 * now on, or after all does not; and all settings are to be forgotten.
 */
export type ArmingEvent = "armed" | "disarmed" | "resetting" | "jammed" | "reset";

/**
 * Whether somebody who has the board in his hands said so lately. Only then may a stranger to the page set its password:
 * whoever can open the case may. Who holds the button on and lets it go at the right time resets everything.
 */
export class Arming {
	/** When the button was pressed, `NEVER` while it is not. */
	#pressedAt = NEVER;
	/** When holding it on means something else next. */
	#nextAt = NEVER;
	#armedUntil = NEVER;

	/** When `expire` matters. */
	get deadline(): number {
		return Math.min(this.#nextAt, this.#armedUntil);
	}

	armed(now: number): boolean {
		return this.#armedUntil !== NEVER && now < this.#armedUntil;
	}

	/** Arms without the button: at a start at which nobody has set anything up. */
	arm(now: number): void {
		this.#armedUntil = now + ARMED_TIME;
	}

	/** What it was for is done. */
	disarm(): void {
		this.#armedUntil = NEVER;
	}

	/** The button is pressed or released for good. Tells "reset" when it is let go in the time for that. */
	press(pressed: boolean, now: number): ArmingEvent | undefined {
		if (pressed) {
			if (this.#pressedAt !== NEVER) return undefined;
			this.#pressedAt = now;
			this.#nextAt = now + ARMING_PRESS;
			return undefined;
		}
		const held = now - this.#pressedAt;
		this.#pressedAt = NEVER;
		this.#nextAt = NEVER;
		return held >= RESET_PRESS && held < JAMMED_PRESS ? "reset" : undefined;
	}

	/** What is due, one thing at a time: to be called until there is nothing. */
	expire(now: number): ArmingEvent | undefined {
		if (now >= this.#armedUntil) {
			this.disarm();
			return "disarmed";
		}
		if (now < this.#nextAt) return undefined;
		const at = this.#nextAt - this.#pressedAt;
		if (at === ARMING_PRESS) {
			this.#nextAt = this.#pressedAt + RESET_PRESS;
			this.arm(now);
			return "armed";
		}
		if (at === RESET_PRESS) {
			this.#nextAt = this.#pressedAt + JAMMED_PRESS;
			return "resetting";
		}
		this.#nextAt = NEVER;
		return "jammed";
	}
}
