import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { BoardConfig } from "../../hosts/esp32/machines/board.ts";
import { soundWiring, WIRING_OCTETS } from "../../hosts/esp32/machines/sound-wiring.ts";

const BOARDS = join(__dirname, "../../hosts/esp32/boards");

function config(board: string): BoardConfig {
	return JSON.parse(readFileSync(join(BOARDS, board, "manifest.json"), "utf8")).config;
}

describe("Sound of the boards (hosts/esp32/boards)", () => {
	for (const board of readdirSync(BOARDS))
		it(`is wired on ${board} in a way that the driver takes`, () => {
			const { audio } = config(board);
			assert.ok(!audio || audio.driver === "sdk" || soundWiring(audio).length === WIRING_OCTETS);
		});
});
