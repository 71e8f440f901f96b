/** `npm run firmware`: builds the firmware of a board (docs/flashing.md). */

import { homedir } from "node:os";
import { join } from "node:path";
import { BoardError, boardNames, findBoard } from "./boards.ts";
import { BuildError, FirmwareBuild, type Terminal } from "./build.ts";
import { HELP, readOptions } from "./options.ts";
import { lacks, type Surroundings } from "./requirements.ts";

/** Exit codes: something is wrong with the options, or with anything else. */
const BAD_OPTION = 2;
const FAILED = 1;

const SURROUNDINGS: Surroundings = {
	environment: process.env,
	home: homedir(),
	system: process.platform,
	root: join(__dirname, "../.."),
};

/** One line for each step on a terminal, and one when a step begins elsewhere. */
class Screen implements Terminal {
	#step: string | undefined;
	readonly #isTerminal = process.stdout.isTTY === true;

	say(text: string): void {
		if (this.#isTerminal && this.#step !== undefined) process.stdout.write("\n");
		this.#step = undefined;
		console.log(text);
	}

	progress(step: string, count: string): void {
		if (!this.#isTerminal) {
			if (step !== this.#step) console.log(step);
		} else process.stdout.write(`${step === this.#step ? "\r" : this.#step === undefined ? "" : "\n"}${step} ${count}`);
		this.#step = step;
	}
}

function fail(lines: readonly string[], code = FAILED): void {
	for (const line of lines) console.error(line);
	process.exitCode = code;
}

async function main(): Promise<void> {
	const { root } = SURROUNDINGS;
	const choice = readOptions(process.argv.slice(2));
	if (choice.type === "help") {
		console.log(`${HELP}\nBoards: ${boardNames(root).join(", ")}`);
		return;
	}
	if (choice.type === "problem") {
		fail([choice.text, "npm run firmware -- --help lists the options and boards"], BAD_OPTION);
		return;
	}
	try {
		// The board first: what is wrong with it can be mended without the SDK.
		const board = findBoard(root, choice.options.board);
		const missing = lacks(SURROUNDINGS);
		if (missing.length > 0) {
			fail(missing.map(({ what, remedy, chapter }) => `${what}.\n  ${remedy}: see ${chapter}`));
			return;
		}
		await new FirmwareBuild(SURROUNDINGS, board, choice.options, new Screen()).run();
	} catch (error) {
		if (error instanceof BoardError) fail(error.faults, BAD_OPTION);
		else if (error instanceof BuildError) fail([error.message]);
		else throw error;
	}
}

void main();
