import { deepEqual } from "node:assert/strict";
import { readOptions } from "../../tools/firmware/options.ts";

const PLAIN = { board: "esp32-devkit", deploys: false, releases: false, debugs: false, key: undefined };

describe("Options of npm run firmware", () => {
	it("name a board", () => {
		deepEqual(readOptions(["--board", "esp32-devkit"]), { type: "build", options: PLAIN });
	});

	it("ask for writing, a release and a signature", () => {
		deepEqual(readOptions(["--board=esp32-devkit", "--deploy", "--release", "--sign", "key.pem"]), {
			type: "build",
			options: { ...PLAIN, deploys: true, releases: true, key: "key.pem" },
		});
	});

	it("ask for help, whatever else they ask for", () => {
		deepEqual(readOptions(["--help"]), { type: "help" });
		deepEqual(readOptions(["--board", "esp32-devkit", "--help"]), { type: "help" });
	});

	it("are told what is wrong with them, in one line", () => {
		const problems: Readonly<Record<string, readonly string[]>> = {
			"Say which board: --board NAME": [],
			"--debug and --release exclude each other": ["--board", "esp32-devkit", "--debug", "--release"],
			"--sign needs the file of a key": ["--board", "esp32-devkit", "--sign="],
			"Unknown option '--flash'": ["--flash"],
			"Unexpected argument 'esp32-devkit'": ["esp32-devkit"],
			"Option '--board <value>' argument missing": ["--board"],
		};
		for (const [text, parameters] of Object.entries(problems))
			deepEqual(readOptions(parameters), { type: "problem", text });
	});
});
