import { type ChildProcess, spawn } from "node:child_process";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";

/**
 * Runs mocha with coverage, with the arguments of the command line, and ends with the count: coverage is printed after
 * mocha's. Without arguments the long tests run beside the others, each file in a process of its own and without coverage,
 * which would slow them down and take the memory that one of them measures.
 */
const C8 = require.resolve("c8/bin/c8.js");
const MOCHA = require.resolve("mocha/bin/mocha.js");
const LONG = "test/endurance";

const COUNT = /^\W*(\d+) (passing|failing|pending)\b/;
const ESCAPES = /\u001b\[[0-9;]*m/g;
const colour = process.stdout.isTTY ? { FORCE_COLOR: "1" } : {};
const counts = { passing: 0, failing: 0, pending: 0 };

/** Runs a program of Node, counts its tests, and gives back its exit code; what it prints is printed by `print`. */
function run(parameters: readonly string[], print: (line: string) => void): Promise<number> {
	const child = spawn(process.execPath, parameters, {
		env: { ...process.env, ...colour },
		stdio: ["ignore", "pipe", "inherit"],
	});
	createInterface({ input: child.stdout }).on("line", (line) => {
		print(line);
		const [, count, kind] = COUNT.exec(line.replace(ESCAPES, "")) ?? [];
		if (kind !== undefined) counts[kind as keyof typeof counts] += Number(count);
	});
	return ended(child);
}

/** "close" comes when the output has ended, too. */
function ended(child: ChildProcess): Promise<number> {
	return new Promise((resolve) => child.once("close", (code) => resolve(code ?? 1)));
}

/** The long tests, one file after the other; printed when all is done, so that nothing is mixed up. */
async function runLong(): Promise<{ readonly code: number; readonly lines: readonly string[] }> {
	const lines: string[] = [];
	let code = 0;
	for (const name of readdirSync(LONG).filter((name) => name.endsWith(".test.ts"))) {
		const parameters = [MOCHA, "--no-config", "--require", "ts-node/register", join(LONG, name)];
		code = Math.max(code, await run(parameters, (line) => lines.push(line)));
	}
	return { code, lines };
}

async function main(): Promise<void> {
	const parameters = process.argv.slice(2);
	const whole = parameters.length === 0;
	const long = whole ? runLong() : undefined;
	const code = await run([C8, "mocha", ...(whole ? ["--ignore", `${LONG}/**`] : parameters)], (line) =>
		console.log(line),
	);
	const longResult = await long;
	for (const line of longResult?.lines ?? []) console.log(line);
	const skipped = counts.pending > 0 ? `, ${counts.pending} skipped` : "";
	console.log(`\n${counts.passing} passed, ${counts.failing} failed${skipped}`);
	process.exitCode = Math.max(code, longResult?.code ?? 0);
}

void main();
