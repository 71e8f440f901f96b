import { deepEqual, equal, ok, throws } from "node:assert/strict";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { WebSocket, WebSocketServer } from "ws";
import { FRAME_SAMPLES } from "../../hosts/node/audio-format.ts";
import { LIVE_LIMIT, LIVE_START, LiveSource } from "../../simulator/bench/live-source.ts";
import { isOwnHost, isOwnOrigin } from "../../simulator/bench/origin.ts";
import { Resampler } from "../../simulator/bench/page/audio/resampler.ts";
import { NEWS_BACKLOG, PageConnection, SOUND_BACKLOG } from "../../simulator/bench/page-connection.ts";
import { readPage } from "../../simulator/bench/page-files.ts";
import { readFrame, writeFrame } from "../../simulator/bench/protocol.ts";
import { speech } from "../../simulator/bench/speech.ts";
import { StreamRate } from "../../simulator/bench/stream-rate.ts";
import { WIRE_LIMIT, WIRE_TEXT_LIMIT, WireLog } from "../../simulator/bench/wire-log.ts";
import { toneShare } from "../../simulator/tone-share.ts";

/** Samples that count up from `first`. */
function counting(first: number, length: number): Int16Array {
	return Int16Array.from({ length }, (_, index) => first + index);
}

function take({ source }: LiveSource, length: number): number[] {
	return Array.from({ length }, (_, position) => source(position));
}

describe("Bench: live sound", () => {
	it("waits until a little is there, and then hands out each sample once", () => {
		const live = new LiveSource();
		live.push(counting(1, LIVE_START - 1));
		deepEqual(take(live, 3), [0, 0, 0]);
		live.push(counting(LIVE_START, 1));
		deepEqual(take(live, 3), [1, 2, 3]);
		equal(live.waiting, LIVE_START - 3);
	});

	it("is silent when it runs dry, and begins again with a little", () => {
		const live = new LiveSource();
		live.push(counting(1, LIVE_START));
		take(live, LIVE_START);
		deepEqual(take(live, 2), [0, 0]);
		live.push(counting(1, 1));
		deepEqual(take(live, 2), [0, 0]);
		live.push(counting(2, LIVE_START));
		deepEqual(take(live, 2), [1, 2]);
	});

	it("loses the oldest when nobody takes it, and counts that", () => {
		const live = new LiveSource();
		live.push(counting(1, LIVE_LIMIT));
		live.push(counting(1 + LIVE_LIMIT, 5));
		deepEqual([live.waiting, live.dropped, take(live, 1)], [LIVE_LIMIT, 5, [6]]);
		live.clear();
		deepEqual([live.waiting, take(live, 1)], [0, [0]]);
	});
});

describe("Bench: sound of the page", () => {
	/** A tone at one rate, taken to another one: what becomes of it, without the ends. */
	function resampled(from: number, to: number, hertz: number): Float32Array {
		const resampler = new Resampler(from, to);
		const made: number[] = [];
		for (let index = 0; index < from / 2; index += 1) {
			resampler.push([Math.sin((2 * Math.PI * hertz * index) / from)]);
			while (resampler.ready) made.push(resampler.next());
		}
		return Float32Array.from(made.slice(made.length / 4, (3 * made.length) / 4));
	}

	const loudness = (samples: Float32Array) =>
		Math.sqrt(samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length);
	const share = (samples: Float32Array, hertz: number, rate: number) =>
		toneShare(
			Int16Array.from(samples, (sample) => 10_000 * sample),
			hertz,
			rate,
		);

	for (const rate of [44_100, 48_000, 96_000]) {
		it(`is taken to ${rate} Hz and back without loss in the telephone's band`, () => {
			for (const hertz of [300, 1_000, 3_000]) {
				for (const [from, to] of [
					[8_000, rate],
					[rate, 8_000],
				] as const) {
					const samples = resampled(from, to, hertz);
					ok(Math.abs(loudness(samples) - Math.SQRT1_2) < 0.03, `${hertz} Hz: ${loudness(samples)}`);
					ok(share(samples, hertz, to) > 0.99, `${hertz} Hz: ${share(samples, hertz, to)}`);
				}
			}
		});
	}

	it("lets nothing pass that the telephone cannot have", () => {
		for (const hertz of [5_500, 7_000, 12_000]) ok(loudness(resampled(48_000, 8_000, hertz)) < 0.01, `${hertz} Hz`);
	});

	it("makes as many samples as the rates say, and keeps only what is new", () => {
		const resampler = new Resampler(8_000, 48_000);
		resampler.push(new Float32Array(8_000));
		let made = 0;
		for (; resampler.ready; made += 1) resampler.next();
		ok(Math.abs(made - 48_000) < 100, `${made}`);
		resampler.push(new Float32Array(100_000));
		resampler.keep(640);
		equal(Math.round(resampler.waiting), 640);
	});

	it("has frames that survive the way, and knows what is none", () => {
		const samples = Int16Array.from({ length: FRAME_SAMPLES }, (_, index) => 409 * index - 32_000);
		const frame = writeFrame(2, samples);
		deepEqual(readFrame(frame), { channel: 2, samples });
		equal(readFrame(frame.subarray(1)), undefined);
		frame[1] = 1;
		equal(readFrame(frame), undefined);
	});

	it("has a test signal like a voice: loud and quiet in turn, of many tones", () => {
		const source = speech();
		const second = Int16Array.from({ length: 8_000 }, (_, position) => source(position));
		const frames = Array.from({ length: 50 }, (_, index) => second.subarray(160 * index, 160 * index + 160));
		const peaks = frames.map((frame) => frame.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0));
		ok(peaks.some((peak) => peak > 4_000) && peaks.some((peak) => peak < 100));
		ok([440, 660, 880].every((hertz) => toneShare(second, hertz) < 0.1));
	});
});

describe("Bench: a slow page", () => {
	let server: WebSocketServer;
	let client: WebSocket;
	let page: PageConnection;

	/** A page that reads nothing. */
	beforeEach(async () => {
		server = new WebSocketServer({ port: 0, host: "127.0.0.1", perMessageDeflate: false });
		await once(server, "listening");
		const connection = once(server, "connection") as Promise<[WebSocket]>;
		client = new WebSocket(`ws://127.0.0.1:${(server.address() as AddressInfo).port}`);
		const [socket] = await connection;
		await once(client, "open");
		client.pause();
		page = new PageConnection({ socket, number: 1, onText() {}, onFrame() {}, onClose: () => server.emit("left") });
	});

	afterEach(() => {
		client.terminate();
		server.close();
	});

	it("misses sound, and takes no memory", () => {
		const frame = writeFrame(1, new Int16Array(FRAME_SAMPLES));
		let most = 0;
		// More than any system keeps for a connection.
		for (let count = 0; count < 100_000; count += 1) {
			page.sendFrame(frame);
			most = Math.max(most, page.backlog);
		}
		ok(page.missed > 10_000, `${page.missed}`);
		ok(most <= SOUND_BACKLOG + 2 * frame.length, `${most}`);
	});

	it("is given up when not even news can be told", async () => {
		const left = once(server, "left");
		const text = "x".repeat(100_000);
		let most = 0;
		for (let count = 0; count < 1_000; count += 1) {
			page.send({ type: "problem", text });
			most = Math.max(most, page.backlog);
		}
		await left;
		ok(most < NEWS_BACKLOG + 2 * text.length, `${most}`);
	});

	it("is given up when it does not answer", async () => {
		const left = once(server, "left");
		page.check();
		page.check();
		await left;
	});
});

describe("Bench: origin", () => {
	it("knows this computer by its addresses and as localhost", () => {
		for (const host of ["127.0.0.1", "127.0.0.1:8081", "[::1]:8081", "localhost:1", "10.0.0.1"])
			ok(isOwnHost(host), host);
		for (const host of [undefined, "", "evil", "localhost.", "127.0.0.1@evil", "[evil]", "::1", "127.0.0.1:x", "1.2.3"])
			ok(!isOwnHost(host), host);
	});

	it("is the very address that is asked", () => {
		ok(isOwnOrigin("http://localhost:8081", "localhost:8081"));
		for (const origin of [undefined, "null", "http://localhost", "https://localhost:8081", "http://127.0.0.1:8081"])
			ok(!isOwnOrigin(origin, "localhost:8081"), origin);
		ok(!isOwnOrigin("http://", undefined));
	});
});

describe("Bench: figures", () => {
	const statistics = (sent: number, received: number) => ({
		law: "PCMA" as const,
		sent,
		received,
		lost: 0,
		late: 0,
		duplicate: 0,
		reordered: 0,
		refused: 0,
		concealed: 0,
		jitter: 0,
		depth: 0,
		roundTrip: undefined,
		remoteLoss: undefined,
	});

	it("are the packets of the last second", () => {
		const rate = new StreamRate();
		equal(rate.view(undefined, 0), undefined);
		equal(rate.view(statistics(25, 20), 500)?.sendRate, 0);
		const view = rate.view(statistics(50, 45), 1_000);
		deepEqual([view?.sendRate, view?.receiveRate], [50, 45]);
		equal(rate.view(statistics(60, 50), 1_200)?.sendRate, 50);
		equal(rate.view(statistics(100, 90), 2_000)?.receiveRate, 45);
	});

	it("begin anew with each call", () => {
		const rate = new StreamRate();
		rate.view(undefined, 0);
		rate.view(statistics(50, 50), 1_000);
		rate.view(undefined, 5_000);
		equal(rate.view(statistics(10, 10), 5_200)?.sendRate, 0);
		rate.view(statistics(50, 50), 6_000);
		equal(rate.view(statistics(5, 5), 6_100)?.sent, 5);
		equal(rate.view(statistics(55, 55), 7_100)?.sendRate, 50);
	});
});

describe("Bench: wire", () => {
	it("keeps the last messages, and so much of each", () => {
		const log = new WireLog();
		const line = { time: 0, end: "board", direction: "sent", peer: "", title: "", note: "" } as const;
		for (let count = 0; count < WIRE_LIMIT + 3; count += 1) log.add({ ...line, text: "x".repeat(WIRE_TEXT_LIMIT + 1) });
		equal(log.lines.length, WIRE_LIMIT);
		deepEqual([log.lines[0]?.id, log.lines[0]?.text.length], [4, WIRE_TEXT_LIMIT]);
	});
});

describe("Bench: built page", () => {
	it("is read from its folder, by its paths", () => {
		const folder = mkdtempSync(join(tmpdir(), "doorbell-"));
		for (const name of ["index.html", "page.js", "notes.txt"]) writeFileSync(join(folder, name), name);
		const files = readPage(folder);
		deepEqual([...files.keys()].sort(), ["/index.html", "/page.js"]);
		equal(files.get("/page.js")?.type, "text/javascript; charset=utf-8");
		rmSync(folder, { recursive: true });
		throws(() => readPage(folder));
	});
});
