import { execFile, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
	existsSync,
	mkdirSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	renameSync,
	rmSync,
	writeFileSync,
} from "node:fs";
import { availableParallelism } from "node:os";
import { basename, join, resolve } from "node:path";
import { promisify } from "node:util";
import { fetchSources, SHA256 } from "./fetch.ts";

const HOST_SOURCES = resolve(__dirname, "host");

/** What of the board's native code runs on a desk as well: the work on samples, and how XS calls it. */
const SOUND = resolve(__dirname, "../../hosts/esp32/audio");
const SOUND_SOURCES = ["course", "g711", "gain", "history", "meter", "sine", "sound"];

/** Sources of XS that a test host has no use for. */
const UNUSED = new Set(["xsSnapshot.c", "xsum.c", "xsffi.c"]);

const FLAGS = [
	"-DINCLUDE_XSPLATFORM",
	'-DXSPLATFORM="platform.h"',
	"-DmxParse=1",
	"-DmxRun=1",
	"-DmxSloppy=1",
	"-DmxNoConsole=1",
	"-DmxBoundsCheck=1", // without it, XS 13 does not check its stack
	"-DmxMetering=1",
	"-O2",
	"-fno-common",
	"-msse2", // doubles of 64 bits, not the 80 of the i387
	"-mfpmath=sse",
	"-w",
];

export interface HostProgram {
	readonly path: string;
	/** A slot has the device's 16 bytes with 32 only. */
	readonly bits: 32 | 64;
}

export interface BuildOptions {
	/** Where sources and programs are kept. */
	readonly cache: string;
	/** Stack traces with lines, for a bytecode per line more. */
	readonly debug: boolean;
}

/** Compiles xshost, or finds it in the cache. Throws an error that says what is missing. */
export async function buildHost({ cache, debug }: BuildOptions): Promise<HostProgram> {
	const version = spawnSync("gcc", ["--version"], { encoding: "utf8" });
	if (version.status !== 0) {
		throw new Error("gcc is missing: XS is compiled from its sources. On Debian: apt-get install gcc gcc-multilib");
	}
	mkdirSync(cache, { recursive: true });
	const bits = compiles32(cache) ? 32 : 64;
	const flags = [...FLAGS, `-m${bits}`, ...(debug ? ["-DmxDebug=1", "-DmxInstrument=1"] : [])];
	const sources = readdirSync(HOST_SOURCES).sort();
	const hash = createHash("sha256").update(SHA256).update(flags.join(" ")).update(version.stdout);
	for (const name of sources) hash.update(readFileSync(join(HOST_SOURCES, name)));
	for (const file of soundFiles()) hash.update(readFileSync(file));
	const path = join(cache, `xshost-${hash.digest("hex").slice(0, 16)}`);
	if (!existsSync(path)) await compile(path, cache, flags);
	return { path, bits };
}

function compiles32(cache: string): boolean {
	const folder = mkdtempSync(join(cache, "probe-"));
	try {
		const source = join(folder, "probe.c");
		writeFileSync(source, "#include <stdio.h>\nint main(void) { return 0; }\n");
		return spawnSync("gcc", ["-m32", source, "-o", join(folder, "probe")]).status === 0;
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}

async function compile(path: string, cache: string, flags: readonly string[]): Promise<void> {
	const xs = fetchSources(cache);
	const folder = mkdtempSync(join(cache, "build-"));
	try {
		const includes = ["includes", "platforms", "sources"].map((name) => `-I${join(xs, name)}`);
		const sources = [
			...sourcesOf(HOST_SOURCES),
			...soundFiles().filter((file) => file.endsWith(".c")),
			...sourcesOf(join(xs, "sources")).filter((source) => !UNUSED.has(basename(source))),
		];
		const objects = sources.map((_, i) => join(folder, `${i}.o`));
		await inParallel(sources.length, (i) =>
			gcc([...flags, ...includes, `-I${HOST_SOURCES}`, `-I${SOUND}`, "-c", sources[i]!, "-o", objects[i]!]),
		);
		const program = join(folder, "xshost");
		await gcc([...flags, ...objects, "-o", program, "-lm", "-ldl", "-lpthread"]);
		renameSync(program, path);
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}

/** With the headers, so that a change of one of them builds anew. */
function soundFiles(): string[] {
	return readdirSync(SOUND)
		.filter((name) => /\.[ch]$/.test(name) && SOUND_SOURCES.includes(basename(name).replace(/\.[ch]$/, "")))
		.sort()
		.map((name) => join(SOUND, name));
}

function sourcesOf(folder: string): string[] {
	return readdirSync(folder)
		.filter((name) => name.endsWith(".c"))
		.map((name) => join(folder, name));
}

const execute = promisify(execFile);

async function gcc(parameters: readonly string[]): Promise<void> {
	await execute("gcc", parameters, { maxBuffer: 1 << 24 });
}

/** Calls `task` with 0 to `count` - 1, as many at a time as there are cores. */
export async function inParallel(count: number, task: (index: number) => Promise<void>): Promise<void> {
	let next = 0;
	const worker = async () => {
		while (next < count) await task(next++);
	};
	await Promise.all(Array.from({ length: availableParallelism() }, worker));
}
