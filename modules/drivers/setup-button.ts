import { Arming, type ArmingEvent } from "../doorbell/arming.ts";
import { Button } from "../doorbell/button.ts";
import type { Digital, Host } from "../host.ts";
import { DeadlineTimer } from "./deadline-timer.ts";

/** Who is told of the button. */
export interface SetupOwner {
	/** What a long press has led to. */
	setUp(event: ArmingEvent): void;
}

/** The button inside the case, which arms the doorbell, and held on for longer resets it. */
export class SetupButton {
	#host: Host;
	#owner: SetupOwner;
	#arming = new Arming();
	#button = new Button();
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
		this.#follow();
	}

	/** What it was armed for is done. */
	disarm(): void {
		if (!this.armed) return;
		this.#arming.disarm();
		this.#owner.setUp("disarmed");
	}

	/** For the timer. */
	expire(): void {
		const now = this.#host.clock.now();
		const { pressed } = this.#button;
		this.#button.expire(now);
		// The last moment of a press counts as held, so what is due comes before letting go.
		this.#tell(now);
		if (this.#button.pressed !== pressed) {
			const event = this.#arming.press(!pressed, now);
			if (event) this.#owner.setUp(event);
		}
		this.#follow();
	}

	close(): void {
		this.#timer.close();
		this.#input?.close();
	}

	/** The contact has opened or closed. */
	#change(): void {
		this.#button.receive(this.#input?.read() === 1, this.#host.clock.now());
		this.#follow();
	}

	#tell(now: number): void {
		for (let event = this.#arming.expire(now); event; event = this.#arming.expire(now)) this.#owner.setUp(event);
	}

	#follow(): void {
		this.#timer.follow(Math.min(this.#arming.deadline, this.#button.deadline));
	}
}
