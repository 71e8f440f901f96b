import type { Datagram, Digital, Host, OutputName, Tcp, TcpOptions, Udp, UdpOptions } from "../../modules/host.ts";
import type { MockNetwork } from "../../simulator/mock-network.ts";
import { type End, MockTcp } from "../../simulator/mock-tcp.ts";
import { SeededRandom } from "../../simulator/seeded-random.ts";
import { VirtualHost, type VirtualHostOptions } from "../../simulator/virtual-host.ts";
import { Flash } from "./flash.ts";

/**
 * A virtual host that leaves heap and stack to the doorbell, as the SDK does: its sockets call back from the event loop,
 * when nothing else is on the stack, what is written to them goes on its way in a turn of its own; what is stored takes the
 * same room all the time; and of the outputs it remembers only how often the door was opened.
 */
export class BoardHost extends VirtualHost {
	override readonly Udp: Host["Udp"];
	override readonly Tcp: NonNullable<Host["Tcp"]> = BoardTcp;
	/** The board's own, in C. */
	readonly sound = xs.sound;
	doorOpenings = 0;
	readonly #numbers = new SeededRandom("board");
	/** In the upper half, so that the numbers drawn have the same digits in every visit. */
	override readonly random = () => 0.5 + this.#numbers.next() / 2;

	constructor(options: Omit<VirtualHostOptions, "storage">) {
		super({ ...options, storage: new Flash() });
		this.Udp = udpOf(options.network, options.address);
	}

	override output(name: OutputName): Digital {
		return new BoardOutput(this, name);
	}
}

class BoardOutput implements Digital {
	readonly #host: BoardHost;
	readonly #name: OutputName;

	constructor(host: BoardHost, name: OutputName) {
		this.#host = host;
		this.#name = name;
	}

	read(): 0 {
		return 0;
	}

	write(value: 0 | 1): void {
		if (this.#name === "door") this.#host.doorOpenings += value;
	}

	close(): void {}
}

function udpOf(network: MockNetwork, home: string): Host["Udp"] {
	const host = network.host(home);
	return class implements Udp {
		readonly port: number;
		readonly #socket: Udp;
		#closed = false;

		constructor({ port, onReadable = none }: UdpOptions) {
			const tell = () => (this.#closed ? undefined : onReadable(1));
			this.#socket = new host.Udp({ port, onReadable: () => void setTimeout(tell, 0) });
			this.port = this.#socket.port;
		}

		read(): Datagram | undefined {
			return this.#socket.read();
		}

		write(buffer: ArrayBuffer | Uint8Array, address: string, port: number): void {
			const bytes = copied(buffer);
			const from = { address: home, port: this.port };
			setTimeout(() => network.send(host, from, { address, port }, bytes), 0);
		}

		close(): void {
			this.#closed = true;
			this.#socket.close();
		}
	};
}

class BoardTcp implements Tcp {
	readonly remoteAddress: string;
	readonly remotePort: number;
	readonly #end: End;
	/** Bytes that are to be sent in a later turn. */
	#leaving = 0;

	constructor({ from, target, onReadable = none, onWritable = none, onError = none }: TcpOptions) {
		this.remoteAddress = from.remoteAddress;
		this.remotePort = from.remotePort;
		const end = MockTcp.endOf(from);
		const caller = { target, onReadable, onWritable, onError };
		this.#end = end;
		// The functions of timers return the callback, whose call takes the place of theirs on the stack of XS.
		end.open({
			target,
			onReadable: (bytes) => void setTimeout(() => (end.closed ? undefined : caller.onReadable(bytes)), 0),
			onWritable: () => void setTimeout(() => (end.closed ? undefined : caller.onWritable(this.#room)), 0),
			onError: () => void setTimeout(() => caller.onError(), 0),
		});
	}

	get #room(): number {
		return this.#end.room - this.#leaving;
	}

	read(): ArrayBuffer | undefined {
		return this.#end.read();
	}

	write(buffer: ArrayBuffer | Uint8Array): number {
		const bytes = copied(buffer);
		if (bytes.length > this.#room) throw new RangeError(`${bytes.length} bytes where ${this.#room} have room`);
		this.#leaving += bytes.length;
		setTimeout(() => this.#send(bytes), 0);
		return this.#room;
	}

	/** After what was written. */
	close(): void {
		setTimeout(() => this.#end.close(), 0);
	}

	#send(bytes: Uint8Array): void {
		this.#leaving -= bytes.length;
		if (!this.#end.over) this.#end.send(bytes);
	}
}

function none(): void {}

function copied(buffer: ArrayBuffer | Uint8Array): Uint8Array {
	return new Uint8Array(buffer instanceof Uint8Array ? buffer : buffer.slice(0));
}
