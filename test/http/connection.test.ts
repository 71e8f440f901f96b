import { deepEqual, equal, match, ok, throws } from "node:assert/strict";
import { CHUNK_LINE_LIMIT, TRAILER_LIMIT } from "../../modules/http/body-framing.ts";
import type { Response, Sink } from "../../modules/http/exchange.ts";
import { LIMITS } from "../../modules/http/limits.ts";
import { utf8 } from "../../simulator/utf8.ts";
import { bodyOf, Client, Echo, Pieces, statusOf } from "./client.ts";

const GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
const POST = "POST / HTTP/1.1\r\nHost: a\r\n";
const CHUNKED = `${POST}Transfer-Encoding: chunked\r\n\r\n`;
const OK: Response = { status: 200, body: "yes" };

const answering = (response: Response, options = {}) => new Client(() => response, options);

describe("HTTP response (RFC 9112 §4)", () => {
	it("has the handler's fields, the length of its body in bytes, and the body", () => {
		const client = answering({ status: 200, fields: 'ETag: "1"\r\n', body: "Grüße" }).send(GET);
		equal(client.text, 'HTTP/1.1 200 OK\r\nETag: "1"\r\nContent-Length: 7\r\n\r\nGrüße');
	});

	it("has an empty body when the handler gives none", () => {
		equal(answering({ status: 202 }).send(GET).text, "HTTP/1.1 202 Accepted\r\nContent-Length: 0\r\n\r\n");
		equal(answering({ status: 299 }).send(GET).text, "HTTP/1.1 299 \r\nContent-Length: 0\r\n\r\n");
	});

	it("has no body for HEAD, 204 and 304", () => {
		const head = GET.replace("GET", "HEAD");
		equal(answering(OK).send(head).text, "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\n");
		equal(answering({ ...OK, status: 304 }).send(GET).text, "HTTP/1.1 304 Not Modified\r\n\r\n");
		equal(answering({ status: 204 }).send(GET).text, "HTTP/1.1 204 No Content\r\n\r\n");
		const source = new Pieces("a", "");
		equal(
			answering({ status: 200, body: source }).send(head).text,
			"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
		);
		equal(source.closed, 1);
	});

	it("sends a file as views of it, in pieces that fit", () => {
		const file = utf8.encode("0123456789".repeat(500));
		const client = answering({ status: 200, body: file });
		client.connection.receive(utf8.encode(GET), 0);
		const pieces: Uint8Array[] = [];
		for (let piece = client.connection.write(1000, 0); piece !== undefined; piece = client.connection.write(1000, 0)) {
			ok(piece.length <= 1000);
			if (piece.buffer === file.buffer) pieces.push(piece);
		}
		equal(
			pieces.reduce((sum, { length }) => sum + length, 0),
			file.length,
		);
		deepEqual(
			pieces.map(({ byteOffset }) => byteOffset),
			[0, 1000, 2000, 3000, 4000],
		);
	});

	it("passes conditional requests through to the handler", () => {
		const client = new Client((request) => ({ status: request.header("if-none-match") === '"1"' ? 304 : 200 }));
		client.send('GET / HTTP/1.1\r\nHost: a\r\nIf-None-Match: "1"\r\n\r\n');
		equal(statusOf(client.text), 304);
	});
});

describe("HTTP chunked response (RFC 9112 §7.1)", () => {
	it("sends each piece of a source as a chunk, and closes the source at the end", () => {
		const source = new Pieces("Grüße", utf8.encode("0123456789abcdef"), "");
		const client = answering({ status: 200, body: source }).send(GET);
		equal(
			client.text,
			"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n7\r\nGrüße\r\n10\r\n0123456789abcdef\r\n0\r\n\r\n",
		);
		deepEqual([source.closed, client.connection.streaming, client.connection.busy], [1, false, false]);
		client.send(GET);
		ok(!client.closed);
	});

	it("goes on when the source has something again, and when its time has come", () => {
		const source = new Pieces();
		const client = answering({ status: 200, body: source }).send(GET);
		equal(bodyOf(client.take()), "");
		ok(client.connection.streaming && client.connection.busy);
		source.pieces.push("a");
		equal(client.read().take(), "1\r\na\r\n");
		source.deadline = 500;
		client.read();
		equal(client.connection.deadline, 500);
		source.pieces.push("b");
		source.deadline = Number.POSITIVE_INFINITY;
		equal(client.wait(500).take(), "1\r\nb\r\n");
		equal(client.wait(3_600_000).take(), "");
		ok(!client.closed);
	});

	it("does not turn in circles for a source that has nothing when its time has come", () => {
		const source = new Pieces();
		const client = answering({ status: 200, body: source }).send(GET);
		client.now = 100;
		source.deadline = 50;
		client.read();
		ok(client.connection.deadline > 100);
	});

	it("asks the source only when the last piece has gone", () => {
		const source = new Pieces("a".repeat(100), "b", "");
		const client = answering({ status: 200, body: source });
		client.connection.receive(utf8.encode(GET), 0);
		client.connection.write(1000, 0);
		for (let count = 0; count < 5; count++) client.connection.write(10, 0);
		equal(source.pieces.length, 2);
		equal(client.connection.write(0, 0), undefined);
		client.read();
		equal(source.closed, 1);
	});

	it("lasts until the connection closes for HTTP/1.0", () => {
		const client = answering({ status: 200, body: new Pieces("a", "b", "") }).send("GET / HTTP/1.0\r\n\r\n");
		equal(client.text, "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nab");
		ok(client.closed);
	});

	it("closes the source when the client goes", () => {
		const source = new Pieces();
		const client = answering({ status: 200, body: source }).send(GET);
		client.connection.close();
		client.connection.close();
		deepEqual([source.closed, client.closed, client.connection.deadline], [1, true, Number.POSITIVE_INFINITY]);
		client.send(GET).read();
		equal(client.connection.hungry, false);
	});
});

describe("HTTP connection (RFC 9112 §9)", () => {
	it("persists, unless the client wants it closed or speaks HTTP/1.0", () => {
		ok(!answering(OK).send(GET).send(GET).closed);
		for (const request of [
			"GET / HTTP/1.1\r\nHost: a\r\nConnection: Close\r\n\r\n",
			"GET / HTTP/1.1\r\nHost: a\r\nConnection: x, close\r\n\r\n",
			"GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n",
		]) {
			const client = answering(OK).send(request);
			match(client.text, /Connection: close\r\n/);
			ok(client.closed);
		}
	});

	it("answers pipelined requests in order, each when the one before is out", () => {
		const echo = new Echo();
		const client = new Client(echo);
		const request = (path: string, body: string) =>
			`PUT ${path} HTTP/1.1\r\nHost: a\r\nContent-Length: ${body.length}\r\n\r\n${body}`;
		client.connection.receive(utf8.encode(request("/1", "one") + request("/2", "two") + GET), 0);
		equal(echo.requests.length, 1);
		ok(!client.connection.hungry);
		throws(() => client.connection.receive(Uint8Array.of(1), 0), RangeError);
		client.read();
		deepEqual(client.text.match(/(PUT|GET) .*?(?=HTTP|$)/g), ["PUT /1  one", "PUT /2  two", "GET /  "]);
		ok(client.connection.hungry && !client.connection.busy);
	});

	it("gives the same result wherever a request is split", () => {
		const text = `\r\n${CHUNKED}5;x=y\r\nhello\r\n1\r\n!\r\n0\r\nA: b\r\n\r\n${GET}${POST}Content-Length: 3\r\n\r\nabc`;
		const whole = new Client(new Echo()).send(text).text;
		equal(whole.match(/200 OK/g)?.length, 3);
		const bytes = utf8.encode(text);
		for (let at = 1; at < bytes.length; at++) {
			const client = new Client(new Echo());
			equal(client.sendBytes(bytes.slice(0, at)).sendBytes(bytes.slice(at)).text, whole, `split at ${at}`);
		}
		for (const size of [1, 2, 3, 7]) equal(new Client(new Echo()).send(text, size).text, whole);
	});

	it("answers 500 when the handler throws, and tells what it was", () => {
		const client = new Client(() => {
			throw new Error("oops");
		}).send(GET);
		equal(statusOf(client.text), 500);
		equal(bodyOf(client.text), '{"error":"The doorbell could not do this"}');
		equal(`${client.connection.takeFailure()}`, "Error: oops");
		equal(client.connection.takeFailure(), undefined);
	});

	it("answers 500 when a sink throws, and breaks off when a source does", () => {
		const throwing = (): never => {
			throw new Error("oops");
		};
		const sink: Sink = { limit: 10, write: () => undefined, end: () => OK, abort: throwing };
		const request = `${POST}Content-Length: 3\r\n\r\nabc`;
		equal(statusOf(new Client(() => ({ ...sink, write: throwing })).send(request).text), 500);
		equal(statusOf(new Client(() => ({ ...sink, end: throwing })).send(request).text), 500);
		const client = answering({ status: 200, body: { read: throwing, close: throwing, deadline: 0 } }).send(GET);
		ok(client.closed);
		equal(`${client.connection.takeFailure()}`, "Error: oops");
	});

	it("tells protocol errors in JSON that no browser takes for a page, and closes", () => {
		const client = answering(OK).send("nonsense\r\n\r\n");
		match(client.text, /^HTTP\/1\.1 400 Bad Request\r\n/);
		match(client.text, /\r\nContent-Type: application\/json\r\n/);
		match(client.text, /\r\nX-Content-Type-Options: nosniff\r\n/);
		match(client.text, /\r\nConnection: close\r\n/);
		equal(bodyOf(client.text), '{"error":"The request line is broken"}');
		ok(!client.closed);
		ok(client.wait(LIMITS.drainTime).closed);
	});
});

describe("HTTP body (RFC 9112 §6, §7)", () => {
	it("goes to the sink as it comes in, and the answer follows its end", () => {
		const sizes: number[] = [];
		const client = new Client(() => ({
			limit: 100,
			write(bytes) {
				sizes.push(bytes.length);
				return undefined;
			},
			end: () => OK,
			abort() {},
		}));
		client.send(`${POST}Content-Length: 10\r\n\r\n`).send("abc").send("defg");
		equal(client.text, "");
		client.send("hij");
		deepEqual(sizes, [3, 4, 3]);
		equal(statusOf(client.text), 200);
	});

	it("is refused with 413 when it is longer than the sink takes", () => {
		const echo = new Echo();
		echo.limit = 5;
		const chunks = `${CHUNKED}3\r\nabc\r\n3\r\ndef\r\n`;
		for (const request of [`${POST}Content-Length: 6\r\n\r\n`, `${CHUNKED}6\r\nabcdef\r\n`, chunks]) {
			const client = new Client(echo).send(request);
			equal(statusOf(client.text), 413);
			match(client.text, /Connection: close/);
		}
		equal(echo.aborted, 3);
		equal(statusOf(new Client(echo).send(`${CHUNKED}5\r\nabcde\r\n0\r\n\r\n`).text), 200);
	});

	it("is refused when its chunks are broken, or their lines too long", () => {
		const long = "x".repeat(CHUNK_LINE_LIMIT);
		const bodies = [
			"g\r\n",
			"\r\n",
			"-1\r\n",
			"0x1\r\n",
			" 1\r\n",
			"1 1\r\n",
			"123456789\r\n",
			";a\r\n",
			"1\na\n",
			"1\r\nab\r\n",
		];
		for (const body of [...bodies, `1;${long}`, `0\r\n${long}\r\n`, "1\r\na\n", "0\r\nA: b\n"]) {
			equal(statusOf(new Client(new Echo()).send(CHUNKED + body).text), 400, body);
		}
		const trailers = "A: b\r\n".repeat(TRAILER_LIMIT / 6 + 1);
		equal(statusOf(new Client(new Echo()).send(`${CHUNKED}0\r\n${trailers}\r\n`).text), 400);
		equal(statusOf(new Client(new Echo()).send(`${CHUNKED}00a ;a="b"\r\n0123456789\r\n0\r\n\r\n`).text), 200);
	});

	it("takes a flood of tiny chunks in steps", () => {
		const client = new Client(new Echo());
		client.connection.receive(utf8.encode(`${CHUNKED}${"1\r\na\r\n".repeat(100)}0\r\n\r\n`), 0);
		ok(client.connection.pending && !client.connection.hungry);
		equal(client.connection.write(100, 0), undefined);
		ok(client.connection.pending);
		equal(bodyOf(client.read().text), `POST /  ${"a".repeat(100)}`);
	});

	it("is asked for with 100 when the client waits for that (RFC 9110 §10.1.1)", () => {
		const expecting = `${POST}Expect: 100-Continue\r\nContent-Length: 3\r\n\r\n`;
		const client = new Client(new Echo()).send(expecting);
		equal(client.take(), "HTTP/1.1 100 Continue\r\n\r\n");
		equal(statusOf(client.send("abc").text), 200);
		equal(statusOf(new Client(new Echo()).send(`${expecting}abc`).text), 200);
		const refused = answering({ status: 403 }).send(expecting);
		equal(statusOf(refused.text), 403);
		match(refused.text, /Connection: close/);
		equal(statusOf(answering(OK).send(`${POST}Expect: tea\r\n\r\n`).text), 417);
		const old = new Client(new Echo()).send(`${expecting.replace("1.1", "1.0")}abc`);
		equal(statusOf(old.text), 200);
	});

	it("of a few bytes is read when the handler has answered before it, and the connection goes on", () => {
		const client = answering({ status: 401 });
		client.send(`${POST}Content-Length: ${LIMITS.discard}\r\n\r\n`);
		equal(statusOf(client.take()), 401);
		client.send("a".repeat(LIMITS.discard)).send(GET);
		equal(statusOf(client.take()), 401);
		ok(!client.closed);
	});

	it("of many bytes ends the connection when the handler has answered before it, after some time or so many", () => {
		for (const head of [`${POST}Content-Length: ${LIMITS.discard + 1}\r\n\r\n`, CHUNKED]) {
			const limits = { ...LIMITS, drain: 2_000 };
			const client = answering({ status: 401 }, { limits }).send(head);
			match(client.text, /401 Unauthorized\r\n.*\r\nConnection: close/);
			client.send("a".repeat(limits.drain));
			ok(!client.closed);
			ok(client.send("a").closed);
			ok(answering({ status: 401 }).send(head).wait(LIMITS.drainTime).closed);
		}
	});

	it("may be answered by the sink before it is complete", () => {
		const client = new Client(() => ({
			limit: 1_000_000,
			write: () => ({ status: 422, body: "no" }),
			end: () => OK,
			abort() {},
		}));
		client.send(`${POST}Content-Length: 6\r\n\r\nabc`);
		equal(statusOf(client.text), 422);
		client.take();
		client.send(`def${GET}`);
		equal(statusOf(client.text), 200);
	});
});

describe("HTTP time limits", () => {
	it("close an idle connection without a word", () => {
		for (const client of [answering(OK), answering(OK).send(GET)]) {
			client.take();
			ok(!client.wait(LIMITS.idleTime - 1).closed);
			ok(client.wait(1).closed);
			equal(client.text, "");
		}
	});

	it("answer 408 to a head that does not end, however its bytes trickle in", () => {
		const client = answering(OK);
		for (let time = 0; time < LIMITS.headTime; time += 100) client.send("a").wait(100);
		equal(statusOf(client.text), 408);
		ok(client.wait(LIMITS.drainTime).closed);
		equal(statusOf(answering(OK).send("\r\n").wait(LIMITS.headTime).text), 408);
	});

	it("answer 408 to a body that trickles in, and let a slow but steady one pass", () => {
		const echo = new Echo();
		const trickling = new Client(echo).send(`${POST}Content-Length: 100000\r\n\r\n`);
		for (let time = 0; time < LIMITS.bodyTime; time += 100) trickling.send("a").wait(100);
		equal(statusOf(trickling.text), 408);
		equal(echo.aborted, 1);
		const steady = new Client(echo).send(`${POST}Content-Length: 5120\r\n\r\n`);
		for (let count = 0; count < 5; count++) steady.wait(9_000).send("a".repeat(1024));
		equal(statusOf(steady.text), 200);
		const discarded = answering({ status: 401 }).send(`${POST}Content-Length: 100\r\n\r\n`);
		ok(discarded.wait(LIMITS.bodyTime).closed);
	});

	it("drop a client that does not read, or as good as", () => {
		const source = new Pieces("a", "");
		for (const body of [new Uint8Array(3_000), source]) {
			const { connection } = answering({ status: 200, body });
			connection.receive(utf8.encode(GET), 0);
			connection.expire(LIMITS.sendTime - 1);
			equal(connection.closed, false);
			connection.expire(LIMITS.sendTime);
			ok(connection.closed);
		}
		equal(source.closed, 1);
		const { connection } = answering({ status: 200, body: new Uint8Array(3_000) });
		connection.receive(utf8.encode(GET), 0);
		let now = 0;
		for (; !connection.closed && now < 100_000; now += 100) {
			connection.write(1, now);
			connection.expire(now);
		}
		ok(now <= LIMITS.sendTime + 100);
	});

	it("do not touch a stream that has nothing to send", () => {
		ok(!answering({ status: 200, body: new Pieces() }).send(GET).wait(86_400_000).closed);
	});
});
