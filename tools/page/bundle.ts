import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, dirname, extname, join } from "node:path";
import { type BuildOptions, build } from "esbuild";
import { minify } from "terser";
import { sharing, taking } from "./sharing.ts";
import { addedTexts, packedTexts } from "./texts.ts";

export interface BundleOptions {
	/** The TSX to begin with; the style sheets that it imports become one. */
	readonly entry: string;
	/** The HTML beside it and other files that are taken as they are, minified where that is simple. */
	readonly files: readonly string[];
	readonly folder: string;
	/** What the script and the style sheet are called, such as "page" for page.js and page.css. */
	readonly name: string;
	/** Takes the small stand-in for Preact (web-assets/view), for a page that has to fit into the board. */
	readonly small?: boolean;
	/** Keeps the names and adds a source map, for developing. */
	readonly readable?: boolean;
}

const PAGE = join(__dirname, "../../web-assets");
const VIEW = join(PAGE, "view/view.ts");
const SMALL = { "preact/hooks": VIEW, preact: VIEW };

const COMMON = {
	bundle: true,
	write: false,
	target: ["es2022", "chrome105", "firefox113", "safari16"],
	legalComments: "none",
	charset: "utf8",
	logLevel: "error",
	tsconfigRaw: {},
} satisfies BuildOptions;

const JSX: BuildOptions = { jsx: "automatic", jsxImportSource: "preact" };
/** Children as arguments are shorter than as a property. */
const CLASSIC_JSX: BuildOptions = {
	jsx: "transform",
	jsxFactory: "createElement",
	jsxFragment: "Fragment",
	inject: [VIEW],
};

/** Bundles a page into a folder: one script, one style sheet, and its other files. Returns the names of the files. */
export async function bundle({
	entry,
	files,
	folder,
	name,
	small,
	readable = false,
}: BundleOptions): Promise<string[]> {
	mkdirSync(folder, { recursive: true });
	const { outputFiles } = await build({
		entryPoints: { [name]: entry },
		outdir: folder,
		minify: !readable,
		sourcemap: readable ? "inline" : false,
		...(small
			? { ...COMMON, ...CLASSIC_JSX, format: "esm", alias: SMALL, plugins: [packedTexts(), ...sharing()] }
			: { ...COMMON, ...JSX, format: "iife" }),
		absWorkingDir: dirname(entry),
	});
	const names: string[] = [];
	for (const { path, text } of outputFiles!) {
		writeFileSync(path, small && !readable && extname(path) === ".js" ? await smaller(text) : text);
		names.push(basename(path));
	}
	for (const file of files) {
		const text = readFileSync(file, "utf8");
		writeFileSync(join(folder, basename(file)), extname(file) === ".html" ? withoutIndent(text) : text.trim());
		names.push(basename(file));
	}
	return names;
}

/**
 * Bundles a script that the small page imports when it is needed: `web-assets/door/door.tsx` becomes `door.js`. Returns the
 * name of the file.
 */
export async function bundleLater(name: string, folder: string): Promise<string> {
	const { outputFiles } = await build({
		...COMMON,
		...CLASSIC_JSX,
		entryPoints: [join(PAGE, name, `${name}.tsx`)],
		minify: true,
		format: "esm",
		plugins: [addedTexts(join(PAGE, name, "texts.ts")), taking()],
		absWorkingDir: PAGE,
	});
	const file = `${name}.js`;
	writeFileSync(join(folder, file), await smaller(outputFiles![0]!.text));
	return file;
}

/** What esbuild leaves: names by how often they occur, and more that gzip likes. */
async function smaller(script: string): Promise<string> {
	const { code } = await minify(script, { ecma: 2020, compress: { passes: 3, unsafe_arrows: true }, module: true });
	return code!;
}

/** Of a page with nothing but elements in it. */
function withoutIndent(html: string): string {
	return html.replace(/\n\s*/g, "");
}
