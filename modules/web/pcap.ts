/**
 * The trace as a capture file that Wireshark opens (pcap 2.4, link type RAW), made message by message while it is sent.
 *
 *   record  seconds | microseconds | bytes kept | bytes on the wire
 *   IPv4    version, length | total length | … | UDP | checksum | source | destination     (RFC 791 §3.1)
 *   UDP     source port | destination port | length | 0: no checksum                        (RFC 768)
 */

import type { Source } from "../http/exchange.ts";
import type { Endpoint, Ring, TraceMessage } from "./device.ts";

const MAGIC = 0xa1b2c3d4;
const LONGEST_PACKET = 65_535;
const LINK_TYPE_RAW = 101;
const FILE_HEADER = 24;
const RECORD_HEADER = 16;
const IP_HEADER = 20;
const UDP_HEADER = 8;
const UDP = 17;
const TIME_TO_LIVE = 64;
const IPV4 = /^[0-9]{1,3}(?:\.[0-9]{1,3}){3}$/;

/** The messages of a trace as a capture file. */
export class PcapSource implements Source {
	readonly deadline = 0;
	readonly #trace: Ring<TraceMessage>;
	readonly #encode: (text: string) => Uint8Array;
	readonly #last: number;
	#cursor: number | undefined;

	constructor(trace: Ring<TraceMessage>, encode: (text: string) => Uint8Array) {
		this.#trace = trace;
		this.#encode = encode;
		this.#last = trace.last;
	}

	read(): Uint8Array | "" {
		if (this.#cursor === undefined) {
			this.#cursor = 0;
			return fileHeader();
		}
		const message = this.#cursor < this.#last ? this.#trace.after(this.#cursor) : undefined;
		if (message === undefined || message.id > this.#last) return "";
		this.#cursor = message.id;
		return record(message, this.#encode(message.text));
	}

	close(): void {
		this.#cursor = this.#last;
	}
}

function fileHeader(): Uint8Array {
	const header = new DataView(new ArrayBuffer(FILE_HEADER));
	header.setUint32(0, MAGIC);
	header.setUint16(4, 2);
	header.setUint16(6, 4);
	header.setUint32(16, LONGEST_PACKET);
	header.setUint32(20, LINK_TYPE_RAW);
	return new Uint8Array(header.buffer);
}

function record({ time, at, direction, local, remote }: TraceMessage, text: Uint8Array): Uint8Array {
	const payload = text.subarray(0, LONGEST_PACKET - IP_HEADER - UDP_HEADER);
	const length = IP_HEADER + UDP_HEADER + payload.length;
	const bytes = new Uint8Array(RECORD_HEADER + length);
	const milliseconds = time ?? at;
	const head = new DataView(bytes.buffer, 0, RECORD_HEADER);
	head.setUint32(0, Math.floor(milliseconds / 1000));
	head.setUint32(4, Math.floor((milliseconds % 1000) * 1000));
	head.setUint32(8, length);
	head.setUint32(12, length);
	const [from, to] = direction === "sent" ? [local, remote] : [remote, local];
	writeHeaders(new DataView(bytes.buffer, RECORD_HEADER, IP_HEADER + UDP_HEADER), length, from, to);
	bytes.set(payload, RECORD_HEADER + IP_HEADER + UDP_HEADER);
	return bytes;
}

function writeHeaders(packet: DataView, length: number, from: Endpoint, to: Endpoint): void {
	packet.setUint8(0, 0x45);
	packet.setUint16(2, length);
	packet.setUint8(8, TIME_TO_LIVE);
	packet.setUint8(9, UDP);
	packet.setUint32(12, addressOf(from));
	packet.setUint32(16, addressOf(to));
	packet.setUint16(10, checksum(packet));
	packet.setUint16(IP_HEADER, from.port);
	packet.setUint16(IP_HEADER + 2, to.port);
	packet.setUint16(IP_HEADER + 4, length - IP_HEADER);
}

/** An IPv4 address as a number; 0 for anything else. */
function addressOf({ address }: Endpoint): number {
	if (!IPV4.test(address)) return 0;
	let value = 0;
	for (const part of address.split(".")) value = value * 256 + Number(part);
	return value;
}

/** Checksum of the IP header (RFC 1071), whose own field is still 0. */
function checksum(packet: DataView): number {
	let sum = 0;
	for (let offset = 0; offset < IP_HEADER; offset += 2) sum += packet.getUint16(offset);
	sum = (sum & 0xffff) + (sum >>> 16);
	return ~(sum + (sum >>> 16)) & 0xffff;
}
