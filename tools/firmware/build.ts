import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { delimiter, join, relative, resolve } from "node:path";
import { type Board, slotSize } from "./boards.ts";
import { describeRelease, ImageError, mergeImage } from "./image.ts";
import { runBuild } from "./mcconfig.ts";
import type { FirmwareOptions } from "./options.ts";
import { type Surroundings, toolsFolder } from "./requirements.ts";
import { composeConfiguration } from "./sdkconfig.ts";

/** Name of the application in the folders of the SDK's build: `build.NAME` of the manifest. */
const APPLICATION = "doorbell";
const CACHE = ".cache/firmware";
const PRODUCTS = "dist";

/** Why there is no firmware, in lines for people. */
export class BuildError extends Error {
	override readonly name = "BuildError";
}

export interface Terminal {
	/** A line. */
	say(text: string): void;
	/** How far a step is; the next one may take its place. */
	progress(step: string, count: string): void;
}

/** Builds the firmware of a board, and what else the options ask for. Throws a `BuildError`. */
export class FirmwareBuild {
	readonly #surroundings: Surroundings;
	readonly #board: Board;
	readonly #options: FirmwareOptions;
	readonly #terminal: Terminal;
	readonly #log: string;

	constructor(surroundings: Surroundings, board: Board, options: FirmwareOptions, terminal: Terminal) {
		this.#surroundings = surroundings;
		this.#board = board;
		this.#options = options;
		this.#terminal = terminal;
		this.#log = this.#path(CACHE, `${board.name}.log`);
	}

	async run(): Promise<void> {
		const { releases, deploys } = this.#options;
		mkdirSync(this.#path(CACHE), { recursive: true });
		rmSync(this.#log, { force: true });
		this.#buildPage();
		this.#writeConfiguration();
		await this.#build();
		if (releases) this.#release();
		if (deploys) await this.#make("deploy", "The board could not be written");
	}

	#buildPage(): void {
		this.#terminal.say("Building the control page");
		const { status } = spawnSync(process.execPath, ["-r", "ts-node/register", "tools/page/build.ts"], {
			cwd: this.#surroundings.root,
			stdio: ["ignore", "ignore", "inherit"],
		});
		if (status !== 0) throw new BuildError("The control page cannot be built: npm run build says why");
	}

	#writeConfiguration(): void {
		const { key } = this.#options;
		const path = key === undefined ? undefined : resolve(key);
		if (path !== undefined && !existsSync(path)) throw new BuildError(`There is no key ${path}`);
		if (path?.includes("=")) throw new BuildError(`The SDK takes no key whose path has an = in it: ${path}`);
		const text = composeConfiguration(this.#surroundings.root, this.#board, { version: this.#version(), key: path });
		mkdirSync(this.#configuration(), { recursive: true });
		writeFileSync(join(this.#configuration(), "sdkconfig.defaults"), text);
	}

	async #build(): Promise<void> {
		const { name } = this.#board;
		const image = this.#path(CACHE, "bin/esp32", name, this.#flavour(), APPLICATION, "xs_esp32.bin");
		// The SDK's make ignores it when ESP-IDF fails.
		rmSync(image, { force: true });
		await this.#make("build", "The build failed");
		if (!existsSync(image)) throw new BuildError(`The build made no firmware; ${this.#readLog()}`);
		const { size } = statSync(image);
		const slot = slotSize(this.#surroundings.root, this.#board);
		const percent = Math.round((size / slot) * 100);
		this.#terminal.say(
			`${relative(this.#surroundings.root, image)}: ${thousands(size)} bytes, ${percent} % of its slot`,
		);
	}

	#release(): void {
		const { name, chip } = this.#board;
		try {
			const release = mergeImage({
				board: name,
				chip,
				version: this.#version(),
				build: this.#path(CACHE, "tmp/esp32", name, this.#flavour(), APPLICATION, `xsProj-${chip}`, "build"),
				output: this.#path(PRODUCTS),
				signed: this.#options.key !== undefined,
			});
			this.#terminal.say(describeRelease(release));
		} catch (error) {
			if (error instanceof ImageError) throw new BuildError(error.message);
			throw error;
		}
	}

	async #make(target: "build" | "deploy", failure: string): Promise<void> {
		const { root } = this.#surroundings;
		const { code, end } = await runBuild({
			command: [
				...["mcconfig", "-m", ...(this.#options.debugs ? ["-d"] : []), "-t", target],
				...["-o", this.#path(CACHE), "-p", `esp32:${this.#board.folder}`, this.#path("manifest.json")],
			],
			folder: root,
			environment: this.#environment(),
			log: this.#log,
			onProgress: (step, count) => this.#terminal.progress(step, count),
		});
		if (code !== 0) throw new BuildError([...end, `${failure}; ${this.#readLog()}`].join("\n"));
	}

	/** The compiler of the project and the tools of the SDK first; what the manifest takes from the environment. */
	#environment(): Readonly<Record<string, string | undefined>> {
		const { environment, root } = this.#surroundings;
		const folders = [join(root, "node_modules/.bin"), toolsFolder(this.#surroundings), environment.PATH];
		return {
			...environment,
			PATH: folders.filter((folder) => folder !== undefined).join(delimiter),
			SDKCONFIGPATH: this.#configuration(),
			PARTITIONS_FILE: this.#path(this.#board.partitions),
		};
	}

	#version(): string {
		return JSON.parse(readFileSync(this.#path("package.json"), "utf8")).version;
	}

	/** Names of folders of the SDK's build. */
	#flavour(): string {
		return this.#options.debugs ? "debug" : "release";
	}

	#configuration(): string {
		return this.#path(CACHE, this.#board.name, "sdkconfig");
	}

	#readLog(): string {
		return `all that it said is in ${relative(this.#surroundings.root, this.#log)}`;
	}

	#path(...names: string[]): string {
		return join(this.#surroundings.root, ...names);
	}
}

function thousands(count: number): string {
	return count.toLocaleString("en-US");
}
