import NativeListener from "embedded:io/socket/listener";
import NativeTcp from "embedded:io/socket/tcp";
import type { Listener as HostListener, Tcp as HostTcp, ListenerOptions, TcpOptions } from "../../modules/host.ts";

/** A connection of the SDK that came in, to be given to {@link Tcp}. */
class Incoming implements HostTcp {
	readonly remoteAddress: string;
	readonly remotePort: number;
	#tcp: NativeTcp | undefined;

	constructor(tcp: NativeTcp) {
		this.#tcp = tcp;
		this.remoteAddress = tcp.remoteAddress;
		this.remotePort = tcp.remotePort;
	}

	take(): NativeTcp {
		const tcp = this.#tcp;
		this.#tcp = undefined;
		if (tcp === undefined) throw new Error("The connection is closed");
		return tcp;
	}

	read(): undefined {}

	write(): never {
		throw new Error("The connection is not open yet");
	}

	close(): void {
		this.#tcp?.close();
		this.#tcp = undefined;
	}
}

/** TCP connection of the SDK. NOT RUN on hardware yet. */
export class Tcp implements HostTcp {
	readonly remoteAddress: string;
	readonly remotePort: number;
	#tcp: NativeTcp;
	#closed = false;

	constructor({ from, target, onReadable, onWritable, onError }: TcpOptions) {
		if (!(from instanceof Incoming)) throw new TypeError("A connection comes from a listener");
		this.remoteAddress = from.remoteAddress;
		this.remotePort = from.remotePort;
		this.#tcp = new NativeTcp({ from: from.take(), format: "buffer", target, onReadable, onWritable, onError });
	}

	read(): ArrayBuffer | undefined {
		return this.#closed ? undefined : this.#tcp.read();
	}

	write(buffer: ArrayBuffer | Uint8Array): number {
		if (this.#closed) throw new Error("The connection is closed");
		return this.#tcp.write(buffer);
	}

	close(): void {
		if (this.#closed) return;
		this.#closed = true;
		this.#tcp.close();
	}
}

/** Listener of the SDK, on all addresses. NOT RUN on hardware yet. */
export class Listener implements HostListener {
	readonly port: number;
	#listener: NativeListener;
	#closed = false;

	constructor({ port, onReadable }: ListenerOptions) {
		this.#listener = new NativeListener({ port, onReadable });
		this.port = this.#listener.port;
	}

	read(): Incoming | undefined {
		const tcp = this.#closed ? undefined : this.#listener.read();
		return tcp === undefined ? undefined : new Incoming(tcp);
	}

	close(): void {
		if (this.#closed) return;
		this.#closed = true;
		this.#listener.close();
	}
}
