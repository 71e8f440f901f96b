import type { Limits } from "./limits.ts";

/** Sees to it that bytes keep flowing: so many within so long, again and again, against those who let them trickle. */
export class Progress {
	readonly #enough: number;
	readonly #time: number;
	#bytes = 0;
	#deadline = Number.POSITIVE_INFINITY;

	constructor(time: number, { progress }: Limits) {
		this.#time = time;
		this.#enough = progress;
	}

	/** When it is too slow; `Infinity` while nothing has to flow. */
	get deadline(): number {
		return this.#deadline;
	}

	/** From now on bytes have to flow, if they had not to before. */
	begin(now: number): void {
		if (this.#deadline !== Number.POSITIVE_INFINITY) return;
		this.#bytes = 0;
		this.#deadline = now + this.#time;
	}

	advance(bytes: number, now: number): void {
		this.#bytes += bytes;
		if (this.#bytes < this.#enough) return;
		this.#bytes = 0;
		this.#deadline = now + this.#time;
	}

	end(): void {
		this.#deadline = Number.POSITIVE_INFINITY;
	}
}
