import { BUTTONS } from "../config/schema.ts";
import { Button } from "../doorbell/button.ts";
import type { Digital, Host } from "../host.ts";

/** The bell buttons that the host has. */
export class Buttons {
	#host: Host;
	#onChange: () => void;
	#buttons: { readonly number: number; readonly input: Digital; readonly button: Button }[] = [];

	/** `onChange` is called when a contact has opened or closed: `deadline` is another one. */
	constructor(host: Host, onChange: () => void) {
		this.#host = host;
		this.#onChange = onChange;
		for (let number = 1; number <= BUTTONS; number += 1) this.#open(number);
	}

	get deadline(): number {
		let deadline = Number.POSITIVE_INFINITY;
		for (const { button } of this.#buttons) deadline = Math.min(deadline, button.deadline);
		return deadline;
	}

	/** The numbers of the buttons that have just been pressed for good. */
	expire(now: number): number[] {
		return this.#buttons.filter(({ button }) => button.expire(now)).map(({ number }) => number);
	}

	close(): void {
		for (const { input } of this.#buttons) input.close();
	}

	#open(number: number): void {
		const button = new Button();
		const input = this.#host.button(number, () => {
			button.receive(input?.read() === 1, this.#host.clock.now());
			this.#onChange();
		});
		if (input) this.#buttons.push({ number, input, button });
	}
}
