import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { buildHost, inParallel } from "./build.ts";
import { censusTables } from "./census.ts";
import { type Outcome, type Runner, runMain, runTestFile } from "./run.ts";
import { SELF_CHECKS } from "./self-check.ts";
import { Tree } from "./tree.ts";

const ROOT = resolve(__dirname, "../..");
const CACHE = join(ROOT, ".cache/xs");
const VISIT = "test/xs/visit.ts";
const LIMITS = "test/xs/limits.json";

/** Folders of test/ that mirror modules/. */
const AREAS = ["auth", "sip", "registrar", "sdp", "rtp", "audio", "config", "doorbell", "http", "web", "drivers"];

/** Enough for a minute of the fuzzers; a script that needs more hangs. */
const BYTECODE_LIMIT = 5e9;
const SELF_CHECK_LIMIT = 1e6;

const HELP = `npm run test:xs [-- [options] [text ...]]

Runs the tests of modules/ that need no Node module on the XS engine (13.3), inside the heap of the ESP32:
4,928 slots, 78,848 bytes of chunks, 512 stack slots. Modules are loaded before, as the SDK's preload does.
With a text, only the files whose path contains it. The first run fetches the sources of XS from npm and
compiles them (gcc with 32-bit libraries; on Debian: apt-get install gcc gcc-multilib) into .cache/xs.

  --census  tell which classes have the slots and bytes at each stage of a visit; runs nothing else
  --output  print all that the tests print
  --help    this text
`;

interface Job {
	readonly file: string;
	run(runner: Runner): Promise<Result>;
}

interface Result {
	readonly passed: number;
	readonly failed: number;
	/** What to say after "ok" or "not ok" and the name of the file. */
	readonly summary: string;
	readonly output: string;
	readonly heap?: readonly Heap[];
}

/** A line of test/xs/report.ts. */
interface Heap {
	readonly label: string;
	readonly slots: number;
	readonly bytes: number;
	readonly stack: number;
}

/** The most that a row of the table may show. */
type Limits = Readonly<Record<string, { readonly slots: number; readonly bytes: number; readonly stack: number }>>;

const thousands = (count: number) => count.toLocaleString("en-US");

function testFiles(): string[] {
	return AREAS.filter((area) => existsSync(join(ROOT, "test", area))).flatMap((area) =>
		readdirSync(join(ROOT, "test", area), { recursive: true, encoding: "utf8" })
			.filter((name) => name.endsWith(".test.ts") && !name.endsWith(".node.test.ts"))
			.sort()
			.map((name) => `test/${area}/${name}`),
	);
}

function jobs(filters: readonly string[]): Job[] {
	const all: Job[] = [
		...SELF_CHECKS.map((check) => ({
			file: check.file,
			run: async (runner: Runner) => {
				const outcome = await (check.main ? runMain : runTestFile)({ ...runner, limit: SELF_CHECK_LIMIT }, check.file);
				return resultOfSelfCheck(outcome, outcome.exitCode === check.exitCode && check.output.test(outcome.output));
			},
		})),
		...["test/xs/preload.ts", ...testFiles()].map((file) => ({
			file,
			run: async (runner: Runner) => resultOfTests(await runTestFile(runner, file)),
		})),
	];
	if (existsSync(join(ROOT, VISIT))) {
		all.push({ file: VISIT, run: async (runner) => resultOfVisit(await runMain(runner, VISIT), runner.program.bits) });
	}
	return all.filter(({ file }) => filters.length === 0 || filters.some((filter) => file.includes(filter)));
}

function resultOfSelfCheck({ exitCode, output }: Outcome, passed: boolean): Result {
	const summary = passed ? "behaves as it must" : `does not behave as it must; exit code ${exitCode}`;
	return { passed: passed ? 1 : 0, failed: passed ? 0 : 1, summary, output: passed ? "" : output };
}

function resultOfTests({ exitCode, output, usage }: Outcome): Result {
	const passed = output.match(/^ok - /gm)?.length ?? 0;
	const failed = output.match(/^not ok - /gm)?.length ?? 0;
	const complete = output.match(/^1\.\.(\d+)$/m)?.[1] === `${passed + failed}` && passed + failed > 0;
	const ended = complete && exitCode === (failed > 0 ? 1 : 0);
	const tests = `${passed + failed} test${passed + failed === 1 ? "" : "s"}${ended ? "" : ", then stopped"}`;
	return { passed, failed: ended ? failed : failed + 1, summary: `${tests}${figures(usage)}`, output };
}

function resultOfVisit(outcome: Outcome, bits: 32 | 64): Result {
	const { exitCode, output, usage } = outcome;
	const heap = Array.from(
		output.matchAll(/^heap (.+) (\d+) (\d+) (\d+)$/gm),
		([, label = "", slots, bytes, stack]) => ({
			label,
			slots: Number(slots),
			bytes: Number(bytes),
			stack: Number(stack),
		}),
	);
	const excesses = bits === 32 ? heap.flatMap(excess) : [];
	const passed = exitCode === 0 && heap.length > 0 && excesses.length === 0;
	const silence = heap.length === 0 ? [`no line from test/xs/report.ts; exit code ${exitCode}`] : [];
	const summary = [`one whole visit${figures(usage)}`, ...silence, ...excesses].join("\n     ");
	return { passed: passed ? 1 : 0, failed: passed ? 0 : 1, summary, output, heap };
}

function excess({ label, slots, bytes, stack }: Heap): string[] {
	const path = join(ROOT, LIMITS);
	const limits: Limits = existsSync(path) ? JSON.parse(readFileSync(path, "utf8")) : {};
	const limit = limits[label];
	if (limit === undefined || (slots <= limit.slots && bytes <= limit.bytes && stack <= limit.stack)) return [];
	return [`${label}: more than ${limit.slots} slots, ${limit.bytes} bytes or ${limit.stack} stack slots (${LIMITS})`];
}

function figures(usage: Outcome["usage"]): string {
	if (usage === undefined) return "";
	const [slots, bytes, stack] = usage.peak;
	const [liveSlots, liveBytes] = usage.live;
	const live = `live at the end ${thousands(liveSlots)} slots ${thousands(liveBytes)} bytes`;
	return `, peak ${thousands(slots)} slots ${thousands(bytes)} bytes stack ${stack}, ${live}`;
}

function printResult(file: string, { failed, summary, output }: Result, always: boolean): void {
	console.log(`${failed === 0 ? "ok  " : "FAIL"} ${file}: ${summary}`);
	const shown = always ? output : failed > 0 ? output.replace(/^ok - .*\n/gm, "") : "";
	if (shown !== "") console.log(shown.replace(/^(?=.)/gm, "     "));
}

function printHeap(heap: readonly Heap[]): void {
	if (heap.length === 0) return;
	console.log("\nlive after collection      slots    bytes  stack peak");
	for (const { label, slots, bytes, stack } of heap) {
		const cells = [thousands(slots).padStart(8), thousands(bytes).padStart(9), `${stack}`.padStart(12)];
		console.log(`${label.padEnd(24)}${cells.join("")}`);
	}
}

async function main(parameters: readonly string[]): Promise<boolean> {
	const options = parameters.filter((parameter) => parameter.startsWith("-"));
	const unknown = options.find((option) => !["--census", "--output", "--help"].includes(option));
	if (options.includes("--help") || unknown !== undefined) {
		console.log(unknown === undefined ? HELP : `Unknown option ${unknown}; --help lists them.`);
		return unknown === undefined;
	}
	const program = await buildHost({ cache: CACHE, debug: true });
	if (program.bits === 64) {
		console.log("32-bit libraries are missing (on Debian: apt-get install gcc-multilib): XS is built with 64 bits.");
		console.log("NOT CHECKED: the limits of the heap. The figures below say nothing about the ESP32.\n");
	}
	const runner = { program, tree: new Tree(ROOT, join(CACHE, "modules")), limit: BYTECODE_LIMIT };
	if (options.includes("--census")) {
		const { exitCode, output } = await runMain(runner, VISIT, "census");
		console.log(exitCode === 0 ? censusTables(output) : output);
		return exitCode === 0;
	}
	const selected = jobs(parameters.filter((parameter) => !parameter.startsWith("-")));
	const results: Result[] = [];
	let printed = 0;
	await inParallel(selected.length, async (i) => {
		results[i] = await selected[i]!.run(runner).catch((error: Error) => ({ ...NOTHING, summary: error.message }));
		for (; results[printed] !== undefined; printed++) {
			printResult(selected[printed]!.file, results[printed]!, options.includes("--output"));
		}
	});
	printHeap(results.flatMap(({ heap = [] }) => heap));
	const passed = results.reduce((sum, result) => sum + result.passed, 0);
	const failed = results.reduce((sum, result) => sum + result.failed, 0);
	console.log(`\n${passed} passed, ${failed} failed`);
	return failed === 0 && passed > 0;
}

const NOTHING: Result = { passed: 0, failed: 1, summary: "", output: "" };

main(process.argv.slice(2)).then(
	(passed) => {
		process.exitCode = passed ? 0 : 1;
	},
	(error: Error & { stderr?: string }) => {
		console.error(error.message, error.stderr ?? "");
		process.exitCode = 1;
	},
);
