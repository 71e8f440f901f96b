import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { transformSync } from "esbuild";
import { BREAKAGES, type Breakage } from "./breakages/index.ts";
import { type Outcome, runTests, share } from "./isolation.ts";

/** Runs at a time: a broken doorbell makes its test wait. */
const AT_ONCE = 8;
const WITHIN = 120_000;
/** What the doorbell and its tests are made of. */
const PARTS = ["hosts/node", "modules", "simulator", "test/interop", "test/support", "package.json"];
const SHOWN = 90;
const NOT_RUN_LINES = 8;

/** Applies each breakage whose test is named like one of `parts`; true when every one was noticed. */
export async function breakAll(root: string, parts: readonly string[]): Promise<boolean> {
	const chosen = BREAKAGES.filter(({ test, title }) => {
		return parts.length === 0 || parts.some((part) => `${test} ${title}`.includes(part));
	});
	const sources = new Map(chosen.map(({ file }) => [file, readFileSync(join(root, "modules", file), "utf8")]));
	const copies = Array.from({ length: Math.min(AT_ONCE, chosen.length) }, () => copyOf(root));
	const idle = [...copies];
	let noticed = 0;
	try {
		await share(chosen, copies.length, async (breakage) => {
			const copy = idle.pop()!;
			const verdict = await judge(copy, breakage, sources.get(breakage.file)!);
			idle.push(copy);
			if (verdict.startsWith("fails")) noticed += 1;
			console.log(`${breakage.test}: ${breakage.title}\n\tbroken: ${breakage.broken}\n\t${verdict}`);
		});
	} finally {
		for (const copy of copies) rmSync(copy, { recursive: true });
	}
	console.log(`${noticed} of ${chosen.length} breakages were noticed`);
	return noticed === chosen.length && noticed > 0;
}

/** Breaks a copy, runs the one test, and mends it. */
async function judge(copy: string, breakage: Breakage, source: string): Promise<string> {
	const { test, title, file, text, by } = breakage;
	const path = join(copy, "modules", file);
	if (source.split(text).length !== 2) return `NOT TO BE FOUND in ${file}, or more than once: ${text}`;
	const broken = source.replace(text, () => by);
	writeFileSync(path, compile(broken));
	try {
		const grep = ` ${title.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&")}`;
		return verdictOn(await runTests(copy, `${test}.test.ts`, ["--grep", grep], WITHIN));
	} finally {
		writeFileSync(path, compile(source));
	}
}

function verdictOn({ passed, failed, output }: Outcome): string {
	if (passed > 0) return "NOT NOTICED";
	if (failed !== 1) return `NOT RUN, or not alone: ${output.trim().split("\n", NOT_RUN_LINES).join("\n\t")}`;
	const reason = output.slice(output.indexOf(" failing")).match(/^\s+(?:\w*Error\b.*?: )(.*)$/m)?.[1] ?? "";
	return `fails, as it should: ${reason.slice(0, SHOWN)}`;
}

/** Makes a copy that needs no compiler to be run: so much of the time of a single test goes there. */
function copyOf(root: string): string {
	const copy = mkdtempSync(join(tmpdir(), "doorbell-broken-"));
	for (const part of PARTS) cpSync(join(root, part), join(copy, part), { recursive: true });
	symlinkSync(join(root, "node_modules"), join(copy, "node_modules"));
	for (const name of readdirSync(copy, { recursive: true, encoding: "utf8" })) {
		if (name.startsWith("node_modules") || !name.endsWith(".ts")) continue;
		const path = join(copy, name);
		writeFileSync(path, compile(readFileSync(path, "utf8")));
	}
	const mocha = join(copy, "test/interop/.mocharc.json");
	writeFileSync(mocha, readFileSync(mocha, "utf8").replace('"ts-node/register", ', ""));
	return copy;
}

/** JavaScript as Node takes it, under whatever name the file has. */
function compile(source: string): string {
	return transformSync(source, { loader: "ts", format: "cjs", target: "node20" }).code;
}
