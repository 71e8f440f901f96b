import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { delimiter, join } from "node:path";

/** Where things are looked for. */
export interface Surroundings {
	readonly environment: Readonly<Record<string, string | undefined>>;
	/** Home of whoever builds. */
	readonly home: string;
	/** As Node calls it: "linux", "darwin", "win32". */
	readonly system: string;
	/** Folder of the project. */
	readonly root: string;
}

/** Something that is missing: what, what to do, and the chapter of the guide. */
export interface Lack {
	readonly what: string;
	readonly remedy: string;
	readonly chapter: string;
}

export const SDK_VERSION = "8.2.3";
export const IDF_VERSION = "6.0";
const GUIDE = "docs/flashing.md";
/** Names of the systems in the folders of the SDK. */
const SYSTEMS: Readonly<Record<string, string>> = { linux: "lin", darwin: "mac" };
/** What the build starts of the SDK. */
const SDK_TOOLS = ["mcconfig", "mcrez", "xsc", "xsid", "xsl"];
/** Folders of submodules, without which the build stops late. */
const SUBMODULES = ["components/esp_wifi/lib", "components/mbedtls/mbedtls", "components/lwip/lwip"];

/** Folder of the SDK's tools; `undefined` where there can be none. */
export function toolsFolder({ environment, system }: Surroundings): string | undefined {
	const folder = SYSTEMS[system];
	return environment.MODDABLE && folder && join(environment.MODDABLE, "build/bin", folder, "release");
}

/** All that is missing for a build, in the order in which it is installed. */
export function lacks(surroundings: Surroundings): readonly Lack[] {
	if (SYSTEMS[surroundings.system] === undefined)
		return [
			lack("Firmware is built on Linux or macOS", "On Windows use WSL 2 with Ubuntu", "what-has-to-be-installed"),
		];
	return [
		...typescriptLacks(surroundings),
		...programLacks(surroundings),
		...sdkLacks(surroundings),
		...idfLacks(surroundings),
	];
}

function typescriptLacks({ root }: Surroundings): Lack[] {
	const path = join(root, "node_modules/typescript/package.json");
	if (!existsSync(path)) return [lack("TypeScript is not installed", "Run npm ci", "typescript")];
	const { version } = JSON.parse(readFileSync(path, "utf8")) as { version: string };
	return version.startsWith("6.")
		? []
		: [lack(`TypeScript ${version} is installed, and the SDK needs 6`, "Run npm ci", "typescript")];
}

function programLacks(surroundings: Surroundings): Lack[] {
	const missing = ["git", "make"].filter((program) => !isInPath(surroundings, program));
	const found = missing.map((program) => lack(`${program} is not in PATH`, `Install ${program}`, "moddable-sdk"));
	if (!["python3", "python"].some((program) => isInPath(surroundings, program)))
		found.push(lack("Python is not in PATH", "Install Python 3.10 or later", "esp-idf"));
	return found;
}

function sdkLacks(surroundings: Surroundings): Lack[] {
	const { MODDABLE } = surroundings.environment;
	const chapter = "moddable-sdk";
	if (!MODDABLE)
		return [
			lack("MODDABLE is not set", `Install the Moddable SDK ${SDK_VERSION}, and let MODDABLE name its folder`, chapter),
		];
	const path = join(MODDABLE, "tools/VERSION");
	if (!existsSync(path))
		return [lack(`MODDABLE names ${MODDABLE}, which is no Moddable SDK`, "Let it name the folder of the SDK", chapter)];
	const version = readFileSync(path, "utf8").trim();
	if (version !== SDK_VERSION)
		return [
			lack(
				`${MODDABLE} is version ${version} of the Moddable SDK, and this firmware was made for ${SDK_VERSION}`,
				`Check ${SDK_VERSION} out, and build its tools anew`,
				chapter,
			),
		];
	const folder = toolsFolder(surroundings)!;
	const tools = SDK_TOOLS.filter((tool) => !existsSync(join(folder, tool)));
	if (tools.length === 0) return [];
	return [lack(`${folder} has no ${tools.join(", ")}`, "Build the tools of the SDK", chapter)];
}

function idfLacks(surroundings: Surroundings): Lack[] {
	const { IDF_PATH } = surroundings.environment;
	const chapter = "esp-idf";
	if (!IDF_PATH)
		return [lack("IDF_PATH is not set", `Install ESP-IDF v${IDF_VERSION}, and let IDF_PATH name its folder`, chapter)];
	const path = join(IDF_PATH, "tools/cmake/version.cmake");
	if (!existsSync(path))
		return [lack(`IDF_PATH names ${IDF_PATH}, which is no ESP-IDF`, "Let it name the folder of ESP-IDF", chapter)];
	const version = idfVersion(readFileSync(path, "utf8"));
	if (!version.startsWith(`${IDF_VERSION}.`))
		return [
			lack(
				`${IDF_PATH} is version ${version} of ESP-IDF, and the SDK needs ${IDF_VERSION}`,
				`Check v${IDF_VERSION} out`,
				chapter,
			),
		];
	const found: Lack[] = [];
	if (!existsSync(join(IDF_PATH, ".git")))
		found.push(
			lack(`${IDF_PATH} is no clone, and the SDK asks git for its version`, "Clone ESP-IDF with git", chapter),
		);
	if (SUBMODULES.some((folder) => names(join(IDF_PATH, folder)).length === 0))
		found.push(
			lack("Submodules of ESP-IDF are missing", `Run git -C ${IDF_PATH} submodule update --init --recursive`, chapter),
		);
	if (!hasIdfTools(surroundings))
		found.push(
			lack("The compilers of ESP-IDF are not installed", `Run ${join(IDF_PATH, "install.sh")} esp32,esp32s3`, chapter),
		);
	return found;
}

/** The environment of Python and the compiler, where `install.sh` puts them. */
function hasIdfTools({ environment, home }: Surroundings): boolean {
	const folder = environment.IDF_TOOLS_PATH || join(home, ".espressif");
	return (
		names(join(folder, "python_env")).some((name) => name.startsWith(`idf${IDF_VERSION}_`)) &&
		names(join(folder, "tools/xtensa-esp-elf")).length > 0
	);
}

function names(folder: string): string[] {
	return existsSync(folder) ? readdirSync(folder) : [];
}

function idfVersion(text: string): string {
	const number = (name: string) => new RegExp(`IDF_VERSION_${name} (\\d+)`).exec(text)?.[1] ?? "?";
	return `${number("MAJOR")}.${number("MINOR")}.${number("PATCH")}`;
}

function isInPath({ environment }: Surroundings, program: string): boolean {
	return (environment.PATH ?? "").split(delimiter).some((folder) => folder !== "" && isFile(join(folder, program)));
}

function isFile(path: string): boolean {
	return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
}

function lack(what: string, remedy: string, chapter: string): Lack {
	return { what, remedy, chapter: `${GUIDE}#${chapter}` };
}
