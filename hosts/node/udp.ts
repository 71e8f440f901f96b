import { createSocket, type Socket } from "node:dgram";
import { isIPv4 } from "node:net";
import type { Datagram, UdpOptions, Udp as UdpSocket } from "../../modules/host.ts";

/** Datagrams that wait for `read`: more than a second of audio. One more displaces the oldest. */
export const RECEIVE_QUEUE = 256;
/** What the system may hold in addition, in bytes. */
const RECEIVE_BUFFER = 262_144;

/** UDP socket (ECMA-419 §10) over `node:dgram`. */
export class Udp implements UdpSocket {
	readonly port: number;
	/** Received datagrams that were displaced before they were read. */
	dropped = 0;
	/** Datagrams that the system refused to send. */
	refused = 0;
	readonly #socket: Socket;
	readonly #onReadable: ((packets: number) => void) | undefined;
	readonly #queue: Datagram[] = [];
	#telling = false;
	#open = true;

	constructor({ port = 0, onReadable }: UdpOptions) {
		if (!Number.isInteger(port) || port < 0 || port > 65535) throw new RangeError(`${port} is no port`);
		this.#onReadable = onReadable;
		this.#socket = openSocket();
		let failure: Error | undefined;
		// Once bound, an error is one of a single datagram (Windows tells of unreachable ports so): the socket goes on.
		this.#socket.on("error", (error) => {
			failure = error;
		});
		this.#socket.bind({ port, exclusive: true });
		if (failure !== undefined) {
			this.#socket.close();
			throw failure;
		}
		this.port = this.#socket.address().port;
		this.#socket.on("message", (message, { address, port }) => {
			const { buffer, byteOffset, byteLength } = message;
			const bytes = buffer.slice(byteOffset, byteOffset + byteLength) as ArrayBuffer;
			this.#receive(Object.assign(bytes, { address, port }));
		});
	}

	read(): Datagram | undefined {
		return this.#queue.shift();
	}

	write(buffer: ArrayBuffer | Uint8Array, address: string, port: number): void {
		if (!this.#open) throw new Error("The socket is closed");
		if (!isIPv4(address)) throw new RangeError(`${address} is no address`);
		// A copy, for the caller uses its buffer again and the system may take the datagram later.
		const bytes = new Uint8Array(buffer instanceof Uint8Array ? buffer : buffer.slice(0));
		this.#socket.send(bytes, port, address, (error) => {
			if (error !== null) this.refused += 1;
		});
	}

	close(): void {
		if (!this.#open) return;
		this.#open = false;
		this.#queue.length = 0;
		this.#socket.close();
	}

	#receive(datagram: Datagram): void {
		if (!this.#open) return;
		if (this.#queue.length === RECEIVE_QUEUE) {
			this.#queue.shift();
			this.dropped += 1;
		}
		this.#queue.push(datagram);
		if (this.#telling) return;
		this.#telling = true;
		setImmediate(() => {
			this.#telling = false;
			if (this.#queue.length > 0) this.#onReadable?.(this.#queue.length);
		});
	}
}

/** With a look-up that answers at once, `bind` is done when it returns: the port is known or the error is there. */
export function openSocket(): Socket {
	return createSocket({
		type: "udp4",
		recvBufferSize: RECEIVE_BUFFER,
		lookup: (host, _options, callback) => callback(null, host, 4),
	});
}
