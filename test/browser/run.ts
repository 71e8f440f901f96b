import { spawn, spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { basename, join } from "node:path";
import { createInterface } from "node:readline";
import { parseArgs } from "node:util";
import { chromiumPath, hasChromium } from "./chromium.ts";

const HELP = `Tests the control page and the bench in real, headless Chromium against the real desktop doorbell.

    npm run test:browser -- [--grep TITLE] [--screenshots] [--no-build] [FILE…]

FILE           part of a test file's name; all files if none is given
--grep TITLE   only tests whose title contains TITLE
--screenshots  takes the pictures of the README anew, into docs/images/
--no-build     takes the pages as they were built last
--help         this text

Needs Chromium: apt-get install chromium, or DOORBELL_CHROMIUM=/path/to/chromium.`;

const ROOT = join(__dirname, "../..");
const RUN_WITHIN = 600_000;
const COUNT = /^\W*(\d+) (passing|failing|pending)\b/;
const ESCAPES = /\u001b\[[0-9;]*m/g;

function fail(...lines: readonly string[]): never {
	for (const line of lines) console.error(line);
	process.exit(1);
}

function readArguments() {
	try {
		return parseArgs({
			allowPositionals: true,
			options: {
				help: { type: "boolean" },
				grep: { type: "string" },
				screenshots: { type: "boolean" },
				"no-build": { type: "boolean" },
			},
		});
	} catch (error) {
		return fail((error as Error).message);
	}
}

/** Runs mocha, shows what it prints, and ends with the count. */
function runTests(files: readonly string[], options: readonly string[], screenshots: boolean): void {
	const mocha = [join(ROOT, "node_modules/mocha/bin/mocha.js"), "--config", join(__dirname, ".mocharc.json")];
	const child = spawn(process.execPath, [...mocha, ...options, ...files], {
		cwd: ROOT,
		env: {
			...process.env,
			...(process.stdout.isTTY && { FORCE_COLOR: "1" }),
			...(screenshots && { DOORBELL_SCREENSHOTS: "1" }),
		},
		stdio: ["ignore", "pipe", "inherit"],
		timeout: RUN_WITHIN,
		killSignal: "SIGKILL",
	});
	const counts = { passing: 0, failing: 0, pending: 0 };
	createInterface({ input: child.stdout }).on("line", (line) => {
		console.log(line);
		const [, count, kind] = COUNT.exec(line.replace(ESCAPES, "")) ?? [];
		if (kind !== undefined) counts[kind as keyof typeof counts] = Number(count);
	});
	child.on("close", (code, signal) => {
		if (signal !== null) console.error(`Ended by ${signal}: at most ${RUN_WITHIN / 1000} s are allowed`);
		const skipped = counts.pending > 0 ? `, ${counts.pending} skipped` : "";
		console.log(`${counts.passing} passed, ${counts.failing} failed${skipped}`);
		process.exitCode = code === 0 && counts.passing > 0 ? 0 : 1;
	});
}

function main(): void {
	const { values, positionals } = readArguments();
	if (values.help) {
		console.log(HELP);
		return;
	}
	if (!hasChromium()) {
		fail(`Chromium is missing, there is no ${chromiumPath()}: apt-get install chromium`, "or DOORBELL_CHROMIUM=/path");
	}
	const files = readdirSync(__dirname)
		.filter((name) => name.endsWith(".test.ts"))
		.filter((name) => positionals.length === 0 || positionals.some((part) => name.includes(basename(part))))
		.map((name) => join(__dirname, name));
	if (files.length === 0) fail(`no test file is named like ${positionals.join(" or ")}`);
	if (!values["no-build"]) {
		const build = [join(ROOT, "node_modules/ts-node/dist/bin.js"), join(ROOT, "tools/page/build.ts")];
		const { status } = spawnSync(process.execPath, build, { cwd: ROOT, stdio: "inherit" });
		if (status !== 0) fail("The pages cannot be built.");
	}
	runTests(files, values.grep === undefined ? [] : ["--fgrep", values.grep], values.screenshots ?? false);
}

main();
