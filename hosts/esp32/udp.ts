import UDP from "embedded:io/socket/udp";
import type { Datagram, UdpOptions } from "../../modules/host.ts";

/** Dynamic ports (RFC 6335 §6), of which the upper half is left to others. */
const FIRST = 49_152;
const COUNT = 8_192;

/** UDP socket of the SDK, with the port that it is bound to: the SDK has no getter, so the host chooses for port 0. */
export class Udp {
	readonly port: number;
	#socket: UDP;
	#closed = false;

	constructor({ port = 0, onReadable }: UdpOptions) {
		this.port = port || FIRST + Math.floor(Math.random() * COUNT);
		this.#socket = new UDP({ port: this.port, onReadable });
	}

	read(): Datagram | undefined {
		return this.#closed ? undefined : this.#socket.read();
	}

	write(buffer: ArrayBuffer | Uint8Array, address: string, port: number): void {
		this.#socket.write(buffer, address, port);
	}

	close(): void {
		if (this.#closed) return;
		this.#closed = true;
		this.#socket.close();
	}
}
