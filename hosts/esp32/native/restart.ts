/** Why the chip started, and words that outlive a restart: in C, in RTC memory. */

/** The number of ESP-IDF's `esp_reset_reason_t`. */
export function resetReason(this: unknown): number {
	return native("xs_restart_reason").call(this) as number;
}

/** What the last run kept for this one; "" where there is nothing, as after a power cut. */
export function lastWords(this: unknown): string {
	return native("xs_restart_words").call(this) as string;
}

/** Keeps up to 119 bytes for the next start; takes no memory of XS, and no flash. */
export function keepWords(this: unknown, words: string): void {
	native("xs_restart_keep").call(this, words);
}

/** Unplanned restarts in a row. */
export function restartCount(this: unknown): number {
	return native("xs_restart_count").call(this) as number;
}

export function setRestartCount(this: unknown, count: number): void {
	native("xs_restart_set_count").call(this, count);
}

/** Starts the chip again, at once. */
export function restartNow(this: unknown): void {
	native("xs_restart_now").call(this);
}
