import type { Host, Listener, ListenerOptions, Tcp, TcpOptions, Udp, UdpOptions } from "../../../modules/host.ts";
import type { VirtualHost } from "../../../simulator/virtual-host.ts";

/** SIP begins with a letter, RTP does not. */
const LETTERS = 0x41;
/** The method, or the status of a response, is within so many bytes. */
const BEGINNING = 11;

/** Adds up what the turns of one party take, and leaves out those of all others. */
export class Work {
	readonly #meter: () => number;
	#spent = 0;
	#since: number | undefined;

	/** `meter` goes on whoever works. */
	constructor(meter: () => number) {
		this.#meter = meter;
	}

	/** What was spent so far, the present turn included. */
	get spent(): number {
		return this.#spent + (this.#since === undefined ? 0 : this.#meter() - this.#since);
	}

	/** A turn of the party; one within another belongs to it. */
	run(turn: () => void): void {
		if (this.#since !== undefined) {
			turn();
			return;
		}
		this.#since = this.#meter();
		turn();
		this.#spent += this.#meter() - this.#since;
		this.#since = undefined;
	}

	/** What the network does within a turn: that of a board is native. */
	aside<Result>(network: () => Result): Result {
		if (this.#since === undefined) return network();
		this.#spent += this.#meter() - this.#since;
		this.#since = undefined;
		const result = network();
		this.#since = this.#meter();
		return result;
	}
}

/**
 * A door station whose every call of the doorbell is metered. `done` hears what the doorbell did: "INVITE …" and the like
 * when it sends SIP, "door" when it switches the relay.
 */
export function meteredHost(host: VirtualHost, work: Work, done: (what: string) => void): Host {
	const { clock, network, text, storage, hash, token, random, AudioIn, AudioOut, firmware, platform } = host;
	return {
		...{ clock, network, text, storage, hash, token, random, AudioIn, AudioOut, firmware, platform },
		timers: {
			set: (callback, milliseconds) => host.timers.set(() => work.run(callback), milliseconds),
			clear: (timer) => host.timers.clear(timer),
		},
		Udp: meteredUdp(host, work, done),
		Listener: meteredListener(host, work),
		Tcp: meteredTcp(host, work),
		button: (index, onReadable) => host.button(index, () => work.run(onReadable)),
		output: (name) => ({
			read: () => 0,
			write: (value) => {
				if (name === "door" && value === 1) done(name);
			},
			close() {},
		}),
	};
}

function meteredUdp({ Udp: Plain, text }: VirtualHost, work: Work, done: (what: string) => void): Host["Udp"] {
	return class implements Udp {
		readonly port: number;
		readonly #socket: Udp;

		constructor({ port, onReadable }: UdpOptions) {
			this.#socket = new Plain({ port, onReadable: (packets) => work.run(() => onReadable?.(packets)) });
			this.port = this.#socket.port;
		}

		read() {
			return work.aside(() => this.#socket.read());
		}

		write(buffer: ArrayBuffer | Uint8Array, address: string, port: number): void {
			const bytes = new Uint8Array(buffer instanceof Uint8Array ? buffer.buffer : buffer, 0, BEGINNING);
			if (bytes[0]! >= LETTERS && bytes[0]! < 0x80) done(text.decode(bytes.slice()));
			work.aside(() => this.#socket.write(buffer, address, port));
		}

		close(): void {
			this.#socket.close();
		}
	};
}

function meteredListener({ Listener: Plain }: VirtualHost, work: Work): NonNullable<Host["Listener"]> {
	return class implements Listener {
		readonly port: number;
		readonly #listener: Listener;

		constructor({ port, onReadable }: ListenerOptions) {
			this.#listener = new Plain({ port, onReadable: (connections) => work.run(() => onReadable?.(connections)) });
			this.port = this.#listener.port;
		}

		read(): Tcp | undefined {
			return this.#listener.read();
		}

		close(): void {
			this.#listener.close();
		}
	};
}

function meteredTcp({ Tcp: Plain }: VirtualHost, work: Work): NonNullable<Host["Tcp"]> {
	return class<Target> implements Tcp {
		readonly remoteAddress: string;
		readonly remotePort: number;
		readonly #connection: Tcp;

		constructor({ from, target, ...callbacks }: TcpOptions<Target>) {
			const caller = { target: target as Target };
			this.#connection = new Plain({
				from,
				onReadable: (bytes) => work.run(() => callbacks.onReadable?.call(caller, bytes)),
				onWritable: (bytes) => work.run(() => callbacks.onWritable?.call(caller, bytes)),
				onError: () => work.run(() => callbacks.onError?.call(caller)),
			});
			this.remoteAddress = from.remoteAddress;
			this.remotePort = from.remotePort;
		}

		read(): ArrayBuffer | undefined {
			return work.aside(() => this.#connection.read());
		}

		write(buffer: ArrayBuffer | Uint8Array): number {
			return work.aside(() => this.#connection.write(buffer));
		}

		close(): void {
			this.#connection.close();
		}
	};
}
