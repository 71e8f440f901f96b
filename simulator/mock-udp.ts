import type { Datagram, Udp, UdpOptions } from "../modules/host.ts";
import type { MockHost } from "./mock-host.ts";

/** Datagrams that wait for `read`; one more displaces the oldest. */
export const RECEIVE_QUEUE = 64;
/** The longest UDP payload over IPv4 (RFC 768, RFC 791). */
const MAXIMUM_LENGTH = 65507;

const IPV4 = /^\d{1,3}(?:\.\d{1,3}){3}$/;

/** True for an IPv4 address literal. */
export function isAddress(text: string): boolean {
	return IPV4.test(text);
}

/** UDP socket (ECMA-419 §10) of a {@link MockHost}. */
export class MockUdp implements Udp {
	readonly port: number;
	/** Received datagrams that were displaced before they were read. */
	dropped = 0;
	readonly #host: MockHost;
	readonly #onReadable: ((packets: number) => void) | undefined;
	readonly #queue: Datagram[] = [];
	#open = true;

	constructor(host: MockHost, { port = 0, onReadable }: UdpOptions) {
		this.#host = host;
		this.#onReadable = onReadable;
		this.port = host.bind(this, port);
	}

	read(): Datagram | undefined {
		return this.#queue.shift();
	}

	write(buffer: ArrayBuffer | Uint8Array, address: string, port: number): void {
		if (!this.#open) throw new Error("The socket is closed");
		if (!isAddress(address)) throw new RangeError(`${address} is no address`);
		if (!Number.isInteger(port) || port < 1 || port > 65535) throw new RangeError(`${port} is no port`);
		if (buffer.byteLength > MAXIMUM_LENGTH) throw new RangeError(`${buffer.byteLength} bytes are too long`);
		const bytes = new Uint8Array(buffer instanceof Uint8Array ? buffer : buffer.slice(0));
		this.#host.send(this, bytes, address, port);
	}

	close(): void {
		if (!this.#open) return;
		this.#open = false;
		this.#queue.length = 0;
		this.#host.release(this);
	}

	/** For the network, in a turn of its own: false when the datagram displaced another. */
	receive(datagram: Datagram): boolean {
		const full = this.#queue.length === RECEIVE_QUEUE;
		if (full) {
			this.#queue.shift();
			this.dropped += 1;
		}
		this.#queue.push(datagram);
		this.#onReadable?.(this.#queue.length);
		return !full;
	}
}
