/** Values that are kept; beyond that only every second one, then every fourth … is. */
const LIMIT = 16_384;

/** How measured values are spread; of very many, an even choice is kept. */
export class Distribution {
	#values: number[] = [];
	#count = 0;
	#stride = 1;
	#most = 0;

	/** How many there were. */
	get count(): number {
		return this.#count;
	}

	add(value: number): void {
		if (value > this.#most) this.#most = value;
		if (this.#count++ % this.#stride !== 0) return;
		this.#values.push(value);
		if (this.#values.length < LIMIT) return;
		this.#values = this.#values.filter((_, index) => index % 2 === 0);
		this.#stride *= 2;
	}

	/** What so many percent (over 0, up to 100) stay at or below; 0 without values. */
	percentile(percent: number): number {
		if (percent >= 100 || this.#values.length === 0) return this.#most;
		const sorted = [...this.#values].sort((one, other) => one - other);
		return sorted[Math.ceil((percent / 100) * sorted.length) - 1]!;
	}

	summary(): Summary {
		return {
			count: this.#count,
			median: this.percentile(50),
			most: { of95: this.percentile(95), of99: this.percentile(99), ofAll: this.percentile(100) },
		};
	}
}

/** The middle of the values, and what 95, 99 and 100 percent of them stay within. */
export interface Summary {
	readonly count: number;
	readonly median: number;
	readonly most: { readonly of95: number; readonly of99: number; readonly ofAll: number };
}
