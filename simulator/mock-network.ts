import type { Datagram, ServiceRecord } from "../modules/host.ts";
import { MockHost } from "./mock-host.ts";
import { SeededRandom } from "./seeded-random.ts";
import type { VirtualClock } from "./virtual-clock.ts";

/** How long a datagram is held back that others shall overtake, in milliseconds: longer than an audio frame. */
export const REORDER_DELAY = 30;

export interface Endpoint {
	readonly address: string;
	readonly port: number;
}

/** A datagram on its way. */
export interface SentDatagram {
	/** 1 for the first datagram that was sent in this network. */
	readonly number: number;
	readonly from: Endpoint;
	readonly to: Endpoint;
	readonly bytes: Uint8Array;
}

/** What becomes of a datagram; `delay` adds milliseconds to the way of this one only, so that others overtake it. */
export type Fate = "deliver" | "drop" | "duplicate" | { readonly delay: number };

/** Chances go from 0 to 1, times are milliseconds. Jitter keeps the order, as the queue of a router does. */
export interface Weather {
	loss: number;
	duplicate: number;
	reorder: number;
	delay: number;
	jitter: number;
}

/** What happened to the datagrams so far. */
export interface Counters {
	sent: number;
	delivered: number;
	dropped: number;
	duplicated: number;
	delayed: number;
	/** Arrived where no socket was (any more). */
	unreachable: number;
	/** Displaced in the full queue of a socket. */
	overflowed: number;
}

export interface MockNetworkOptions {
	readonly clock: VirtualClock;
	readonly seed?: number | string;
	readonly weather?: Partial<Weather>;
}

/** UDP and DNS between any number of hosts, in memory and in virtual time. */
export class MockNetwork {
	readonly clock: VirtualClock;
	/** May be changed at any time. */
	readonly weather: Weather;
	/** Addresses by name in lower case; a name that is not here cannot be resolved. */
	readonly names = new Map<string, readonly string[]>();
	/** Servers by service, such as "_sip._udp.pbx.test", in lower case; one that is not here does not exist. */
	readonly services = new Map<string, readonly ServiceRecord[]>();
	/** How much longer answers of the name server take, in milliseconds, and whether there are any. */
	readonly nameServer = { delay: 0, up: true };
	readonly counters: Counters = {
		sent: 0,
		delivered: 0,
		dropped: 0,
		duplicated: 0,
		delayed: 0,
		unreachable: 0,
		overflowed: 0,
	};
	/** Decides about each datagram; `undefined` leaves it to the weather. */
	rule: ((datagram: SentDatagram) => Fate | undefined) | undefined;
	/** Sees each datagram when it is sent, with what will become of it. */
	tap: ((datagram: SentDatagram, fate: Fate) => void) | undefined;

	/** Longest segment of TCP in bytes; from 1 byte to that, drawn for each. Whole writes stay whole by default. */
	longestSegment = Number.POSITIVE_INFINITY;

	readonly #hosts = new Map<string, MockHost>();
	readonly #random: SeededRandom;
	/** Its own, so that TCP does not change the fate of datagrams. */
	readonly #tcpRandom: SeededRandom;

	constructor({ clock, seed = 1, weather }: MockNetworkOptions) {
		this.clock = clock;
		this.weather = { loss: 0, duplicate: 0, reorder: 0, delay: 1, jitter: 0, ...weather };
		this.#random = new SeededRandom(seed);
		this.#tcpRandom = new SeededRandom(`TCP ${seed}`);
	}

	/** The host with this address; a new one if there is none. */
	host(address: string): MockHost {
		let host = this.#hosts.get(address);
		if (host === undefined) {
			host = new MockHost(this, address);
			this.#hosts.set(address, host);
		}
		return host;
	}

	/** For TCP: the host with this address, if there is one. */
	find(address: string): MockHost | undefined {
		return this.#hosts.get(address);
	}

	/** For TCP: how long the way is now, in milliseconds. Nothing is lost, for TCP sends it again. */
	way(): number {
		const { delay, jitter } = this.weather;
		return delay + (jitter > 0 ? jitter * this.#tcpRandom.next() : 0);
	}

	/** For TCP: the bytes as they travel. */
	segments(bytes: Uint8Array): readonly Uint8Array[] {
		const segments: Uint8Array[] = [];
		let at = 0;
		while (at < bytes.length) {
			const length = Math.min(bytes.length - at, this.longestSegment);
			const end = at + (this.longestSegment === Number.POSITIVE_INFINITY ? length : this.#draw(length));
			segments.push(bytes.subarray(at, end));
			at = end;
		}
		return segments;
	}

	#draw(most: number): number {
		return 1 + Math.floor(this.#tcpRandom.next() * most);
	}

	/** For {@link MockHost.move}. */
	readdress(host: MockHost, from: string, to: string): void {
		if (this.#hosts.has(to)) throw new RangeError(`${to} is taken`);
		this.#hosts.delete(from);
		this.#hosts.set(to, host);
	}

	/** For the sockets: takes a datagram from `sender`. The bytes now belong to the network. */
	send(sender: MockHost, from: Endpoint, to: Endpoint, bytes: Uint8Array): void {
		this.counters.sent += 1;
		const datagram: SentDatagram = { number: this.counters.sent, from, to, bytes };
		const fate = this.rule?.(datagram) ?? this.#weatherFate();
		this.tap?.(datagram, fate);
		if (fate === "drop") {
			this.counters.dropped += 1;
			return;
		}
		const { delay, jitter } = this.weather;
		const way = delay + (jitter > 0 ? jitter * this.#random.next() : 0);
		if (typeof fate === "object") {
			this.counters.delayed += 1;
			this.#deliverLater(datagram, way + fate.delay);
			return;
		}
		const now = this.clock.now;
		const arrival = Math.max(now + way, sender.lastArrival);
		sender.lastArrival = arrival;
		this.#deliverLater(datagram, arrival - now);
		if (fate === "duplicate") {
			this.counters.duplicated += 1;
			this.#deliverLater(datagram, arrival - now);
		}
	}

	#weatherFate(): Fate {
		const { loss, duplicate, reorder } = this.weather;
		if (this.#happens(loss)) return "drop";
		if (this.#happens(duplicate)) return "duplicate";
		if (this.#happens(reorder)) return { delay: REORDER_DELAY };
		return "deliver";
	}

	#happens(chance: number): boolean {
		return chance > 0 && this.#random.next() < chance;
	}

	#deliverLater(datagram: SentDatagram, milliseconds: number): void {
		this.clock.timers.set(() => this.#deliver(datagram), milliseconds);
	}

	#deliver({ from, to, bytes }: SentDatagram): void {
		const socket = this.#hosts.get(to.address)?.socket(to.port);
		if (socket === undefined) {
			this.counters.unreachable += 1;
			return;
		}
		this.counters.delivered += 1;
		const datagram: Datagram = Object.assign(bytes.slice().buffer, { address: from.address, port: from.port });
		if (!socket.receive(datagram)) this.counters.overflowed += 1;
	}
}
