import { spawn } from "node:child_process";
import { createInterface } from "node:readline";

/** Runs mocha with coverage, with the arguments of the command line, and ends with the count: coverage is printed after mocha's. */
const program = require.resolve("c8/bin/c8.js");
const colour = process.stdout.isTTY ? { FORCE_COLOR: "1" } : {};
const child = spawn(process.execPath, [program, "mocha", ...process.argv.slice(2)], {
	env: { ...process.env, ...colour },
	stdio: ["ignore", "pipe", "inherit"],
});

const COUNT = /^\W*(\d+) (passing|failing|pending)\b/;
const ESCAPES = /\u001b\[[0-9;]*m/g;
const counts = { passing: 0, failing: 0, pending: 0 };

const lines = createInterface({ input: child.stdout });
lines.on("line", (line) => {
	console.log(line);
	const [, count, kind] = COUNT.exec(line.replace(ESCAPES, "")) ?? [];
	if (kind !== undefined) counts[kind as keyof typeof counts] = Number(count);
});

// "close" comes when the output has ended, too.
child.on("close", (code) => {
	const skipped = counts.pending > 0 ? `, ${counts.pending} skipped` : "";
	console.log(`\n${counts.passing} passed, ${counts.failing} failed${skipped}`);
	process.exitCode = code ?? 1;
});
