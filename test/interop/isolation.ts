import { type ChildProcess, execFileSync, type SpawnOptions, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { PATH } from "./processes.ts";

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

/** Starts a command in a private network; its input is closed, its output is to be read. */
export function spawnIsolated(command: readonly string[], options: SpawnOptions): ChildProcess {
	return spawn("unshare", [...ISOLATION, ...command], {
		env: environment,
		stdio: ["ignore", "pipe", "pipe"],
		...options,
	});
}

/** What a run of mocha came to. */
export interface Outcome {
	readonly passed: number;
	readonly failed: number;
	/** Exit code of mocha, which is the number of failures; `null` when it was killed for taking too long. */
	readonly code: number | null;
	readonly output: string;
}

/** Why nothing can be tested here; empty when everything is there. */
export function obstacles(): readonly string[] {
	const folders = PATH.split(":");
	const missing = Object.entries(PROGRAMS)
		.filter(([program]) => !folders.some((folder) => existsSync(join(folder, program))))
		.map(([program, debianPackage]) => `${program} is missing: apt-get install ${debianPackage}`);
	if (missing.length > 0 || canIsolate()) return missing;
	return ["unshare cannot make a private network: run as root, or allow unprivileged user namespaces"];
}

function canIsolate(): boolean {
	try {
		execFileSync("unshare", [...ISOLATION, "true"], { env: environment, stdio: "ignore" });
		return true;
	} catch {
		return false;
	}
}

/** Runs tests of one file in a private network; `root` is the project, or a copy of it. */
export function runTests(root: string, file: string, options: readonly string[], within: number): Promise<Outcome> {
	const mocha = [join(root, "node_modules/.bin/mocha"), "--config", join(root, "test/interop/.mocharc.json")];
	const command = [process.execPath, ...mocha, ...options, join(root, "test/interop", file)];
	const child = spawnIsolated(command, { cwd: root, timeout: within, killSignal: "SIGKILL" });
	let output = "";
	for (const stream of [child.stdout!, child.stderr!]) {
		stream.setEncoding("utf8").on("data", (text) => {
			output += text;
		});
	}
	return new Promise((resolve, reject) => {
		child.once("error", reject);
		child.once("close", (code) => {
			resolve({ passed: countOf("passing", output), failed: countOf("failing", output), code, output });
		});
	});
}

function countOf(word: string, output: string): number {
	return Number(output.match(new RegExp(`^ +(\\d+) ${word}`, "m"))?.[1] ?? 0);
}

/** Does all the work, so many pieces of it at once. */
export async function share<Piece>(pieces: readonly Piece[], workers: number, work: (piece: Piece) => Promise<void>) {
	const waiting = [...pieces];
	const worker = async () => {
		for (let piece = waiting.shift(); piece !== undefined; piece = waiting.shift()) await work(piece);
	};
	await Promise.all(Array.from({ length: workers }, worker));
}
