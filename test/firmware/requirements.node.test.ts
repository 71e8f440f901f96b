import { deepEqual, equal, ok } from "node:assert/strict";
import { readFileSync } from "node:fs";
import { delimiter, join, resolve } from "node:path";
import { lacks, type Surroundings, toolsFolder } from "../../tools/firmware/requirements.ts";
import { Folder } from "./folders.ts";

const ROOT = resolve(__dirname, "../..");
const EXECUTABLE = 0o755;

/** A computer on which everything is installed, made of empty files. */
class Computer {
	readonly #folder = new Folder();
	readonly surroundings: Surroundings;

	constructor() {
		const { path } = this.#folder;
		this.surroundings = {
			environment: {
				MODDABLE: join(path, "sdk"),
				IDF_PATH: join(path, "idf"),
				PATH: ["", join(path, "missing"), join(path, "bin")].join(delimiter),
			},
			home: join(path, "home"),
			system: "linux",
			root: join(path, "project"),
		};
		for (const program of ["git", "make", "python3"]) this.write(`bin/${program}`);
		this.write("project/node_modules/typescript/package.json", '{ "version": "6.0.3" }');
		this.write("sdk/tools/VERSION", "8.2.3\n");
		for (const tool of ["mcconfig", "mcrez", "xsc", "xsid", "xsl"]) this.write(`sdk/build/bin/lin/release/${tool}`);
		this.write(
			"idf/tools/cmake/version.cmake",
			"set(IDF_VERSION_MAJOR 6)\nset(IDF_VERSION_MINOR 0)\nset(IDF_VERSION_PATCH 0)\n",
		);
		this.write("idf/.git/HEAD");
		for (const submodule of ["esp_wifi/lib", "mbedtls/mbedtls", "lwip/lwip"])
			this.write(`idf/components/${submodule}/file`);
		this.write("home/.espressif/python_env/idf6.0_py3.11_env/bin/python");
		this.write("home/.espressif/tools/xtensa-esp-elf/gcc");
	}

	write(name: string, contents = ""): void {
		this.#folder.write(name, contents, EXECUTABLE);
	}

	remove(name = ""): void {
		this.#folder.delete(name);
	}

	path(name: string): string {
		return join(this.#folder.path, name);
	}

	/** What is missing, in the words of the command. */
	lacks(environment: Surroundings["environment"] = {}, system = "linux"): readonly string[] {
		const surroundings = {
			...this.surroundings,
			system,
			environment: { ...this.surroundings.environment, ...environment },
		};
		return lacks(surroundings).map(({ what }) => what);
	}
}

describe("What a build of the firmware needs", () => {
	let computer: Computer;

	beforeEach(() => {
		computer = new Computer();
	});
	afterEach(() => computer.remove());

	it("is all there", () => {
		deepEqual(computer.lacks(), []);
	});

	it("is a Moddable SDK of the right version, with its tools", () => {
		deepEqual(computer.lacks({ MODDABLE: undefined }), ["MODDABLE is not set"]);
		const nowhere = computer.path("nowhere");
		deepEqual(computer.lacks({ MODDABLE: nowhere }), [`MODDABLE names ${nowhere}, which is no Moddable SDK`]);
		computer.remove("sdk/build/bin/lin/release/xsl");
		deepEqual(computer.lacks(), [`${computer.path("sdk/build/bin/lin/release")} has no xsl`]);
		computer.write("sdk/tools/VERSION", "8.1.0\n");
		deepEqual(computer.lacks(), [
			`${computer.path("sdk")} is version 8.1.0 of the Moddable SDK, and this firmware was made for 8.2.3`,
		]);
	});

	it("is ESP-IDF of the right version, a whole clone with its tools", () => {
		deepEqual(computer.lacks({ IDF_PATH: "" }), ["IDF_PATH is not set"]);
		const nowhere = computer.path("nowhere");
		deepEqual(computer.lacks({ IDF_PATH: nowhere }), [`IDF_PATH names ${nowhere}, which is no ESP-IDF`]);
		computer.remove("idf/.git");
		computer.remove("idf/components/esp_wifi/lib/file");
		computer.remove("home/.espressif/tools");
		deepEqual(computer.lacks(), [
			`${computer.path("idf")} is no clone, and the SDK asks git for its version`,
			"Submodules of ESP-IDF are missing",
			"The compilers of ESP-IDF are not installed",
		]);
		computer.write(
			"idf/tools/cmake/version.cmake",
			"set(IDF_VERSION_MAJOR 5)\nset(IDF_VERSION_MINOR 5)\nset(IDF_VERSION_PATCH 1)\n",
		);
		deepEqual(computer.lacks(), [`${computer.path("idf")} is version 5.5.1 of ESP-IDF, and the SDK needs 6.0`]);
	});

	it("may have the compilers of ESP-IDF elsewhere", () => {
		computer.remove("home");
		computer.write("tools/python_env/idf6.0_py3.12_env/bin/python");
		computer.write("tools/tools/xtensa-esp-elf/gcc");
		deepEqual(computer.lacks({ IDF_TOOLS_PATH: computer.path("tools") }), []);
		computer.remove("tools/python_env");
		deepEqual(computer.lacks({ IDF_TOOLS_PATH: computer.path("tools") }), [
			"The compilers of ESP-IDF are not installed",
		]);
	});

	it("is TypeScript 6, git, make and Python", () => {
		computer.remove("bin");
		deepEqual(computer.lacks(), ["git is not in PATH", "make is not in PATH", "Python is not in PATH"]);
		computer.write("project/node_modules/typescript/package.json", '{ "version": "5.9.3" }');
		equal(computer.lacks()[0], "TypeScript 5.9.3 is installed, and the SDK needs 6");
		computer.remove("project/node_modules");
		equal(computer.lacks()[0], "TypeScript is not installed");
	});

	it("is Linux or macOS", () => {
		deepEqual(computer.lacks({}, "win32"), ["Firmware is built on Linux or macOS"]);
		equal(toolsFolder({ ...computer.surroundings, system: "darwin" }), computer.path("sdk/build/bin/mac/release"));
	});

	it("is told with a chapter of the guide that exists", () => {
		computer.remove();
		const chapters = [...lacks(computer.surroundings), ...lacks({ ...computer.surroundings, system: "win32" })].map(
			({ chapter }) => chapter,
		);
		ok(chapters.length > 4);
		for (const chapter of chapters) {
			const [file, anchor] = chapter.split("#");
			const headings = readFileSync(join(ROOT, file!), "utf8").match(/^#+ .*$/gm) ?? [];
			const anchors = headings.map((heading) => heading.replace(/^#+ /, "").toLowerCase().replaceAll(" ", "-"));
			ok(anchors.includes(anchor!), chapter);
		}
	});
});
