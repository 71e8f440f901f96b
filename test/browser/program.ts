import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { until } from "./until.ts";

const ROOT = resolve(__dirname, "../..");
const MODULES = ["-r", "ts-node/register", "-r", "./test/browser/leash.ts"];
/** Compiles itself first. Milliseconds. */
const START_WITHIN = 40_000;
/** It unregisters before it ends. Milliseconds. */
const STOP_WITHIN = 5_000;

/** Characters: enough for what a program says that breaks off. */
const LAST_WORDS = 2_000;

/** Programs that run: ended with the tests at the latest. */
const running = new Set<Program>();

/** The desktop doorbell as its users start it, with a folder and ports of its own. */
export class Program {
	readonly #parameters: readonly string[];
	#folder = "";
	#child: ChildProcess | undefined;
	#output = "";

	/** Options of `npm start`; the built-in PBX is there unless they say otherwise. */
	constructor(...parameters: readonly string[]) {
		const withoutPbx = parameters.includes("--no-pbx") || parameters.includes("--pbx");
		this.#parameters = [...(withoutPbx ? [] : ["--pbx", "0"]), ...parameters];
	}

	/** Address of the control page. */
	get page(): string {
		return this.#told(/control page of the doorbell: (\S+)/);
	}

	/** Address of the bench. */
	get bench(): string {
		return this.#told(/virtual board and phones: (\S+)/);
	}

	/** Starts it; another time on the ports that it had before. */
	async start(): Promise<void> {
		const isFirst = this.#folder === "";
		if (isFirst) this.#folder = mkdtempSync(join(tmpdir(), "doorbell-"));
		const http = isFirst ? "0" : new URL(this.page).port;
		const bench = isFirst ? "0" : new URL(this.bench).port;
		this.#output = "";
		const options = ["--data", this.#folder, "--http", http, "--bench", bench, ...this.#parameters];
		const environment = Object.entries(process.env).filter(([name]) => !name.startsWith("DOORBELL_"));
		const child = spawn(process.execPath, [...MODULES, "simulator/main.ts", ...options], {
			cwd: ROOT,
			env: Object.fromEntries(environment),
			stdio: "pipe",
		});
		this.#child = child;
		running.add(this);
		for (const stream of [child.stdout, child.stderr]) {
			stream.setEncoding("utf8").on("data", (text: string) => {
				this.#output += text;
			});
		}
		await until(
			"the doorbell starts",
			() => {
				if (child.exitCode !== null) throw new Error(`The doorbell ended at once:\n${this.#output}`);
				return this.#output.includes("  q  quit\n");
			},
			START_WITHIN,
		);
	}

	/** The last that it said when it ended without being asked to; `undefined` while all is well. */
	get lastWords(): string | undefined {
		return this.#child?.exitCode ? this.#output.slice(-LAST_WORDS) : undefined;
	}

	/** Ends it as Ctrl-C does. */
	async stop(): Promise<void> {
		const deadline = setTimeout(() => this.#child?.kill("SIGKILL"), STOP_WITHIN);
		await this.#end("SIGTERM");
		clearTimeout(deadline);
	}

	/** Takes its power away. */
	async kill(): Promise<void> {
		await this.#end("SIGKILL");
	}

	/** Ends it, and leaves nothing behind. */
	async dispose(): Promise<void> {
		await this.stop();
		running.delete(this);
		if (this.#folder !== "") rmSync(this.#folder, { recursive: true, force: true });
	}

	async #end(signal: NodeJS.Signals): Promise<void> {
		const child = this.#child;
		if (!child || child.exitCode !== null || child.signalCode !== null) return;
		const exit = once(child, "exit");
		child.kill(signal);
		await exit;
	}

	#told(pattern: RegExp): string {
		const told = pattern.exec(this.#output)?.[1];
		if (told === undefined) throw new Error(`${pattern} is not to be read:\n${this.#output}`);
		return told;
	}
}

/** What those said that have broken off. */
export function lastWords(): readonly string[] {
	return [...running].flatMap((program) => program.lastWords ?? []);
}

/** Ends all that still run. */
export async function endPrograms(): Promise<void> {
	await Promise.all([...running].map((program) => program.dispose()));
}
