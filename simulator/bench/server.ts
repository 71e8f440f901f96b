import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import type { Duplex } from "node:stream";
import { WebSocketServer } from "ws";
import { Equipment } from "./equipment.ts";
import { judgeCommand } from "./judge.ts";
import { isOwnHost, isOwnOrigin } from "./origin.ts";
import { PageConnection } from "./page-connection.ts";
import { type BenchFile, respond } from "./page-files.ts";
import { MESSAGE_LIMIT, type News, readFrame, SOCKET_PATH, type WireLine, writeFrame } from "./protocol.ts";
import type { BenchSubject } from "./subject.ts";
import { WireLog } from "./wire-log.ts";

/** Pages that may be open at once. */
export const PAGE_LIMIT = 16;
/** TCP connections at once. */
const CONNECTION_LIMIT = 64;
const HEADER_BYTES = 8_192;
/** A request has to be there within so many milliseconds. */
const REQUEST_TIMEOUT = 5_000;
/** Bytes of one message: those of a UTF-8 character are four at most. */
const PAYLOAD_LIMIT = 4 * MESSAGE_LIMIT;
/** From one look at the levels to the next, milliseconds. */
const LEVEL_PERIOD = 100;
/** Looks at the levels from one look at the rates of packets to the next … */
const RATE_BEATS = 10;
/** … and to the next question whether the pages are still there. */
const CHECK_BEATS = 150;

export interface BenchOptions {
	readonly subject: BenchSubject;
	/** TCP port; 0 is any free one. */
	readonly port: number;
	/** Address to listen on; 127.0.0.1 by default. */
	readonly address?: string;
	/** The built page, by paths. */
	readonly files: ReadonlyMap<string, BenchFile>;
}

/** The bench of the simulator: serves its page, and joins every open one to the doorbell and the phones. */
export class Bench {
	readonly #options: BenchOptions;
	readonly #server: Server;
	readonly #sockets = new WebSocketServer({ noServer: true, maxPayload: PAYLOAD_LIMIT, perMessageDeflate: false });
	readonly #pages = new Set<PageConnection>();
	readonly #equipment: Equipment;
	readonly #wire = new WireLog();
	#nextPage = 1;
	#timer: NodeJS.Timeout | undefined;
	#beats = 0;
	#stale = false;
	#shown = "";
	#shownLevels = "";

	constructor(options: BenchOptions) {
		const { subject, files } = options;
		this.#options = options;
		this.#equipment = new Equipment({
			subject,
			now: () => performance.now(),
			onHeard: (channel, frame) => this.#heard(channel, frame),
		});
		const limits = { maxHeaderSize: HEADER_BYTES, requestTimeout: REQUEST_TIMEOUT, headersTimeout: REQUEST_TIMEOUT };
		this.#server = createServer(limits, (request, response) => respond(request, response, files));
		this.#server.maxConnections = CONNECTION_LIMIT;
		this.#server.on("upgrade", (request, socket, head) => this.#upgrade(request, socket, head));
	}

	/** Begins to listen. Rejects with the system's error when the port cannot be had. */
	open(): Promise<void> {
		const { port, address = "127.0.0.1" } = this.#options;
		return new Promise((resolve, reject) => {
			this.#server.once("error", reject);
			this.#server.listen(port, address, () => {
				this.#server.off("error", reject);
				// What breaks a single connection ends that one.
				this.#server.on("error", () => {});
				resolve();
			});
		});
	}

	/** The port that it listens on. */
	get port(): number {
		return (this.#server.address() as AddressInfo).port;
	}

	/** Something changed: the pages are told in a turn of its own, once for all that changes until then. */
	refresh(): void {
		if (this.#stale || this.#pages.size === 0) return;
		this.#stale = true;
		setImmediate(() => {
			this.#stale = false;
			this.#show();
		});
	}

	/** A SIP message, its secrets blotted out. */
	trace(line: Omit<WireLine, "id">): void {
		const kept = this.#wire.add(line);
		this.#tell({ type: "wire", lines: [kept] });
	}

	/** Closes all connections at once. */
	close(): void {
		clearInterval(this.#timer);
		this.#timer = undefined;
		for (const page of this.#pages) page.close();
		this.#server.close();
		this.#server.closeAllConnections();
	}

	#upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
		// A browser that leaves in the middle of it.
		socket.on("error", () => socket.destroy());
		const { host, origin } = request.headers;
		const refusal = this.#refusal(request.url, host, origin);
		if (refusal !== undefined) {
			socket.end(`HTTP/1.1 ${refusal}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
			return;
		}
		(socket as Socket).setNoDelay(true);
		this.#sockets.handleUpgrade(request, socket, head, (webSocket) => {
			const number = this.#nextPage++;
			const page: PageConnection = new PageConnection({
				socket: webSocket,
				number,
				onText: (text) => this.#receive(page, text),
				onFrame: (bytes) => this.#receiveFrame(page, bytes),
				onClose: () => this.#leave(page),
			});
			this.#enter(page);
		});
	}

	#refusal(url: string | undefined, host: string | undefined, origin: string | undefined): string | undefined {
		if (url !== SOCKET_PATH) return "404 Not Found";
		if (!isOwnHost(host) || !isOwnOrigin(origin, host)) return "403 Forbidden";
		return this.#pages.size < PAGE_LIMIT ? undefined : "503 Service Unavailable";
	}

	#enter(page: PageConnection): void {
		this.#pages.add(page);
		page.send({ type: "welcome", page: page.number, controlPort: this.#options.subject.controlPort });
		page.send({ type: "state", view: this.#equipment.view });
		// Whatever the others were shown last: the next look is told to all.
		this.#shown = "";
		if (this.#wire.lines.length > 0) page.send({ type: "wire", lines: this.#wire.lines });
		this.#timer ??= setInterval(() => this.#beat(), LEVEL_PERIOD).unref();
	}

	#leave(page: PageConnection): void {
		this.#pages.delete(page);
		this.#equipment.leave(page.number);
		this.refresh();
		if (this.#pages.size > 0) return;
		clearInterval(this.#timer);
		this.#timer = undefined;
	}

	#receive(page: PageConnection, text: string): void {
		const command = judgeCommand(text, this.#equipment.bounds);
		if (command === undefined) {
			page.refuse("no such command");
			return;
		}
		if (command.type === "listen") {
			if (command.on) page.listens.add(command.channel);
			else page.listens.delete(command.channel);
			return;
		}
		const problem = this.#equipment.perform(command, page.number);
		if (problem !== undefined) page.send({ type: "problem", text: problem });
		this.refresh();
	}

	#receiveFrame(page: PageConnection, bytes: Uint8Array): void {
		const frame = readFrame(bytes);
		if (frame) this.#equipment.speak(frame.channel, frame.samples, page.number);
		else page.refuse("no frame of sound");
	}

	#heard(channel: number, frame: Int16Array): void {
		let bytes: Uint8Array | undefined;
		for (const page of this.#pages) {
			if (!page.listens.has(channel)) continue;
			bytes ??= writeFrame(channel, frame);
			page.sendFrame(bytes);
		}
	}

	#beat(): void {
		this.#beats += 1;
		const levels = this.#equipment.levels();
		const shown = JSON.stringify(levels);
		if (shown !== this.#shownLevels) this.#tell({ type: "levels", levels });
		this.#shownLevels = shown;
		if (this.#beats % RATE_BEATS === 0) this.#show();
		if (this.#beats % CHECK_BEATS === 0) for (const page of this.#pages) page.check();
	}

	#show(): void {
		const text = JSON.stringify({ type: "state", view: this.#equipment.view } satisfies News);
		if (text === this.#shown) return;
		this.#shown = text;
		for (const page of this.#pages) page.sendText(text);
	}

	#tell(news: News): void {
		if (this.#pages.size === 0) return;
		const text = JSON.stringify(news);
		for (const page of this.#pages) page.sendText(text);
	}
}
