import type { Settings } from "../config/schema.ts";
import { parseTargets } from "../config/targets.ts";
import type { ButtonSettings } from "../doorbell/bell.ts";
import type { HuntTarget } from "../doorbell/hunt.ts";

const SECOND = 1_000;

/** A bell button in the settings. Its lists are read when it is pressed: a dozen targets cost no memory until then. */
export class BellButton implements ButtonSettings {
	#settings: Settings;
	#section: "button.1" | "button.2";

	constructor(settings: Settings, section: "button.1" | "button.2") {
		this.#settings = settings;
		this.#section = section;
	}

	get name(): string {
		return this.#settings[`${this.#section}.name`];
	}

	get inOrder(): boolean {
		return this.#settings[`${this.#section}.order`] === "sequence";
	}

	get targets(): readonly HuntTarget[] {
		return this.#read("targets");
	}

	get fallback(): readonly HuntTarget[] {
		return this.#read("fallback");
	}

	#read(list: "targets" | "fallback"): readonly HuntTarget[] {
		const buttonTime = this.#settings[`${this.#section}.seconds`];
		return huntTargets(this.#settings[`${this.#section}.${list}`], buttonTime);
	}
}

/** A list in the settings; `ring` is how many seconds those ring that have no time of their own. */
export function huntTargets(list: string, ring: number): readonly HuntTarget[] {
	return (parseTargets(list) ?? []).map(({ address, seconds = ring }) => ({ address, time: seconds * SECOND }));
}
