import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { HostProgram } from "../../xs/build.ts";
import { countInstructions } from "./callgrind.ts";
import { type Ended, execute } from "./execute.ts";

/** The C function of the host whose work callgrind counts (tools/xs/host/globals.c). */
const COUNTED = "profiled";

/** What one operation takes. */
export interface Counts {
	readonly bytecodes: number;
	readonly slots: number;
	readonly chunkBytes: number;
	readonly stack: number;
}

/** The heap of the board; one in which no garbage is collected while our own code is measured, and that of others. */
const BOARD: readonly string[] = [];
export const ROOMY = ["--slots=60000", "--chunks=4000000", "--stack=4096"];
export const VAST = ["--slots=1500000", "--chunks=64000000", "--stack=32768"];

/** Runs scripts of measure/bundle.ts on the XS test host. */
export class XsBench {
	readonly #program: HostProgram;
	readonly #cache: string;
	readonly #main: string;

	constructor(program: HostProgram, cache: string) {
		this.#program = program;
		this.#cache = cache;
		this.#main = join(cache, "main.js");
		mkdirSync(cache, { recursive: true });
		writeFileSync(this.#main, "setTimeout(() => bench(), 0);\n");
	}

	/** What each operation of a script takes, by name. */
	async count(script: string, heap: readonly string[]): Promise<Map<string, Counts>> {
		const { exitCode, output } = await this.#run(script, heap, "count");
		if (exitCode !== 0) throw new Error(`${script} ended with ${exitCode} on XS:\n${output}`);
		const counts = new Map<string, Counts>();
		for (const [, values = "", name = ""] of output.matchAll(/^count ((?:-?\d+ ){4})(.*)$/gm)) {
			const [bytecodes = 0, slots = 0, chunkBytes = 0, stack = 0] = values.split(" ").map(Number);
			counts.set(name, { bytecodes, slots, chunkBytes, stack });
		}
		return counts;
	}

	/** Why the board's heap does not bear operation `index` of a script, done many times; `undefined` when it does. */
	async refusal(script: string, index: number): Promise<string | undefined> {
		const { exitCode, output } = await this.#run(script, BOARD, `repeat ${index}`);
		return exitCode === 0 && output.includes("bears") ? undefined : reasonIn(output);
	}

	/** Native instructions of each operation of a script, or of that at `index`, as callgrind counts them. */
	instructions(script: string, heap: readonly string[], index?: number): Promise<readonly number[]> {
		const argument = index === undefined ? "profile" : `profile ${index}`;
		return countInstructions(this.#program.path, this.#parameters(script, heap, argument), COUNTED, this.#cache);
	}

	#run(script: string, heap: readonly string[], argument: string): Promise<Ended> {
		return execute(this.#program.path, this.#parameters(script, heap, argument));
	}

	#parameters(script: string, heap: readonly string[], argument: string): string[] {
		return [...heap, `--preload=${script}`, this.#main, argument];
	}
}

/** What stopped a script, in a few words. */
export function reasonIn(output: string): string {
	if (output.includes(": syntax error: ")) return "syntax error";
	const abort = /^abort: ([^:,\n]*)/m.exec(output)?.[1];
	if (abort === "unhandled exception") return /^abort: .*\n(.*)$/m.exec(output)?.[1] ?? abort;
	return abort ?? "it stops";
}
