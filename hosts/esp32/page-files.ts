import Resource from "Resource";
import type { PageFile } from "../../modules/host.ts";

/** What the page's build says of each file. */
interface Entry {
	readonly path: string;
	readonly file: string;
	readonly type: string;
	readonly etag: string;
}

/** The control page in flash, where the manifest put what `npm run build` made. NOT RUN on hardware yet. */
export class PageFiles {
	readonly #entries = new Map<string, Entry>();

	constructor() {
		if (!Resource.exists("files.json")) return;
		const list = String.fromArrayBuffer(new Resource("files.json").slice(0));
		for (const entry of JSON.parse(list) as readonly Entry[]) this.#entries.set(entry.path, entry);
	}

	/** The contents stay in flash. */
	file(path: string): PageFile | undefined {
		const entry = this.#entries.get(path);
		return entry && { type: entry.type, etag: entry.etag, bytes: new Uint8Array(new Resource(entry.file)) };
	}
}
