import type { Digital, Timers } from "../../modules/host.ts";

/** A bell button in software. One owner at a time, as a pin has. Plain TypeScript: the virtual host has the same. */
export class Button {
	readonly #timers: Timers;
	#level: 0 | 1 = 0;
	#onReadable: (() => void) | undefined;

	constructor(timers: Timers) {
		this.#timers = timers;
	}

	press(): void {
		this.#enter(1);
	}

	release(): void {
		this.#enter(0);
	}

	/** For the host's `button`. `onReadable` is called in a turn of its own after each change. */
	open(onReadable: () => void): Digital {
		if (this.#onReadable !== undefined) throw new Error("The button is in use");
		// A function of its own marks the owner, even when two owners pass the same callback.
		const owner = () => onReadable();
		this.#onReadable = owner;
		return {
			read: () => this.#level,
			write() {
				throw new Error("A button is an input");
			},
			close: () => {
				if (this.#onReadable === owner) this.#onReadable = undefined;
			},
		};
	}

	#enter(level: 0 | 1): void {
		if (level === this.#level) return;
		this.#level = level;
		const owner = this.#onReadable;
		if (owner === undefined) return;
		this.#timers.set(() => {
			if (this.#onReadable === owner) owner();
		}, 0);
	}
}

/** A relay or lamp in software. One owner at a time; keeps its level when the owner closes it. */
export class Output {
	readonly #onChange: (value: 0 | 1) => void;
	#value: 0 | 1 = 0;
	#inUse = false;

	constructor(onChange: (value: 0 | 1) => void) {
		this.#onChange = onChange;
	}

	get value(): 0 | 1 {
		return this.#value;
	}

	/** For the host's `output`. */
	open(): Digital {
		if (this.#inUse) throw new Error("The output is in use");
		this.#inUse = true;
		let open = true;
		return {
			read: () => this.#value,
			write: (value) => {
				if (!open) throw new Error("The output is closed");
				if (value === this.#value) return;
				this.#value = value;
				this.#onChange(value);
			},
			close: () => {
				if (open) this.#inUse = false;
				open = false;
			},
		};
	}
}
