import { deepEqual, equal, match, ok } from "node:assert/strict";
import { LIMITS } from "../../modules/http/limits.ts";
import { bodyOf, Client, Echo, statusOf } from "./client.ts";

const HOST = "Host: doorbell\r\n";

/** Status and body for one request; with the connection's fate. */
function ask(text: string) {
	const echo = new Echo();
	const client = new Client(echo).send(text);
	return {
		status: statusOf(client.text),
		body: bodyOf(client.text),
		client,
		requests: echo.requests,
		text: client.text,
	};
}

/** What becomes of a target. */
function target(text: string): string {
	const { status, body } = ask(`GET ${text} HTTP/1.1\r\n${HOST}\r\n`);
	return status === 200 ? body : `${status}`;
}

/** The status for a request with these header lines. */
function withFields(fields: string, rest = ""): number {
	return ask(`POST / HTTP/1.1\r\n${fields}\r\n${rest}`).status;
}

describe("HTTP request line (RFC 9112 §3)", () => {
	it("has a method, a target and a version", () => {
		const { status, body, requests } = ask(`GET /api/log?since=3&x=%20 HTTP/1.1\r\n${HOST}\r\n`);
		deepEqual([status, body], [200, "GET /api/log since=3&x=%20 "]);
		deepEqual([requests[0]?.target, requests[0]?.address], ["/api/log?since=3&x=%20", "192.0.2.7"]);
	});

	it("may follow one empty line, but not two", () => {
		equal(ask(`\r\nGET / HTTP/1.1\r\n${HOST}\r\n`).status, 200);
		equal(ask(`\r\n\r\nGET / HTTP/1.1\r\n${HOST}\r\n`).status, 400);
	});

	it("is refused when it is broken", () => {
		const lines = ["GET /", "GET  / HTTP/1.1", "GET / HTTP/1.1 ", " GET / HTTP/1.1", "G(T / HTTP/1.1", "GET / SIP/2.0"];
		for (const line of [...lines, "GET /\tHTTP/1.1", "/ HTTP/1.1", "GET / http/1.1", ""]) {
			equal(ask(`${line}\r\n${HOST}\r\n`).status, 400, line);
		}
	});

	it("is refused for versions that are not 1.x", () => {
		for (const version of ["HTTP/2.0", "HTTP/0.9", "HTTP/1.10"]) {
			equal(ask(`GET / ${version}\r\n${HOST}\r\n`).status, 505);
		}
	});

	it("has its path decoded and its query left alone", () => {
		equal(target("/a%20b%C3%A4?c%20d"), "GET /a bä c%20d ");
		equal(target("/.well-known/x..y/...?/../"), "GET /.well-known/x..y/... /../ ");
	});

	it("is refused with dot segments, control characters and what does not decode", () => {
		const paths = ["/..", "/.", "/a/../b", "/a/./b", "/%2e%2e/b", "/a/%2E", "/%2E./b", "/%00", "/%0a", "/%1f", "/%7F"];
		for (const path of [...paths, "/%", "/%4", "/%zz", "/%ff", "/%C3", "/a#b", "/ä", "*", "a", "", "//%c0%ae%c0%ae/"]) {
			equal(target(path), "400", path);
		}
	});

	it("may have an absolute target, whose host counts", () => {
		const { body, requests } = ask(`GET http://Other:8080/a?b HTTP/1.1\r\n${HOST}\r\n`);
		equal(body, "GET /a b ");
		equal(requests[0]?.header("host"), "Other:8080");
		equal(target("HTTP://doorbell"), "GET /  ");
		equal(target("http://doorbell?q"), "GET / q ");
		for (const text of ["http://", "http:///a", "https://a/", "http://a@b/", "http://a/../b", "ftp://a/"]) {
			equal(target(text), "400", text);
		}
	});

	it("is refused with 414 when the target is too long, as soon as that is certain", () => {
		equal(target(`/${"a".repeat(LIMITS.target - 1)}`).length, LIMITS.target + 6);
		equal(target(`/${"a".repeat(LIMITS.target)}`), "414");
		equal(ask(`GET /${"a".repeat(LIMITS.head)}`).status, 414);
	});
});

describe("HTTP header fields (RFC 9112 §5)", () => {
	it("are found whatever their case, without white space around", () => {
		const { requests } = ask(
			"GET / HTTP/1.1\r\nhOST:\t doorbell \r\nORIGIN:http://a\r\nUser-Agent: x\r\nX-y: z\r\n\r\n",
		);
		deepEqual([requests[0]?.header("host"), requests[0]?.header("origin")], ["doorbell", "http://a"]);
		equal(requests[0]?.header("user-agent"), undefined);
	});

	it("are joined when they are lists", () => {
		const { requests } = ask(`GET / HTTP/1.1\r\n${HOST}Accept-Encoding: br\r\naccept-encoding: gzip\r\n\r\n`);
		equal(requests[0]?.header("accept-encoding"), "br, gzip");
	});

	it("are refused when they are folded, have no name, or white space before the colon", () => {
		for (const field of [" folded: x", "\tfolded", "Host : a", ": x", "nothing", "a b: c", "ä: b", "(: b"]) {
			equal(withFields(`${HOST}${field}\r\n`), 400, field);
		}
	});

	it("are refused with bare line ends, control characters and what is not ASCII", () => {
		const fields = ["Origin: a\nX: b", "Origin: a\rb", "X: a\nContent-Length: 5", "X: a\rb", "X: ä", "X: a\0b"];
		for (const field of [...fields, "Origin: \x01", "Origin: \x7f", "Origin: \v", "X: \u{1f600}"]) {
			equal(withFields(`${HOST}${field}\r\n`), 400, field);
		}
		equal(ask(`GET / HTTP/1.1\n${HOST}\n\n`).status, 400);
	});

	it("are refused when one that stands alone is repeated", () => {
		for (const name of ["Origin", "Authorization", "Content-Type", "Last-Event-ID", "Sec-Fetch-Site"]) {
			equal(withFields(`${HOST}${name}: a\r\n${name.toLowerCase()}: a\r\n`), 400, name);
		}
	});

	it("name the host exactly once, except with HTTP/1.0", () => {
		equal(withFields(""), 400);
		equal(withFields(`${HOST}${HOST}`), 400);
		for (const host of ["a b", "a/b", "a\\b", "<a>", "ä"]) equal(withFields(`Host: ${host}\r\n`), 400, host);
		for (const host of ["", "[::1]:80", "192.168.1.2:8080"]) equal(withFields(`Host: ${host}\r\n`), 200, host);
		equal(ask("GET / HTTP/1.0\r\n\r\n").status, 200);
	});

	it("are refused with 431 when there are too many, or too much of them", () => {
		const fields = (count: number) => `${HOST}${"X: y\r\n".repeat(count - 1)}`;
		equal(withFields(fields(LIMITS.headers)), 200);
		equal(withFields(fields(LIMITS.headers + 1)), 431);
		const rest = LIMITS.head - `POST / HTTP/1.1\r\n${HOST}X: \r\n\r\n`.length;
		equal(withFields(`${HOST}X: ${"a".repeat(rest)}\r\n`), 200);
		equal(withFields(`${HOST}X: ${"a".repeat(rest + 1)}\r\n`), 431);
		equal(ask(`GET / HTTP/1.1\r\nX: ${"a".repeat(LIMITS.head)}`).status, 431);
	});
});

describe("HTTP body length (RFC 9112 §6.3)", () => {
	it("is that of Content-Length, or of the chunks, or none", () => {
		equal(ask(`PUT / HTTP/1.1\r\n${HOST}Content-Length: 5\r\n\r\nhello`).body, "PUT /  hello");
		equal(
			ask(`PUT / HTTP/1.1\r\n${HOST}Transfer-Encoding: Chunked\r\n\r\n2\r\nhe\r\n3\r\nllo\r\n0\r\n\r\n`).body,
			"PUT /  hello",
		);
		equal(ask(`PUT / HTTP/1.1\r\n${HOST}\r\n`).body, "PUT /  ");
	});

	it("is refused, and the connection closes, when two servers could see it differently", () => {
		const length = "Content-Length: 5\r\n";
		const chunked = "Transfer-Encoding: chunked\r\n";
		const smuggling = [length + chunked, chunked + length, length + length, `${length}Content-Length: 6\r\n`];
		for (const value of ["", "-5", "+5", "5, 5", "5,6", "0x5", "5 5", "1e3", "5.0", "99999999999", "five", "5;"]) {
			smuggling.push(`Content-Length: ${value}\r\n`);
		}
		for (const value of ["gzip", "chunked, gzip", "identity", "xchunked", "chunked chunked", "", "chunked, chunked"]) {
			smuggling.push(`Transfer-Encoding: ${value}\r\n`);
		}
		smuggling.push(`${chunked}Transfer-Encoding: identity\r\n`, "Transfer-Encoding : chunked\r\n");
		for (const fields of smuggling) {
			const { status, text, client, requests } = ask(
				`POST / HTTP/1.1\r\n${HOST}${fields}\r\n0\r\n\r\nGET /admin HTTP/1.1\r\n${HOST}\r\n`,
			);
			equal(status, 400, fields);
			match(text, /Connection: close\r\n/);
			deepEqual(requests, [], fields);
			client.wait(LIMITS.drainTime);
			ok(client.closed);
		}
		equal(ask(`POST / HTTP/1.0\r\n${HOST}${chunked}\r\n0\r\n\r\n`).status, 400);
	});

	it("is refused with 501 for a coding that is not known", () => {
		equal(withFields(`${HOST}Transfer-Encoding: gzip, chunked\r\n`), 501);
	});
});
