import type { Clock, Datagram, Host, TimerHandle, Timers, UdpOptions, Udp as UdpSocket } from "../modules/host.ts";
import { isAddress } from "./mock-udp.ts";
import { SeededRandom } from "./seeded-random.ts";

/** Datagrams that are on their way in one direction of a socket at most: ten seconds of sound. */
export const ON_THE_WAY = 512;
/** Datagrams that have come and wait for `read` at most; one more displaces the oldest. */
export const RECEIVE_QUEUE = 256;
const LAST_PORT = 65535;

export interface WeatherOptions {
	readonly clock: Pick<Clock, "now">;
	readonly timers: Timers;
	/** The same seed makes the same weather. */
	readonly seed?: number | string;
}

/**
 * The network's weather round one device: what it sends and what it receives gets lost or comes late. May change at any
 * time. While all is calm nothing is done at all. Late datagrams keep their order, as in the queue of a router.
 */
export class Weather {
	/** Share of the datagrams that is lost, from 0 to 1, in each direction. */
	loss = 0;
	/** Milliseconds that every datagram takes, in each direction. */
	delay = 0;
	/** Milliseconds by which the delay varies at random. */
	jitter = 0;
	/** Datagrams that were lost so far, by chance or because too many were on their way. */
	lost = 0;
	readonly clock: Pick<Clock, "now">;
	readonly timers: Timers;
	readonly #random: SeededRandom;

	constructor({ clock, timers, seed = 1 }: WeatherOptions) {
		this.clock = clock;
		this.timers = timers;
		this.#random = new SeededRandom(seed);
	}

	get calm(): boolean {
		return this.loss === 0 && this.delay === 0 && this.jitter === 0;
	}

	/** The UDP sockets of a host, in this weather. */
	over(Udp: Host["Udp"]): Host["Udp"] {
		const weather = this;
		return class extends WeatheredUdp {
			constructor(options: UdpOptions) {
				super(Udp, weather, options);
			}
		};
	}

	/** For the sockets: whether the next datagram is lost. */
	loses(): boolean {
		if (this.loss === 0 || this.#random.next() >= this.loss) return false;
		this.lost += 1;
		return true;
	}

	/** For the sockets: when a datagram that sets out now arrives. */
	arrival(): number {
		return this.clock.now() + this.delay + (this.jitter === 0 ? 0 : this.jitter * this.#random.next());
	}
}

/** What is on its way in one direction: in order, one timer for the first. */
class Way<Item> {
	readonly #weather: Weather;
	readonly #onArrival: (items: readonly Item[]) => void;
	readonly #items: { readonly item: Item; readonly due: number }[] = [];
	#timer: TimerHandle | undefined;

	constructor(weather: Weather, onArrival: (items: readonly Item[]) => void) {
		this.#weather = weather;
		this.#onArrival = onArrival;
	}

	/** Whether datagrams may pass at once without overtaking others. */
	get free(): boolean {
		return this.#weather.calm && this.#items.length === 0;
	}

	/** Sends something on its way. It may get lost. */
	add(item: Item): void {
		const weather = this.#weather;
		if (weather.loses()) return;
		if (this.#items.length === ON_THE_WAY) {
			weather.lost += 1;
			return;
		}
		const due = Math.max(weather.arrival(), this.#items.at(-1)?.due ?? 0);
		this.#items.push({ item, due });
		if (this.#timer === undefined) this.#wait();
	}

	/** Nothing arrives any more. Returns what was on its way. */
	close(): Item[] {
		this.#weather.timers.clear(this.#timer);
		return this.#items.splice(0).map(({ item }) => item);
	}

	#wait(): void {
		const { clock, timers } = this.#weather;
		const first = this.#items[0];
		this.#timer = first && timers.set(() => this.#arrive(), Math.max(0, first.due - clock.now()));
	}

	#arrive(): void {
		const now = this.#weather.clock.now();
		const next = this.#items.findIndex(({ due }) => due > now);
		const arrived = this.#items.splice(0, next < 0 ? this.#items.length : next);
		this.#wait();
		if (arrived.length > 0) this.#onArrival(arrived.map(({ item }) => item));
	}
}

interface Sent {
	readonly bytes: Uint8Array;
	readonly address: string;
	readonly port: number;
}

class WeatheredUdp implements UdpSocket {
	/** Received datagrams that were displaced before they were read. */
	dropped = 0;
	readonly #socket: UdpSocket;
	readonly #onReadable: ((packets: number) => void) | undefined;
	readonly #incoming: Way<Datagram>;
	readonly #outgoing: Way<Sent>;
	readonly #arrived: Datagram[] = [];
	#open = true;

	constructor(Udp: Host["Udp"], weather: Weather, { port, onReadable }: UdpOptions) {
		this.#onReadable = onReadable;
		this.#incoming = new Way(weather, (datagrams) => this.#arrive(datagrams));
		this.#outgoing = new Way(weather, (datagrams) => this.#send(datagrams));
		this.#socket = new Udp({ port, onReadable: (packets) => this.#receive(packets) });
	}

	get port(): number {
		return this.#socket.port;
	}

	read(): Datagram | undefined {
		if (this.#arrived.length > 0) return this.#arrived.shift();
		if (this.#incoming.free) return this.#socket.read();
		this.#take();
		return undefined;
	}

	write(buffer: ArrayBuffer | Uint8Array, address: string, port: number): void {
		if (!this.#open) throw new Error("The socket is closed");
		if (this.#outgoing.free) {
			this.#socket.write(buffer, address, port);
			return;
		}
		if (!isAddress(address)) throw new RangeError(`${address} is no address`);
		if (!Number.isInteger(port) || port < 1 || port > LAST_PORT) throw new RangeError(`${port} is no port`);
		// A copy, for the caller uses its buffer again.
		const bytes = new Uint8Array(buffer instanceof Uint8Array ? buffer : buffer.slice(0));
		this.#outgoing.add({ bytes, address, port });
	}

	/** What is on its way out leaves at once, for the port must be free afterwards. */
	close(): void {
		if (!this.#open) return;
		this.#open = false;
		this.#incoming.close();
		this.#arrived.length = 0;
		this.#send(this.#outgoing.close());
		this.#socket.close();
	}

	#receive(packets: number): void {
		if (this.#incoming.free && this.#arrived.length === 0) this.#onReadable?.(packets);
		else this.#take();
	}

	/** Sends all that the socket has on its way to the reader. */
	#take(): void {
		for (let datagram = this.#socket.read(); datagram; datagram = this.#socket.read()) this.#incoming.add(datagram);
	}

	#arrive(datagrams: readonly Datagram[]): void {
		this.#arrived.push(...datagrams);
		const late = this.#arrived.length - RECEIVE_QUEUE;
		if (late > 0) {
			this.#arrived.splice(0, late);
			this.dropped += late;
		}
		this.#onReadable?.(this.#arrived.length);
	}

	#send(datagrams: readonly Sent[]): void {
		for (const { bytes, address, port } of datagrams) {
			try {
				this.#socket.write(bytes, address, port);
			} catch {
				// Whoever wrote it cannot be told any more: lost, as on the wire.
			}
		}
	}
}
