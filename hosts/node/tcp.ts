import net, { type AddressInfo, createServer, type Server, type Socket } from "node:net";
import { getSystemErrorName } from "node:util";
import type { ListenerOptions, Listener as TcpListener, TcpOptions, Tcp as TcpSocket } from "../../modules/host.ts";

/** Bytes that may wait to be sent: what a board has, more or less. */
export const SEND_ROOM = 16_384;
/** Connections that wait for `read`; one more is closed at once. */
export const BACKLOG = 16;
/** All addresses of ours. */
const ANY = "0.0.0.0";
/** How long a closed connection may take to send the rest, in milliseconds. */
const LINGER = 20_000;

/** A connection that came in, to be given to {@link Tcp}. */
class Incoming implements TcpSocket {
	readonly remoteAddress: string;
	readonly remotePort: number;
	/** `undefined` when it was taken or closed. */
	#socket: Socket | undefined;

	constructor(socket: Socket) {
		this.#socket = socket;
		this.remoteAddress = plainAddress(socket.remoteAddress ?? "");
		this.remotePort = socket.remotePort ?? 0;
		// Until somebody takes it, `destroyed` tells that it broke.
		socket.on("error", ignore);
	}

	take(): Socket {
		const socket = this.#socket;
		this.#socket = undefined;
		if (socket === undefined || socket.destroyed) throw new Error("The connection is closed");
		return socket;
	}

	read(): undefined {}

	write(): never {
		throw new Error("The connection is not open yet");
	}

	close(): void {
		this.#socket?.destroy();
		this.#socket = undefined;
	}
}

/** TCP connection (ECMA-419 §10) over `node:net`. */
export class Tcp implements TcpSocket {
	readonly target: unknown;
	readonly remoteAddress: string;
	readonly remotePort: number;
	readonly #socket: Socket;
	readonly #options: TcpOptions;
	#open = true;
	/** What is to be told in the next turn. */
	#readable = false;
	#writable = true;
	#broken = false;
	#telling = false;

	constructor(options: TcpOptions) {
		const { from } = options;
		if (!(from instanceof Incoming)) throw new TypeError("A connection comes from a listener");
		this.#options = options;
		this.target = options.target;
		this.#socket = from.take();
		this.remoteAddress = from.remoteAddress;
		this.remotePort = from.remotePort;
		this.#socket.setNoDelay(true);
		this.#socket.on("readable", () => {
			this.#readable = true;
			this.#tell();
		});
		for (const event of ["end", "error", "close"]) {
			this.#socket.on(event, () => {
				this.#broken = true;
				this.#tell();
			});
		}
		this.#tell();
	}

	read(): ArrayBuffer | undefined {
		const bytes: Buffer | null = this.#open ? this.#socket.read() : null;
		return bytes === null ? undefined : new Uint8Array(bytes).buffer;
	}

	write(buffer: ArrayBuffer | Uint8Array): number {
		if (!this.#open || this.#broken) throw new Error("The connection is closed");
		const room = this.#room;
		if (buffer.byteLength > room) throw new RangeError(`${buffer.byteLength} bytes where ${room} have room`);
		// A copy, for the caller uses its buffer again and the system may take the bytes later.
		this.#socket.write(new Uint8Array(buffer instanceof Uint8Array ? buffer : buffer.slice(0)), () => {
			this.#writable = true;
			this.#tell();
		});
		return this.#room;
	}

	close(): void {
		if (!this.#open) return;
		this.#open = false;
		closeGently(this.#socket);
	}

	get #room(): number {
		return Math.max(0, SEND_ROOM - this.#socket.writableLength);
	}

	#tell(): void {
		if (this.#telling || !this.#open) return;
		this.#telling = true;
		setImmediate(() => {
			this.#telling = false;
			this.#tellNow();
		});
	}

	/** Bytes come before the end, and everything may be closed in between. */
	#tellNow(): void {
		const { onReadable, onWritable, onError } = this.#options;
		const bytes = this.#socket.readableLength;
		if (this.#open && this.#readable && bytes > 0) onReadable?.call(this, bytes);
		this.#readable = false;
		if (this.#open && this.#writable && !this.#broken && this.#room > 0) onWritable?.call(this, this.#room);
		this.#writable = false;
		if (!this.#open || !this.#broken || this.#socket.readableLength > 0) return;
		onError?.call(this);
		this.#open = false;
		closeGently(this.#socket);
	}
}

/** Waits for TCP connections (ECMA-419 §10) over `node:net`, IPv4 only as the board has it. */
export class Listener implements TcpListener {
	readonly port: number;
	readonly #server: Server;
	readonly #onReadable: ((connections: number) => void) | undefined;
	readonly #queue: Incoming[] = [];
	#telling = false;
	#open = true;

	constructor({ port, address = ANY, onReadable }: ListenerOptions) {
		if (!Number.isInteger(port) || port < 0 || port > 65535) throw new RangeError(`${port} is no port`);
		this.#onReadable = onReadable;
		this.#server = createServer({ pauseOnConnect: true }, (socket) => this.#receive(socket));
		this.port = listenNow(this.#server, port, address);
	}

	read(): Incoming | undefined {
		return this.#queue.shift();
	}

	close(): void {
		if (!this.#open) return;
		this.#open = false;
		for (const incoming of this.#queue.splice(0)) incoming.close();
		this.#server.close();
	}

	#receive(socket: Socket): void {
		const incoming = new Incoming(socket);
		if (!this.#open || this.#queue.length === BACKLOG) {
			incoming.close();
			return;
		}
		this.#queue.push(incoming);
		if (this.#telling) return;
		this.#telling = true;
		setImmediate(() => {
			this.#telling = false;
			if (this.#queue.length > 0) this.#onReadable?.(this.#queue.length);
		});
	}
}

/**
 * Listens when it returns, or throws the system's error. `server.listen` with an address takes a turn for both, even for
 * an address literal. A server that is given a bound handle listens at once; Node's cluster module makes its handles with
 * this function, which has no type.
 */
function listenNow(server: Server, port: number, address: string): number {
	const { _createServerHandle: bind } = net as unknown as {
		_createServerHandle(address: string, port: number, family: 4): object | number;
	};
	const handle = bind(address, port, 4);
	if (typeof handle === "number") throw listenError(getSystemErrorName(handle), address, port);
	// It comes in the next turn, when it was seen here already.
	server.on("error", ignore);
	server.listen(handle);
	// The system tells of a port that is taken no sooner than this.
	if (!server.listening) throw listenError("EADDRINUSE", address, port);
	return (server.address() as AddressInfo).port;
}

function listenError(code: string, address: string, port: number): Error {
	return Object.assign(new Error(`listen ${code} ${address}:${port}`), { code });
}

/** Sends the rest, lets the other side close, and does not wait for ever. What still comes in is thrown away. */
function closeGently(socket: Socket): void {
	socket.removeAllListeners("readable");
	socket.end();
	socket.resume();
	const timer = setTimeout(() => socket.destroy(), LINGER);
	timer.unref();
	socket.on("close", () => clearTimeout(timer));
}

function plainAddress(address: string): string {
	return address.startsWith("::ffff:") ? address.slice("::ffff:".length) : address;
}

function ignore(): void {}
