import type { MockHost } from "../../simulator/mock-host.ts";
import { CHROMIUM } from "../http/chromium.ts";

const HTTP_PORT = 80;

export interface ScriptedPageOptions {
	readonly host: MockHost;
	/** Address of the doorbell. */
	readonly address: string;
	readonly encode: (text: string) => Uint8Array;
	readonly decode: (bytes: ArrayBuffer) => string;
}

/** A browser so small that it takes next to nothing of the board's heap: asks for something, and counts what comes. */
export class ScriptedPage {
	/** Answers that say that all is well. */
	answered = 0;
	/** Bytes received. */
	received = 0;
	/** Events of the stream. */
	readonly events = { status: 0, log: 0, level: 0 };
	readonly #options: ScriptedPageOptions;

	constructor(options: ScriptedPageOptions) {
		this.#options = options;
	}

	/** Opens a connection that stays, and asks for something; returns how to ask for more. */
	get(path: string): (path: string) => void {
		const { host, address, encode, decode } = this.#options;
		const ask = (asked: string) => void tcp.write(encode(CHROMIUM.replace("GET / ", `GET ${asked} `)));
		let open = false;
		const tcp = host.connect({
			address,
			port: HTTP_PORT,
			onWritable: () => {
				if (!open) ask(path);
				open = true;
			},
			onReadable: () => {
				for (let bytes = tcp.read(); bytes; bytes = tcp.read()) this.#receive(bytes.byteLength, decode(bytes));
			},
		});
		return ask;
	}

	#receive(length: number, text: string): void {
		this.received += length;
		if (text.startsWith("HTTP/1.1 200 OK")) this.answered += 1;
		for (const name of ["status", "log", "level"] as const)
			this.events[name] += text.split(`event: ${name}`).length - 1;
	}
}
