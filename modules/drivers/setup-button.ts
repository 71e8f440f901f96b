import { Arming } from "../doorbell/arming.ts";
import type { Digital, Host } from "../host.ts";
import { DeadlineTimer } from "./deadline-timer.ts";

/** The button inside the case, which arms the doorbell. */
export class SetupButton {
	#host: Host;
	#arming = new Arming();
	#timer: DeadlineTimer;
	#input: Digital | undefined;

	/** `onArmed` is called whenever the button was held for long enough. */
	constructor(host: Host, onArmed: () => void) {
		this.#host = host;
		this.#timer = new DeadlineTimer(host.timers, host.clock, () => {
			if (this.#arming.expire(host.clock.now())) onArmed();
			this.#timer.follow(this.#arming.deadline);
		});
		this.#input = host.setupButton?.(() => {
			this.#arming.press(this.#input?.read() === 1, host.clock.now());
			this.#timer.follow(this.#arming.deadline);
		});
	}

	get armed(): boolean {
		return this.#arming.armed(this.#host.clock.now());
	}

	/** Arms without the button. */
	arm(): void {
		this.#arming.arm(this.#host.clock.now());
	}

	/** What it was armed for is done. */
	disarm(): void {
		this.#arming.disarm();
	}

	close(): void {
		this.#timer.close();
		this.#input?.close();
	}
}
