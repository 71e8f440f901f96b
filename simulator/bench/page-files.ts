import { readdirSync, readFileSync } from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
import { join } from "node:path";
import { isOwnHost } from "./origin.ts";

/** A file of the page. */
export interface BenchFile {
	readonly type: string;
	readonly bytes: Uint8Array;
}

/** Names of the page's files, and what they are. */
const TYPES: Readonly<Record<string, string>> = Object.freeze({
	html: "text/html; charset=utf-8",
	js: "text/javascript; charset=utf-8",
	css: "text/css; charset=utf-8",
	svg: "image/svg+xml",
});

/** Reads the built page. Throws when the folder is not there. */
export function readPage(folder = join(__dirname, "dist")): Map<string, BenchFile> {
	const files = new Map<string, BenchFile>();
	for (const name of readdirSync(folder)) {
		const type = TYPES[name.slice(name.lastIndexOf(".") + 1)];
		if (type !== undefined) files.set(`/${name}`, { type, bytes: readFileSync(join(folder, name)) });
	}
	return files;
}

/** Answers a request for a file of the page, and refuses everything else. */
export function respond(
	request: Pick<IncomingMessage, "method" | "url" | "headers">,
	response: ServerResponse,
	files: ReadonlyMap<string, BenchFile>,
): void {
	const { host } = request.headers;
	for (const [name, value] of Object.entries(headersFor(host))) response.setHeader(name, value);
	if (!isOwnHost(host)) {
		refuse(response, 403, "Open this page by the computer's address, such as http://127.0.0.1, or as localhost.");
		return;
	}
	if (request.method !== "GET" && request.method !== "HEAD") {
		response.setHeader("Allow", "GET, HEAD");
		refuse(response, 405, "This page can only be read.");
		return;
	}
	const path = (request.url ?? "").split("?", 1)[0]!;
	const file = files.get(path === "/" ? "/index.html" : path);
	if (file === undefined) {
		refuse(response, 404, "There is no such file.");
		return;
	}
	response.setHeader("Content-Type", file.type);
	response.setHeader("Content-Length", file.bytes.byteLength);
	response.end(request.method === "HEAD" ? undefined : file.bytes);
}

/** What keeps other sites out of the page and the page to itself. */
function headersFor(host: string | undefined): Record<string, string> {
	// Not every browser takes 'self' for the WebSocket of the same origin.
	const socket = isOwnHost(host) ? ` ws://${host}` : "";
	return {
		"Content-Security-Policy": `default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'${socket}; img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
		"Permissions-Policy": "microphone=(self), camera=(), geolocation=()",
		"X-Content-Type-Options": "nosniff",
		"Referrer-Policy": "no-referrer",
		"Cross-Origin-Resource-Policy": "same-origin",
		"Cache-Control": "no-cache",
	};
}

function refuse(response: ServerResponse, status: number, reason: string): void {
	response.statusCode = status;
	response.setHeader("Content-Type", "text/plain; charset=utf-8");
	response.end(`${reason}\n`);
}
