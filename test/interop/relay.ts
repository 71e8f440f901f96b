import type { RemoteInfo, Socket } from "node:dgram";
import { SeededRandom } from "../../simulator/seeded-random.ts";

/** How much longer a datagram is held back that others shall overtake, milliseconds: three packets of sound. */
export const HELD_BACK = 60;

/** Shares go from 0 to 1, times are milliseconds. Each of them holds for each direction. */
export interface Impairment {
	readonly loss: number;
	readonly duplication: number;
	readonly reordering: number;
	readonly delay: number;
	/** The delay is drawn anew for each datagram, from `delay - variation` to `delay + variation`. */
	readonly variation: number;
}

/** Where the doorbells are, or where everybody else is. */
export type Side = "doorbells" | "others";

/** A datagram on its way through the relay. */
export interface Passage {
	/** Where it is going. */
	readonly towards: Side;
	readonly from: number;
	readonly to: number;
	readonly bytes: Uint8Array;
}

export interface RelayOptions {
	readonly seed: number | string;
	readonly impairment: Impairment;
	/** A datagram came to the relay. */
	readonly onTaken?: (passage: Passage) => void;
	/** A datagram, or the copy of one, was handed to the system for its last step. */
	readonly onDelivered?: (passage: Passage) => void;
}

interface Waiting {
	readonly passage: Passage;
	readonly due: number;
}

const HOST = "127.0.0.1";

/**
 * A bad line between two networks that use the same addresses, and no port twice. On each side the relay has the ports
 * of those on the other side, so that nothing has to be rewritten: whatever leaves one network arrives in the other one
 * byte for byte, from the port that sent it, if it arrives. The datagrams from one port to another keep their order, as
 * in the queue of a router, but for those that are held back.
 */
export class Relay {
	readonly #options: RelayOptions;
	readonly #random: SeededRandom;
	readonly #sockets: Readonly<Record<Side, Map<number, Socket>>> = { doorbells: new Map(), others: new Map() };
	/** When the last datagram of a flow that was not held back arrives. */
	readonly #lastDue = new Map<string, number>();
	/** By due time, and in the order of their arrival. */
	readonly #waiting: Waiting[] = [];
	#timer: NodeJS.Timeout | undefined;

	constructor(options: RelayOptions) {
		this.#options = options;
		this.#random = new SeededRandom(options.seed);
	}

	/** Takes a bound socket of the network on one side; its port is one of somebody on the other side. */
	add(side: Side, socket: Socket): void {
		const { port } = socket.address();
		const towards = side === "doorbells" ? "others" : "doorbells";
		this.#sockets[side].set(port, socket);
		socket.on("message", (bytes, source: RemoteInfo) => {
			this.#take({ towards, from: source.port, to: port, bytes });
		});
		socket.on("error", () => {}); // of a single datagram, for one who is not there any more
	}

	close(): void {
		clearTimeout(this.#timer);
		for (const sockets of Object.values(this.#sockets)) for (const socket of sockets.values()) socket.close();
	}

	#take(passage: Passage): void {
		const { loss, duplication } = this.#options.impairment;
		this.#options.onTaken?.(passage);
		if (this.#happens(loss)) return;
		this.#pass(passage);
		if (this.#happens(duplication)) this.#pass(passage);
	}

	#pass(passage: Passage): void {
		const { delay, variation, reordering } = this.#options.impairment;
		const arrival = performance.now() + delay + variation * (2 * this.#random.next() - 1);
		const flow = `${passage.from} ${passage.to}`;
		const due = Math.max(arrival, this.#lastDue.get(flow) ?? 0);
		if (this.#happens(reordering)) {
			this.#wait({ passage, due: due + HELD_BACK });
			return;
		}
		this.#lastDue.set(flow, due);
		this.#wait({ passage, due });
	}

	#happens(share: number): boolean {
		return this.#random.next() < share;
	}

	#wait(waiting: Waiting): void {
		let place = this.#waiting.length;
		while (place > 0 && this.#waiting[place - 1]!.due > waiting.due) place -= 1;
		this.#waiting.splice(place, 0, waiting);
		if (place === 0) this.#follow();
	}

	#follow(): void {
		clearTimeout(this.#timer);
		const first = this.#waiting[0];
		this.#timer = first && setTimeout(() => this.#deliver(), Math.max(0, first.due - performance.now()));
	}

	#deliver(): void {
		const now = performance.now();
		while (this.#waiting[0] !== undefined && this.#waiting[0].due <= now) this.#send(this.#waiting.shift()!.passage);
		this.#follow();
	}

	/** Sends from the port that stands in for the sender. */
	#send(passage: Passage): void {
		const { towards, from, to, bytes } = passage;
		const socket = this.#sockets[towards].get(from);
		if (socket === undefined) throw new Error(`The relay was not told of port ${from}`);
		this.#options.onDelivered?.(passage);
		socket.send(bytes, to, HOST);
	}
}
