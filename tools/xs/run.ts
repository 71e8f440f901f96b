import { execFile } from "node:child_process";
import type { HostProgram } from "./build.ts";
import type { Tree } from "./tree.ts";

const TEST_MAIN = "test/xs/main.ts";
const TEST_SHIM = "test/xs/mini.ts";

/** Modules under these paths may keep no state at module level. */
const LOCKED = ["modules/", "hosts/esp32/machines/", "test/xs/fixtures/"];

/** Of the slots, the bytes of chunks and the slots of the stack. */
export interface Usage {
	readonly slotSize: number;
	readonly capacity: readonly [slots: number, bytes: number, stack: number];
	readonly boot: readonly [slots: number, bytes: number];
	readonly live: readonly [slots: number, bytes: number];
	readonly peak: readonly [slots: number, bytes: number, stack: number];
}

export interface Outcome {
	readonly exitCode: number;
	readonly output: string;
	readonly usage?: Usage;
}

export interface Runner {
	readonly program: HostProgram;
	readonly tree: Tree;
	/** Bytecodes until a run is stopped. */
	readonly limit: number;
}

/** Runs a test file: it is preloaded with all it imports, and its suites run in the device's heap. */
export function runTestFile(runner: Runner, file: string): Promise<Outcome> {
	return run(runner, [TEST_SHIM, file], TEST_MAIN);
}

/** Runs a file as the device runs main: its imports are preloaded, the file itself is not. */
export function runMain(runner: Runner, file: string, argument?: string): Promise<Outcome> {
	runner.tree.write(file);
	return run(runner, runner.tree.imports(file), file, argument);
}

function run(
	{ program, tree, limit }: Runner,
	preloads: readonly string[],
	main: string,
	argument?: string,
): Promise<Outcome> {
	const parameters = [
		"--report",
		`--meter-limit=${limit}`,
		...LOCKED.map((folder) => `--locked=${tree.path(folder)}`),
		...preloads.map((file) => `--preload=${tree.write(file)}`),
		...(program.bits === 64 ? ["--chunks=157696"] : []), // so that larger pointers fail no test
		tree.write(main),
		...(argument === undefined ? [] : [argument]),
	];
	return new Promise((resolve) => {
		execFile(program.path, parameters, { maxBuffer: 1 << 26 }, (error, stdout, stderr) => {
			const report = /^report (.*)\n/m.exec(stdout);
			resolve({
				exitCode: error === null ? 0 : typeof error.code === "number" ? error.code : -1,
				output: stdout.replace(/^report .*\n/m, "") + stderr + (error?.signal ? `ended by ${error.signal}\n` : ""),
				usage: report?.[1] === undefined ? undefined : (JSON.parse(report[1]) as Usage),
			});
		});
	});
}
