import { deepEqual, equal, ok, rejects } from "node:assert/strict";
import { once } from "node:events";
import { request } from "node:http";
import type { WebSocket } from "ws";
import { tone } from "../../hosts/node/audio-format.ts";
import { BOARD, FRAME_SAMPLES, MESSAGE_LIMIT, writeFrame } from "../../simulator/bench/protocol.ts";
import { PAGE_LIMIT } from "../../simulator/bench/server.ts";
import { StartProblem } from "../../simulator/start-problem.ts";
import { toneShare } from "../../simulator/tone-share.ts";
import { BenchHouse, type Page } from "./bench-house.ts";

/** Frames of sound that are listened to: long enough for what was said before to have passed. */
const EAR = 40;
const POLICY_VIOLATION = 1008;
const TOO_BIG = 1009;

let houses: BenchHouse[] = [];

/** A house that is gone after the test. */
function house(...options: ConstructorParameters<typeof BenchHouse>): BenchHouse {
	const made = new BenchHouse(...options);
	houses.push(made);
	return made;
}

/** For every suite of this file. */
function cleanly(): void {
	afterEach(async () => {
		for (const made of houses) await made.close();
		houses = [];
	});
}

/** Rings, and lets phone 1 answer. */
async function talk(page: Page): Promise<void> {
	page.send({ type: "button", button: 1, pressed: true });
	await page.sees(({ phones }) => phones.every(({ state }) => state === "ringing"));
	page.send({ type: "button", button: 1, pressed: false });
	page.send({ type: "phone", phone: 1, action: "answer" });
	await page.sees(({ board, phones }) => board.state === "CONNECTED" && phones[0]?.state === "in call");
}

/** How much of what is heard at a channel is a tone, at the end of a while. */
async function share(page: Page, channel: number, hertz: number): Promise<number> {
	const heard = await page.hears(channel, EAR);
	return toneShare(heard.subarray(-10 * FRAME_SAMPLES), hertz);
}

/** The status of a handshake that is refused. */
async function refusal(socket: WebSocket): Promise<number> {
	socket.on("error", () => {});
	const [, response] = await once(socket, "unexpected-response");
	return response.statusCode;
}

describe("Bench: a visit", function () {
	cleanly();
	this.timeout(20_000);

	it("rings, talks both ways, opens the door by a key, and hangs up", async () => {
		const page = await house().open();
		page.send({ type: "sound", channel: BOARD, sound: "tone" });
		page.send({ type: "listen", channel: BOARD, on: true });
		page.send({ type: "listen", channel: 1, on: true });
		await talk(page);
		deepEqual(
			page.view?.phones.map(({ state, peer }) => [state, peer?.name]),
			[
				["in call", "Doorbell"],
				["idle", "Doorbell"],
			],
		);
		const shares = await Promise.all([share(page, 1, 440), share(page, BOARD, 660)]);
		ok(shares[0]! > 0.9, `the visitor at the phone: ${shares[0]}`);
		ok(shares[1]! > 0.9, `the resident at the door: ${shares[1]}`);
		page.send({ type: "key", phone: 1, key: "9" });
		await page.sees(({ board }) => board.door);
		page.send({ type: "phone", phone: 1, action: "hang up" });
		await page.sees(({ board, phones }) => board.state === "REGISTERED" && phones[0]?.state === "idle");
	});

	it("opens the door by INFO as well", async () => {
		const page = await house().open();
		page.send({ type: "keys", phone: 1, method: "info" });
		await talk(page);
		page.send({ type: "key", phone: 1, key: "9" });
		await page.sees(({ board }) => board.door);
		await page.news(({ type, ...news }) => type === "wire" && JSON.stringify(news).includes("a key was pressed"));
	});

	it("lets the phones decline", async () => {
		const page = await house().open();
		page.send({ type: "button", button: 1, pressed: true });
		await page.sees(({ phones }) => phones.every(({ state }) => state === "ringing"));
		page.send({ type: "phone", phone: 1, action: "decline" });
		await page.sees(({ phones }) => phones[0]?.state === "idle" && phones[1]?.state === "ringing");
		page.send({ type: "phone", phone: 2, action: "decline" });
		await page.sees(({ board }) => board.state === "REGISTERED");
	});

	it("lets a phone call the doorbell, hold, and resume", async () => {
		const page = await house().open();
		page.send({ type: "phone", phone: 2, action: "call" });
		await page.sees(({ board, phones }) => board.state === "CONNECTED" && phones[1]?.state === "in call");
		page.send({ type: "phone", phone: 2, action: "hold" });
		await page.sees(({ phones }) => phones[1]?.holding === true);
		page.send({ type: "phone", phone: 2, action: "resume" });
		await page.sees(({ phones }) => phones[1]?.holding === false);
		page.send({ type: "phone", phone: 2, action: "call" });
		await page.news((news) => news.type === "problem");
	});

	it("carries a page's own microphone to the other end", async () => {
		const page = await house().open();
		await talk(page);
		page.send({ type: "sound", channel: 1, sound: "browser" });
		page.send({ type: "listen", channel: BOARD, on: true });
		await page.sees(({ phones }) => phones[0]?.mouth.page === page.number);
		const source = tone(550);
		let position = 0;
		// Frame for frame: what the door hears sets the pace.
		const speak = () =>
			page.socket.send(
				writeFrame(
					1,
					Int16Array.from({ length: 160 }, () => source(position++)),
				),
			);
		for (let frame = 0; frame < 4; frame += 1) speak();
		page.socket.on("message", (_data, isBinary) => isBinary && speak());
		const heard = await share(page, BOARD, 550);
		ok(heard > 0.9, `${heard}`);
	});

	it("lets the PBX have the habits of another one", async () => {
		const page = await house().open();
		await page.sees(({ pbx }) => pbx?.profile === 0 && pbx.profiles.length === 5 && pbx.quirks.length === 0);
		page.send({ type: "profile", profile: 1 });
		await page.sees(
			({ pbx }) => pbx?.profile === 1 && pbx.quirks[0]?.row === "F1" && pbx.quirks[0].hypothesis === true,
		);
	});

	it("shows the packets of both ends, and what the weather costs", async () => {
		const page = await house().open();
		await talk(page);
		await page.sees(({ board, phones }) =>
			[board.stream, phones[0]?.stream].every((stream) => stream && stream.sendRate > 40 && stream.receiveRate > 40),
		);
		page.send({ type: "weather", loss: 0.3, delay: 20, jitter: 10 });
		await page.sees(({ board, weather }) => weather.loss === 0.3 && weather.lost > 5 && (board.stream?.lost ?? 0) > 2);
	});
});

describe("Bench: pages", function () {
	cleanly();
	this.timeout(20_000);

	it("see the same, also those that open later", async () => {
		const made = house();
		const first = await made.open();
		const second = await made.page();
		ok(second.number !== first.number);
		await second.sees(({ board }) => board.state === "REGISTERED");
		const wire = await second.news((news) => news.type === "wire");
		const titles = wire.type === "wire" ? wire.lines.map(({ end, direction, title }) => [end, direction, title]) : [];
		deepEqual(titles.slice(0, 2), [
			["board", "sent", "REGISTER"],
			["phones", "received", "REGISTER"],
		]);
		first.send({ type: "weather", loss: 0, delay: 5, jitter: 0 });
		await second.sees(({ weather }) => weather.delay === 5);
	});

	it("are not told the proof of a password, nor keys", async () => {
		const page = await house().open();
		page.send({ type: "keys", phone: 1, method: "info" });
		await talk(page);
		page.send({ type: "key", phone: 1, key: "9" });
		const secrets: string[] = [];
		page.socket.on("message", (data, isBinary) => !isBinary && secrets.push(String(data)));
		await page.sees(({ board }) => board.door);
		ok(secrets.some((text) => text.includes("INFO")));
		for (const text of secrets) ok(!/Signal=9|response=\\?"[0-9a-f]/.test(text), text);
		const wire = await page.news(
			(news) => news.type === "wire" && news.lines.some(({ note }) => note.includes("with credentials")),
		);
		ok(JSON.stringify(wire).includes("response=…"));
	});

	it("hold a button together, and let go of it when they are gone", async () => {
		const made = house();
		const page = await made.open();
		const other = await made.page();
		page.send({ type: "button", button: 0, pressed: true });
		other.send({ type: "button", button: 0, pressed: true });
		await page.sees(({ board }) => board.setup === true);
		other.send({ type: "button", button: 0, pressed: false });
		page.send({ type: "button", button: 2, pressed: true });
		await other.sees(({ board }) => board.setup === true && board.buttons[1] === true);
		page.close();
		await other.sees(({ board }) => board.setup === false && board.buttons[1] === false);
	});

	it("take the microphone from each other, and leave silence behind", async () => {
		const made = house();
		const page = await made.open();
		const other = await made.page();
		page.send({ type: "sound", channel: BOARD, sound: "browser" });
		await page.sees(({ board }) => board.mouth.page === page.number);
		other.send({ type: "sound", channel: BOARD, sound: "browser" });
		await page.sees(({ board }) => board.mouth.page === other.number);
		page.send({ type: "sound", channel: 1, sound: "browser" });
		await other.sees(({ phones }) => phones[0]?.mouth.page === page.number);
		other.close();
		await page.sees(({ board }) => board.mouth.sound === "silence" && board.mouth.page === 0);
		equal(page.view?.phones[0]?.mouth.page, page.number);
	});

	it("hear nothing that they do not listen to", async () => {
		const made = house();
		const page = await made.open();
		const other = await made.page();
		page.send({ type: "listen", channel: 1, on: true });
		await talk(page);
		await page.hears(1, 3);
		page.send({ type: "listen", channel: 1, on: false });
		page.send({ type: "listen", channel: BOARD, on: true });
		await page.hears(BOARD, 3);
		page.heard.delete(1);
		await page.hears(BOARD, 3);
		deepEqual([page.heard.has(1), other.heard.size], [false, 0]);
	});

	it("are closed when they say what ours would not", async () => {
		const made = house();
		await made.open();
		const bad = [
			"no JSON",
			"null",
			"[]",
			'"text"',
			"{}",
			'{"type":"open the door"}',
			'{"type":"button","button":3,"pressed":true}',
			'{"type":"button","button":-1,"pressed":true}',
			'{"type":"button","button":1.5,"pressed":true}',
			'{"type":"button","button":1,"pressed":1}',
			'{"type":"phone","phone":0,"action":"answer"}',
			'{"type":"phone","phone":1,"action":"constructor"}',
			'{"type":"key","phone":1,"key":"99"}',
			'{"type":"key","phone":1,"key":9}',
			'{"type":"keys","phone":1,"method":"sound"}',
			'{"type":"sound","channel":3,"sound":"tone"}',
			'{"type":"listen","channel":1,"on":"yes"}',
			'{"type":"weather","loss":0.6,"delay":0,"jitter":0}',
			'{"type":"weather","loss":0,"delay":1e9,"jitter":0}',
			'{"type":"weather","loss":null,"delay":0,"jitter":0}',
			JSON.stringify({ type: "listen", channel: 1, on: true, more: "x".repeat(MESSAGE_LIMIT) }),
			new Uint8Array(0),
			new Uint8Array(321),
			writeFrame(1, new Int16Array(FRAME_SAMPLES)).subarray(1),
		];
		for (const message of bad) {
			const page = await made.page();
			page.socket.send(message);
			equal(await page.closed(), POLICY_VIOLATION, String(message));
		}
		// Frames for a channel that is not there, or where another page speaks, are no harm.
		const page = await made.page();
		page.socket.send(writeFrame(200, new Int16Array(FRAME_SAMPLES)));
		page.send({ type: "sound", channel: 1, sound: "file" });
		await page.news((news) => news.type === "problem");
	});

	it("are closed when they send too much at once, or too often", async () => {
		const made = house();
		await made.open();
		const large = await made.page();
		large.socket.send("x".repeat(100_000));
		equal(await large.closed(), TOO_BIG);
		const often = await made.page();
		for (let count = 0; count < 1_000; count += 1) often.send({ type: "listen", channel: 1, on: false });
		equal(await often.closed(), POLICY_VIOLATION);
	});

	it("are limited in number", async () => {
		const made = house();
		await made.open();
		for (let count = 1; count < PAGE_LIMIT; count += 1) await made.page();
		equal(await refusal(made.socket()), 503);
	});
});

describe("Bench: server", () => {
	cleanly();

	/** Asks for a file as a browser does, unless the headers say otherwise. */
	async function get(made: BenchHouse, path: string, headers: Readonly<Record<string, string>> = {}, method = "GET") {
		const asked = request({ port: made.bench.port, host: "127.0.0.1", path, method, headers, agent: false });
		asked.end();
		const [response] = await once(asked, "response");
		let body = "";
		for await (const piece of response) body += piece;
		return { status: response.statusCode as number, headers: response.headers, body };
	}

	it("serves the page, with headers that keep other sites out", async () => {
		const made = house();
		await made.bench.open();
		const { status, headers, body } = await get(made, "/?phone=2");
		deepEqual([status, headers["content-type"], body], [200, "text/html; charset=utf-8", "<!doctype html>"]);
		const policy = headers["content-security-policy"] ?? "";
		ok(
			policy.startsWith("default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self' ws://127.0.0.1:"),
		);
		ok(policy.endsWith("base-uri 'none'; form-action 'none'; frame-ancestors 'none'"));
		equal(headers["x-content-type-options"], "nosniff");
		const head = await get(made, "/page.js", {}, "HEAD");
		deepEqual([head.status, head.headers["content-length"], head.body], [200, "2", ""]);
	});

	it("refuses what is not there or cannot be done", async () => {
		const made = house();
		await made.bench.open();
		for (const path of ["/none", "/../package.json", "/constructor", "/bench"])
			equal((await get(made, path)).status, 404, path);
		const { status, headers } = await get(made, "/", {}, "POST");
		deepEqual([status, headers.allow], [405, "GET, HEAD"]);
	});

	it("refuses names that others could have made point here (DNS rebinding)", async () => {
		const made = house();
		await made.bench.open();
		const { port } = made.bench;
		for (const host of ["evil.example", `evil.example:${port}`, "127.0.0.1.evil.example", "localhost.evil", "a b"])
			equal((await get(made, "/", { Host: host })).status, 403, host);
		for (const host of ["localhost", `LOCALHOST:${port}`, "[::1]:8081", "192.168.1.5"])
			equal((await get(made, "/", { Host: host })).status, 200, host);
		const rebound = { Host: `evil.example:${port}`, Origin: `http://evil.example:${port}` };
		equal(await refusal(made.socket(rebound)), 403);
	});

	it("lets only pages of its own origin open a WebSocket", async () => {
		const made = house();
		await made.bench.open();
		const { port } = made.bench;
		for (const Origin of ["", "null", "http://evil.example", `https://127.0.0.1:${port}`, "http://127.0.0.1:1"])
			equal(await refusal(made.socket({ Origin })), 403, Origin);
		equal(await refusal(made.socket({}, "/other")), 404);
	});

	it("names the option that helps when its port is taken", async () => {
		const made = house();
		await made.bench.open();
		const { port } = made.bench;
		await rejects(
			house({ port }).bench.open(),
			new StartProblem(
				`TCP port ${port} is taken by another program: give the bench another one with --bench PORT, or do without by --no-bench`,
				1,
			),
		);
	});

	it("says when an address is none of this computer", async () => {
		await rejects(house({ address: "192.0.2.1" }).bench.open(), /of 192\.0\.2\.1 cannot be used: /);
	});

	it("serves where there is no PBX", async () => {
		const made = house({ pbx: undefined });
		await made.bench.open();
		const page = await made.page();
		await page.sees(({ phones }) => phones.length === 0);
		page.send({ type: "phone", phone: 1, action: "answer" });
		equal(await page.closed(), POLICY_VIOLATION);
	});
});
