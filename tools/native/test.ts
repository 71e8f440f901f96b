import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { writeVectors } from "./vectors.ts";

const ROOT = resolve(__dirname, "../..");
const CACHE = join(ROOT, ".cache/native");
const SOURCES = join(ROOT, "hosts/esp32/audio");
const TESTS = join(ROOT, "test/native");

/** The part of the board's audio that needs nothing of ESP-IDF and XS. */
const PORTABLE = [
	"course",
	"decimator",
	"ducking",
	"g711",
	"gain",
	"halfband",
	"history",
	"interpolator",
	"meter",
	"ring",
	"sine",
	"slots",
];
const WARNINGS = ["-std=c11", "-Wall", "-Wextra", "-Wconversion", "-Werror"];
/** A test of it is built with the thread sanitizer; another one excludes that. */
const THREADS = ".threads.test.c";

const HELP = `npm run test:native [-- [options] [text ...]]

Compiles the portable C of the board (hosts/esp32/audio) with gcc, under the address, undefined-behaviour and thread
sanitizers, and once more with -m32 -O2, as near to the ESP32 as a PC comes; runs the tests of test/native against what the
TypeScript reference makes of the same samples. With a text, only the test files whose name contains it.
gcc-multilib (Debian) is needed for the 32-bit run, which is left out and said so where it is missing; with
xtensa-lx106-elf-gcc at hand the sources are read by a compiler for the ESP32's kind of processor as well.

  --help    this text
`;

interface Flavour {
	readonly name: string;
	readonly flags: readonly string[];
	runs(test: string): boolean;
}

const isThreaded = (test: string) => test.endsWith(THREADS);

const FLAVOURS: readonly Flavour[] = [
	{
		name: "address and undefined-behaviour sanitizers",
		flags: ["-O1", "-g", "-fsanitize=address,undefined", "-fno-sanitize-recover=all"],
		runs: (test) => !isThreaded(test),
	},
	{ name: "thread sanitizer", flags: ["-O1", "-g", "-fsanitize=thread"], runs: isThreaded },
	{ name: "32 bits, optimized", flags: ["-O2", "-m32", "-msse2", "-mfpmath=sse"], runs: () => true },
];

let passed = 0;
let failed = 0;

function main(parameters: readonly string[]): boolean {
	const unknown = parameters.find((parameter) => parameter.startsWith("-") && parameter !== "--help");
	if (parameters.includes("--help") || unknown !== undefined) {
		console.log(unknown === undefined ? HELP : `Unknown option ${unknown}; --help lists them.`);
		return unknown === undefined;
	}
	if (spawnSync("gcc", ["--version"]).status !== 0) {
		console.error("gcc is missing: the board's C is compiled with it. On Debian: apt-get install gcc gcc-multilib");
		return false;
	}
	mkdirSync(CACHE, { recursive: true });
	const folder = mkdtempSync(join(CACHE, "run-"));
	try {
		writeVectors(folder);
		const filters = parameters.filter((parameter) => !parameter.startsWith("-"));
		const tests = readdirSync(TESTS)
			.filter(
				(name) => name.endsWith(".test.c") && (filters.length === 0 || filters.some((text) => name.includes(text))),
			)
			.sort();
		for (const flavour of FLAVOURS) runFlavour(flavour, tests, folder);
		readAsXtensa(folder);
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
	console.log(`\n${passed} passed, ${failed} failed`);
	return failed === 0 && passed > 0;
}

function runFlavour({ name, flags, runs }: Flavour, tests: readonly string[], folder: string): void {
	if (flags.includes("-m32") && !compiles32(folder)) {
		console.log("NOT RUN with 32 bits: the libraries are missing. On Debian: apt-get install gcc-multilib");
		return;
	}
	const objects = [...PORTABLE.map((source) => join(SOURCES, `${source}.c`)), join(TESTS, "check.c")].map(
		(source, index) => {
			const object = join(folder, `${index}.o`);
			return compile([...WARNINGS, ...flags, `-I${SOURCES}`, "-c", source, "-o", object]) ? object : undefined;
		},
	);
	if (objects.includes(undefined)) return;
	for (const test of tests.filter(runs)) {
		const program = join(folder, "program");
		const parameters = [`-I${SOURCES}`, `-I${TESTS}`, join(TESTS, test), ...(objects as string[]), "-o", program];
		if (compile([...WARNINGS, ...flags, ...parameters, "-lm", "-lpthread"])) runTest(test, name, program, folder);
	}
}

function runTest(test: string, flavour: string, program: string, folder: string): void {
	let { status, stdout, stderr } = spawnSync(program, [folder], { encoding: "utf8" });
	// The thread sanitizer of older compilers knows fewer places where a kernel may put things.
	if (stderr.includes("unexpected memory mapping"))
		({ status, stdout, stderr } = spawnSync("setarch", ["-R", program, folder], { encoding: "utf8" }));
	const good = stdout.match(/^ok - /gm)?.length ?? 0;
	const bad = stdout.match(/^not ok - /gm)?.length ?? 0;
	const broken = status !== 0 && bad === 0 ? 1 : 0;
	passed += good;
	failed += bad + broken;
	const fine = bad + broken === 0;
	console.log(
		`${fine ? "ok  " : "FAIL"} ${test}: ${good + bad} tests, ${flavour}${broken ? `, ended with ${status}` : ""}`,
	);
	if (!fine) console.log(`${stdout.replace(/^ok - .*\n/gm, "")}${stderr}`.replace(/^(?=.)/gm, "     "));
}

function compile(parameters: readonly string[], compiler = "gcc"): boolean {
	const { status, stderr } = spawnSync(compiler, parameters, { encoding: "utf8" });
	if (status === 0) return true;
	failed += 1;
	console.log(`FAIL ${compiler} ${parameters.join(" ")}\n${stderr}`);
	return false;
}

function compiles32(folder: string): boolean {
	const source = join(folder, "probe.c");
	writeFileSync(source, "#include <stdio.h>\nint main(void) { return 0; }\n");
	return spawnSync("gcc", ["-m32", source, "-o", join(folder, "probe")]).status === 0;
}

/** No library comes with that compiler: the two functions that are used are declared here. */
const STRING_H = `#include <stddef.h>
void *memcpy(void *, const void *, size_t);
void *memmove(void *, const void *, size_t);
void *memset(void *, int, size_t);
`;

function readAsXtensa(folder: string): void {
	const compiler = "xtensa-lx106-elf-gcc";
	if (spawnSync(compiler, ["--version"]).status !== 0) return;
	writeFileSync(join(folder, "string.h"), STRING_H);
	const sources = PORTABLE.map((source) => join(SOURCES, `${source}.c`));
	if (!compile([...WARNINGS, "-ffreestanding", "-fsyntax-only", `-I${folder}`, ...sources], compiler)) return;
	passed += 1;
	console.log(`ok   ${sources.length} sources are read by ${compiler}`);
}

process.exitCode = main(process.argv.slice(2)) ? 0 : 1;
