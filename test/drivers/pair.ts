import type { Settings } from "../../modules/config/schema.ts";
import { Bell, type BellOptions, CALL, DOOR, PHONE, place } from "./bell.ts";

/** Two doorbells without a server; the door's first button rings the other one, which is as good as a phone. */
export class Pair {
	readonly clock;
	readonly network;
	readonly door: Bell;
	readonly phone: Bell;

	constructor(phoneSettings: Partial<Settings> = {}, door: BellOptions = {}, phone: BellOptions = {}) {
		const { clock, network } = place();
		this.clock = clock;
		this.network = network;
		this.door = new Bell(network, DOOR, { ...door, settings: { "button.1.targets": CALL, ...door.settings } });
		this.phone = new Bell(network, PHONE, { ...phone, settings: { ...phoneSettings, ...phone.settings } });
		for (const bell of [this.door, this.phone]) {
			bell.lines();
			bell.states();
		}
	}

	/** Presses the door's first button, and waits until all that follows at once is done. */
	ring(): void {
		this.door.host.press(1);
		this.clock.advance(100);
		this.door.host.release(1);
		this.clock.advance(100);
	}

	/** One more doorbell. */
	third(settings: Partial<Settings>): Bell {
		const bell = new Bell(this.network, "192.168.1.40", { settings });
		bell.lines();
		return bell;
	}
}
