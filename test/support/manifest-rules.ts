import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, posix } from "node:path";
import ts from "typescript";
import type { BoardConfig } from "../../hosts/esp32/machines/board.ts";
import { pinFaults } from "../../hosts/esp32/machines/pins.ts";
import { type Build, boardFolders, readBuild } from "./manifest.ts";
import { preloadFaults } from "./preload.ts";

/** What only the tree of a test may say; the rest is read. */
export interface ManifestRules {
	/** Modules of the SDK that ours may import, each with the manifests or paths of the SDK that supply it, by platform. */
	readonly sdk: Readonly<Record<string, Readonly<Record<string, string>>>>;
	/** Modules that do something when they are loaded, and hence must not be preloaded. */
	readonly starters: readonly string[];
	/** C files of the SDK that are linked too: names of object files are flat. */
	readonly natives: readonly string[];
	/** Functions of the SDK in C that ours call. */
	readonly functions: readonly string[];
}

const TESTS = /\.test$/;

/** Everything that is wrong with the manifest on a platform, a sentence each. */
export function manifestFaults(root: string, platform: string, rules: ManifestRules, board?: string): string[] {
	const build = readBuild(root, platform, board);
	const graph = readGraph(root, build);
	return [
		...build.faults,
		...nameFaults(build, platform),
		...objectFaults(build, rules),
		...nativeFaults(root, build, rules),
		...importFaults(build, graph, platform, rules),
		...preloadListFaults(build, graph, rules),
		...[...build.modules]
			.filter(([name]) => !rules.starters.includes(name))
			.flatMap(([, path]) => preloadFaults(path, readFileSync(join(root, path), "utf8"))),
	];
}

/** Module names are paths, so that what is relative means the same everywhere, and no test is among them. */
function nameFaults({ modules, sources }: Build, platform: string): string[] {
	const faults: string[] = [];
	for (const [name, path] of modules) {
		if (!path.endsWith(".ts")) faults.push(`${path} is swept up as a module`);
		else if (TESTS.test(name)) faults.push(`${path} is a test, and swept up as a module`);
		else if (path !== `${name}.ts` && !path.startsWith(`hosts/${platform}/`))
			faults.push(`${path} is called ${name}, not by its path`);
	}
	for (const { path } of sources) if (path.includes(".test.")) faults.push(`${path} is a test, and swept up`);
	return faults;
}

/** Object files are called by the name of their source, whatever its folder. */
function objectFaults({ sources }: Build, { natives }: ManifestRules): string[] {
	const owners = new Map(natives.map((name) => [name, "the SDK"]));
	return sources.flatMap(({ path }) => {
		const name = posix.basename(path);
		if (!name.endsWith(".c")) return [];
		const owner = owners.get(name);
		owners.set(name, path);
		return owner === undefined ? [] : [`${path} and ${owner} both make ${name}.o`];
	});
}

/** What modules call by name in C has to be there. */
function nativeFaults(root: string, { modules, sources }: Build, { functions }: ManifestRules): string[] {
	const read = (path: string) => readFileSync(join(root, path), "utf8");
	const defined = new Set(functions);
	for (const { path } of sources)
		if (path.endsWith(".c")) for (const [, name] of read(path).matchAll(/^void (\w+)\(/gm)) defined.add(name!);
	return [...modules.values()].flatMap((path) =>
		[...read(path).matchAll(/\b[nN]ative\("(\w+)"\)/g)]
			.filter(([, name]) => !defined.has(name!))
			.map(([, name]) => `${path} calls ${name}, which no C file of the build has`),
	);
}

/** What each module imports: modules of ours by name, and others. */
type Graph = ReadonlyMap<string, { readonly own: readonly string[]; readonly foreign: readonly string[] }>;

function readGraph(root: string, { modules }: Build): Graph {
	return new Map(
		[...modules].map(([name, path]) => {
			const found = path.endsWith(".ts") ? imports(readFileSync(join(root, path), "utf8")) : [];
			const own = found.filter((specifier) => specifier.startsWith("."));
			return [
				name,
				{
					// As XS does it: against the name of the module that imports, with the extension that the compiler rewrites.
					own: own.map((specifier) => posix.join(posix.dirname(name), specifier).replace(/\.ts$/, "")),
					foreign: found.filter((specifier) => !specifier.startsWith(".")),
				},
			];
		}),
	);
}

/** Specifiers of imports that are there at run time. */
function imports(text: string): string[] {
	const tree = ts.createSourceFile("module.ts", text, ts.ScriptTarget.ES2022, true);
	return tree.statements.flatMap((statement) => {
		if (ts.isImportDeclaration(statement) && statement.importClause?.phaseModifier !== ts.SyntaxKind.TypeKeyword)
			return [(statement.moduleSpecifier as ts.StringLiteral).text];
		if (ts.isExportDeclaration(statement) && statement.moduleSpecifier && !statement.isTypeOnly)
			return [(statement.moduleSpecifier as ts.StringLiteral).text];
		return [];
	});
}

function importFaults(build: Build, graph: Graph, platform: string, { sdk }: ManifestRules): string[] {
	const faults: string[] = [];
	for (const name of reachable(graph, [main(build)])) {
		const node = graph.get(name);
		if (!node) continue;
		for (const other of node.own) if (!graph.has(other)) faults.push(`${name} imports ${other}, which is no module`);
		for (const other of node.foreign) {
			if (build.modules.has(other) || build.sdk.has(other)) continue;
			const supplier = sdk[other]?.[platform.split("/")[0]!];
			if (supplier === undefined) faults.push(`${name} imports "${other}", which nothing supplies`);
			else if (!build.included.includes(supplier) && !build.sdk.has(supplier))
				faults.push(`${name} imports "${other}": ${supplier} is not included`);
		}
	}
	return faults;
}

/** All that main leads to is preloaded but what does something when it is loaded; it would take RAM. */
function preloadListFaults(build: Build, graph: Graph, { starters }: ManifestRules): string[] {
	const ours = build.preload.filter((name) => graph.has(name) || name.includes("*"));
	const faults = ours
		.filter((name) => name.includes("*") && [...graph.keys()].some((other) => other.startsWith(name.slice(0, -1))))
		.map((name) => `preload: ${name} overlooks TypeScript, as every wildcard does; name the modules`);
	const preloaded = reachable(graph, build.preload);
	for (const name of reachable(graph, [main(build)]))
		if (graph.has(name) && !preloaded.has(name) && !starters.includes(name)) faults.push(`${name} is not preloaded`);
	for (const name of starters) if (preloaded.has(name)) faults.push(`${name} is preloaded, and starts something`);
	return faults;
}

function main({ creation }: Build): string {
	return String(creation.main);
}

/** The modules that some lead to, with themselves. */
function reachable(graph: Graph, from: readonly string[]): ReadonlySet<string> {
	const found = new Set<string>();
	const waiting = [...from];
	for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
		if (found.has(name)) continue;
		found.add(name);
		const { own = [], foreign = [] } = graph.get(name) ?? {};
		waiting.push(...own, ...foreign);
	}
	return found;
}

/** Everything that is wrong with the boards. */
export function boardFaults(root: string): string[] {
	return boardFolders(root).flatMap((folder) => {
		const manifest = JSON.parse(readFileSync(join(root, folder, "manifest.json"), "utf8"));
		const { config, build = {} } = manifest as { config: BoardConfig; build?: Record<string, string> };
		const name = posix.basename(folder);
		const faults = pinFaults(config);
		if (config.board !== name) faults.push(`config.board is "${config.board}"`);
		if (build.SUBPLATFORM !== name) faults.push(`build.SUBPLATFORM is "${build.SUBPLATFORM}"`);
		if (build.ESP32_SUBCLASS !== config.chip) faults.push(`build.ESP32_SUBCLASS is "${build.ESP32_SUBCLASS}"`);
		if (!partitionFiles(root).includes(build.FLASH_SIZE ?? ""))
			faults.push(`build.FLASH_SIZE is "${build.FLASH_SIZE}"`);
		const merged = readBuild(root, `esp32/${name}`, folder);
		for (const key of Object.keys(config) as (keyof BoardConfig)[])
			if (JSON.stringify(merged.config[key]) !== JSON.stringify(config[key]))
				faults.push(`config.${key} is overwritten by the root manifest`);
		for (const key of Object.keys(manifest.creation ?? {}))
			if (merged.creation[key] !== manifest.creation[key])
				faults.push(`creation.${key} is overwritten by the root manifest`);
		return faults.map((fault) => `${name}: ${fault}`);
	});
}

/** Sizes of flash that have a partition table: "4MB" and so on. */
function partitionFiles(root: string): string[] {
	const folder = join(root, "hosts/esp32");
	if (!existsSync(folder)) return [];
	return readdirSync(folder).flatMap((name) => /^partitions-(\d+mb)\.csv$/.exec(name)?.[1]?.toUpperCase() ?? []);
}
