import type { Caller, Host, Listener, Tcp } from "../host.ts";
import { Connection } from "../http/connection.ts";
import type { Handler } from "../http/exchange.ts";
import type { Limits } from "../http/limits.ts";
import { DeadlineTimer } from "./deadline-timer.ts";

/** Connections in all, and of one address: a page has one for its events and up to three for all else. */
export const CONNECTIONS = 6;
export const CONNECTIONS_PER_ADDRESS = 4;
/** Connections that are accepted in one turn. */
const ACCEPTED_AT_ONCE = 4;
/** A new connection does not have to give way before, in milliseconds: its first request may be on the way. */
export const GRACE = 1_000;
/** Pieces that one connection sends in one turn; then others have theirs, the sound above all. */
const PIECES_AT_ONCE = 4;
/** Longest piece that is sent at once, in bytes. */
const PIECE_LIMIT = 4_096;

export interface HttpListenerOptions {
	readonly host: Host;
	/** TCP port; 0 lets the host choose. */
	readonly port: number;
	/** Address of ours to listen on; all by default. */
	readonly address?: string;
	readonly handler: Handler;
	/** Connections in all; when there are more, the one gives way that has been idle for longest. */
	readonly connections?: number;
	/** Connections of one address; one more is closed at once, unless one of these is idle. */
	readonly perAddress?: number;
	readonly limits?: Limits;
	/** Gets a sentence when a request failed through a mistake of ours. */
	readonly log?: { note(level: "error", text: string): void };
}

/** What happened to connections so far. */
export interface HttpCounters {
	accepted: number;
	/** Closed at once, because there were too many. */
	refused: number;
	/** Closed while idle, in favour of another. */
	displaced: number;
	/** Requests that failed through a mistake of ours. */
	failed: number;
}

/** A connection with what it runs on. */
class Client {
	readonly listener: HttpListener;
	readonly connection: Connection;
	readonly tcp: Tcp;
	readonly since: number;
	/** Bytes that may be written. */
	room = 0;
	/** Whether it waits for another turn. */
	due = false;

	constructor(listener: HttpListener, connection: Connection, from: Tcp, host: Host) {
		this.listener = listener;
		this.connection = connection;
		this.since = host.clock.now();
		this.tcp = new host.Tcp!({ from, target: this, ...HttpListener.callbacks });
	}
}

/** Serves HTTP on a TCP port of the host: a {@link Connection} for each client, and one timer. */
export class HttpListener {
	/** Of all clients' TCP connections. */
	static readonly callbacks = Object.freeze({
		onReadable(this: Caller<Client>): void {
			this.target.listener.#serve(this.target);
		},
		onWritable(this: Caller<Client>, bytes: number): void {
			this.target.room = bytes;
			this.target.listener.#serve(this.target);
		},
		onError(this: Caller<Client>): void {
			this.target.listener.#drop(this.target);
		},
	});

	readonly counters: HttpCounters = { accepted: 0, refused: 0, displaced: 0, failed: 0 };
	#options: HttpListenerOptions;
	#host: Host;
	#listener: Listener;
	#timer: DeadlineTimer;
	#clients: Client[] = [];
	/** Those whose turn comes, one after the other. */
	#due: Client[] = [];
	/** Whether more connections wait than one turn accepts. */
	#crowded = false;
	#closed = false;

	/** Begins to listen; throws when the port is taken, or the host has no TCP. */
	constructor(options: HttpListenerOptions) {
		const { host, port, address } = options;
		if (host.Listener === undefined || host.Tcp === undefined) throw new Error("This device has no TCP");
		this.#options = options;
		this.#host = host;
		this.#timer = new DeadlineTimer(host, this);
		this.#listener = new host.Listener({
			port,
			address,
			onReadable: () => {
				this.#accept();
				this.#follow();
			},
		});
	}

	get port(): number {
		return this.#listener.port;
	}

	/** How many connections there are. */
	get connections(): number {
		return this.#clients.length;
	}

	/** Sources may have something now. They are asked in a later turn, so this may be called from anywhere. */
	wake(): void {
		for (const client of this.#clients) if (client.connection.streaming) this.#schedule(client);
		this.#follow();
	}

	close(): void {
		if (this.#closed) return;
		this.#closed = true;
		this.#timer.close();
		this.#listener.close();
		for (const client of [...this.#clients]) this.#drop(client);
	}

	#accept(): void {
		this.#crowded = false;
		for (let count = 0; count < ACCEPTED_AT_ONCE; count++) {
			const incoming = this.#closed ? undefined : this.#listener.read();
			if (incoming === undefined) return;
			if (this.#makeRoom(incoming.remoteAddress)) {
				this.#open(incoming);
			} else {
				this.counters.refused += 1;
				incoming.close();
			}
		}
		this.#crowded = true;
	}

	/** Whether there is room for one more of this address, if need be in place of an idle one. */
	#makeRoom(address: string): boolean {
		const { connections = CONNECTIONS, perAddress = CONNECTIONS_PER_ADDRESS } = this.#options;
		const own = this.#clients.filter((client) => client.tcp.remoteAddress === address);
		if (own.length >= perAddress) return this.#displace(own);
		return this.#clients.length < connections || this.#displace(this.#clients);
	}

	/** Closes the one that has waited for a request for longest; false when none waits. */
	#displace(clients: readonly Client[]): boolean {
		const latest = this.#host.clock.now() - GRACE;
		let longest: Client | undefined;
		for (const client of clients) {
			const { busy, deadline } = client.connection;
			if (!busy && client.since <= latest && (longest === undefined || deadline < longest.connection.deadline))
				longest = client;
		}
		if (longest === undefined) return false;
		this.counters.displaced += 1;
		this.#drop(longest);
		return true;
	}

	#open(from: Tcp): void {
		const { host, handler, limits } = this.#options;
		const { text, clock } = host;
		const connection = new Connection({ handler, address: from.remoteAddress, text, now: clock.now(), limits });
		try {
			this.#clients.push(new Client(this, connection, from, host));
			this.counters.accepted += 1;
		} catch {
			// It has broken already, or the host has no memory for it.
			this.counters.refused += 1;
		}
	}

	#drop(client: Client): void {
		this.#clients = this.#clients.filter((other) => other !== client);
		this.#due = this.#due.filter((other) => other !== client);
		client.connection.close();
		client.tcp.close();
		this.#report(client);
	}

	/** A callback of the client's TCP connection. */
	#serve(client: Client): void {
		this.#pump(client);
		this.#follow();
	}

	/** For the timer: one that is due has its turn. */
	expire(): void {
		const now = this.#host.clock.now();
		for (const client of this.#clients) {
			if (client.connection.deadline > now) continue;
			client.connection.expire(now);
			this.#schedule(client);
		}
		if (this.#crowded) this.#accept();
		const client = this.#due.shift();
		if (client !== undefined) this.#pump(client);
		this.#follow();
	}

	#schedule(client: Client): void {
		if (client.due) return;
		client.due = true;
		this.#due.push(client);
	}

	#follow(): void {
		if (this.#closed) return;
		const atOnce = this.#crowded || this.#due.length > 0;
		let deadline = atOnce ? this.#host.clock.now() : Number.POSITIVE_INFINITY;
		for (const { connection } of this.#clients) deadline = Math.min(deadline, connection.deadline);
		this.#timer.follow(deadline);
	}

	/** Moves what can be moved in one turn. Whatever goes wrong, only this connection ends. */
	#pump(client: Client): void {
		client.due = false;
		try {
			if (this.#move(client)) this.#schedule(client);
		} catch {
			// The connection broke while something was written; the host would tell later.
			this.#drop(client);
			return;
		}
		this.#report(client);
		if (client.connection.closed) this.#drop(client);
	}

	/** Takes what came in, answers one request, and sends some of it. Returns whether there is more to do. */
	#move(client: Client): boolean {
		const { connection, tcp } = client;
		const now = this.#host.clock.now();
		const { hungry, requests } = connection;
		if (hungry) {
			const bytes = tcp.read();
			if (bytes !== undefined) connection.receive(new Uint8Array(bytes), now);
		}
		let pieces = 0;
		for (; pieces < PIECES_AT_ONCE; pieces++) {
			if (connection.requests > requests && !connection.busy) break;
			const bytes = connection.write(Math.min(client.room, PIECE_LIMIT), now);
			if (bytes === undefined) break;
			client.room = tcp.write(bytes);
		}
		if (connection.closed) return false;
		const sending = pieces === PIECES_AT_ONCE && client.room > 0;
		return sending || connection.pending || (connection.hungry && !hungry);
	}

	#report({ connection }: Client): void {
		const failure = connection.takeFailure();
		if (failure !== undefined) this.#tell(failure);
	}

	#tell(failure: unknown): void {
		this.counters.failed += 1;
		this.#options.log?.note("error", `A request to the control page failed: ${failure}`);
	}
}
