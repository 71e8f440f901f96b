import { BUTTONS } from "../config/schema.ts";
import { Button } from "../doorbell/button.ts";
import type { Digital, Host } from "../host.ts";

export interface ButtonsOwner {
	/** A contact has opened or closed: `deadline` is another one. */
	settle(): void;
}

/** The bell buttons that the host has. */
export class Buttons {
	#host: Host;
	#owner: ButtonsOwner;
	#buttons: { readonly number: number; readonly input: Digital; readonly button: Button }[] = [];

	constructor(host: Host, owner: ButtonsOwner) {
		this.#host = host;
		this.#owner = owner;
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
		const input = this.#host.button(number, () => this.#change(number));
		if (input) this.#buttons.push({ number, input, button: new Button() });
	}

	#change(number: number): void {
		for (const { number: other, input, button } of this.#buttons)
			if (other === number) button.receive(input.read() === 1, this.#host.clock.now());
		this.#owner.settle();
	}
}
