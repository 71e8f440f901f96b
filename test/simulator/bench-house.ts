import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { WebSocket } from "ws";
import { createNodeHost, type NodeHost } from "../../hosts/node/host.ts";
import type { Settings } from "../../modules/config/schema.ts";
import { Appliance } from "../../modules/drivers/appliance.ts";
import type { BenchFile } from "../../simulator/bench/page-files.ts";
import { type BenchView, type Command, type News, readFrame } from "../../simulator/bench/protocol.ts";
import { DesktopBench, type DesktopBenchOptions } from "../../simulator/desktop-bench.ts";
import { Pbx } from "../../simulator/pbx.ts";
import { behaviourOf, type PbxProfile } from "../../simulator/profiles/behaviour.ts";
import { PLAIN } from "../../simulator/profiles/profiles.ts";
import { Weather } from "../../simulator/weather.ts";

/** How long anything is waited for, milliseconds. */
const PATIENCE = 8_000;

/** A page without a script: enough for a server. */
export const FILES: ReadonlyMap<string, BenchFile> = new Map([
	["/index.html", { type: "text/html; charset=utf-8", bytes: new TextEncoder().encode("<!doctype html>") }],
	["/page.js", { type: "text/javascript; charset=utf-8", bytes: new TextEncoder().encode("1;") }],
]);

/** A doorbell, its PBX and the bench, on free ports of this computer. */
export class BenchHouse {
	readonly host: NodeHost;
	readonly pbx: Pbx;
	readonly doorbell: Appliance;
	readonly weather: Weather;
	readonly bench: DesktopBench;
	profile = PLAIN;
	readonly #folder = mkdtempSync(join(tmpdir(), "doorbell-"));
	readonly #pages: Page[] = [];

	constructor(options: Partial<DesktopBenchOptions> = {}, settings: Partial<Settings> = {}) {
		this.host = createNodeHost({ data: this.#folder, onOutput: () => this.bench?.refresh() });
		this.weather = new Weather(this.host);
		this.pbx = new Pbx({
			host: this.host,
			port: 0,
			users: [{ user: "doorbell", password: "secret" }],
			hears: (address) => address.startsWith("127."),
			onPhone: () => this.bench?.refresh(),
			onTrace: (direction, text, peer) => this.bench?.trace("phones", direction, text, peer),
		});
		this.doorbell = new Appliance({
			host: { ...this.host, Udp: this.weather.over(this.host.Udp) },
			overrides: {
				"sip.port": 0,
				"rtp.port": 0,
				"sip.registrar": `127.0.0.1:${this.pbx.port}`,
				"sip.user": "doorbell",
				"sip.password": "secret",
				"button.1.targets": "**9",
				"door.code": "9",
				"door.seconds": 2,
				...settings,
			},
			onState: () => this.bench?.refresh(),
			onTrace: (direction, text, peer) => this.bench?.trace("board", direction, text, peer),
		});
		const { host, pbx, weather } = this;
		const ends = {
			...{ host, pbx, weather, doorbell: () => this.doorbell },
			profile: () => this.profile,
			onProfile: (profile: PbxProfile) => {
				this.profile = profile;
				pbx.use(behaviourOf(profile));
			},
		};
		this.bench = new DesktopBench({ ...ends, port: 0, files: FILES, hasFile: false, ...options });
	}

	/** Opens the bench and a page of it, and lets the doorbell register. */
	async open(): Promise<Page> {
		await this.bench.open();
		this.doorbell.start();
		const page = await this.page();
		await page.sees(({ board }) => board.state === "REGISTERED");
		return page;
	}

	/** Another open page. */
	async page(): Promise<Page> {
		const page = new Page(this.socket());
		this.#pages.push(page);
		await page.news((news) => news.type === "welcome");
		return page;
	}

	/** A WebSocket as a page of ours opens it, unless the headers say otherwise. */
	socket(headers: Readonly<Record<string, string>> = {}, path = "/bench"): WebSocket {
		const origin = `http://127.0.0.1:${this.bench.port}`;
		const { Origin = origin, ...others } = headers;
		return new WebSocket(`ws://127.0.0.1:${this.bench.port}${path}`, {
			headers: { ...(Origin === "" ? {} : { Origin }), ...others },
		});
	}

	async close(): Promise<void> {
		for (const page of this.#pages) page.close();
		this.bench.close();
		this.doorbell.close();
		this.pbx.close();
		rmSync(this.#folder, { recursive: true, force: true });
	}
}

/** The other end of a page's WebSocket. */
export class Page {
	readonly socket: WebSocket;
	/** Frames that came, by channel. */
	readonly heard = new Map<number, Int16Array[]>();
	number = 0;
	view: BenchView | undefined;
	#waits: { readonly wanted: (news: News) => boolean; readonly resolve: (news: News) => void }[] = [];
	#received: News[] = [];

	constructor(socket: WebSocket) {
		this.socket = socket;
		socket.on("error", () => {});
		socket.on("message", (data, isBinary) => {
			if (isBinary) this.#hear(data as Buffer);
			else this.#learn(JSON.parse(String(data)) as News);
		});
	}

	send(command: Command): void {
		this.socket.send(JSON.stringify(command));
	}

	/** News that came already or come in time. */
	news(wanted: (news: News) => boolean): Promise<News> {
		const known = this.#received.find(wanted);
		if (known) return Promise.resolve(known);
		return new Promise((resolve, reject) => {
			const timer = setTimeout(
				() => reject(new Error(`Waited in vain: ${wanted}; ${JSON.stringify(this.view)}`)),
				PATIENCE,
			);
			this.#waits.push({
				wanted,
				resolve(news) {
					clearTimeout(timer);
					resolve(news);
				},
			});
		});
	}

	/** Waits until the page shows something. */
	async sees(wanted: (view: BenchView) => boolean): Promise<void> {
		if (this.view && wanted(this.view)) return;
		await this.news((news) => news.type === "state" && news.view === this.view && wanted(news.view));
	}

	/** The next `count` frames of a channel, as one. */
	async hears(channel: number, count: number): Promise<Int16Array> {
		this.heard.set(channel, []);
		while ((this.heard.get(channel)?.length ?? 0) < count) await once(this.socket, "message");
		return Int16Array.from(this.heard.get(channel)!.flatMap((frame) => [...frame]));
	}

	/** Resolves with the code when the bench closes the connection. */
	async closed(): Promise<number> {
		const [code] = await once(this.socket, "close");
		return code as number;
	}

	close(): void {
		this.socket.terminate();
	}

	#hear(data: Buffer): void {
		const frame = readFrame(data);
		if (!frame) throw new Error(`${data.length} bytes are no frame`);
		const frames = this.heard.get(frame.channel) ?? [];
		this.heard.set(frame.channel, [...frames, frame.samples].slice(-100));
	}

	#learn(news: News): void {
		if (news.type === "state") this.view = news.view;
		if (news.type === "welcome") this.number = news.page;
		if (news.type !== "state" && news.type !== "levels") this.#received.push(news);
		const met = this.#waits.filter(({ wanted }) => wanted(news));
		this.#waits = this.#waits.filter((wait) => !met.includes(wait));
		for (const { resolve } of met) resolve(news);
	}
}
