import NativeListener from "embedded:io/socket/listener";
import NativeTcp from "embedded:io/socket/tcp";
import type { Listener as HostListener, Tcp as HostTcp, ListenerOptions, TcpOptions } from "../../modules/host.ts";
import { failed, guarded } from "./guard.ts";

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

	/** Hands the connection over; whoever gets it closes it. */
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

/** What the SDK calls back with: its own object, whose `target` is a connection of ours. */
interface Native {
	readonly target: Tcp;
}

/** The same for all connections, because a closure takes ten slots of the heap. */
const CALLBACKS = Object.freeze({
	onReadable(this: Native, bytes: number): void {
		this.target.tell("bytes", bytes);
	},
	onWritable(this: Native, bytes: number): void {
		this.target.tell("room", bytes);
	},
	onError(this: Native): void {
		this.target.tell("end", 0);
	},
});

/** TCP connection of the SDK. NOT RUN on hardware yet. */
export class Tcp<Target = unknown> implements HostTcp {
	readonly remoteAddress: string;
	readonly remotePort: number;
	/** For the callbacks. */
	readonly target: Target;
	#onReadable: TcpOptions<Target>["onReadable"];
	#onWritable: TcpOptions<Target>["onWritable"];
	#onError: TcpOptions<Target>["onError"];
	#tcp: NativeTcp;
	#closed = false;

	/** Throws when the connection has broken meanwhile. */
	constructor({ from, target, onReadable, onWritable, onError }: TcpOptions<Target>) {
		if (!(from instanceof Incoming)) throw new TypeError("A connection comes from a listener");
		this.target = target as Target;
		this.#onReadable = onReadable;
		this.#onWritable = onWritable;
		this.#onError = onError;
		this.remoteAddress = from.remoteAddress;
		this.remotePort = from.remotePort;
		const native = from.take();
		try {
			this.#tcp = new NativeTcp({ from: native, format: "buffer", target: this, ...CALLBACKS });
		} catch (error) {
			// The SDK keeps what is not closed for ever.
			native.close();
			throw error;
		}
	}

	read(): ArrayBuffer | undefined {
		return this.#closed ? undefined : this.#tcp.read();
	}

	/** The SDK throws where there is no room, and returns nothing where the connection has broken. */
	write(buffer: ArrayBuffer | Uint8Array): number {
		const room = this.#closed ? undefined : this.#tcp.write(buffer);
		if (room === undefined) throw new Error("The connection is closed");
		return room;
	}

	close(): void {
		if (this.#closed) return;
		this.#closed = true;
		try {
			// Bytes that nobody has read would make the stack break the connection, and the rest of an answer with it.
			this.#tcp.read();
		} finally {
			this.#tcp.close();
		}
	}

	/** For the SDK's callbacks. */
	tell(news: "bytes" | "room" | "end", bytes: number): void {
		if (this.#closed) return;
		try {
			if (news === "bytes") this.#onReadable?.call(this, bytes);
			else if (news === "room") this.#onWritable?.call(this, bytes);
			else this.#onError?.call(this);
		} catch (error) {
			failed("a TCP connection", error);
		}
	}
}

/** Listener of the SDK, on all addresses. NOT RUN on hardware yet. */
export class Listener implements HostListener {
	readonly port: number;
	#listener: NativeListener;
	/** How many connections wait: the SDK's `read` leaves an object behind for good when there is none. */
	#waiting = 0;
	#closed = false;

	constructor({ port, onReadable }: ListenerOptions) {
		this.#listener = new NativeListener({
			port,
			onReadable: guarded("the listener of the control page", (connections: number) => {
				if (this.#closed) return;
				this.#waiting = connections;
				onReadable?.(connections);
			}),
		});
		this.port = this.#listener.port;
	}

	read(): Incoming | undefined {
		if (this.#closed || this.#waiting === 0) return undefined;
		this.#waiting -= 1;
		const tcp = this.#listener.read();
		return tcp === undefined ? undefined : new Incoming(tcp);
	}

	close(): void {
		if (this.#closed) return;
		this.#closed = true;
		this.#listener.close();
	}
}
