import { type ChildProcess, execFile, spawn } from "node:child_process";
import { closeSync, openSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { promisify } from "node:util";
import { until } from "../support/until.ts";
import { atEnd } from "./stage.ts";

const OUTPUT = "output.log";
const READY_WITHIN = 5000;
const ASK_WITHIN = 2000;
const STOP_WITHIN = 3000;

/** Debian keeps kamailio and ip where an ordinary user does not look. */
export const PATH = `${process.env.PATH ?? "/usr/bin:/bin"}:/usr/sbin:/sbin`;
const environment = { ...process.env, PATH };

export interface ProgramOptions {
	readonly command: string;
	readonly arguments: readonly string[];
	/** From `makeFolder`: the program works there, and its output goes there. */
	readonly folder: string;
	/** Asked until it is true; only then does `startProgram` return. */
	readonly isReady: (output: string) => boolean;
}

/** A running program; ended with the test at the latest. */
export class Program {
	/** Resolves to the exit code when the program has ended; -1 after a signal. */
	readonly exited: Promise<number>;
	readonly #child: ChildProcess;
	readonly #log: string;
	#isRunning = true;

	constructor(options: ProgramOptions) {
		this.#log = join(options.folder, OUTPUT);
		const log = openSync(this.#log, "w");
		this.#child = spawn(options.command, options.arguments, {
			cwd: options.folder,
			detached: true, // leads a process group, so that its children can be ended too
			env: environment,
			stdio: ["ignore", log, log],
		});
		closeSync(log);
		this.exited = new Promise((resolve, reject) => {
			this.#child.once("error", reject);
			this.#child.once("exit", (code) => {
				this.#isRunning = false;
				resolve(code ?? -1);
			});
		});
		atEnd(() => this.stop());
	}

	get isRunning(): boolean {
		return this.#isRunning;
	}

	/** Everything written so far, standard output and standard error. */
	get output(): string {
		return readFileSync(this.#log, "utf8");
	}

	/** Asks the program to end and waits for it; a deaf one is killed with its children. */
	async stop(): Promise<void> {
		const { pid } = this.#child;
		if (!this.#isRunning || pid === undefined) return;
		process.kill(pid, "SIGTERM");
		const deadline = setTimeout(() => process.kill(-pid, "SIGKILL"), STOP_WITHIN);
		await this.exited;
		clearTimeout(deadline);
	}
}

/** Starts a program and waits until it is ready. */
export async function startProgram(options: ProgramOptions): Promise<Program> {
	const program = new Program(options);
	const name = basename(options.folder);
	const hasEnded = program.exited.then((code) => Promise.reject(new Error(`${name} ended at once, with ${code}`)));
	await Promise.race([until(() => options.isReady(program.output), READY_WITHIN, `${name} ready`), hasEnded]);
	return program;
}

const execute = promisify(execFile);

/** Runs a program that ends by itself, and gives back what it printed. */
export async function ask(command: string, ...parameters: readonly string[]): Promise<string> {
	const { stdout } = await execute(command, parameters, { env: environment, timeout: ASK_WITHIN });
	return stdout;
}
