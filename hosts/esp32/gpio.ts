import Digital from "embedded:io/digital";
import config from "mc/config";
import type { Digital as HostDigital, OutputName } from "../../modules/host.ts";
import { attempt, guarded } from "./guard.ts";

/** A button between its pin and ground: pulled up, by the chip or on the board, so pressed is 0 on the wire and 1 for us. */
class Button implements HostDigital {
	#listeners: (() => void)[] = [];
	#input: Digital;

	constructor(pin: number) {
		this.#input = new Digital({
			pin,
			mode: config.pulledUp?.includes(pin) ? Digital.Input : Digital.InputPullUp,
			edge: Digital.Rising | Digital.Falling,
			onReadable: guarded("a button", () => {
				for (const onReadable of this.#listeners) onReadable();
			}),
		});
	}

	/** One more is told when the level changes. */
	listen(onReadable: () => void): this {
		this.#listeners.push(onReadable);
		return this;
	}

	read(): 0 | 1 {
		return this.#input.read() === 0 ? 1 : 0;
	}

	write(): void {}

	/** The pin stays in use until the next start: two may share it. */
	close(): void {
		this.#listeners = [];
	}
}

/** An output that stays off when it is closed: the SDK lets go of the pin, which the chip then pulls up. */
class Output extends Digital {
	override close(): void {
		this.write(0);
	}
}

/** The buttons and outputs of the board, as its manifest names their pins. NOT RUN on hardware yet. */
export class Pins {
	/** The bell button that arms as well, on boards with a single button. */
	#shared: Button | undefined;

	/** Bell button `index` (from 1). */
	button(index: number, onReadable: () => void): HostDigital | undefined {
		const pin = config.buttons[index - 1];
		return pin === undefined ? undefined : this.#open(pin, `bell button ${index}`, onReadable);
	}

	/** The button inside the case; a bell button only where the manifest gives both the same pin. */
	setupButton(onReadable: () => void): HostDigital | undefined {
		const pin = config.setupButton;
		return pin === undefined ? undefined : this.#open(pin, "the set-up button", onReadable);
	}

	/** Relay of a door, light or status lamp. Its level is "off" before the pin begins to drive. */
	output(name: OutputName): HostDigital | undefined {
		const pin = config[name === "second door" ? "secondDoor" : name];
		if (pin === undefined) return undefined;
		const activeLow = name !== "lamp" && config.relayActiveLow === true;
		return attempt(
			`the output "${name}" at pin ${pin}`,
			() => new Output({ pin, mode: Digital.Output, initialValue: 0, activeLow }),
		);
	}

	#open(pin: number, name: string, onReadable: () => void): HostDigital | undefined {
		const isShared = pin === config.setupButton && config.buttons.includes(pin);
		const button = (isShared ? this.#shared : undefined) ?? attempt(`${name} at pin ${pin}`, () => new Button(pin));
		if (isShared) this.#shared = button;
		return button?.listen(onReadable);
	}
}
