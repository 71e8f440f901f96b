/** How long a level must last to count, milliseconds: contacts of bell buttons bounce for 5 to 20. */
export const DEBOUNCE = 30;

/** A bell button without its bounces. */
export class Button {
	#pressed = false;
	#level = false;
	#settleAt = Number.POSITIVE_INFINITY;

	get deadline(): number {
		return this.#settleAt;
	}

	get pressed(): boolean {
		return this.#pressed;
	}

	/** Takes the level of the contact, whenever it may have changed. */
	receive(level: boolean, now: number): void {
		if (level === this.#level) return;
		this.#level = level;
		this.#settleAt = level === this.#pressed ? Number.POSITIVE_INFINITY : now + DEBOUNCE;
	}

	/** True when the button has just been pressed for good. */
	expire(now: number): boolean {
		if (now < this.#settleAt) return false;
		this.#settleAt = Number.POSITIVE_INFINITY;
		this.#pressed = this.#level;
		return this.#pressed;
	}
}
