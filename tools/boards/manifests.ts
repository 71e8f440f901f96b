import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { BoardConfig } from "../../hosts/esp32/machines/board.ts";

const FOLDER = join(__dirname, "../../hosts/esp32/boards");

/** What the manifest of every board says of its pins, by name. */
export function readBoards(): readonly BoardConfig[] {
	return readdirSync(FOLDER)
		.map((name) => join(FOLDER, name, "manifest.json"))
		.filter((path) => existsSync(path))
		.map((path) => JSON.parse(readFileSync(path, "utf8")).config as BoardConfig);
}

/** The pins of a board by the settings of its manifest, such as "audio.microphone.clock". */
export function pinsOf(config: BoardConfig): ReadonlyMap<string, number> {
	const pins = new Map<string, number>();
	const add = (setting: string, pin: number | undefined) => {
		if (pin !== undefined) pins.set(setting, pin);
	};
	for (const [index, pin] of config.buttons.entries()) add(`buttons[${index}]`, pin);
	for (const setting of ["setupButton", "door", "secondDoor", "light", "lamp"] as const) add(setting, config[setting]);
	for (const part of ["microphone", "loudspeaker"] as const)
		for (const [name, value] of Object.entries(config.audio?.[part] ?? {}))
			if (name !== "bits" && typeof value === "number") add(`audio.${part}.${name}`, value);
	return pins;
}
