import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { parseArgs } from "node:util";
import { breakAll } from "./broken.ts";
import { obstacles, runTests, share } from "./isolation.ts";

const HELP = `Tests the doorbell against real SIP programs: Kamailio, baresip and SIPp.

    npm run test:interop -- [--grep TITLE] [FILE…]
    npm run test:interop -- --broken [PART…]

FILE           part of a test file's name; all files if none is given
--grep TITLE   only tests whose title contains TITLE
--broken       breaks the doorbell in one place after the other (test/interop/breakages), in a copy of the project,
               and demands that the test of what was broken fails; with PART only those whose test's file or title
               contains it
--help         this text

Each file runs in a network of its own, several at a time. Needs Linux; programs that are missing are named.`;

/** They wait for the protocol's timers most of the time. */
const AT_ONCE = 4;
const FILE_WITHIN = 280_000;
/** How long a test takes, milliseconds. */
const USUALLY = 3000;
const ROOT = join(__dirname, "../..");

async function testAll(files: readonly string[], options: readonly string[]): Promise<boolean> {
	const sum = { passed: 0, failed: 0 };
	await share(files, AT_ONCE, async (file) => {
		const { passed, failed, code, output } = await runTests(ROOT, file, options, FILE_WITHIN);
		const end = code === null ? `ended, for at most ${FILE_WITHIN / 1000} s are allowed\n` : "";
		console.log(`test/interop/${file}\n${output.trimEnd()}\n${end}`);
		sum.passed += passed;
		// a file that breaks off is one more failure
		sum.failed += code === failed ? failed : failed + 1;
	});
	console.log(`${sum.passed} passed, ${sum.failed} failed`);
	return sum.failed === 0 && sum.passed > 0;
}

function fail(...lines: readonly string[]): never {
	for (const line of lines) console.error(line);
	process.exit(1);
}

function readArguments() {
	try {
		return parseArgs({
			allowPositionals: true,
			options: { help: { type: "boolean" }, grep: { type: "string" }, broken: { type: "boolean" } },
		});
	} catch (error) {
		return fail((error as Error).message);
	}
}

/** The long ones first, so that none of them runs on alone. */
function testFiles(parts: readonly string[]): string[] {
	const length = new Map<string, number>();
	for (const name of readdirSync(__dirname)) {
		if (!name.endsWith(".test.ts")) continue;
		if (parts.length > 0 && !parts.some((part) => name.includes(basename(part)))) continue;
		length.set(name, lengthOf(readFileSync(join(__dirname, name), "utf8")));
	}
	return [...length.keys()].sort((one, other) => length.get(other)! - length.get(one)!);
}

/** About how long a test file takes, milliseconds: as long as its longest test may, and some more for each test. */
function lengthOf(source: string): number {
	const longest = Math.max(
		0,
		...[...source.matchAll(/\btimeout\(([\d_]+)\)/g)].map(([, time]) => Number(time!.replaceAll("_", ""))),
	);
	return longest + USUALLY * source.split(/^\s*it\(/m).length;
}

async function main(): Promise<void> {
	const { values, positionals } = readArguments();
	if (values.help) return console.log(HELP);
	const lacking = obstacles();
	if (lacking.length > 0) fail(...lacking);
	if (values.broken) {
		process.exitCode = (await breakAll(ROOT, positionals)) ? 0 : 1;
		return;
	}
	const files = testFiles(positionals);
	if (files.length === 0) fail(`no test file is named like ${positionals.join(" or ")}`);
	const passed = await testAll(files, values.grep === undefined ? [] : ["--fgrep", values.grep]);
	process.exitCode = passed ? 0 : 1;
}

void main();
