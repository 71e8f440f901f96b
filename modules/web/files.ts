/** The files of the page, as they were built: gzipped, each with its entity tag. */

import type { Request, Response } from "../http/exchange.ts";
import { COMMON_FIELDS, failure } from "./answers.ts";

export interface File {
	/** Such as "text/html; charset=utf-8". */
	readonly type: string;
	/** Strong entity tag with its quotes (RFC 9110 §8.8.3). */
	readonly etag: string;
	/** The contents, gzipped. */
	readonly bytes: Uint8Array;
}

/** What has the files of the page. */
export interface Files {
	/** A file by its path, such as "/" or "/page.js". */
	file?(path: string): File | undefined;
}

/** What the page may do: load its own files and talk to us. */
const POLICY =
	"Content-Security-Policy: default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; " +
	"connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'\r\n";
const FILE_FIELDS = `\r\n${COMMON_FIELDS}Cache-Control: no-cache\r\nVary: Accept-Encoding\r\n`;
const CONTENT_FIELDS = `${FILE_FIELDS}Content-Encoding: gzip\r\n`;
const PAGE_FIELDS = CONTENT_FIELDS + POLICY;

/** Encodings of one Accept-Encoding that are looked at. */
const ENCODING_LIMIT = 12;
const ZERO = /^q *= *0[.0]*$/;

/** Answers a request for a file. What is sent is gzip and nothing else. */
export function answerFile(request: Request, file: File | undefined): Response {
	if (file === undefined) return failure(404, "There is no such page");
	const { method } = request;
	if (method !== "GET" && method !== "HEAD") return failure(405, "Files can only be read", "Allow: GET, HEAD\r\n");
	if (matches(request.header("if-none-match"), file.etag))
		return { status: 304, fields: `ETag: ${file.etag}${FILE_FIELDS}` };
	if (!takesGzip(request.header("accept-encoding")))
		return failure(406, "The pages are stored with gzip only", "Vary: Accept-Encoding\r\n");
	const fixed = file.type.startsWith("text/html") ? PAGE_FIELDS : CONTENT_FIELDS;
	// What is long comes last: XS copies a text with every piece that it is made of.
	return { status: 200, fields: `Content-Type: ${file.type}\r\nETag: ${file.etag}${fixed}`, body: file.bytes };
}

/** Whether the client has it already (RFC 9110 §13.1.2, weak comparison). */
function matches(value: string | undefined, etag: string): boolean {
	return value !== undefined && (value === "*" || value.includes(etag));
}

/** Whether gzip may be sent (RFC 9110 §12.5.3); without the header it may. */
function takesGzip(value: string | undefined): boolean {
	if (value === undefined || value.startsWith("gzip,")) return true;
	let any = false;
	for (const entry of value.toLowerCase().split(",", ENCODING_LIMIT)) {
		const [name = "", ...parameters] = entry.split(";", 2);
		const coding = name.trim();
		const taken = parameters[0] === undefined || !ZERO.test(parameters[0].trim());
		if (coding === "gzip" || coding === "x-gzip") return taken;
		if (coding === "*") any = taken;
	}
	return any;
}
