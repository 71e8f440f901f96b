import { createSocket, type Socket } from "node:dgram";
import { once } from "node:events";
import { until } from "../support/until.ts";
import type { Doorbell } from "./doorbell.ts";
import { atEnd } from "./stage.ts";

const WITHIN = 2000;

/** Sends the doorbell any bytes whatever. */
export class Datagrams {
	/** Everything that came back. */
	readonly received: string[] = [];
	readonly #socket: Socket = createSocket("udp4");
	readonly #port: number;

	private constructor(port: number) {
		this.#port = port;
		this.#socket.on("message", (message) => this.received.push(message.toString()));
		atEnd(() => {
			this.#socket.close();
		});
	}

	/** Returns when the doorbell's socket is open. */
	static async open(doorbell: Doorbell): Promise<Datagrams> {
		const port = await until(() => doorbell.appliance.sipPort, WITHIN, "the SIP socket");
		const datagrams = new Datagrams(port);
		datagrams.#socket.bind(0, "127.0.0.1");
		await once(datagrams.#socket, "listening");
		return datagrams;
	}

	send(text: string): void {
		this.#socket.send(Buffer.from(text, "latin1"), this.#port, "127.0.0.1");
	}

	async waitFor(pattern: RegExp): Promise<void> {
		await until(() => this.received.some((text) => pattern.test(text)), WITHIN, `${pattern}`);
	}
}
