import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { cpus, totalmem } from "node:os";

/** What was measured, on what, and by what; a line each. */
export function machine(root: string): string[] {
	const all = cpus();
	const commit = first("git", ["-C", root, "rev-parse", "--short=12", "HEAD"]);
	const changed = first("git", ["-C", root, "status", "--porcelain", "--untracked-files=no"]) === "" ? "" : ", changed";
	return [
		`Commit ${commit || "unknown"}${changed}, ${new Date().toISOString().slice(0, 10)}`,
		`${all.length} × ${all[0]?.model ?? "unknown processor"}, ${Math.round(totalmem() / 2 ** 30)} GiB, ${system()}`,
		`Node ${process.version} (V8 ${process.versions.v8}), XS 13.3 with 32 bits, ${compiler()}, ${first("valgrind", ["--version"]) || "no valgrind"}`,
	];
}

/** The compiler of the engine. */
export function compiler(): string {
	return first("gcc", ["--version"]) || "no gcc";
}

function system(): string {
	try {
		return /^PRETTY_NAME="(.*)"$/m.exec(readFileSync("/etc/os-release", "utf8"))?.[1] ?? process.platform;
	} catch {
		return process.platform;
	}
}

function first(program: string, parameters: readonly string[]): string {
	const { status, stdout } = spawnSync(program, parameters, { encoding: "utf8" });
	return status === 0 ? stdout.trim().split("\n")[0]! : "";
}
