import { type IntervalHistogram, monitorEventLoopDelay } from "node:perf_hooks";

/** What the process takes of the computer from its making on. */
export class Load {
	readonly #cpu = process.cpuUsage();
	readonly #since = performance.now();
	readonly #delay: IntervalHistogram;

	constructor() {
		this.#delay = monitorEventLoopDelay({ resolution: 1 });
		this.#delay.enable();
	}

	/** Seconds of one core that were used, and the share of it that is. */
	get cpu(): { readonly seconds: number; readonly percent: number } {
		const { user, system } = process.cpuUsage(this.#cpu);
		const seconds = (user + system) / 1e6;
		return { seconds, percent: (100_000 * seconds) / (performance.now() - this.#since) };
	}

	/** Milliseconds that 99 percent of the event loop's turns came late by, at most. */
	get late(): number {
		return Math.max(0, this.#delay.percentile(99) / 1e6 - 1);
	}

	close(): void {
		this.#delay.disable();
	}
}
