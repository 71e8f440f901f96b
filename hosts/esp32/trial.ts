import type { State } from "../../modules/doorbell/output.ts";
import { DeadlineTimer } from "../../modules/drivers/deadline-timer.ts";
import type { Host } from "../../modules/host.ts";
import type { Reporter } from "./guard.ts";
import { versionOf } from "./machines/image-header.ts";
import { fateOf, Trial, UPDATE_KEY } from "./machines/trial.ts";
import { confirm, isPending, rollBack, version } from "./native/trial.ts";

/** What is kept for the next start when a firmware is given up. */
const GIVEN_UP = "the new firmware did not prove itself, so the one before is back";

/**
 * Watches over a new firmware: keeps it once it has proved itself, or goes back. Costs nothing when there is none on
 * trial. NOT RUN on hardware yet.
 */
export class FirmwareTrial {
	#host: Pick<Host, "clock" | "timers" | "storage">;
	#reporter: Reporter;
	#leave: (words: string) => void;
	#trial: Trial | undefined;
	#timer: DeadlineTimer | undefined;

	/** Tells what became of the last update; `leave` keeps words for the next start. */
	constructor(host: Pick<Host, "clock" | "timers" | "storage">, reporter: Reporter, leave: (words: string) => void) {
		this.#host = host;
		this.#reporter = reporter;
		this.#leave = leave;
		const fate = fateOf(this.#installed(), isPending(), version());
		if (fate === "taken back")
			reporter.note("error", `The firmware update was taken back: ${versionOf(version())} runs on`);
		if (fate === "on trial") this.#begin();
		else if (fate !== undefined) this.#forget();
	}

	/** The doorbell has another state; `serves` says whether the control page is up. */
	follow(state: State, serves: boolean): void {
		const trial = this.#trial;
		if (!trial?.isPending) return;
		const { clock } = this.#host;
		if (state === "REGISTERED") trial.registered(clock.now());
		trial.serves(serves && state === "UNCONFIGURED", clock.now());
		this.#timer?.follow(trial.deadline);
	}

	/** For the timer. */
	expire(): void {
		const trial = this.#trial!;
		const verdict = trial.expire(this.#host.clock.now());
		if (verdict === "confirm" && confirm()) {
			trial.confirmed();
			this.#forget();
			this.#reporter.note("info", "The new firmware has proved itself, and is kept");
		}
		if (verdict === "roll back") this.#goBack();
		this.#timer?.follow(trial.deadline);
	}

	#begin(): void {
		const { clock } = this.#host;
		this.#trial = new Trial(clock.now());
		this.#timer = new DeadlineTimer(this.#host, this);
		this.#timer.follow(this.#trial.deadline);
		this.#reporter.note(
			"info",
			"New firmware on trial: it is kept once the doorbell has registered; a restart before brings the old one back",
		);
	}

	#goBack(): void {
		this.#reporter.note(
			"error",
			"The new firmware has not registered in time: the doorbell goes back to the one before",
		);
		this.#leave(GIVEN_UP);
		rollBack();
		// Still here: there is nothing to go back to.
		this.#reporter.note("error", "There is no firmware to go back to: this one runs on");
	}

	#installed(): string | undefined {
		try {
			return this.#host.storage.read(UPDATE_KEY);
		} catch {
			return undefined;
		}
	}

	#forget(): void {
		try {
			this.#host.storage.delete(UPDATE_KEY);
		} catch {
			// Told once more at the next start.
		}
	}
}
