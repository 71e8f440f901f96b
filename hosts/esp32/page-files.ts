import Resource from "Resource";
import type { PageFile } from "../../modules/host.ts";

/** What the page's build says of each file. */
interface Entry {
	readonly path: string;
	readonly file: string;
	readonly type: string;
	readonly etag: string;
}

/** List of the files, which the manifest put into flash beside them. */
const LIST = "files.json";

/**
 * A file of the control page by its path; its contents stay in flash. The list is read for each: a page asks for three
 * files, and between two pages it would take a hundred slots of the heap. NOT RUN on hardware yet.
 */
export function pageFile(path: string): PageFile | undefined {
	if (!Resource.exists(LIST)) return undefined;
	const entries = JSON.parse(String.fromArrayBuffer(new Resource(LIST).slice(0))) as readonly Entry[];
	const entry = entries.find((candidate) => candidate.path === path);
	return entry && { type: entry.type, etag: entry.etag, bytes: new Uint8Array(new Resource(entry.file)) };
}
