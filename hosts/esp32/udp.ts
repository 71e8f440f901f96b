import UDP from "embedded:io/socket/udp";
import Timer from "timer";
import type { Datagram, UdpOptions } from "../../modules/host.ts";
import { failed } from "./guard.ts";
import { SocketWatch } from "./machines/socket-watch.ts";

/** Dynamic ports (RFC 6335 §6), of which the upper half is left to others. */
const FIRST = 49_152;
const COUNT = 8_192;
/** Ports that are tried where the host chooses. */
const TRIES = 8;

/** What the SDK calls back with: its own object, whose `target` is a socket of ours. */
interface Native {
	readonly target: unknown;
}

/** A timer of the SDK, which hands itself over when it fires, and has room for what it belongs to. */
type WatchTimer = object & { socket?: Udp };

// The same for all sockets: a closure for each would take ten slots of the heap and more.

function told(this: Native, packets: number): void {
	(this.target as Udp).tell(packets);
}

function look(timer: WatchTimer): void {
	timer.socket?.look();
}

/**
 * UDP socket of the SDK. It has no getter for its port, so the host chooses for port 0. Besides its callbacks a timer looks
 * whether datagrams wait: one lost callback would be the last one otherwise. NOT RUN on hardware yet.
 */
export class Udp {
	readonly port: number;
	/** Datagrams that the network stack did not take. */
	unsent = 0;
	#socket: UDP;
	#onReadable: ((packets: number) => void) | undefined;
	#watch: SocketWatch | undefined;
	#timer: WatchTimer | undefined;
	/** Found by a look, still to be read. */
	#found: Datagram | undefined;
	#closed = false;

	/** Throws when the port is taken, or there is no memory for a socket. */
	constructor({ port = 0, onReadable }: UdpOptions) {
		this.#onReadable = onReadable;
		[this.#socket, this.port] = open(port, onReadable && this);
		if (!onReadable) return;
		this.#watch = new SocketWatch();
		this.#timer = Timer.repeat(look as () => void, this.#watch.interval);
		this.#timer.socket = this;
	}

	read(): Datagram | undefined {
		if (this.#closed) return undefined;
		const found = this.#found;
		if (found === undefined) return this.#socket.read();
		this.#found = undefined;
		return found;
	}

	write(buffer: ArrayBuffer | Uint8Array, address: string, port: number): void {
		if (this.#closed) throw new Error("The socket is closed");
		try {
			this.#socket.write(buffer, address, port);
		} catch (error) {
			this.unsent += 1;
			throw error;
		}
	}

	close(): void {
		if (this.#closed) return;
		this.#closed = true;
		Timer.clear(this.#timer);
		this.#found = undefined;
		this.#socket.close();
	}

	/** For the SDK: datagrams are there. */
	tell(packets: number): void {
		if (this.#closed) return;
		if (this.#watch?.told()) this.#follow();
		this.#call(packets);
	}

	/** For the timer. */
	look(): void {
		if (this.#closed || this.#found !== undefined) return;
		this.#found = this.#socket.read();
		if (this.#found === undefined) return;
		if (this.#watch?.looked(true)) {
			failed("a UDP socket", new Error(`port ${this.port} does not tell of datagrams any more: it is asked for them`));
			this.#follow();
		}
		this.#call(1);
	}

	#call(packets: number): void {
		try {
			this.#onReadable?.(packets);
		} catch (error) {
			failed("a UDP socket", error);
		}
	}

	#follow(): void {
		const { interval } = this.#watch!;
		Timer.schedule(this.#timer!, interval, interval);
	}
}

/** Opens a socket on a port, or on a free one for 0; `target` is told of datagrams. */
function open(port: number, target: Udp | undefined): [UDP, number] {
	for (let tries = 1; ; tries++) {
		const chosen = port || FIRST + Math.floor(Math.random() * COUNT);
		try {
			return [new UDP(target ? { port: chosen, target, onReadable: told } : { port: chosen }), chosen];
		} catch (error) {
			if (port !== 0 || tries === TRIES) throw error;
		}
	}
}
