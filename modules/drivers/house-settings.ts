import type { Settings } from "../config/schema.ts";
import type { ButtonSettings } from "../doorbell/bell.ts";
import type { DoorbellSettings } from "../doorbell/doorbell.ts";
import type { QuietHours } from "../doorbell/quiet.ts";
import { BellButton } from "./bell-button.ts";
import { SetQuietHours } from "./quiet-hours.ts";
import { isConfigured } from "./settings.ts";

const SECOND = 1_000;

/** What the doorbell machine has to know: read from the settings whenever it asks, as memory has no room for a copy. */
export class HouseSettings implements DoorbellSettings {
	#settings: Settings;

	constructor(settings: Settings) {
		this.#settings = settings;
	}

	get configured(): boolean {
		return isConfigured(this.#settings);
	}

	get buttons(): readonly ButtonSettings[] {
		return [new BellButton(this.#settings, "button.1"), new BellButton(this.#settings, "button.2")];
	}

	get sign(): number {
		return this.#settings["call.sign"] * SECOND;
	}

	get quiet(): QuietHours {
		return new SetQuietHours(this.#settings);
	}

	get from(): DoorbellSettings["from"] {
		return this.#settings["call.from"];
	}

	get answer(): DoorbellSettings["answer"] {
		return this.#settings["call.answer"];
	}

	get answerDelay(): number {
		return this.#settings["call.answer-delay"] * SECOND;
	}

	get waiting(): DoorbellSettings["waiting"] {
		return this.#settings["call.waiting"];
	}

	get transfer(): DoorbellSettings["transfer"] {
		return this.#settings["call.transfer"];
	}

	get maximum(): number {
		return this.#settings["call.maximum"] * SECOND;
	}

	get hangUpAfterOpening(): number {
		return this.#settings["call.hangup-after-opening"] * SECOND;
	}

	get listening(): DoorbellSettings["listening"] {
		return this.#settings["call.listening"];
	}

	get doorTime(): number {
		return this.#settings["door.seconds"] * SECOND;
	}

	get secondDoorTime(): number {
		return this.#settings["second-door.seconds"] * SECOND;
	}

	get lightTime(): number {
		return this.#settings["light.seconds"] * SECOND;
	}
}
