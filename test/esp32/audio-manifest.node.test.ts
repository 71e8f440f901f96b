import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const AUDIO = join(__dirname, "../../hosts/esp32/audio");

interface Modules {
	readonly [target: string]: string | readonly string[];
}

/** What the modules of a manifest name, without the folder. */
function named(modules: Modules): readonly string[] {
	return Object.values(modules)
		.flat()
		.map((path) => path.replace("./", ""));
}

function files(extension: string): readonly string[] {
	return readdirSync(AUDIO)
		.filter((name) => name.endsWith(extension))
		.map((name) => name.slice(0, -extension.length));
}

const manifest = JSON.parse(readFileSync(join(AUDIO, "manifest.json"), "utf8"));
const everywhere = named(manifest.modules);
const board = named(manifest.platforms.esp32.modules);

describe("Manifest of the board's sound (hosts/esp32/audio/manifest.json)", () => {
	it("names every C file once", () => {
		const inC = new Set(files(".c"));
		const sources = [...everywhere, ...board].filter((name) => inC.has(name));
		assert.deepEqual([...sources].sort(), [...inC].sort());
	});

	it("names every module but the SDK's driver, which takes the place of ours", () => {
		const modules = new Set(files(".ts"));
		modules.delete("sdk");
		assert.deepEqual(
			[...modules].filter((name) => ![...everywhere, ...board].includes(name)),
			[],
		);
	});

	it("names no file that is missing", () => {
		const present = [...files(".c"), ...files(".ts")];
		assert.deepEqual(
			[...everywhere, ...board].filter((name) => !present.includes(name)),
			[],
		);
	});
});
