import { equal, ok } from "node:assert/strict";
import { Connection } from "../../modules/http/connection.ts";
import type { Request, Sink } from "../../modules/http/exchange.ts";
import { LIMITS } from "../../modules/http/limits.ts";
import { SeededRandom } from "../../simulator/seeded-random.ts";
import { utf8 } from "../../simulator/utf8.ts";
import { mutate } from "../sip/mutation.ts";
import { CHROMIUM } from "./chromium.ts";
import { Client } from "./client.ts";

const BODY_LIMIT = 64;
const SEEDS = [
	`${CHROMIUM}`,
	'POST /api/call HTTP/1.1\r\nHost: a\r\nContent-Length: 18\r\nContent-Type: application/json\r\n\r\n{"target":"**610"}',
	"PUT /x HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5;a=b\r\nhello\r\n1\r\n!\r\n0\r\nA: b\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n",
	"GET http://a/%41?b HTTP/1.0\r\nConnection: keep-alive\r\nExpect: 100-continue\r\n\r\n",
];

const XS = "xs" in globalThis;
/** The engine of the board is slower by two orders of magnitude. */
const ROUNDS = XS ? 400 : 10_000;

/** Checks what a handler may rely on, and how long a body gets. */
class Checked implements Sink {
	readonly limit = BODY_LIMIT;
	#received = 0;

	constructor(request: Request) {
		ok(request.path.startsWith("/") && !`${request.path}/`.includes("/../"), request.path);
		ok(request.target.length <= LIMITS.target);
		ok(!request.path.includes("\0"));
	}

	write(bytes: Uint8Array) {
		this.#received += bytes.length;
		ok(this.#received <= BODY_LIMIT);
		return this.#received > 50 ? { status: 422 } : undefined;
	}

	end() {
		return { status: 200, body: "yes" };
	}

	abort(): void {}
}

/** The responses; one that refuses a head may have several reasons to, of which another is seen first. */
function outcome(text: string): string {
	const statuses = text.match(/(?<=HTTP\/1\.1 )\d{3}/g) ?? [];
	return statuses
		.filter((status) => status !== "100")
		.map((status) => (/400|414|431|505/.test(status) ? "refused" : status))
		.join();
}

describe("HTTP connection under fire", () => {
	it("answers mutated requests or waits, never throws, and ends in time", () => {
		const random = new SeededRandom("http");
		let answered = 0;
		for (let round = 0; round < ROUNDS; round++) {
			const text = mutate(SEEDS[round % SEEDS.length]!, random);
			const client = new Client((request) => new Checked(request));
			client.send(text, 1 + Math.floor(random.next() * 400));
			equal(client.connection.takeFailure(), undefined, text);
			if (client.text !== "") ok(/^HTTP\/1\.1 [1245]\d\d /.test(client.text), client.text);
			if (client.text !== "") answered += 1;
			ok(client.wait(60_000).closed, text);
		}
		ok(answered > ROUNDS / 2);
	});

	it("gives the same answers wherever a mutated request is split", () => {
		const random = new SeededRandom("split");
		for (let round = 0; round < ROUNDS / 20; round++) {
			const text = mutate(SEEDS[round % SEEDS.length]!, random);
			const answers = [1_000_000, 1 + Math.floor(random.next() * 50), 1].map((size) =>
				outcome(new Client((request) => new Checked(request)).send(text, size).wait(60_000).text),
			);
			equal(answers[1], answers[0], text);
			equal(answers[2], answers[0], text);
		}
	});

	it("takes a big chunked upload in constant memory", () => {
		let received = 0;
		const sink: Sink = {
			limit: 1_000_000,
			write(bytes) {
				received += bytes.length;
				return undefined;
			},
			end: () => ({ status: 204 }),
			abort() {},
		};
		const connection = new Connection({ handler: { handle: () => sink }, address: "a", text: utf8, now: 0 });
		const feed = (bytes: Uint8Array) => {
			connection.receive(bytes, 0);
			while (connection.pending) connection.write(100, 0);
		};
		feed(utf8.encode("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"));
		const chunk = utf8.encode(`3e8\r\n${"x".repeat(1000)}\r\n`);
		for (let count = 0; count < 500; count++) feed(chunk);
		feed(utf8.encode("0\r\n\r\n"));
		equal(received, 500_000);
		equal(utf8.decode(connection.write(1000, 0)!).slice(0, 12), "HTTP/1.1 204");
	});
});
