/** What a hostile LAN sends to the control page; run by a worker thread, so that it takes no time of the doorbell's. */

import { createHash, randomBytes } from "node:crypto";
import { connect, type Socket } from "node:net";
import { parentPort, workerData } from "node:worker_threads";
import { SeededRandom } from "../../simulator/seeded-random.ts";
import { mutate } from "../sip/mutation.ts";

/** What the attackers know and look for. */
export interface Attack {
	readonly port: number;
	/** Mutated requests. */
	readonly requests: number;
	/** What no answer may contain. */
	readonly secrets: readonly string[];
}

/** What they met. */
export interface Spoils {
	/** How many answers had each status; "none" is a connection that was closed without one. */
	readonly statuses: Readonly<Record<string, number>>;
	/** Secrets that were found in answers. */
	readonly found: readonly string[];
}

/** Connections that send mutated requests at the same time. */
const PARALLEL = 16;
/** How long an attacker waits for an answer, milliseconds. */
const PATIENCE = 60;
/** Connections that send a byte now and then, and such as come all at once. */
const SLOW_CONNECTIONS = 12;
const CROWD = 50;
const GUESSES = 60;

const SEEDS = [
	"GET / HTTP/1.1\r\nHost: HERE\r\nAccept-Encoding: gzip\r\n\r\n",
	"GET /api/status HTTP/1.1\r\nHost: HERE\r\n\r\n",
	"GET /api/config HTTP/1.1\r\nHost: HERE\r\nConnection: close\r\n\r\n",
	"GET /api/trace.pcap HTTP/1.1\r\nHost: HERE\r\nRange: bytes=0-\r\n\r\n",
	"GET /api/events?last=x-1 HTTP/1.1\r\nHost: HERE\r\nLast-Event-ID: 1-1\r\n\r\n",
	'PATCH /api/config HTTP/1.1\r\nHost: HERE\r\nContent-Type: application/json\r\nContent-Length: 17\r\n\r\n{"door.code":"1"}',
	"POST /api/door/open HTTP/1.1\r\nHost: HERE\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n",
	'PUT /api/password HTTP/1.1\r\nHost: HERE\r\nContent-Type: application/json\r\nContent-Length: 22\r\n\r\n{"new":"mine for now"}',
	"POST /api/firmware HTTP/1.1\r\nHost: HERE\r\nContent-Type: application/octet-stream\r\nContent-Length: 99\r\n\r\nxxxx",
];

const CROSS_SITE = [
	"POST /api/door/open HTTP/1.1\r\nHost: HERE\r\nOrigin: http://evil.example\r\nContent-Type: application/json\r\nContent-Length: 0\r\n\r\n",
	"POST /api/door/open HTTP/1.1\r\nHost: HERE\r\nSec-Fetch-Site: cross-site\r\nContent-Type: application/json\r\nContent-Length: 0\r\n\r\n",
	"POST /api/door/open HTTP/1.1\r\nHost: HERE\r\nContent-Type: text/plain\r\nContent-Length: 0\r\n\r\n",
	"GET /api/status HTTP/1.1\r\nHost: rebound.example\r\n\r\n",
];

async function attack({ port, requests, secrets }: Attack): Promise<Spoils> {
	const statuses: Record<string, number> = {};
	const found = new Set<string>();
	const take = (answer: string) => {
		const status = /^HTTP\/1\.1 (\d{3}) /.exec(answer)?.[1] ?? "none";
		statuses[status] = (statuses[status] ?? 0) + 1;
		for (const secret of secrets) if (answer.includes(secret)) found.add(secret);
		return status;
	};
	const here = (text: string) => text.replace("HERE", `127.0.0.1:${port}`);
	const random = new SeededRandom("hostile");

	const slow = Array.from({ length: SLOW_CONNECTIONS }, () => open(port));
	const drip = setInterval(() => {
		for (const socket of slow) socket.write("G");
	}, 100);

	let left = requests;
	const mutator = async () => {
		for (; left > 0; left -= 1) take(await ask(port, mutate(here(SEEDS[left % SEEDS.length]!), random)));
	};
	await Promise.all(Array.from({ length: PARALLEL }, mutator));
	await Promise.all(Array.from({ length: CROWD }, async () => take(await ask(port, here(SEEDS[0]!)))));
	for (const request of CROSS_SITE) take(await ask(port, here(request)));
	take(
		await ask(
			port,
			here(
				`POST /api/restore HTTP/1.1\r\nHost: HERE\r\nContent-Type: application/json\r\nContent-Length: 10000000\r\n\r\n${"x".repeat(1_000_000)}`,
			),
		),
	);
	take(await ask(port, here(`GET /${"x".repeat(100_000)} HTTP/1.1\r\nHost: HERE\r\n\r\n`)));
	take(await ask(port, here(`GET / HTTP/1.1\r\nHost: HERE\r\n${"X: y\r\n".repeat(20_000)}\r\n`)));
	for (let guess = 0; guess < GUESSES; guess += 1) {
		const challenge = await ask(port, here("GET /api/status HTTP/1.1\r\nHost: HERE\r\nConnection: close\r\n\r\n"));
		take(
			await ask(port, here(`GET /api/status HTTP/1.1\r\nHost: HERE\r\nAuthorization: ${guessed(challenge)}\r\n\r\n`)),
		);
	}

	clearInterval(drip);
	for (const socket of slow) socket.destroy();
	return { statuses, found: [...found] };
}

/** An answer to a challenge with a password by chance. */
function guessed(answer: string): string {
	const [, realm = "", nonce = ""] = /Digest realm="([^"]*)", nonce="([^"]*)", algorithm=SHA-256/.exec(answer) ?? [];
	const hash = (text: string) => createHash("sha256").update(text).digest("hex");
	const secret = hash(`admin:${realm}:${randomBytes(8).toString("hex")}`);
	const proof = hash(`${secret}:${nonce}:00000001:c:auth:${hash("GET:/api/status")}`);
	return `Digest username="admin", realm="${realm}", nonce="${nonce}", uri="/api/status", response="${proof}", algorithm=SHA-256, cnonce="c", qop=auth, nc=00000001`;
}

function open(port: number): Socket {
	return connect(port, "127.0.0.1").on("error", () => {});
}

/** Sends bytes and returns what comes back until the other side closes, or says no more for a while. */
function ask(port: number, request: string): Promise<string> {
	return new Promise((resolve) => {
		const socket = open(port);
		let answer = "";
		const done = () => {
			socket.destroy();
			resolve(answer);
		};
		const timer = setTimeout(done, PATIENCE);
		socket.setEncoding("latin1");
		socket.on("data", (text: string) => {
			answer += text;
			// Whatever else comes is of no interest.
			timer.refresh();
			if (answer.includes("\r\n\r\n") && !/^HTTP\/1\.1 200/.test(answer)) done();
		});
		socket.on("close", () => {
			clearTimeout(timer);
			resolve(answer);
		});
		socket.write(request);
	});
}

if (parentPort) void attack(workerData as Attack).then((spoils) => parentPort!.postMessage(spoils));
