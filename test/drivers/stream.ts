import type { Datagram, Udp } from "../../modules/host.ts";
import { HEADER_LENGTH, Header, readHeader, writeHeader } from "../../modules/rtp/packet.ts";
import { EVENT_END } from "../../modules/rtp/telephone-event.ts";
import type { Media } from "../../modules/sdp/negotiation.ts";
import type { MockNetwork } from "../../simulator/mock-network.ts";

/** Octets of PCMA for silence and for something loud. */
export const SILENT = 0xd5;
export const LOUD = 0x2a;

const FRAME = 160;

/** An agreement with a peer that takes PCMA and telephone events. */
export function agreement(address: string, port: number, changes: Partial<Media> = {}): Media {
	return {
		address,
		port,
		rtcpPort: port + 1,
		law: "PCMA",
		sendPayloadType: 8,
		eventSendPayloadType: 101,
		receives: new Map([
			[8, "PCMA"],
			[0, "PCMU"],
			[101, "telephone-event"],
		]),
		ptime: 20,
		direction: "sendrecv",
		hold: false,
		changed: true,
		...changes,
	};
}

/** Datagrams that a peer keeps: these tests run in the board's heap as well, which holds no more. */
const KEPT = 200;

/** A peer made of sockets: sends packets of sound and keys, and keeps what it receives. */
export class StreamPeer {
	readonly received: Datagram[] = [];
	readonly reports: Datagram[] = [];
	ssrc = 77;
	readonly #rtp: Udp;
	readonly #rtcp: Udp;
	#header = new Header();
	#last = new Uint8Array(0);
	#sequence = 0;
	#timestamp = 0;

	constructor(network: MockNetwork, address: string, port: number) {
		const { Udp } = network.host(address);
		this.#rtp = new Udp({ port, onReadable: () => drain(this.#rtp, this.received) });
		this.#rtcp = new Udp({ port: port + 1, onReadable: () => drain(this.#rtcp, this.reports) });
	}

	/** Header of the packet received last. */
	get last(): Header {
		const header = new Header();
		readHeader(new Uint8Array(this.received.at(-1)!), header);
		return header;
	}

	/** Sends 20 ms of one octet again and again. */
	sound(octet: number, address: string, port: number, payloadType = 8): void {
		this.#send(new Array(FRAME).fill(octet), payloadType, this.#timestamp, address, port);
		this.#timestamp += FRAME;
	}

	/** Sends the last packet again. */
	repeat(address: string, port: number): void {
		this.#rtp.write(this.#last, address, port);
	}

	/** Presses a key: a packet when it goes down, and three when it comes up. */
	key(event: number, address: string, port: number): void {
		const timestamp = this.#timestamp;
		this.#send([event, 10, 0, FRAME], 101, timestamp, address, port);
		for (let copy = 0; copy < 3; copy += 1) this.#send([event, EVENT_END | 10, 3, 32], 101, timestamp, address, port);
		this.#timestamp += 8 * FRAME;
	}

	/** Leaves out so many packets, as if they had been lost. */
	lose(count: number): void {
		this.#sequence += count;
		this.#timestamp += count * FRAME;
	}

	raw(bytes: readonly number[], address: string, port: number): void {
		this.#rtp.write(Uint8Array.from(bytes), address, port);
	}

	report(bytes: Uint8Array, address: string, port: number): void {
		this.#rtcp.write(bytes, address, port);
	}

	#send(payload: readonly number[], payloadType: number, timestamp: number, address: string, port: number): void {
		const packet = new Uint8Array(HEADER_LENGTH + payload.length);
		const header = this.#header;
		header.payloadType = payloadType;
		header.sequence = this.#sequence++ & 0xffff;
		header.timestamp = timestamp;
		header.ssrc = this.ssrc;
		writeHeader(packet, header);
		packet.set(payload, HEADER_LENGTH);
		this.#last = packet;
		this.#rtp.write(packet, address, port);
	}
}

function drain(socket: Udp, into: Datagram[]): void {
	for (let datagram = socket.read(); datagram; datagram = socket.read()) {
		into.push(datagram);
		if (into.length > KEPT) into.shift();
	}
}
