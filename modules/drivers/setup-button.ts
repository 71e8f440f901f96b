import { Arming } from "../doorbell/arming.ts";
import type { Digital, Host } from "../host.ts";
import { DeadlineTimer } from "./deadline-timer.ts";

/** Who is told of the button. */
export interface SetupOwner {
	/** The button was held for long enough. */
	held(): void;
}

/** The button inside the case, which arms the doorbell. */
export class SetupButton {
	#host: Host;
	#owner: SetupOwner;
	#arming = new Arming();
	#timer: DeadlineTimer;
	#input: Digital | undefined;

	constructor(host: Host, owner: SetupOwner) {
		this.#host = host;
		this.#owner = owner;
		this.#timer = new DeadlineTimer(host, this);
		this.#input = host.setupButton?.(() => this.#change());
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

	/** For the timer. */
	expire(): void {
		if (this.#arming.expire(this.#host.clock.now())) this.#owner.held();
		this.#timer.follow(this.#arming.deadline);
	}

	close(): void {
		this.#timer.close();
		this.#input?.close();
	}

	/** The contact has opened or closed. */
	#change(): void {
		this.#arming.press(this.#input?.read() === 1, this.#host.clock.now());
		this.#timer.follow(this.#arming.deadline);
	}
}
