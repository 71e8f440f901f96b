import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Chip } from "../../hosts/esp32/machines/board.ts";
import type { Board } from "./boards.ts";

const FOLDER = "hosts/esp32/sdkconfig";
const FILE = "sdkconfig.defaults";
/** Characters of the version in the description of an application (`esp_app_desc_t`). */
const VERSION_LIMIT = 31;

/** How each chip verifies signatures: ESP32s of before 2020 know no RSA. */
const SCHEMES: Readonly<Record<Chip, string>> = { esp32: "ECDSA", esp32s3: "RSA" };

export interface ConfigurationOptions {
	readonly version: string;
	/** Absolute path of the key that signs. */
	readonly key?: string;
}

/** The ESP-IDF configuration of a board: what all have in common, what its chip needs, its flash, its name, its signature. */
export function composeConfiguration(root: string, board: Board, { version, key }: ConfigurationOptions): string {
	const lines = [
		read(root, "common"),
		read(root, board.chip),
		`CONFIG_ESPTOOLPY_FLASHSIZE_${board.flashSize}=y`,
		"CONFIG_APP_PROJECT_VER_FROM_CONFIG=y",
		`CONFIG_APP_PROJECT_VER="${applicationVersion(board, version)}"`,
	];
	if (key !== undefined) {
		lines.push(
			read(root, "signed"),
			`CONFIG_SECURE_SIGNED_APPS_${SCHEMES[board.chip]}_SCHEME=y`,
			`CONFIG_SECURE_BOOT_SIGNING_KEY="${key}"`,
		);
	}
	return `${lines.filter((line) => line !== "").join("\n")}\n`;
}

/** What the firmware calls itself; a board takes no update for another one. */
export function applicationVersion({ name }: Board, version: string): string {
	const text = `doorbell/${name}/${version}`;
	if (text.length > VERSION_LIMIT)
		throw new RangeError(`${text} has more than the ${VERSION_LIMIT} characters of an image`);
	return text;
}

function read(root: string, part: string): string {
	const path = join(root, FOLDER, part, FILE);
	return existsSync(path) ? readFileSync(path, "utf8").trimEnd() : "";
}
