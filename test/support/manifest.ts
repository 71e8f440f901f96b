import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, parse, posix, relative } from "node:path";

/** A Moddable manifest, as far as we use it (Moddable SDK, documentation/tools/manifest.md). */
export interface Manifest {
	readonly build?: Readonly<Record<string, string>>;
	readonly include?: string | readonly string[];
	readonly modules?: Readonly<Record<string, string | readonly string[]>>;
	readonly data?: Readonly<Record<string, string | readonly string[]>>;
	readonly preload?: string | readonly string[];
	readonly config?: Readonly<Record<string, unknown>>;
	readonly creation?: Readonly<Record<string, unknown>>;
	readonly defines?: Readonly<Record<string, unknown>>;
	readonly typescript?: { readonly tsconfig: { readonly compilerOptions: Readonly<Record<string, unknown>> } };
	readonly platforms?: Readonly<Record<string, Manifest>>;
	readonly dependency?: readonly { readonly idf: string }[];
}

/** A file that a manifest gives a name. */
export interface Entry {
	/** Module, such as "modules/sip/uri". */
	readonly name: string;
	/** Path from the root of the tree. */
	readonly path: string;
}

/** What a manifest and those of ours that it includes come to on one platform. */
export interface Build {
	/** TypeScript and JavaScript, by module name: the first one that claims a file has it. */
	readonly modules: ReadonlyMap<string, string>;
	readonly sources: readonly Entry[];
	readonly typings: readonly string[];
	readonly data: readonly string[];
	/** Names and paths of the SDK, as they are written. */
	readonly sdk: ReadonlyMap<string, string>;
	/** Manifests of the SDK that are included. */
	readonly included: readonly string[];
	readonly preload: readonly string[];
	readonly config: Readonly<Record<string, unknown>>;
	readonly creation: Readonly<Record<string, unknown>>;
	/** Variables of make. */
	readonly variables: Readonly<Record<string, string>>;
	/** Types that the compiler is to load, as paths without extension. */
	readonly types: readonly string[];
	/** What is wrong with the manifests themselves. */
	readonly faults: readonly string[];
}

const SDK = /^\$\((MODDABLE|MODULES|IO|TYPINGS|BUILD)\)/;
const MODULE = /\.(ts|js|mjs|json)$/;
const NATIVE = /\.(c|h)$/;

/** Reads a manifest as `mcconfig -p PLATFORM` would; `board` is the folder after the colon of `-p esp32:FOLDER`. */
export function readBuild(root: string, platform: string, board?: string): Build {
	return new Reader(root, platform).read("manifest.json", board);
}

class Reader {
	readonly #root: string;
	readonly #platform: string;
	readonly #modules = new Map<string, string>();
	readonly #sources: Entry[] = [];
	readonly #typings: string[] = [];
	readonly #data: string[] = [];
	readonly #sdk = new Map<string, string>();
	readonly #included: string[] = [];
	readonly #preload: string[] = [];
	readonly #config: Record<string, unknown> = {};
	readonly #creation: Record<string, unknown> = {};
	readonly #variables: Record<string, string> = {};
	readonly #types: string[] = [];
	readonly #faults: string[] = [];
	/** Manifests in the order in which they are merged: what one includes comes before it. */
	readonly #merged: { readonly folder: string; readonly manifest: Manifest }[] = [];
	readonly #seen = new Set<string>();
	readonly #excluded = new Set<string>();

	constructor(root: string, platform: string) {
		this.#root = root;
		this.#platform = platform;
	}

	read(path: string, board: string | undefined): Build {
		// The SDK's own manifest of the platform includes that of the board, before ours is merged.
		if (board !== undefined) this.#parse(posix.join(board, "manifest.json"));
		this.#parse(path);
		for (const { folder, manifest } of this.#merged)
			for (const part of this.#parts(manifest)) this.#merge(folder, part);
		for (const { folder, manifest } of this.#merged)
			for (const part of this.#parts(manifest)) this.#exclude(folder, part);
		for (const { folder, manifest } of this.#merged)
			for (const part of this.#parts(manifest)) this.#claim(folder, part);
		return {
			modules: this.#modules,
			sources: this.#sources,
			typings: this.#typings,
			data: this.#data,
			sdk: this.#sdk,
			included: this.#included,
			preload: this.#preload,
			config: this.#config,
			creation: this.#creation,
			variables: this.#variables,
			types: this.#types,
			faults: this.#faults,
		};
	}

	/** What is includes comes first; make variables are set on the way down, so that what is included wins. */
	#parse(path: string): void {
		if (this.#seen.has(path)) return;
		this.#seen.add(path);
		const file = join(this.#root, path);
		if (!existsSync(file)) {
			this.#faults.push(`${path} is included and does not exist`);
			return;
		}
		const manifest = JSON.parse(readFileSync(file, "utf8")) as Manifest;
		const folder = posix.dirname(path);
		for (const part of this.#parts(manifest)) Object.assign(this.#variables, part.build);
		for (const part of this.#parts(manifest)) {
			for (const include of list(part.include)) {
				if (SDK.test(include)) this.#included.push(include);
				else this.#parse(posix.join(folder, include));
			}
		}
		if (manifest.dependency)
			this.#faults.push(`${path} has "dependency" outside of "platforms", where mcconfig overlooks it`);
		this.#merged.push({ folder, manifest });
	}

	/** A manifest itself, and the one entry of its platforms that counts: the exact one, else that of the family, else "...". */
	#parts(manifest: Manifest): readonly Manifest[] {
		const platforms = manifest.platforms ?? {};
		const families = this.#platform.split("/").map((_, index, names) => names.slice(0, names.length - index).join("/"));
		for (const name of families) {
			for (const [pattern, part] of Object.entries(platforms))
				if (pattern === name || (pattern.endsWith("/*") && name.startsWith(pattern.slice(0, -1))))
					return [manifest, part];
		}
		return platforms["..."] ? [manifest, platforms["..."]] : [manifest];
	}

	#merge(folder: string, { preload, config, creation, typescript }: Manifest): void {
		this.#preload.push(...list(preload));
		merge(this.#config, config ?? {});
		merge(this.#creation, creation ?? {});
		const types = typescript?.tsconfig.compilerOptions.types as readonly string[] | undefined;
		for (const type of types ?? []) this.#types.push(posix.join(folder, type));
	}

	#exclude(folder: string, { modules }: Manifest): void {
		for (const pattern of list(modules?.["~"])) {
			if (SDK.test(pattern)) continue;
			for (const { path } of this.#match("~", posix.join(folder, pattern))) this.#excluded.add(path);
		}
	}

	#claim(folder: string, { modules = {}, data = {} }: Manifest): void {
		for (const [name, patterns] of Object.entries(modules)) {
			if (name === "~") continue;
			for (const pattern of list(patterns)) {
				if (SDK.test(pattern)) this.#sdk.set(name === "*" ? pattern : name, pattern);
				else this.#take(name, posix.join(folder, pattern));
			}
		}
		for (const pattern of Object.values(data).flatMap(list))
			for (const { path } of this.#match("*", posix.join(folder, pattern))) this.#data.push(path);
	}

	#take(name: string, pattern: string): void {
		const found = this.#match(name, pattern);
		if (found.length === 0) this.#faults.push(`${pattern} matches no file`);
		for (const entry of found) {
			if (this.#excluded.has(entry.path)) continue;
			this.#excluded.add(entry.path);
			if (entry.path.endsWith(".d.ts")) this.#typings.push(entry.path);
			else if (NATIVE.test(entry.path)) this.#sources.push(entry);
			else if (MODULE.test(entry.path)) this.#add(entry);
		}
	}

	#add({ name, path }: Entry): void {
		const other = this.#modules.get(name);
		if (other === undefined) this.#modules.set(name, path);
		else this.#faults.push(`${path} and ${other} both are module ${name}`);
	}

	/** Files of one folder: those that begin with what stands before the star, or the one of that name. Never recursive. */
	#match(name: string, pattern: string): Entry[] {
		const folder = posix.dirname(pattern);
		const wanted = posix.basename(pattern);
		const star = wanted.indexOf("*");
		const directory = join(this.#root, folder);
		if (!existsSync(directory)) return [];
		const files = readdirSync(directory, { withFileTypes: true }).filter((entry) => entry.isFile());
		return files.flatMap((file) => {
			const stem = file.name.endsWith(".d.ts") ? file.name.slice(0, -".d.ts".length) : parse(file.name).name;
			const path = posix.join(folder, file.name);
			if (star >= 0 && !stem.startsWith(wanted.slice(0, star))) return [];
			if (star < 0 && stem !== wanted && file.name !== wanted) return [];
			const rest = star >= 0 ? stem.slice(star) : stem;
			return [{ name: name.endsWith("*") ? name.slice(0, -1) + rest : name, path }];
		});
	}
}

function list(value: string | readonly string[] | undefined): readonly string[] {
	return value === undefined ? [] : typeof value === "string" ? [value] : value;
}

/** Merges objects into each other as mcconfig does: what comes later wins. */
function merge(target: Record<string, unknown>, source: Readonly<Record<string, unknown>>): void {
	for (const [name, value] of Object.entries(source)) {
		const old = target[name];
		if (isRecord(old) && isRecord(value)) merge(old, value);
		else target[name] = isRecord(value) ? { ...value } : value;
	}
}

function isRecord(value: unknown): value is Record<string, unknown> {
	return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The folders of the boards, from the root of the tree. */
export function boardFolders(root: string): string[] {
	const boards = "hosts/esp32/boards";
	if (!existsSync(join(root, boards))) return [];
	return readdirSync(join(root, boards))
		.map((name) => posix.join(boards, name))
		.filter((folder) => existsSync(join(root, folder, "manifest.json")))
		.map((folder) => relative(".", folder));
}
