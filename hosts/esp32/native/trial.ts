/** The firmware that runs, and whether it is on trial after an update: in C. */

/** Whether the image that runs waits to be confirmed. */
export function isPending(this: unknown): boolean {
	return native("xs_trial_pending").call(this) as boolean;
}

/** Keeps the image that runs; false where that fails. */
export function confirm(this: unknown): boolean {
	return native("xs_trial_confirm").call(this) as boolean;
}

/** Gives the image that runs up and restarts with the one before; returns only where there is none. */
export function rollBack(this: unknown): void {
	native("xs_trial_roll_back").call(this);
}

/** Version of the image that was given up last, until the next update; "" where there is none. */
export function givenUp(this: unknown): string {
	return native("xs_trial_given_up").call(this) as string;
}

/** Version of the image that runs. */
export function version(this: unknown): string {
	return native("xs_trial_version").call(this) as string;
}

/** Name of the project that the image that runs was built from. */
export function project(this: unknown): string {
	return native("xs_trial_project").call(this) as string;
}

/** Number of the chip (`esp_chip_id_t`). */
export function chip(this: unknown): number {
	return native("xs_trial_chip").call(this) as number;
}
