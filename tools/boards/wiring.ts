import type { BoardConfig } from "../../hosts/esp32/machines/board.ts";

/** What a wire may come from that is no pin for signals. */
export type Supply = "5V" | "3V3" | "GND";

/** Names of wires; any colours do, but these are drawn. */
export type Colour = "red" | "orange" | "black" | "yellow" | "blue" | "green" | "violet" | "brown";

/** One wire from the board to a part. */
export interface Wire {
	/** Setting of the manifest that names the pin. */
	readonly setting?: string;
	readonly pin: number | Supply;
	readonly terminal: string;
	readonly colour: Colour;
	readonly note?: string;
}

export type Sign = "microphone" | "loudspeaker" | "relay" | "button" | "lamp";

/** One part and its wires. */
export interface Part {
	readonly title: string;
	readonly symbol: Sign;
	readonly wires: readonly Wire[];
	/** The board has it already. */
	readonly inside?: boolean;
}

const COLOURS: Readonly<Record<Supply, Colour>> = { "5V": "red", "3V3": "orange", GND: "black" };
/** From here on the pins of an ESP32 are inputs without a resistor to the supply. */
const INPUTS_ONLY = 34;

/** The parts of a board, in the order in which people build. */
export function wiringOf(config: BoardConfig): readonly Part[] {
	return [...sound(config), ...buttons(config), ...outputs(config)];
}

function supply(pin: Supply, terminal: string, note?: string): Wire {
	return { pin, terminal, colour: COLOURS[pin], note };
}

function sound({ audio }: BoardConfig): readonly Part[] {
	if (audio === undefined) return [];
	const { microphone, loudspeaker } = audio;
	const inside = microphone.kind === "pdm";
	const shared = (pin: number, other: number | undefined) =>
		pin === other ? "the same pin as the other part" : undefined;
	const hearing: Wire[] = [
		wire(
			"audio.microphone.clock",
			microphone.clock,
			inside ? "CLK" : "SCK",
			"yellow",
			shared(microphone.clock, loudspeaker.clock),
		),
	];
	if (microphone.select !== undefined)
		hearing.push(
			wire("audio.microphone.select", microphone.select, "WS", "blue", shared(microphone.select, loudspeaker.select)),
		);
	hearing.push(wire("audio.microphone.data", microphone.data, inside ? "DATA" : "SD", "green", "to the board"));
	const speaking: Wire[] = [
		wire("audio.loudspeaker.clock", loudspeaker.clock, "BCLK", "yellow"),
		wire("audio.loudspeaker.select", loudspeaker.select, "LRC", "blue"),
		wire("audio.loudspeaker.data", loudspeaker.data, "DIN", "violet", "from the board"),
	];
	if (loudspeaker.enable !== undefined)
		speaking.push(wire("audio.loudspeaker.enable", loudspeaker.enable, "SD", "brown", "off when low"));
	if (inside)
		return [
			{ title: "Microphone inside", symbol: "microphone", inside, wires: hearing },
			{ title: "Amplifier inside", symbol: "loudspeaker", inside, wires: speaking },
		];
	const slot = microphone.slot === "left" ? supply("GND", "L/R", "left slot") : supply("3V3", "L/R", "right slot");
	return [
		{
			title: "INMP441",
			symbol: "microphone",
			wires: [supply("3V3", "VDD", "never 5 V"), supply("GND", "GND"), slot, ...hearing],
		},
		{
			title: "MAX98357A",
			symbol: "loudspeaker",
			wires: [supply("5V", "VIN", "with its own capacitor"), supply("GND", "GND"), ...speaking],
		},
	];
}

function buttons({ chip, buttons, setupButton, pulledUp = [] }: BoardConfig): readonly Part[] {
	const part = (title: string, setting: string, pin: number): Part => ({
		title,
		symbol: "button",
		wires: [
			wire(
				setting,
				pin,
				"one side",
				"green",
				chip === "esp32" && pin >= INPUTS_ONLY ? "needs 10 kΩ to 3V3" : undefined,
			),
			supply("GND", "other side"),
		],
	});
	const own = (title: string, setting: string, pin: number): Part => ({
		title,
		symbol: "button",
		inside: true,
		wires: [wire(setting, pin, "with its resistor", "green")],
	});
	const parts = buttons.map((pin, index) =>
		part(index === 0 ? "Bell button" : `Bell button ${index + 1}`, `buttons[${index}]`, pin),
	);
	if (setupButton === undefined) return parts;
	if (pulledUp.includes(setupButton)) return [...parts, own("Set-up button inside", "setupButton", setupButton)];
	return [...parts, part("Set-up button", "setupButton", setupButton)];
}

function outputs({ door, secondDoor, light, lamp, relayActiveLow = false }: BoardConfig): readonly Part[] {
	const relay = (title: string, setting: string, pin: number): Part => ({
		title,
		symbol: "relay",
		wires: [
			supply("5V", "VCC", "coil"),
			supply("GND", "GND"),
			wire(setting, pin, "IN", "violet", relayActiveLow ? "on when low" : "on when high; 10 kΩ to GND"),
		],
	});
	const parts: Part[] = [];
	if (door !== undefined) parts.push(relay("Relay of the door", "door", door));
	if (secondDoor !== undefined) parts.push(relay("Relay of the second door", "secondDoor", secondDoor));
	if (light !== undefined) parts.push(relay("Relay of the light", "light", light));
	if (lamp !== undefined)
		parts.push({
			title: "Status lamp",
			symbol: "lamp",
			wires: [wire("lamp", lamp, "470 Ω, then +", "yellow"), supply("GND", "−", "the flat side")],
		});
	return parts;
}

function wire(setting: string, pin: number, terminal: string, colour: Colour, note?: string): Wire {
	return { setting, pin, terminal, colour, note };
}
