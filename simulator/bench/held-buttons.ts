import type { Contact } from "./subject.ts";

/** Buttons that several pages may hold at once: pressed while anybody does. */
export class HeldButtons {
	readonly #buttons: readonly (Contact | undefined)[];
	readonly #holders: readonly Set<number>[];

	constructor(buttons: readonly (Contact | undefined)[]) {
		this.#buttons = buttons;
		this.#holders = buttons.map(() => new Set());
	}

	isPressed(button: number): boolean {
		return (this.#holders[button]?.size ?? 0) > 0;
	}

	/** A page presses or releases a button. False when there is none. */
	set(button: number, pressed: boolean, page: number): boolean {
		const contact = this.#buttons[button];
		const holders = this.#holders[button];
		if (!contact || !holders) return false;
		if (pressed) holders.add(page);
		else holders.delete(page);
		if (holders.size > 0) contact.press();
		else contact.release();
		return true;
	}

	/** A page is gone, and with it the finger on the button. */
	leave(page: number): void {
		for (const [button, holders] of this.#holders.entries()) if (holders.has(page)) this.set(button, false, page);
	}
}
