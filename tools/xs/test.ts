import { existsSync, readdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { buildHost, inParallel } from "./build.ts";
import { censusTables, elsewhere } from "./census.ts";
import { excesses, type Heap, heapOf, leaks, printHeap, readLimits, thousands, writeMemory } from "./memory.ts";
import { type Outcome, type Runner, runMain, runTestFile } from "./run.ts";
import { SELF_CHECKS } from "./self-check.ts";
import { Tree } from "./tree.ts";

const ROOT = resolve(__dirname, "../..");
const CACHE = join(ROOT, ".cache/xs");
const VISIT = "test/xs/visit.ts";
const VISITS = "test/xs/visits.ts";

/** Folders of test/ that mirror modules/, and hosts/esp32/machines/. */
const AREAS = [
	"auth",
	"sip",
	"registrar",
	"sdp",
	"rtp",
	"audio",
	"config",
	"doorbell",
	"http",
	"web",
	"drivers",
	"esp32",
];

/** Enough for the visits, and for a minute of the fuzzers; a script that needs more hangs. */
const BYTECODE_LIMIT = 1e10;
const SELF_CHECK_LIMIT = 1e6;

const HELP = `npm run test:xs [-- [options] [text ...]]

Runs the tests of modules/ and hosts/esp32/machines/ that need no Node module on the XS engine (13.3), inside the heap
of the ESP32: 4,928 slots, 78,848 bytes of chunks, 512 stack slots. Modules are loaded before, as the SDK's preload does.
Then one visit, whose memory is held against test/xs/limits.json, and 1,000 of them, after which none may be lost.
With a text, only the files whose path contains it. The first run fetches the sources of XS from npm and
compiles them (gcc with 32-bit libraries; on Debian: apt-get install gcc gcc-multilib) into .cache/xs.

  --census  tell which classes have the slots and bytes at each stage of a visit; runs nothing else
  --output  print all that the tests print
  --write   put what the visits need into test/xs/limits.json (3 % more) and docs/benchmarks.md; runs nothing else
  --help    this text
`;

interface Job {
	readonly file: string;
	/** It takes so long that it is started first. */
	readonly long?: boolean;
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
		{
			file: VISIT,
			run: async (runner: Runner) => resultOfVisits("one whole visit", await runMain(runner, VISIT), runner),
		},
		{
			file: VISITS,
			long: true,
			run: async (runner: Runner) => resultOfVisits("1,000 visits", await runMain(runner, VISITS), runner, leaks),
		},
	];
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

function resultOfVisits(
	what: string,
	{ exitCode, output }: Outcome,
	{ program }: Runner,
	judge: (heap: readonly Heap[]) => string[] = () => [],
): Result {
	const heap = heapOf(output);
	const problems = program.bits === 32 ? [...judge(heap), ...excesses(heap, readLimits(ROOT))] : [];
	if (exitCode !== 0 || heap.length === 0) problems.push(`stopped with exit code ${exitCode}`);
	const passed = problems.length === 0;
	return { passed: passed ? 1 : 0, failed: passed ? 0 : 1, summary: [what, ...problems].join("\n     "), output, heap };
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

/** Measures what the visits need, and writes it down. */
async function write(runner: Runner): Promise<boolean> {
	const [visit, visits] = await Promise.all([runMain(runner, VISIT, "census"), runMain(runner, VISITS, "census")]);
	const output = visit.output + visits.output;
	if (visit.exitCode === 0 && visits.exitCode === 0 && runner.program.bits === 32) {
		const heap = heapOf(output);
		writeMemory(ROOT, heap, elsewhere(output));
		printHeap(heap);
		return true;
	}
	console.log(runner.program.bits === 32 ? output : "Not written: the figures of 64 bits are not those of the board.");
	return false;
}

async function main(parameters: readonly string[]): Promise<boolean> {
	const options = parameters.filter((parameter) => parameter.startsWith("-"));
	const unknown = options.find((option) => !["--census", "--output", "--write", "--help"].includes(option));
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
	if (options.includes("--write")) return write(runner);
	const selected = jobs(parameters.filter((parameter) => !parameter.startsWith("-")));
	const results: Result[] = [];
	let printed = 0;
	const order = [...selected.keys()].sort((one, other) => rank(selected[one]!) - rank(selected[other]!));
	await inParallel(selected.length, async (turn) => {
		const i = order[turn]!;
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

const rank = ({ long }: Job) => (long ? 0 : 1);

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
