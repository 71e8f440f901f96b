import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, dirname, extname, join } from "node:path";
import { build } from "esbuild";

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

const VIEW = join(__dirname, "../../web-assets/view/view.ts");
const SMALL = { "preact/hooks": VIEW, "preact/jsx-runtime": VIEW, preact: VIEW };

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
		bundle: true,
		write: false,
		minify: !readable,
		sourcemap: readable ? "inline" : false,
		format: "iife",
		target: ["es2022", "chrome105", "firefox113", "safari16"],
		alias: small ? SMALL : {},
		jsx: "automatic",
		jsxImportSource: "preact",
		legalComments: "none",
		charset: "utf8",
		logLevel: "error",
		tsconfigRaw: { compilerOptions: { jsx: "react-jsx", jsxImportSource: "preact" } },
		absWorkingDir: dirname(entry),
	});
	const names = outputFiles.map(({ path, contents }) => {
		writeFileSync(path, contents);
		return basename(path);
	});
	for (const file of files) {
		const text = readFileSync(file, "utf8");
		writeFileSync(join(folder, basename(file)), extname(file) === ".html" ? withoutIndent(text) : text.trim());
		names.push(basename(file));
	}
	return names;
}

function withoutIndent(html: string): string {
	return html
		.split("\n")
		.map((line) => line.trim())
		.join("\n");
}
