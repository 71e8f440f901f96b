import { deepEqual, equal } from "node:assert/strict";
import { JSON_LIMIT } from "../../modules/web/json-body.ts";
import { ROUTES } from "../../modules/web/routes.ts";
import { utf8 } from "../../simulator/utf8.ts";
import { sinkOf } from "./client.ts";
import { stage } from "./stage.ts";

/** As much of it as is taken. */
function repeated(pattern: string): Uint8Array {
	const part = utf8.encode(pattern);
	const bytes = new Uint8Array(JSON_LIMIT - (JSON_LIMIT % part.length));
	for (let offset = 0; offset < bytes.length; offset += part.length) bytes.set(part, offset);
	return bytes;
}

describe("API: requests that are none (RFC 9110 §15.5)", () => {
	it("404: an unknown call or page", () => {
		const { client } = stage();
		for (const path of ["/api/", "/api/nothing", "/api/status/", "/api/codes/x", "/api/toString", "/nothing"])
			equal(client().ask(`GET ${path}`).status, 404, path);
	});

	it("405: another method, with those that there are", () => {
		const { client } = stage();
		equal(client().ask("POST /api/status").field("Allow"), "GET, HEAD");
		equal(client().ask("GET /api/password").field("Allow"), "PUT");
		equal(client().ask("OPTIONS /api/config").field("Allow"), "GET, HEAD, PATCH");
		equal(client().ask("GET /api/codes/1").field("Allow"), "PUT, DELETE");
		for (const { method, path } of ROUTES) {
			const other = client().ask(`TRACE ${path.replace("{number}", "1")}`);
			equal(other.status, 405, `${method} ${path}`);
		}
	});

	it("answers HEAD as GET", () => {
		const { client } = stage();
		equal(client().ask("HEAD /api/status").status, 200);
	});

	it("413: no more than 8 kB of JSON is taken", () => {
		const { client } = stage();
		equal(sinkOf(client().begin("PATCH /api/config")).limit, 8192);
	});

	it("415: every change comes with its type, even without a body", () => {
		const { client, device } = stage();
		for (const { method, path, receive } of ROUTES.filter((route) => route.method !== "GET")) {
			const line = `${method} ${path.replace("{number}", "1")}`;
			for (const type of [undefined, "text/plain", "application/x-www-form-urlencoded", "multipart/form-data", "json"])
				equal(client().ask(line, { headers: { "content-type": type } }).status, 415, `${line} ${type}`);
			const other = receive ? "application/json" : "application/octet-stream";
			equal(client().ask(line, { headers: { "content-type": other } }).status, 415, line);
		}
		deepEqual(device.deeds, []);
		equal(
			client().ask("POST /api/sip/connect", { headers: { "content-type": "Application/JSON; charset=utf-8" } }).status,
			204,
		);
	});

	it("400: a body that is broken, in one plain sentence", () => {
		const { client } = stage();
		const error = (body: unknown) => {
			const reply = client().ask("POST /api/light", { body });
			return `${reply.status} ${reply.json.error}`;
		};
		equal(error('{"on":tru'), "400 The body is not JSON");
		equal(error(Uint8Array.of(0xff, 0xfe)), "400 The body is not JSON");
		equal(error("[]"), "400 The body must be a JSON object");
		equal(error("null"), "400 The body must be a JSON object");
		equal(error('"on"'), "400 The body must be a JSON object");
	});

	it("400: a member of another type, by its name", () => {
		const { client } = stage();
		const error = (line: string, body: unknown) => client().ask(line, { body }).json.error;
		equal(error("POST /api/light", {}), "on is missing");
		equal(error("POST /api/light", { on: "true" }), "on must be true or false");
		equal(error("POST /api/call", { target: 610 }), "target must be a text");
		equal(error("POST /api/call", { target: null }), "target must be a text");
		equal(error("PUT /api/codes/1", { digits: 4711 }), "digits must be a text");
		equal(error("PUT /api/codes/3", { until: "soon" }), "until must be a number");
		equal(error("PUT /api/codes/3", { once: null }), "once must be true or false");
		equal(error("POST /api/call/transfer", { constructor: 1 }), "target is missing");
	});

	it("400: a number that is none", () => {
		const { client } = stage();
		for (const since of ["", "x", "-1", "1.5", "9".repeat(16)])
			equal(client().ask(`GET /api/log?since=${since}`).json.error, "since must be a whole number", since);
	});

	it("does not let a body take more memory or stack than the board has", () => {
		const { client } = stage();
		const hostile = ["[", '{"a":', "0,", '"":0,', '""[', '"\\"",'];
		for (const pattern of hostile) {
			const reply = client().ask("PATCH /api/config", { body: repeated(pattern) });
			deepEqual([reply.status, reply.json.error], [400, "The body has more in it than any of ours"], pattern);
		}
		for (const pattern of ['"', "\\", '\\"', "x", " 1"])
			equal(client().ask("PATCH /api/config", { body: repeated(pattern) }).status, 400, pattern);
	});

	it("forgets a body whose client has gone", () => {
		const { client, device } = stage();
		const sink = sinkOf(client().begin("POST /api/light"));
		sink.write(utf8.encode('{"on":true}'), 0);
		sink.abort();
		deepEqual(device.deeds, []);
	});

	it("takes brackets, commas and quotes within a text for what they are", () => {
		const { client, device } = stage();
		const name = '[{,"\\'.repeat(6);
		equal(client().ask("PATCH /api/config", { body: { "button.1.name": name } }).status, 200);
		equal(device.settings["button.1.name"], name);
	});

	it("reads UTF-8 that is cut in two", () => {
		const { client, device } = stage();
		client().ask("PATCH /api/config", { body: utf8.encode(`{"button.1.name":"${"ä€".repeat(9)}"}`) });
		equal(device.settings["button.1.name"], "ä€".repeat(9));
	});
});

describe("API: header fields", () => {
	it("every answer may not be sniffed, framed, cached or told to others", () => {
		const { client } = stage();
		const lines = ["GET /api/status", "GET /api/nothing", "POST /api/light", "POST /api/sip/connect", "GET /api/log"];
		for (const line of lines) {
			const reply = client().ask(line);
			equal(reply.field("X-Content-Type-Options"), "nosniff");
			equal(reply.field("Referrer-Policy"), "no-referrer");
			equal(reply.field("Cross-Origin-Resource-Policy"), "same-origin");
			equal(reply.field("Cache-Control"), "no-store");
			equal(reply.fields.endsWith("\r\n"), true);
			equal(reply.fields.includes("\r\n\r\n"), false);
		}
	});
});
