/** The control page as the board serves it: gzipped files and a list of them. */

import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { extname, join } from "node:path";
import { gzipAsync } from "@gfx/zopfli";
import { describeForm, packForm } from "../settings/form.ts";
import { bundle, bundleLater } from "./bundle.ts";

const PAGE = join(__dirname, "../../web-assets");

/** Bytes, gzipped, of what somebody waits for who opens the page (decision 8). */
export const FIRST_VIEW_LIMIT = 24_576;

/** Bytes of all gzipped files together: what the board's flash should have to bear. */
export const SIZE_LIMIT = 31_744;

/** What is loaded only when it is asked for. */
const ON_DEMAND: readonly string[] = ["/door.js", "/schema.json"];

/** How often zopfli looks for a shorter way. */
const ITERATIONS = 15;

const TYPES: Readonly<Record<string, string>> = {
	".html": "text/html; charset=utf-8",
	".js": "text/javascript; charset=utf-8",
	".css": "text/css; charset=utf-8",
	".svg": "image/svg+xml",
	".json": "application/json",
};

/** A file of the page, ready to be served. */
export interface PackedFile {
	/** Where the doorbell serves it, such as "/page.js". */
	readonly path: string;
	/** What it is called in the folder, such as "page.js.gz". */
	readonly file: string;
	readonly type: string;
	readonly etag: string;
	/** Gzipped. */
	readonly bytes: Buffer;
	/** Bytes before that. */
	readonly size: number;
}

/** Bundles and packs the page; the same sources make the same bytes. */
export async function pack(): Promise<PackedFile[]> {
	const folder = mkdtempSync(join(tmpdir(), "doorbell-page-"));
	try {
		const files = [join(PAGE, "index.html"), join(PAGE, "icon.svg")];
		const names = await bundle({ entry: join(PAGE, "main.tsx"), files, folder, name: "page", small: true });
		names.push(await bundleLater("door", folder));
		const packed = names.map((name) => packFile(name, readFileSync(join(folder, name))));
		packed.push(packFile("schema.json", Buffer.from(packForm(describeForm()))));
		return (await Promise.all(packed)).sort((left, right) => left.path.localeCompare(right.path, "en"));
	} finally {
		rmSync(folder, { recursive: true });
	}
}

/** Writes the files and their list, `files.json`. */
export function writePacked(files: readonly PackedFile[], folder: string): void {
	rmSync(folder, { recursive: true, force: true });
	mkdirSync(folder, { recursive: true });
	for (const { file, bytes } of files) writeFileSync(join(folder, file), bytes);
	const list = files.map(({ path, file, type, etag }) => ({ path, file, type, etag }));
	writeFileSync(join(folder, "files.json"), `${JSON.stringify(list, undefined, "\t")}\n`);
}

/** The sizes as a table, with the sums that have a limit. */
export function sizeTable(files: readonly PackedFile[]): string {
	const rows = files.map(({ path, bytes, size }) => [path, size, bytes.length] as const);
	const first = sums("first view", firstView(files));
	const all = sums("all", files);
	return [["file", "bytes", "gzipped"] as const, ...rows, first, all]
		.map(([name, plain, gzipped]) => `${name.padEnd(14)}${String(plain).padStart(9)}${String(gzipped).padStart(9)}`)
		.join("\n");
}

/** What is too big, each as a sentence. */
export function excesses(files: readonly PackedFile[]): readonly string[] {
	return [
		...excess(sums("first view", firstView(files)), FIRST_VIEW_LIMIT),
		...excess(sums("page", files), SIZE_LIMIT),
	];
}

/** The files that somebody waits for who opens the page. */
export function firstView(files: readonly PackedFile[]): readonly PackedFile[] {
	return files.filter(({ path }) => !ON_DEMAND.includes(path));
}

type Sums = readonly [name: string, plain: number, gzipped: number];

function sums(name: string, files: readonly PackedFile[]): Sums {
	return [name, sum(files.map(({ size }) => size)), sum(files.map(({ bytes }) => bytes.length))];
}

function excess([name, , gzipped]: Sums, limit: number): readonly string[] {
	return gzipped > limit ? [`The ${name} is too big: ${gzipped} bytes gzipped, ${limit} are allowed.`] : [];
}

/** Tries harder than zlib does, which saves 4 percent. */
async function packFile(name: string, content: Buffer): Promise<PackedFile> {
	const bytes = Buffer.from(await gzipAsync(content, { numiterations: ITERATIONS }));
	// Byte 9 names the operating system (RFC 1952 §2.3.1), which must not count; the time is 0 already.
	bytes[9] = 255;
	const etag = `"${createHash("sha256").update(bytes).digest("hex").slice(0, 16)}"`;
	const path = name === "index.html" ? "/" : `/${name}`;
	return { path, file: `${name}.gz`, type: TYPES[extname(name)]!, etag, bytes, size: content.length };
}

function sum(numbers: readonly number[]): number {
	return numbers.reduce((total, number) => total + number, 0);
}
