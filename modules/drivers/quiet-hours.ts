import { isWithin, parseSchedule } from "../config/schedule.ts";
import type { Settings } from "../config/schema.ts";
import type { HuntTarget } from "../doorbell/hunt.ts";
import type { QuietHours } from "../doorbell/quiet.ts";
import { huntTargets } from "./bell-button.ts";

/** How long targets ring in quiet hours that have no time of their own, seconds. */
const RING_TIME = 30;

/** The quiet hours in the settings. They are read when somebody asks: that costs no memory until then. */
export class SetQuietHours implements QuietHours {
	#settings: Settings;

	constructor(settings: Settings) {
		this.#settings = settings;
	}

	get set(): boolean {
		return this.#settings["quiet.times"] !== "";
	}

	includes(minute: number): boolean {
		return isWithin(parseSchedule(this.#settings["quiet.times"]) ?? [], minute);
	}

	get targets(): readonly HuntTarget[] {
		return huntTargets(this.#settings["quiet.targets"], RING_TIME);
	}
}
