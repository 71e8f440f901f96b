import { execFileSync, spawn } from "node:child_process";
import { existsSync, readdirSync, statSync } from "node:fs";
import { basename, join, relative } from "node:path";
import { parseArgs } from "node:util";
import { PATH } from "./processes.ts";

const HELP = `Tests the doorbell against real SIP programs: Kamailio, baresip and SIPp.

    npm run test:interop -- [--grep TITLE] [FILE…]

FILE           part of a test file's name; all files if none is given
--grep TITLE   only tests whose title contains TITLE
--help         this text

Each file runs in a network of its own, two at a time. Needs Linux; programs that are missing are named.`;

const AT_ONCE = 2;
const FILE_WITHIN = 240_000;
const ROOT = join(__dirname, "../..");

/** Program, and the Debian package it comes from. */
const PROGRAMS: Readonly<Record<string, string>> = {
	kamailio: "kamailio",
	kamcmd: "kamailio",
	baresip: "baresip-core",
	sipp: "sip-tester",
	unshare: "util-linux",
	ip: "iproute2",
};

/** A network with nothing but a loopback, and process numbers of its own, so that nothing outlives the tests in it. */
const ISOLATION = [
	...["--net", "--pid", "--fork", "--kill-child", ...(process.getuid?.() === 0 ? [] : ["--map-root-user"])],
	...["sh", "-c", 'ip link set lo up && exec "$@"', "sh"],
];
const environment = { ...process.env, PATH };

interface Count {
	passed: number;
	failed: number;
}

function missingPrograms(): string[] {
	const folders = PATH.split(":");
	return Object.entries(PROGRAMS)
		.filter(([program]) => !folders.some((folder) => existsSync(join(folder, program))))
		.map(([program, debianPackage]) => `${program} is missing: apt-get install ${debianPackage}`);
}

function canIsolate(): boolean {
	try {
		execFileSync("unshare", [...ISOLATION, "true"], { env: environment, stdio: "ignore" });
		return true;
	} catch {
		return false;
	}
}

/** Runs one test file, prints what it printed, and counts. A file that breaks off counts as one more failure. */
function runFile(file: string, options: readonly string[]): Promise<Count> {
	const mocha = [join(ROOT, "node_modules/.bin/mocha"), "--config", join(__dirname, ".mocharc.json")];
	const command = [...ISOLATION, process.execPath, ...mocha, ...options, file];
	const child = spawn("unshare", command, {
		cwd: ROOT,
		env: environment,
		stdio: ["ignore", "pipe", "pipe"],
		timeout: FILE_WITHIN,
		killSignal: "SIGKILL",
	});
	let output = "";
	for (const stream of [child.stdout, child.stderr]) {
		stream.setEncoding("utf8").on("data", (text) => {
			output += text;
		});
	}
	return new Promise((resolve, reject) => {
		child.once("error", reject);
		child.once("close", (code, signal) => {
			const count = { passed: countOf("passing", output), failed: countOf("failing", output) };
			if (code !== count.failed) count.failed++;
			const end = signal === null ? "" : `ended by ${signal}, at most ${FILE_WITHIN / 1000} s are allowed\n`;
			console.log(`${relative(ROOT, file)}\n${output.trimEnd()}\n${end}`);
			resolve(count);
		});
	});
}

function countOf(word: string, output: string): number {
	return Number(output.match(new RegExp(`^ +(\\d+) ${word}`, "m"))?.[1] ?? 0);
}

async function runAll(files: readonly string[], options: readonly string[]): Promise<Count> {
	const waiting = [...files];
	const sum = { passed: 0, failed: 0 };
	const work = async () => {
		for (let file = waiting.shift(); file !== undefined; file = waiting.shift()) {
			const { passed, failed } = await runFile(file, options);
			sum.passed += passed;
			sum.failed += failed;
		}
	};
	await Promise.all(Array.from({ length: AT_ONCE }, work));
	return sum;
}

function fail(...lines: readonly string[]): never {
	for (const line of lines) console.error(line);
	process.exit(1);
}

function readArguments() {
	try {
		return parseArgs({
			allowPositionals: true,
			options: { help: { type: "boolean" }, grep: { type: "string" } },
		});
	} catch (error) {
		return fail((error as Error).message);
	}
}

async function main(): Promise<void> {
	const { values, positionals } = readArguments();
	if (values.help) return console.log(HELP);
	const missing = missingPrograms();
	if (missing.length > 0) fail(...missing);
	if (!canIsolate()) fail("unshare cannot make a private network: run as root, or allow unprivileged user namespaces");
	const files = readdirSync(__dirname)
		.filter((name) => name.endsWith(".test.ts"))
		.filter((name) => positionals.length === 0 || positionals.some((part) => name.includes(basename(part))))
		.map((name) => join(__dirname, name))
		.sort((one, other) => statSync(other).size - statSync(one).size); // the long ones first: none of them runs on alone
	if (files.length === 0) fail(`no test file is named like ${positionals.join(" or ")}`);
	const { passed, failed } = await runAll(files, values.grep === undefined ? [] : ["--fgrep", values.grep]);
	console.log(`${passed} passed, ${failed} failed`);
	process.exitCode = failed > 0 || passed === 0 ? 1 : 0;
}

void main();
