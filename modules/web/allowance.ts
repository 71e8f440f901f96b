/** So many at once, and one more for every pause that goes by. */
export class Allowance {
	readonly #limit: number;
	readonly #pause: number;
	/** When all of it will be there again. */
	#fullAt = 0;

	/** `pause` is in milliseconds. */
	constructor(limit: number, pause: number) {
		this.#limit = limit;
		this.#pause = pause;
	}

	/** Whether nothing is left. */
	spent(now: number): boolean {
		return this.#fullAt - now > (this.#limit - 1) * this.#pause;
	}

	/** Takes one, if any is left. */
	take(now: number): boolean {
		if (this.spent(now)) return false;
		this.#fullAt = Math.max(this.#fullAt, now) + this.#pause;
		return true;
	}
}
