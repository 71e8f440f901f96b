import { deepEqual, equal, match } from "node:assert/strict";
import { execFile } from "node:child_process";
import { Agent, type RequestOptions, request } from "node:http";
import { promisify } from "node:util";
import { createNodeHost } from "../../hosts/node/host.ts";
import { HttpListener, type HttpListenerOptions } from "../../modules/drivers/http-listener.ts";
import type { Handler } from "../../modules/http/exchange.ts";
import { Echo, Pieces } from "../http/client.ts";

const run = promisify(execFile);

interface Answer {
	readonly status: number | undefined;
	readonly text: string;
	readonly length: number;
}

describe("HTTP listener and other people's clients", () => {
	let listener: HttpListener;
	const agent = new Agent({ keepAlive: true, maxSockets: 1 });

	const listen = (answer: Handler | Handler["handle"], options: Partial<HttpListenerOptions> = {}) => {
		const host = createNodeHost({ data: "unused" });
		const handler = typeof answer === "function" ? { handle: answer } : answer;
		listener = new HttpListener({ host, port: 0, address: "127.0.0.1", handler, ...options });
	};

	const ask = (options: RequestOptions, body: string | Buffer = ""): Promise<Answer> =>
		new Promise((resolve, reject) => {
			const asked = request({ host: "127.0.0.1", port: listener.port, agent, ...options }, (response) => {
				const pieces: Buffer[] = [];
				response.on("data", (piece) => pieces.push(piece));
				response.on("error", reject);
				response.on("end", () => {
					const bytes = Buffer.concat(pieces);
					resolve({ status: response.statusCode, text: bytes.toString(), length: bytes.length });
				});
			});
			asked.on("error", reject);
			asked.end(body);
		});

	afterEach(() => {
		agent.destroy();
		listener.close();
	});

	it("serve Node's client on one connection", async () => {
		listen(new Echo());
		for (let count = 0; count < 5; count++) {
			const { status, text } = await ask({ path: `/${count}?q`, method: "PUT" }, "Grüße");
			deepEqual([status, text], [200, `PUT /${count} q Grüße`]);
		}
		equal(listener.counters.accepted, 1);
	});

	it("come many at once", async () => {
		listen(new Echo(), { connections: 12, perAddress: 12 });
		const paths = Array.from({ length: 12 }, (_, index) => `/${index}`);
		const answers = await Promise.all(paths.map((path) => ask({ path, agent: new Agent() })));
		deepEqual(
			answers.map(({ text }) => text),
			paths.map((path) => `GET ${path}  `),
		);
		equal(listener.counters.refused, 0);
	});

	it("take a chunked upload and send a long file", async () => {
		const file = new Uint8Array(1_000_000).fill(97);
		let received = 0;
		listen(({ method }) =>
			method === "GET"
				? { status: 200, body: file }
				: {
						limit: 10_000_000,
						write(bytes) {
							received += bytes.length;
							return undefined;
						},
						end: () => ({ status: 204 }),
						abort() {},
					},
		);
		const headers = { "Transfer-Encoding": "chunked", Expect: "100-continue" };
		equal((await ask({ path: "/", method: "POST", headers }, Buffer.alloc(3_000_000))).status, 204);
		equal(received, 3_000_000);
		equal((await ask({ path: "/" })).length, file.length);
	});

	it("tell a client with a body that is too long, before they close", async () => {
		const echo = new Echo();
		echo.limit = 100;
		listen(echo);
		const { status, text } = await ask({ path: "/", method: "POST" }, Buffer.alloc(50_000));
		deepEqual([status, text], [413, '{"error":"The body is too long"}']);
	});

	it("stream", async () => {
		const source = new Pieces("one", "two");
		listen(() => ({ status: 200, body: source }));
		setTimeout(() => {
			source.pieces.push("three", "");
			listener.wake();
		}, 20);
		equal((await ask({ path: "/" })).text, "onetwothree");
	});

	it("serve curl: keep-alive, HEAD, HTTP/1.0, Expect", async function () {
		try {
			await run("curl", ["--version"]);
		} catch {
			this.skip();
		}
		listen(new Echo());
		const url = `http://127.0.0.1:${listener.port}`;
		const curl = async (...parameters: string[]) => (await run("curl", ["-sS", "-m", "5", ...parameters])).stdout;
		equal(await curl(`${url}/a`, `${url}/b`), "GET /a  GET /b  ");
		equal(listener.counters.accepted, 1);
		match(await curl("-I", `${url}/a`), /^HTTP\/1\.1 200 OK\r\n.*\r\nContent-Length: 9\r\n\r\n$/);
		equal(await curl("-0", `${url}/a`), "GET /a  ");
		equal(await curl("-d", "x=y", "-H", "Expect: 100-continue", `${url}/a`), "POST /a  x=y");
		equal(await curl("-d", "x=y", "-H", "Transfer-Encoding: chunked", `${url}/a`), "POST /a  x=y");
	});
});
