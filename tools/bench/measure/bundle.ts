import { readFile } from "node:fs/promises";
import { builtinModules } from "node:module";
import { join, resolve } from "node:path";
import { type BuildOptions, build, type Plugin } from "esbuild";

const SUBJECTS = resolve(__dirname, "../subjects");

/** What nobody needs to read and write messages: sockets, files, logs, tokens. */
const STUBBED = new RegExp(`^(node:)?(${[...builtinModules, "ws", "debug", "jwt-decode"].join("|")})$`);
const STUB = "const stub = () => () => {}; stub.default = stub; module.exports = stub;";
const BUFFER = "const Buffer = { byteLength: (text) => text.length, from: (text) => text };";

/** XS refuses this expression, which V8 takes though the standard does not without its Annex B; two libraries have it. */
const ANNEX_B = "[\\w-_]";

export interface BundleOptions {
	/** A file of ../subjects that exports `operations`. */
	readonly work: string;
	readonly target: "node" | "xs";
	/** Where `node_modules` of the libraries is. */
	readonly libraries?: string;
	/** Mends in the libraries what XS calls a syntax error, to measure them all the same. */
	readonly mend?: boolean;
	readonly output: string;
}

/** Makes one script of a file of ../subjects and all that it imports. */
export async function bundle({ work, target, libraries, mend, output }: BundleOptions): Promise<void> {
	const path = `./${work}`;
	const common: BuildOptions = {
		bundle: true,
		outfile: output,
		target: "es2022",
		mainFields: ["module", "main"],
		nodePaths: libraries === undefined ? [] : [libraries],
		logLevel: "silent",
	};
	if (target === "node") {
		await build({ ...common, entryPoints: [join(SUBJECTS, work)], format: "cjs", platform: "node" });
		return;
	}
	const contents = `import { operations } from "${path}"; import { offer } from "./xs-main.ts"; offer(operations);`;
	await build({
		...common,
		stdin: { contents, resolveDir: SUBJECTS },
		format: "esm",
		platform: "neutral",
		banner: { js: BUFFER },
		plugins: [stubs, ...(mend ? [mended] : [])],
	});
}

const stubs: Plugin = {
	name: "stubs",
	setup({ onResolve, onLoad }) {
		onResolve({ filter: STUBBED }, ({ path }) => ({ path, namespace: "stub" }));
		onLoad({ filter: /.*/, namespace: "stub" }, () => ({ contents: STUB }));
	},
};

const mended: Plugin = {
	name: "mended",
	setup({ onLoad }) {
		onLoad({ filter: /sdp-transform.*grammar\.js$/ }, async ({ path }) => {
			return { contents: (await readFile(path, "utf8")).replaceAll(ANNEX_B, "[\\w\\-_]") };
		});
	},
};
