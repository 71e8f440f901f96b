import type { Caller, Listener, ListenerOptions, Tcp, TcpOptions } from "../modules/host.ts";
import type { MockHost } from "./mock-host.ts";
import type { MockNetwork } from "./mock-network.ts";

/** Bytes of one direction that are on the way or wait to be read: what TCP calls the window. */
export const WINDOW = 8_192;
/** Connections that wait for `read`; one more is refused. */
export const BACKLOG = 4;

type Callbacks = Omit<TcpOptions, "from" | "target"> & Caller<unknown>;

export interface ConnectOptions extends Omit<TcpOptions, "from"> {
	readonly address: string;
	readonly port: number;
}

/** One end of a connection: what it has received, and what it may still send. */
class End {
	readonly host: MockHost;
	readonly address: string;
	readonly port: number;
	/** The other end; `undefined` until the connection is there. */
	peer: End | undefined;
	/** Whether this end was closed by the program. */
	closed = false;
	/** Whether the other end has closed, or the connection broke. */
	over = false;
	readonly #network: MockNetwork;
	#callbacks: Callbacks | undefined;
	#inbox: Uint8Array[] = [];
	/** Bytes sent that the other end has not read yet. */
	#outstanding = 0;
	/** When what was sent last arrives: nothing overtakes it. */
	#lastArrival = 0;

	constructor(network: MockNetwork, host: MockHost, address: string, port: number) {
		this.#network = network;
		this.host = host;
		this.address = address;
		this.port = port;
	}

	get room(): number {
		return this.peer === undefined || this.over ? 0 : WINDOW - this.#outstanding;
	}

	/** Whether a program has this end, or had it. */
	get taken(): boolean {
		return this.#callbacks !== undefined || this.closed;
	}

	/** The program is there. What it does not know yet it is told in turns of their own. */
	open(callbacks: Callbacks): void {
		this.#callbacks = callbacks;
		if (this.peer !== undefined) this.#network.clock.post(() => this.established());
	}

	established(): void {
		this.#tellRoom();
		this.#tellBytes();
		this.#tellEnd();
	}

	read(): ArrayBuffer | undefined {
		if (this.closed || this.#inbox.length === 0) return undefined;
		const bytes = joined(this.#inbox);
		this.#inbox = [];
		this.#acknowledge(bytes.length);
		if (this.over) this.#network.clock.post(() => this.#tellEnd());
		return bytes.buffer;
	}

	send(bytes: Uint8Array): void {
		this.#outstanding += bytes.length;
		for (const segment of this.#network.segments(bytes)) this.#toPeer((peer) => peer.#receive(segment));
	}

	close(): void {
		if (this.closed) return;
		this.closed = true;
		this.host.leave(this);
		const unread = joined(this.#inbox).length;
		this.#inbox = [];
		// As TCP has it, bytes that nobody will read break the connection.
		this.#toPeer((peer) => (unread > 0 ? peer.fail() : peer.#end()));
	}

	/** The connection is broken, and what was not read is lost. */
	fail(): void {
		this.#inbox = [];
		this.#end();
	}

	#end(): void {
		this.over = true;
		this.#tellEnd();
	}

	#receive(segment: Uint8Array): void {
		if (this.over) return;
		if (this.closed) {
			this.#toPeer((peer) => peer.fail());
			return;
		}
		this.#inbox.push(segment);
		this.#tellBytes();
	}

	#acknowledge(bytes: number): void {
		this.#toPeer((peer) => {
			peer.#outstanding -= bytes;
			peer.#tellRoom();
		});
	}

	#tellRoom(): void {
		if (!this.closed && this.room > 0) this.#callbacks?.onWritable?.(this.room);
	}

	#tellBytes(): void {
		const bytes = this.#inbox.reduce((sum, { length }) => sum + length, 0);
		if (!this.closed && bytes > 0) this.#callbacks?.onReadable?.(bytes);
	}

	#tellEnd(): void {
		if (!this.over || this.closed || this.#callbacks === undefined || this.#inbox.length > 0) return;
		this.closed = true;
		this.host.leave(this);
		this.#callbacks.onError?.();
	}

	/** Does something at the other end when it has arrived there. A cable that is out, or an address given up, breaks. */
	#toPeer(action: (peer: End) => void): void {
		const { peer } = this;
		if (peer === undefined) return;
		const { clock } = this.#network;
		this.#lastArrival = Math.max(clock.now + this.#network.way(), this.#lastArrival);
		clock.timers.set(() => {
			if (this.host.address() === this.address && peer.host.address() === peer.address) {
				action(peer);
			} else {
				this.fail();
				peer.fail();
			}
		}, this.#lastArrival - clock.now);
	}
}

/** TCP connection (ECMA-419 §10) of a {@link MockHost}. */
export class MockTcp implements Tcp {
	readonly remoteAddress: string;
	readonly remotePort: number;
	readonly #end: End;

	/** For {@link MockHost}: an end with callbacks, or one that is still to be given to `Tcp`. */
	constructor(end: End, remote: { readonly address: string; readonly port: number }, callbacks?: Callbacks) {
		this.#end = end;
		this.remoteAddress = remote.address;
		this.remotePort = remote.port;
		if (callbacks !== undefined) end.open(callbacks);
	}

	/** For {@link AcceptedTcp}: the end of a connection that a listener has handed out. */
	static endOf(tcp: Tcp): End {
		if (!(tcp instanceof MockTcp)) throw new TypeError("A connection comes from a listener");
		if (tcp.#end.taken || tcp.#end.over) throw new Error("The connection is closed");
		return tcp.#end;
	}

	read(): ArrayBuffer | undefined {
		return this.#end.read();
	}

	write(buffer: ArrayBuffer | Uint8Array): number {
		const end = this.#end;
		if (end.closed || end.over || !end.taken) throw new Error("The connection is not open");
		if (buffer.byteLength > end.room) throw new RangeError(`${buffer.byteLength} bytes where ${end.room} have room`);
		end.send(new Uint8Array(buffer instanceof Uint8Array ? buffer : buffer.slice(0)));
		return end.room;
	}

	close(): void {
		this.#end.close();
	}

	/** Breaks the connection, as a router does that has forgotten it. */
	break(): void {
		this.#end.peer?.fail();
		this.#end.fail();
	}
}

/** The same as a server opens it. */
export class AcceptedTcp extends MockTcp {
	constructor({ from, target, ...callbacks }: TcpOptions) {
		super(MockTcp.endOf(from), { address: from.remoteAddress, port: from.remotePort }, { target, ...callbacks });
	}
}

/** Waits for TCP connections (ECMA-419 §10) at a {@link MockHost}. */
export class MockListener implements Listener {
	readonly port: number;
	readonly #host: MockHost;
	readonly #onReadable: ((connections: number) => void) | undefined;
	readonly #queue: MockTcp[] = [];
	#open = true;

	constructor(host: MockHost, { port, onReadable }: ListenerOptions) {
		this.#host = host;
		this.#onReadable = onReadable;
		this.port = host.listen(this, port);
	}

	read(): MockTcp | undefined {
		return this.#queue.shift();
	}

	close(): void {
		if (!this.#open) return;
		this.#open = false;
		this.#host.hush(this);
		for (const tcp of this.#queue.splice(0)) tcp.close();
	}

	/** For {@link connect}, in a turn of its own: false when too many wait. */
	receive(tcp: MockTcp): boolean {
		if (this.#queue.length === BACKLOG) return false;
		this.#queue.push(tcp);
		this.#onReadable?.(this.#queue.length);
		return true;
	}
}

/** For {@link MockHost}: connects to a listener somewhere in the network. `onWritable` tells that it worked. */
export function connect(network: MockNetwork, host: MockHost, from: string, port: number, to: ConnectOptions): MockTcp {
	const { address, port: remotePort, target, ...callbacks } = to;
	const client = new End(network, host, from, port);
	const { clock } = network;
	clock.timers.set(() => {
		const target = network.find(address);
		const listener = target?.listener(remotePort);
		if (client.closed) return;
		if (target !== undefined && listener !== undefined && host.address() === from) {
			const server = new End(network, target, address, remotePort);
			server.peer = client;
			client.peer = server;
			target.enter(server);
			const tcp = new MockTcp(server, { address: from, port });
			if (listener.receive(tcp)) {
				clock.timers.set(() => client.established(), network.way());
				return;
			}
			server.closed = true;
			target.leave(server);
		}
		clock.timers.set(() => client.fail(), network.way());
	}, network.way());
	host.enter(client);
	return new MockTcp(client, { address, port: remotePort }, { target, ...callbacks });
}

function joined(pieces: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
	const whole = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0));
	let at = 0;
	for (const piece of pieces) {
		whole.set(piece, at);
		at += piece.length;
	}
	return whole;
}

export type { End };
