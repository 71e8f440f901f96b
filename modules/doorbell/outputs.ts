import { Lamp } from "./lamp.ts";
import type { Outbox } from "./outbox.ts";
import type { State, SwitchName } from "./output.ts";
import { Pulse } from "./pulse.ts";

/** How the light follows its code and button. */
export type LightMode = "pulse" | "toggle";

export interface OutputSettings {
	/** Milliseconds that the door relay is on. */
	readonly doorTime: number;
	readonly lightMode: LightMode;
	readonly lightTime: number;
}

/** Door relay, light and status lamp: what is on, and until when. */
export class Outputs {
	#outbox: Outbox;
	#settings: OutputSettings;
	#door = new Pulse();
	#light = new Pulse();
	#lamp = new Lamp();
	#lit = false;

	constructor(settings: OutputSettings, outbox: Outbox) {
		this.#settings = settings;
		this.#outbox = outbox;
	}

	configure(settings: OutputSettings): void {
		this.#settings = settings;
	}

	get deadline(): number {
		return Math.min(this.#door.deadline, this.#light.deadline, this.#lamp.deadline);
	}

	get door(): boolean {
		return this.#door.on;
	}

	get light(): boolean {
		return this.#light.on;
	}

	/** Opens the door for its time. */
	openDoor(now: number): void {
		if (!this.#door.on) this.#switch("door", true);
		this.#door.pulse(this.#settings.doorTime, now);
	}

	/** The light's code was entered. */
	useLight(now: number): void {
		if (this.#settings.lightMode === "toggle") {
			this.switchLight(!this.#light.on);
			return;
		}
		if (!this.#light.on) this.#switch("light", true);
		this.#light.pulse(this.#settings.lightTime, now);
	}

	switchLight(on: boolean): void {
		if (on !== this.#light.on) this.#switch("light", on);
		this.#light.switch(on);
	}

	/** Shows a state on the lamp. */
	show(state: State, now: number): void {
		this.#lamp.show(state, now);
		this.#followLamp();
	}

	expire(now: number): void {
		if (this.#door.expire(now)) this.#switch("door", false);
		if (this.#light.expire(now)) this.#switch("light", false);
		if (this.#lamp.expire(now)) this.#followLamp();
	}

	#followLamp(): void {
		if (this.#lamp.on === this.#lit) return;
		this.#lit = this.#lamp.on;
		this.#switch("lamp", this.#lit);
	}

	#switch(name: SwitchName, on: boolean): void {
		this.#outbox.push({ type: "switch", name, on });
	}
}
