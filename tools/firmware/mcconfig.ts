import { spawn } from "node:child_process";
import { createWriteStream } from "node:fs";
import { createInterface } from "node:readline";

/** A step of the build as people see it: its name, and how the lines of its programs begin. */
const STEPS: readonly (readonly [name: string, line: RegExp])[] = [
	["ESP-IDF", /^\[(\d+)\/(\d+)\]/],
	["Compiling TypeScript", /^# tsc /],
	["Compiling to bytecode", /^# xsc /],
	["Configuring ESP-IDF", /^# Reconfiguring ESP-IDF/],
	["Compiling C", /^# cc /],
	["Linking XS", /^# xsl /],
	["Writing to the board", /^(?:Connecting|Writing at)/],
];
/** Lines at the end of a failed build that say why. */
const LAST_LINES = 30;

export interface RunOptions {
	readonly command: readonly string[];
	readonly folder: string;
	readonly environment: Readonly<Record<string, string | undefined>>;
	/** Takes all that the programs write. */
	readonly log: string;
	/** A step has begun, or goes on: how many lines of it there were, or what ESP-IDF counts itself. */
	onProgress(step: string, count: string): void;
}

export interface RunResult {
	/** Exit code; `null` when it was killed. */
	readonly code: number | null;
	/** The last lines that were written. */
	readonly end: readonly string[];
}

/** Runs the SDK's build, and tells how far it is. */
export function runBuild({ command, folder, environment, log, onProgress }: RunOptions): Promise<RunResult> {
	const [program, ...parameters] = command;
	const child = spawn(program!, parameters, {
		cwd: folder,
		env: environment as NodeJS.ProcessEnv,
		stdio: ["ignore", "pipe", "pipe"],
	});
	const file = createWriteStream(log, { flags: "a" });
	const end: string[] = [];
	const progress = new Progress(onProgress);
	for (const stream of [child.stdout, child.stderr]) {
		createInterface({ input: stream }).on("line", (line) => {
			file.write(`${line}\n`);
			end.push(line);
			if (end.length > LAST_LINES) end.shift();
			progress.follow(line);
		});
	}
	return new Promise((done, failed) => {
		child.once("error", failed);
		child.once("close", (code) => file.end(() => done({ code, end })));
	});
}

/** Counts the lines of each step. */
export class Progress {
	readonly #onProgress: RunOptions["onProgress"];
	readonly #counts = new Map<string, number>();

	constructor(onProgress: RunOptions["onProgress"]) {
		this.#onProgress = onProgress;
	}

	follow(line: string): void {
		for (const [step, pattern] of STEPS) {
			const found = pattern.exec(line);
			if (!found) continue;
			const [, done, all] = found;
			const count = (this.#counts.get(step) ?? 0) + 1;
			this.#counts.set(step, count);
			this.#onProgress(step, done === undefined ? String(count) : `${done} of ${all}`);
			return;
		}
	}
}
