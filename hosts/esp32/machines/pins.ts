import type { BoardConfig, Chip } from "./board.ts";

/**
 * What the pins of a chip may be used for (data sheets of the ESP32 and the ESP32-S3, "Pin Definitions" and "Boot
 * Configurations"; ESP-IDF programming guide of each chip, "GPIO & RTC GPIO").
 */
interface Pins {
	readonly name: string;
	/** Ranges of the GPIOs that exist, first and last of each. */
	readonly exist: readonly number[];
	/** Their level at reset decides how the chip starts. */
	readonly strapping: readonly number[];
	/** Ranges that lead to the flash and the PSRAM inside the module. */
	readonly memory: readonly number[];
	/** Ranges that cannot be outputs and have no pull-up. */
	readonly inputOnly: readonly number[];
	/** The serial line: firmware comes in and the log goes out. */
	readonly console: readonly number[];
	/** The USB port of the chip. */
	readonly usb: readonly number[];
}

const CHIPS: Readonly<Record<Chip, Pins>> = Object.freeze({
	esp32: Object.freeze({
		name: "ESP32",
		exist: Object.freeze([0, 19, 21, 23, 25, 27, 32, 39]),
		strapping: Object.freeze([0, 2, 5, 12, 15]),
		// 16 and 17: PSRAM of the WROVER modules, flash of the PICO-D4.
		memory: Object.freeze([6, 11, 16, 17]),
		inputOnly: Object.freeze([34, 39]),
		console: Object.freeze([1, 3]),
		usb: Object.freeze([]),
	}),
	esp32s3: Object.freeze({
		name: "ESP32-S3",
		exist: Object.freeze([0, 21, 26, 48]),
		strapping: Object.freeze([0, 3, 45, 46]),
		// 33 to 37: octal flash or PSRAM, as in modules whose names end in R8 or R16.
		memory: Object.freeze([26, 37]),
		inputOnly: Object.freeze([]),
		console: Object.freeze([43, 44]),
		usb: Object.freeze([19, 20]),
	}),
});

/** One use of a pin. */
interface Use {
	/** Setting of the manifest that names it, such as "audio.microphone.clock". */
	readonly setting: string;
	readonly pin: unknown;
	readonly direction: "input" | "output" | "button";
}

/** Everything that is wrong with the pins of a board, a plain sentence each. It comes from a file that people write. */
export function pinFaults(config: BoardConfig): string[] {
	const pins = CHIPS[config.chip] as Pins | undefined;
	if (!pins) return [`chip: "${config.chip}" is not known; known are ${Object.keys(CHIPS).join(", ")}`];
	if (!Array.isArray(config.buttons)) return ["buttons: a list of GPIO numbers is needed, empty for none"];
	const uses = usesOf(config);
	const faults: string[] = [];
	for (const use of uses) {
		const fault = faultOf(use, pins, config.pulledUp ?? []);
		if (fault !== undefined) faults.push(`${use.setting}: ${fault}`);
	}
	for (let index = 1; index < uses.length; index++) {
		for (const earlier of uses.slice(0, index)) {
			const { setting, pin } = uses[index]!;
			if (pin === earlier.pin && !mayShare(earlier.setting, setting, config))
				faults.push(`${setting}: GPIO ${pin} is taken by ${earlier.setting}`);
		}
	}
	return faults;
}

function usesOf({ buttons, setupButton, door, secondDoor, light, lamp, audio }: BoardConfig): readonly Use[] {
	const uses: Use[] = [];
	const add = (setting: string, pin: unknown, direction: Use["direction"]) => {
		if (pin !== undefined) uses.push({ setting, pin, direction });
	};
	for (let index = 0; index < buttons.length; index++) add(`buttons[${index}]`, buttons[index], "button");
	add("setupButton", setupButton, "button");
	add("door", door, "output");
	add("secondDoor", secondDoor, "output");
	add("light", light, "output");
	add("lamp", lamp, "output");
	if (!audio?.microphone || !audio.loudspeaker) return uses;
	add("audio.microphone.clock", audio.microphone.clock, "output");
	add("audio.microphone.select", audio.microphone.select, "output");
	add("audio.microphone.data", audio.microphone.data, "input");
	add("audio.loudspeaker.clock", audio.loudspeaker.clock, "output");
	add("audio.loudspeaker.select", audio.loudspeaker.select, "output");
	add("audio.loudspeaker.data", audio.loudspeaker.data, "output");
	add("audio.loudspeaker.enable", audio.loudspeaker.enable, "output");
	return uses;
}

function faultOf({ pin, direction }: Use, pins: Pins, pulledUp: readonly number[]): string | undefined {
	if (typeof pin !== "number" || !Number.isInteger(pin)) return "the number of a GPIO is needed";
	const { name } = pins;
	if (!isWithin(pin, pins.exist)) return `the ${name} has no GPIO ${pin}`;
	if (pins.strapping.includes(pin)) return `GPIO ${pin} decides how the ${name} starts (strapping pin); take another`;
	if (isWithin(pin, pins.memory)) return `GPIO ${pin} of the ${name} leads to its flash or PSRAM; take another`;
	if (pins.console.includes(pin)) return `GPIO ${pin} of the ${name} is its serial line; take another`;
	if (pins.usb.includes(pin)) return `GPIO ${pin} of the ${name} is its USB port; take another`;
	if (!isWithin(pin, pins.inputOnly)) return undefined;
	if (direction === "output") return `GPIO ${pin} of the ${name} can only be an input; take another`;
	if (direction === "button" && !pulledUp.includes(pin))
		return `GPIO ${pin} of the ${name} has no pull-up; wire 10 kΩ from it to 3.3 V and name it in pulledUp, or take another`;
	return undefined;
}

/** Whether a GPIO lies in one of the ranges. */
function isWithin(pin: number, ranges: readonly number[]): boolean {
	for (let index = 0; index < ranges.length; index += 2)
		if (pin >= ranges[index]! && pin <= ranges[index + 1]!) return true;
	return false;
}

/** Which uses may be of the same pin: the bus of the sound as the driver has it, and the button of a board with only one. */
function mayShare(earlier: string, setting: string, { audio }: BoardConfig): boolean {
	if (setting === "setupButton") return earlier.startsWith("buttons");
	if (!earlier.startsWith("audio.microphone.") || !setting.startsWith("audio.loudspeaker.")) return false;
	if (audio?.driver === "half-duplex") return true;
	const name = setting.slice("audio.loudspeaker.".length);
	return audio?.driver === "duplex" && (name === "clock" || name === "select") && earlier.endsWith(`.${name}`);
}
