/** An output that is on, off, or on for a while: a door relay or a light. Never blocks anybody. */
export class Pulse {
	#on = false;
	#offAt = Number.POSITIVE_INFINITY;

	get on(): boolean {
		return this.#on;
	}

	get deadline(): number {
		return this.#offAt;
	}

	/** Switches on until `milliseconds` from now. A pulse under way is prolonged; what is on for good stays on. */
	pulse(milliseconds: number, now: number): void {
		this.#offAt = this.#on ? Math.max(this.#offAt, now + milliseconds) : now + milliseconds;
		this.#on = true;
	}

	/** Switches for good. */
	switch(on: boolean): void {
		this.#on = on;
		this.#offAt = Number.POSITIVE_INFINITY;
	}

	/** True when the pulse has just ended. */
	expire(now: number): boolean {
		if (now < this.#offAt) return false;
		this.switch(false);
		return true;
	}
}
