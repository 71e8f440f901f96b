import type {
	Host,
	ListenerOptions,
	Network,
	ResolveOptions,
	ServiceOptions,
	Subnet,
	UdpOptions,
} from "../modules/host.ts";
import type { MockNetwork } from "./mock-network.ts";
import { AcceptedTcp, type ConnectOptions, connect, type End, MockListener, type MockTcp } from "./mock-tcp.ts";
import { isAddress, MockUdp } from "./mock-udp.ts";

/** Ports given out for port 0 begin here (RFC 6335 §6) … */
const FIRST_FREE_PORT = 49152;
/** … and are so few that sockets nobody closes are noticed. */
export const FREE_PORTS = 64;
const LAST_PORT = 65535;
/** The home of every host: those whose addresses differ in the last number only. */
const PREFIX = 24;

/** One host of a {@link MockNetwork}: its address, its sockets, its resolver. */
export class MockHost implements Network {
	/** False while the cable is out: nothing comes in or goes out, and names cannot be resolved. */
	up = true;
	/** Names asked for so far. */
	lookups = 0;
	/** When the datagram sent last arrives: later ones do not overtake it. */
	lastArrival = 0;
	/** UDP socket of this host. */
	readonly Udp: Host["Udp"];
	/** TCP of this host. */
	readonly Listener: NonNullable<Host["Listener"]>;
	readonly Tcp: NonNullable<Host["Tcp"]>;

	readonly #network: MockNetwork;
	#address: string;
	#sockets = new Map<number, MockUdp>();
	#lastFree = FREE_PORTS - 1;
	readonly #listeners = new Map<number, MockListener>();
	readonly #ends = new Set<End>();
	#lastTcpPort = FIRST_FREE_PORT - 1;

	constructor(network: MockNetwork, address: string) {
		this.#network = network;
		this.#address = address;
		this.Udp = bindUdp(this);
		this.Listener = bindListener(this);
		this.Tcp = AcceptedTcp;
	}

	/** How many sockets are open. */
	get openSockets(): number {
		return this.#sockets.size;
	}

	/** How many ends of TCP connections are open. */
	get openConnections(): number {
		return this.#ends.size;
	}

	/** All hosts reach each other, so `remote` does not matter. */
	address(_remote?: string): string | undefined {
		return this.up ? this.#address : undefined;
	}

	subnets(): readonly Subnet[] {
		return this.up ? [{ address: this.#address, prefix: PREFIX }] : [];
	}

	/** Gives the host another address. Sockets opened before can neither send nor receive any more. */
	move(address: string): void {
		this.#network.readdress(this, this.#address, address);
		this.#address = address;
		this.#sockets = new Map();
	}

	resolve({ host, onResolved, onError }: ResolveOptions): void {
		this.lookups += 1;
		this.#ask((answered) => {
			const addresses = isAddress(host) ? [host] : answered ? this.#network.names.get(host.toLowerCase()) : undefined;
			if (this.up && addresses !== undefined && addresses.length > 0) onResolved(addresses);
			else onError();
		});
	}

	service({ name, onResolved, onError }: ServiceOptions): void {
		this.#ask((answered) => {
			if (answered) onResolved(this.#network.services.get(name.toLowerCase()) ?? []);
			else onError();
		});
	}

	/** Lets the name server answer, or not, after a while. */
	#ask(onDone: (answered: boolean) => void): void {
		const { clock, nameServer, weather } = this.#network;
		clock.timers.set(() => onDone(this.up && nameServer.up), 2 * weather.delay + nameServer.delay);
	}

	/** Connects to a listener; `onWritable` tells that it worked, `onError` that nobody listens there. */
	connect(options: ConnectOptions): MockTcp {
		this.#lastTcpPort = this.#lastTcpPort === LAST_PORT ? FIRST_FREE_PORT : this.#lastTcpPort + 1;
		return connect(this.#network, this, this.#address, this.#lastTcpPort, options);
	}

	/** For {@link connect}: who waits for connections on `port`. */
	listener(port: number): MockListener | undefined {
		return this.up ? this.#listeners.get(port) : undefined;
	}

	/** For {@link MockListener}: enters it and returns its port. */
	listen(listener: MockListener, port: number): number {
		if (!Number.isInteger(port) || port < 0 || port > LAST_PORT) throw new RangeError(`${port} is no port`);
		let bound = port === 0 ? FIRST_FREE_PORT : port;
		while (port === 0 && this.#listeners.has(bound)) bound += 1;
		if (this.#listeners.has(bound)) throw new Error(`Port ${bound} is taken`);
		this.#listeners.set(bound, listener);
		return bound;
	}

	/** For {@link MockListener}. */
	hush(listener: MockListener): void {
		if (this.#listeners.get(listener.port) === listener) this.#listeners.delete(listener.port);
	}

	/** For the ends of connections. */
	enter(end: End): void {
		this.#ends.add(end);
	}

	/** For the ends of connections. */
	leave(end: End): void {
		this.#ends.delete(end);
	}

	/** For the network: who listens on `port`. */
	socket(port: number): MockUdp | undefined {
		return this.up ? this.#sockets.get(port) : undefined;
	}

	/** For {@link MockUdp}: enters the socket and returns its port. */
	bind(socket: MockUdp, port: number): number {
		if (!Number.isInteger(port) || port < 0 || port > LAST_PORT) throw new RangeError(`${port} is no port`);
		const bound = port === 0 ? this.#freePort() : port;
		if (this.#sockets.has(bound)) throw new Error(`Port ${bound} is taken`);
		this.#sockets.set(bound, socket);
		return bound;
	}

	/** For {@link MockUdp}. */
	release(socket: MockUdp): void {
		if (this.#sockets.get(socket.port) === socket) this.#sockets.delete(socket.port);
	}

	/** For {@link MockUdp}. */
	send(socket: MockUdp, bytes: Uint8Array, address: string, port: number): void {
		if (!this.up || this.#sockets.get(socket.port) !== socket) throw new Error("The network is unreachable");
		const from = { address: this.#address, port: socket.port };
		this.#network.send(this, from, { address, port }, bytes);
	}

	/** In turn, so that late datagrams for a closed socket do not meet the next one. */
	#freePort(): number {
		for (let step = 1; step <= FREE_PORTS; step++) {
			const free = (this.#lastFree + step) % FREE_PORTS;
			if (this.#sockets.has(FIRST_FREE_PORT + free)) continue;
			this.#lastFree = free;
			return FIRST_FREE_PORT + free;
		}
		throw new Error("No port is free");
	}
}

function bindUdp(host: MockHost): Host["Udp"] {
	return class extends MockUdp {
		constructor(options: UdpOptions) {
			super(host, options);
		}
	};
}

function bindListener(host: MockHost): NonNullable<Host["Listener"]> {
	return class extends MockListener {
		constructor(options: ListenerOptions) {
			super(host, options);
		}
	};
}
