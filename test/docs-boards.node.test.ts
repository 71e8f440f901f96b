import { deepEqual, equal, ok, throws } from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { BoardConfig } from "../hosts/esp32/machines/board.ts";
import { CIRCUITS } from "../tools/boards/circuits.ts";
import { withWiring } from "../tools/boards/describe.ts";
import { drawBoard } from "../tools/boards/drawing.ts";
import { pinsOf, readBoards } from "../tools/boards/manifests.ts";
import { wiringOf } from "../tools/boards/wiring.ts";

const DOCS = join(__dirname, "../docs");
const DOCUMENT = readFileSync(join(DOCS, "boards.md"), "utf8");
const BOARDS = readBoards();
const CURRENT = "npx ts-node tools/boards/write.ts writes it";

/** Rows of the table under the heading of a board, cell by cell. */
function rowsOf(board: string): readonly (readonly string[])[] {
	const [, section = ""] = DOCUMENT.split(`\n## ${board}\n`);
	const [own = ""] = section.split("\n## ");
	return own
		.split("\n")
		.filter((line) => line.startsWith("| "))
		.slice(1)
		.map((line) =>
			line
				.split("|")
				.slice(1, -1)
				.map((cell) => cell.trim()),
		);
}

describe("Wiring in docs/boards.md", () => {
	it("is there for the three boards that are prepared", () => {
		deepEqual(BOARDS.map(({ board }) => board).sort(), ["esp32-devkit", "esp32s3-devkit", "m5atom-echo"]);
	});

	for (const config of BOARDS) {
		describe(config.board, () => {
			it("has every pin of its manifest in its table, each once, and no other", () => {
				const inTable = rowsOf(config.board)
					.filter(([, , , , setting]) => setting !== "")
					.map(([pin, , , , setting]) => [setting!.replaceAll("`", ""), Number(pin!.replace("GPIO ", ""))] as const);
				equal(new Map(inTable).size, inTable.length, "a setting stands there twice");
				deepEqual(new Map([...inTable].sort()), new Map([...pinsOf(config)].sort()));
			});

			it("names a pin of the supply or a GPIO in every row", () => {
				for (const [pin] of rowsOf(config.board)) ok(/^(?:GPIO \d+|5V|3V3|GND)$/.test(pin!), pin);
			});

			it("gives every part outside of the board what it needs", () => {
				for (const { title, inside = false, symbol, wires } of wiringOf(config)) {
					if (inside) continue;
					const pins = wires.map(({ pin }) => pin);
					ok(pins.includes("GND"), `${title} has no GND`);
					if (symbol === "microphone") ok(pins.includes("3V3") && !pins.includes("5V"), `${title} stands 3.3 V alone`);
					if (symbol === "relay" || symbol === "loudspeaker") ok(pins.includes("5V"), `${title} has no 5 V`);
				}
			});

			it("is drawn as it is told", () => {
				const drawing = readFileSync(join(DOCS, "images", `wiring-${config.board}.svg`), "utf8");
				equal(drawing, drawBoard(config), CURRENT);
				const drawn = [...drawing.matchAll(/>(GPIO \d+|5V|3V3|GND)</g)].map(([, pin]) => pin);
				const told = rowsOf(config.board).map(([pin]) => pin!);
				deepEqual(drawn.sort(), [...told, ...terminalsCalledGround(config)].sort());
			});
		});
	}

	it("is current", () => {
		equal(withWiring(DOCUMENT, BOARDS), DOCUMENT, CURRENT);
	});

	it("has a place for every board, or says which is missing", () => {
		throws(() => withWiring("# Boards\n", BOARDS), { message: /has no place for/ });
	});

	it("has the circuits beside the board as they are drawn", () => {
		for (const [name, draw] of Object.entries(CIRCUITS))
			equal(readFileSync(join(DOCS, "images", `${name}.svg`), "utf8"), draw(), CURRENT);
	});

	it("says which resistor an input without one needs", () => {
		const board: BoardConfig = { board: "own", chip: "esp32", buttons: [35], door: 25, relayActiveLow: true };
		const [button, relay] = wiringOf(board);
		equal(button!.wires[0]!.note, "needs 10 kΩ to 3V3");
		equal(relay!.wires[2]!.note, "on when low");
	});
});

/** Terminals of parts have that name, too. */
function terminalsCalledGround(config: BoardConfig): readonly string[] {
	return wiringOf(config)
		.flatMap(({ wires }) => wires)
		.filter(({ terminal }) => terminal === "GND")
		.map(({ terminal }) => terminal);
}
