import { Hunt, type HuntPlan, PRESS_GAP } from "./hunt.ts";
import type { Outbox } from "./outbox.ts";
import type { Quiet, QuietHours } from "./quiet.ts";

export interface ButtonSettings extends HuntPlan {
	readonly name: string;
}

/** Times in milliseconds. */
export interface BellSettings {
	readonly buttons: readonly ButtonSettings[];
	/** How long to wait for a sign of ringing. */
	readonly sign: number;
	readonly quiet: QuietHours;
}

/** How long the visitor is told that nobody answered, or is to be disturbed. */
export const BUSY_TONE_TIME = 3_000;
/** How long a target rings that has no time of its own. */
export const RING_TIME = 30_000;

const NEVER = Number.POSITIVE_INFINITY;

/** The bell buttons: whom they ring, and what the visitor is told when that is nobody. */
export class Bell {
	#settings: BellSettings;
	#quiet: Quiet;
	#outbox: Outbox;
	#toneEndsAt = NEVER;
	/** The button that was in vain last. */
	#failed = 0;

	constructor(settings: BellSettings, quiet: Quiet, outbox: Outbox) {
		this.#settings = settings;
		this.#quiet = quiet;
		this.#outbox = outbox;
	}

	configure(settings: BellSettings): void {
		this.#settings = settings;
	}

	get deadline(): number {
		return this.#toneEndsAt;
	}

	/** Whether the visitor is being told that nobody can be reached. */
	get sounding(): boolean {
		return this.#toneEndsAt !== NEVER;
	}

	/** Notes that a button was pressed; false when there is no such button. */
	pressed(button: number): boolean {
		const settings = this.#settings.buttons[button - 1];
		if (settings) this.#outbox.info(`Button ${button} (${settings.name}) pressed`);
		return settings !== undefined;
	}

	/** Rings whom a button calls; `undefined` when that is nobody. `nextCall` gives out numbers for calls. */
	ring(button: number, nextCall: () => number, now: number): Hunt | undefined {
		if (this.#hammered(button, now)) return undefined;
		const by = this.#quiet.by(now);
		if (by === undefined) return this.#hunt(this.#settings.buttons[button - 1]!, button, nextCall, now);
		const { targets } = this.#quiet;
		const whom = targets.length > 0 ? "the targets for quiet hours are rung" : "nobody is rung";
		this.#outbox.info(`${by === "switch" ? "Do not disturb" : "Quiet hours"}: ${whom}`);
		if (targets.length > 0) return this.#hunt({ targets, inOrder: false, fallback: [] }, button, nextCall, now);
		this.failed("quiet", button, now);
		return undefined;
	}

	/** Calls one target, or those of the first button. */
	dial(target: string | undefined, nextCall: () => number, now: number): Hunt | undefined {
		const first = this.#settings.buttons[0];
		if (target === undefined) return first && this.#hunt(first, 1, nextCall, now);
		const plan = { targets: [{ address: target, time: RING_TIME }], inOrder: false, fallback: [] };
		return this.#hunt(plan, 0, nextCall, now);
	}

	/** Nobody answered, or is to be disturbed: the visitor is told for a while. */
	failed(tone: "busy" | "quiet", button: number, now: number): void {
		this.#failed = button;
		this.#outbox.push({ type: "tone", tone, to: "visitor" });
		this.#toneEndsAt = now + BUSY_TONE_TIME;
	}

	/** The visitor hears nothing any more. */
	silence(): void {
		this.#toneEndsAt = NEVER;
		this.#outbox.push({ type: "tone", tone: "none", to: "visitor" });
	}

	expire(now: number): void {
		if (now >= this.#toneEndsAt) this.silence();
	}

	#hunt(plan: HuntPlan, button: number, nextCall: () => number, now: number): Hunt | undefined {
		const hunt = new Hunt(plan, this.#settings.sign, button, nextCall, this.#outbox, now);
		if (hunt.over) {
			this.#outbox.error("Nobody to call: set whom the button rings in the settings");
			return undefined;
		}
		this.#toneEndsAt = NEVER;
		return hunt;
	}

	/** Whether this button was in vain a moment ago: pressing it like mad must not flood the network with calls. */
	#hammered(button: number, now: number): boolean {
		return button === this.#failed && this.sounding && now < this.#toneEndsAt - BUSY_TONE_TIME + PRESS_GAP;
	}
}
