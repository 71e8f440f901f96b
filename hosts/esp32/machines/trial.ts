/** Key in the storage of the version that was installed, until it is known what became of it. */
export const UPDATE_KEY = "update";
/** How long a new firmware has to prove itself, milliseconds. */
export const TRIAL_TIME = 900_000;
/** How long it must have served its page where no PBX is set, milliseconds. */
export const SERVING_TIME = 180_000;
/** How often the boot loader may be asked to keep it, and how long after the last time, milliseconds. */
export const CONFIRM_TRIES = 5;
export const CONFIRM_PAUSE = 10_000;

/** What to do with the firmware that runs: keep it, or go back to the one before. */
export type Verdict = "confirm" | "roll back";

const NEVER = Number.POSITIVE_INFINITY;

/**
 * The trial of a new firmware. It is kept once it has registered with the PBX, or, where none is set, once its page was
 * served for some minutes without a break; otherwise the doorbell goes back to the firmware before when its time is over.
 * Any restart before that goes back as well: the boot loader sees to that, because the trial is pending there.
 */
export class Trial {
	#endsAt: number;
	/** When the page has been served for long enough; `NEVER` while there is none, or a PBX to register with. */
	#servedAt = NEVER;
	#confirmAt = NEVER;
	#tries = 0;

	/** A trial is under way from `now` on. */
	constructor(now: number) {
		this.#endsAt = now + TRIAL_TIME;
	}

	/** When `expire` matters. */
	get deadline(): number {
		return this.#confirmAt === NEVER ? Math.min(this.#endsAt, this.#servedAt) : this.#confirmAt;
	}

	/** Whether the firmware is still on trial. */
	get isPending(): boolean {
		return this.#endsAt !== NEVER;
	}

	/** The doorbell has registered with the PBX. */
	registered(now: number): void {
		if (this.isPending && this.#confirmAt === NEVER) this.#confirmAt = now;
	}

	/** Whether the page is served and no PBX is set, so that nothing else can prove the firmware. */
	serves(alone: boolean, now: number): void {
		if (!this.isPending || !alone) this.#servedAt = NEVER;
		else if (this.#servedAt === NEVER) this.#servedAt = now + SERVING_TIME;
	}

	/** What is due. "confirm" is answered by `confirmed`, and comes again where that failed. */
	expire(now: number): Verdict | undefined {
		if (now >= this.#servedAt) this.registered(now);
		if (now >= this.#confirmAt) {
			this.#tries += 1;
			this.#confirmAt = this.#tries < CONFIRM_TRIES ? now + CONFIRM_PAUSE : NEVER;
			this.#servedAt = NEVER;
			return "confirm";
		}
		if (this.#confirmAt !== NEVER || now < this.#endsAt) return undefined;
		this.#end();
		return "roll back";
	}

	/** The boot loader keeps the firmware. */
	confirmed(): void {
		this.#end();
	}

	#end(): void {
		this.#endsAt = NEVER;
		this.#servedAt = NEVER;
		this.#confirmAt = NEVER;
	}
}

/** What has become of an update by the time the board starts. */
export type Fate = "on trial" | "taken back" | "kept";

/**
 * What became of the last update: `installed` is the version that was written beside it, `undefined` when all has been
 * told; `pending` and `running` are what the boot loader says of the firmware that runs.
 */
export function fateOf(installed: string | undefined, pending: boolean, running: string): Fate | undefined {
	if (pending) return "on trial";
	if (installed === undefined) return undefined;
	return installed === running ? "kept" : "taken back";
}
