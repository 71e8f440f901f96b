import type { HuntTarget } from "./hunt.ts";
import type { Wall } from "./lock/code.ts";
import type { Outbox } from "./outbox.ts";

/** Quiet hours, as the settings have them. */
export interface QuietHours {
	/** Whether there are any. */
	readonly set: boolean;
	/** Whether a local minute of the week lies in them. */
	includes(minute: number): boolean;
	/** Whom the buttons ring while it is quiet. */
	readonly targets: readonly HuntTarget[];
}

export interface QuietStatus {
	/** When the switch goes off by itself, milliseconds since 1970; `undefined` where that is not known. */
	readonly until: number | undefined;
	readonly by: "switch" | "schedule";
}

/** Knows the time of day; `undefined` while it does not. */
export interface WallClock {
	wall(): Wall | undefined;
}

/** Longest time for which nobody is disturbed by the switch, minutes: a week. */
export const QUIET_LIMIT = 10_080;

const MINUTE = 60_000;
const NEVER = Number.POSITIVE_INFINITY;

/**
 * When nobody is to be disturbed: in quiet hours, and for as long as somebody asked for by a switch.
 *
 * The switch counts by our own clock: its end does not move when the clocks change or are set right. Over a restart it is
 * kept by the time of day, and as long as that is unknown nothing is quiet: rather a ring too many than a visitor unheard.
 */
export class Quiet {
	#hours: QuietHours;
	#clock: WallClock;
	#outbox: Outbox;
	/** When the switch goes off by itself, on our own clock. */
	#endsAt = NEVER;
	/** The same by the time of day, where it is left from an earlier run and our own clock does not know yet; else 0. */
	#left = 0;

	constructor(hours: QuietHours, clock: WallClock, outbox: Outbox) {
		this.#hours = hours;
		this.#clock = clock;
		this.#outbox = outbox;
	}

	configure(hours: QuietHours): void {
		this.#hours = hours;
	}

	get deadline(): number {
		return this.#endsAt;
	}

	/** Whom the buttons ring while it is quiet. */
	get targets(): readonly HuntTarget[] {
		return this.#hours.targets;
	}

	/** Takes over the end of an earlier run, milliseconds since 1970. */
	restore(until: number): void {
		this.#left = until;
	}

	/** Disturbs nobody for so many minutes, up to {@link QUIET_LIMIT}; 0 ends that. */
	switch(minutes: number, now: number): void {
		const off = this.#endsAt === NEVER && this.#left === 0;
		if (minutes === 0 && off) return;
		const length = Math.min(minutes, QUIET_LIMIT);
		const time = length * MINUTE;
		const wall = this.#clock.wall();
		this.#left = 0;
		this.#endsAt = time > 0 ? now + time : NEVER;
		this.#outbox.info(time > 0 ? `Do not disturb: on for ${inWords(length)}` : "Do not disturb: switched off");
		this.#outbox.push({ type: "quiet", until: time > 0 && wall ? wall.time + time : undefined });
	}

	/** Why nobody is to be disturbed now; `undefined` when the bell rings. */
	by(now: number): QuietStatus["by"] | undefined {
		return this.status(now)?.by;
	}

	/** `undefined` when the bell rings. */
	status(now: number): QuietStatus | undefined {
		if (this.#endsAt === NEVER && this.#left === 0 && !this.#hours.set) return undefined;
		const wall = this.#clock.wall();
		if (wall) this.#goOn(wall.time, now);
		const endsAt = this.#endsAt;
		if (endsAt !== NEVER && now < endsAt) return { until: wall && wall.time + endsAt - now, by: "switch" };
		return wall && this.#hours.includes(wall.minute) ? { until: undefined, by: "schedule" } : undefined;
	}

	expire(now: number): void {
		if (now < this.#endsAt) return;
		this.#endsAt = NEVER;
		this.#outbox.info("Do not disturb: its time is over");
		this.#outbox.push({ type: "quiet", until: undefined });
	}

	/** Now that the time of day is known, so is the end that is left from an earlier run. */
	#goOn(time: number, now: number): void {
		const rest = this.#left - time;
		this.#left = 0;
		// A longer one was never asked for: the clock is wrong, or was.
		if (rest > 0 && rest <= QUIET_LIMIT * MINUTE) this.#endsAt = now + rest;
	}
}

function inWords(minutes: number): string {
	return minutes % 60 === 0 ? `${minutes / 60} h` : `${minutes} min`;
}
