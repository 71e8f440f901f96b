import type SdkDigital from "embedded:io/digital";
import { openDesk, pathOf } from "desk";
import { File } from "file";
import config from "mc/config";
import Timer from "timer";

/** How often buttons are looked at, milliseconds. */
const LOOK = 50;

type Options = ConstructorParameters<typeof SdkDigital>[0];

/**
 * Pins of the desk. An output tells of its level; an input is low, so that a button is pressed, as long as the file
 * `pin-N` exists.
 */
class Digital {
	static readonly Input = 0;
	static readonly InputPullUp = 1;
	static readonly Output = 8;
	static readonly Rising = 1;
	static readonly Falling = 2;
	#pin: number;
	#level: 0 | 1;
	#timer: object | undefined;

	constructor({ pin, mode, onReadable, initialValue = 0 }: Options) {
		openDesk();
		this.#pin = pin;
		this.#level = mode === Digital.Output ? initialValue : this.#look();
		if (!onReadable) return;
		this.#timer = Timer.repeat(() => {
			const level = this.#look();
			if (level === this.#level) return;
			this.#level = level;
			onReadable();
		}, LOOK);
	}

	read(): 0 | 1 {
		return this.#level;
	}

	write(value: 0 | 1): void {
		this.#level = value;
		// The lamp blinks.
		if (this.#pin !== config.lamp) trace(`pin ${this.#pin}: ${value}\n`);
	}

	close(): void {
		Timer.clear(this.#timer);
	}

	#look(): 0 | 1 {
		return File.exists(pathOf(`pin-${this.#pin}`)) ? 0 : 1;
	}
}

export default Digital satisfies typeof SdkDigital;
