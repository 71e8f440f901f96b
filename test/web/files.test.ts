import { deepEqual, equal, match } from "node:assert/strict";
import type { File } from "../../modules/web/files.ts";
import { stage } from "./stage.ts";

const PAGE: File = Object.freeze({ type: "text/html; charset=utf-8", etag: '"abc"', bytes: Uint8Array.of(31, 139) });
const SCRIPT: File = Object.freeze({ type: "text/javascript", etag: '"def"', bytes: Uint8Array.of(31, 139, 8) });
const FILES: ReadonlyMap<string, File> = new Map([
	["/", PAGE],
	["/page.js", SCRIPT],
]);

function house(password?: string) {
	return stage({
		files: { file: (path) => FILES.get(path) },
		...(password === undefined ? {} : { password }),
	}).client();
}

describe("Files of the page", () => {
	it("come gzipped, with their tag, and are asked for again each time", () => {
		const reply = house().ask("GET /page.js");
		equal(reply.status, 200);
		deepEqual([...(reply.bytes ?? [])], [31, 139, 8]);
		equal(reply.field("Content-Type"), "text/javascript");
		equal(reply.field("Content-Encoding"), "gzip");
		equal(reply.field("ETag"), '"def"');
		equal(reply.field("Vary"), "Accept-Encoding");
		equal(reply.field("Cache-Control"), "no-cache");
		equal(reply.field("X-Content-Type-Options"), "nosniff");
	});

	it("need no log-in", () => {
		equal(house("correct horse").ask("GET /").status, 200);
	});

	it("load nothing from elsewhere and are shown nowhere else", () => {
		const policy = house().ask("GET /").field("Content-Security-Policy") ?? "";
		match(policy, /^default-src 'none'; script-src 'self'; style-src 'self'; /);
		match(policy, /frame-ancestors 'none'$/);
		equal(policy.includes("unsafe"), false);
	});

	it("are not sent again to who has them (RFC 9110 §13.1.2)", () => {
		const status = (value: string) => house().ask("GET /", { headers: { "if-none-match": value } }).status;
		for (const value of ['"abc"', 'W/"abc"', '"x", "abc"', "*"]) equal(status(value), 304, value);
		for (const value of ['"abd"', "abc", "", '"abcd"']) equal(status(value), 200, value);
		const reply = house().ask("HEAD /", { headers: { "if-none-match": '"abc"' } });
		deepEqual([reply.status, reply.field("ETag"), reply.bytes], [304, '"abc"', undefined]);
	});

	it("are only for who takes gzip (RFC 9110 §12.5.3)", () => {
		const status = (value: string) => house().ask("GET /", { headers: { "accept-encoding": value } }).status;
		for (const value of ["gzip", "gzip, deflate, br", "br;q=1.0, GZIP;q=0.2", "*", "identity, *;q=0.1", "x-gzip"])
			equal(status(value), 200, value);
		for (const value of ["", "identity", "br", "gzip;q=0", "gzip; q=0.000, *", "*;q=0", "deflate,".repeat(99)])
			equal(status(value), 406, value);
	});

	it("can only be read", () => {
		const reply = house().ask("POST /page.js");
		deepEqual([reply.status, reply.field("Allow")], [405, "GET, HEAD"]);
		equal(house().ask("GET /page.css").status, 404);
	});
});
