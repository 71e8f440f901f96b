import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { PageFile } from "../../modules/host.ts";

/** What the page's build says of each file. */
interface Entry {
	readonly path: string;
	readonly file: string;
	readonly type: string;
	readonly etag: string;
}

/** The files of a page that `npm run build` has written to `folder`, by their paths; `undefined` when it has not. */
export function readPageFiles(folder: string): ReadonlyMap<string, PageFile> | undefined {
	try {
		const entries = JSON.parse(readFileSync(join(folder, "files.json"), "utf8")) as readonly Entry[];
		return new Map(
			entries.map(({ path, file, type, etag }) => [path, { type, etag, bytes: readFileSync(join(folder, file)) }]),
		);
	} catch {
		return undefined;
	}
}
