import { type Condition, Lamp, type Shown } from "./lamp.ts";
import type { Code } from "./lock/code.ts";
import type { Outbox } from "./outbox.ts";
import type { SwitchName } from "./output.ts";
import { Pulse } from "./pulse.ts";

/** Milliseconds that a pulse of each output is. */
export interface OutputSettings {
	readonly doorTime: number;
	readonly secondDoorTime: number;
	readonly lightTime: number;
}

/** What codes and the page switch. */
type OutputName = Code["output"];

/** Door relays, light and status lamp: what is on, and until when. */
export class Outputs {
	#outbox: Outbox;
	#settings: OutputSettings;
	#door = new Pulse();
	/** There once it was used: few houses have a second door. */
	#secondDoor: Pulse | undefined;
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
		const second = this.#secondDoor?.deadline ?? Number.POSITIVE_INFINITY;
		return Math.min(this.#door.deadline, second, this.#light.deadline, this.#lamp.deadline);
	}

	isOn(name: OutputName): boolean {
		return name === "second door" ? this.#secondDoor?.on === true : this.#pulseOf(name).on;
	}

	/** Switches on for the time in the settings. */
	pulse(name: OutputName, now: number): void {
		const { doorTime, secondDoorTime, lightTime } = this.#settings;
		const time = name === "door" ? doorTime : name === "light" ? lightTime : secondDoorTime;
		if (!this.isOn(name)) this.#switch(name, true);
		this.#pulseOf(name).pulse(time, now);
	}

	/** Switches for good. */
	switch(name: OutputName, on: boolean): void {
		if (on !== this.isOn(name)) this.#switch(name, on);
		this.#pulseOf(name).switch(on);
	}

	/** Shows a state on the lamp. */
	show(state: Shown, now: number): void {
		this.#lamp.show(state, now);
		this.#followLamp();
	}

	/** Shows on the lamp what goes on with the device itself, as long as it holds. */
	condition(condition: Condition, holds: boolean, now: number): void {
		this.#lamp.tell(condition, holds, now);
		this.#followLamp();
	}

	/** Shows on the lamp, for a moment, what became of a code. */
	flash(outcome: "accepted" | "refused", now: number): void {
		this.#lamp.flash(outcome === "accepted" ? "ACCEPTED" : "REFUSED", now);
		this.#followLamp();
	}

	expire(now: number): void {
		if (this.#door.expire(now)) this.#switch("door", false);
		if (this.#secondDoor?.expire(now)) this.#switch("second door", false);
		if (this.#light.expire(now)) this.#switch("light", false);
		if (this.#lamp.expire(now)) this.#followLamp();
	}

	#pulseOf(name: OutputName): Pulse {
		if (name === "door") return this.#door;
		if (name === "light") return this.#light;
		this.#secondDoor ??= new Pulse();
		return this.#secondDoor;
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
