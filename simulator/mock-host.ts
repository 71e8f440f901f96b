import type { Host, Network, ResolveOptions, UdpOptions } from "../modules/host.ts";
import type { MockNetwork } from "./mock-network.ts";
import { isAddress, MockUdp } from "./mock-udp.ts";

/** Ports given out for port 0 begin here (RFC 6335 §6) … */
const FIRST_FREE_PORT = 49152;
/** … and are so few that sockets nobody closes are noticed. */
export const FREE_PORTS = 64;
const LAST_PORT = 65535;

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

	readonly #network: MockNetwork;
	#address: string;
	#sockets = new Map<number, MockUdp>();
	#lastFree = FREE_PORTS - 1;

	constructor(network: MockNetwork, address: string) {
		this.#network = network;
		this.#address = address;
		this.Udp = bindUdp(this);
	}

	/** How many sockets are open. */
	get openSockets(): number {
		return this.#sockets.size;
	}

	/** All hosts reach each other, so `remote` does not matter. */
	address(_remote?: string): string | undefined {
		return this.up ? this.#address : undefined;
	}

	/** Gives the host another address. Sockets opened before can neither send nor receive any more. */
	move(address: string): void {
		this.#network.readdress(this, this.#address, address);
		this.#address = address;
		this.#sockets = new Map();
	}

	resolve({ host, onResolved, onError }: ResolveOptions): void {
		this.lookups += 1;
		const { clock, names, weather } = this.#network;
		clock.timers.set(() => {
			const addresses = isAddress(host) ? [host] : names.get(host.toLowerCase());
			if (this.up && addresses !== undefined && addresses.length > 0) onResolved(addresses);
			else onError();
		}, 2 * weather.delay);
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
