/**
 * The fixed header of RTP (RFC 3550 §5.1):
 *
 *      0                   1                   2                   3
 *     +---+-+-+-------+-+-------------+-------------------------------+
 *   0 | V |P|X|   CC  |M| payload type|            sequence           |
 *     +---+-+-+-------+-+-------------+-------------------------------+
 *   4 |                           timestamp                           |
 *     +---------------------------------------------------------------+
 *   8 |                    synchronization source                     |
 *     +---------------------------------------------------------------+
 *  12 | CC contributing sources, extension if X, payload, padding if P
 */
export const HEADER_LENGTH = 12;
/** Version 2 in the first octet. */
const VERSION = 0x80;
const VERSION_MASK = 0xc0;
const PADDING = 0x20;
const EXTENSION = 0x10;
const CONTRIBUTORS = 0x0f;
/** In the second octet, above the payload type. */
export const MARKER = 0x80;
const TYPE_MASK = 0x7f;
const TIMESTAMP = 4;
const SOURCE = 8;
/** Second octets of RTCP packets, which no audio payload type shares (RFC 5761 §4). */
const RTCP_FIRST = 192;
const RTCP_LAST = 223;

/** Header of one packet; made once and read into again and again. */
export class Header {
	marker = false;
	payloadType = 0;
	sequence = 0;
	/** In samples; a signed 32-bit number that wraps round, as compare `(a - b) | 0` wants it. */
	timestamp = 0;
	/** Synchronization source; signed 32 bit. */
	ssrc = 0;
	/** Where the payload begins in the packet, and how long it is; without extension and padding. */
	payloadOffset = HEADER_LENGTH;
	payloadLength = 0;
}

/** Reads the header of an RTP packet; false, and nothing to rely on in `into`, when it is none. */
export function readHeader(packet: Uint8Array, into: Header): boolean {
	let end = packet.length;
	if (end < HEADER_LENGTH) return false;
	const first = packet[0]!;
	const second = packet[1]!;
	let offset = HEADER_LENGTH;
	if (first !== VERSION) {
		if ((first & VERSION_MASK) !== VERSION) return false;
		offset += (first & CONTRIBUTORS) << 2;
		if (first & EXTENSION) {
			if (offset + 4 > end) return false;
			offset += 4 + (((packet[offset + 2]! << 8) | packet[offset + 3]!) << 2);
		}
		if (first & PADDING) {
			const padding = packet[end - 1]!;
			if (padding === 0) return false;
			end -= padding;
		}
		if (offset > end) return false;
	}
	if (second >= RTCP_FIRST && second <= RTCP_LAST) return false;
	into.marker = second >= MARKER;
	into.payloadType = second & TYPE_MASK;
	into.sequence = (packet[2]! << 8) | packet[3]!;
	into.timestamp = (packet[4]! << 24) | (packet[5]! << 16) | (packet[6]! << 8) | packet[7]!;
	into.ssrc = (packet[8]! << 24) | (packet[9]! << 16) | (packet[10]! << 8) | packet[11]!;
	into.payloadOffset = offset;
	into.payloadLength = end - offset;
	return true;
}

/** Writes what all packets of a stream have in common. */
export function writeSource(packet: Uint8Array, ssrc: number): void {
	packet[0] = VERSION;
	writeInt32(packet, SOURCE, ssrc);
}

/** Writes what differs from packet to packet; `type` is the payload type, with `MARKER` or without. */
export function writeNumbers(packet: Uint8Array, type: number, sequence: number, timestamp: number): void {
	packet[1] = type;
	packet[2] = sequence >> 8;
	packet[3] = sequence;
	writeInt32(packet, TIMESTAMP, timestamp);
}

/** Writes the fixed header in front of a payload that begins at `HEADER_LENGTH`. */
export function writeHeader(packet: Uint8Array, header: Header): void {
	const type = header.marker ? header.payloadType | MARKER : header.payloadType;
	writeSource(packet, header.ssrc);
	writeNumbers(packet, type, header.sequence, header.timestamp);
}

/** The four octets at `offset` as a signed number, in network byte order. */
export function readInt32(bytes: Uint8Array, offset: number): number {
	return (bytes[offset]! << 24) | (bytes[offset + 1]! << 16) | (bytes[offset + 2]! << 8) | bytes[offset + 3]!;
}

/** Writes the low 32 bits of `value` in network byte order. */
export function writeInt32(bytes: Uint8Array, offset: number, value: number): void {
	bytes[offset] = value >> 24;
	bytes[offset + 1] = value >> 16;
	bytes[offset + 2] = value >> 8;
	bytes[offset + 3] = value;
}
