import { readInt32, writeInt32 } from "./packet.ts";

/** What one end says about the stream of another (RFC 3550 §6.4.1). */
export interface ReportBlock {
	/** Source that the block is about; signed 32 bit, as are the other whole words. */
	readonly ssrc: number;
	/** Lost since the report before, in 256ths. */
	readonly fraction: number;
	readonly lost: number;
	readonly highest: number;
	/** In samples. */
	readonly jitter: number;
	/** Middle of the NTP time in the last sender report heard, 0 for none, and the delay since, in 65,536ths of a second. */
	readonly lastReport: number;
	readonly delay: number;
}

/** What a sender says about itself (RFC 3550 §6.4.1). */
export interface SenderInformation {
	/** NTP time: seconds since 1900, and the fraction in 2^32nds. */
	readonly seconds: number;
	readonly fraction: number;
	readonly timestamp: number;
	readonly packets: number;
	readonly octets: number;
}

/** One compound packet, as far as it matters to two people on the phone. */
export interface Compound {
	readonly ssrc: number;
	readonly sender: SenderInformation | undefined;
	readonly blocks: readonly ReportBlock[];
	/** Sources that leave. */
	readonly leaving: readonly number[];
}

/*
 * Every packet of a compound begins alike (RFC 3550 §6.4):
 *
 *     +---+-+---------+---------------+-------------------------------+
 *     | V |P|  count  |     type      |    length in words, less 1    |
 *     +---+-+---------+---------------+-------------------------------+
 */
const VERSION = 0x80;
const VERSION_MASK = 0xc0;
const PADDING = 0x20;
const COUNT = 0x1f;
/** Types that cannot be taken for RTP (RFC 5761 §4). */
const FIRST = 192;
const LAST = 223;
const SENDER_REPORT = 200;
const RECEIVER_REPORT = 201;
const DESCRIPTION = 202;
const BYE = 203;
const CNAME = 1;
/** Octets of a packet's beginning with the source, of a sender's information and of a report block. */
const HEAD = 8;
const INFORMATION = 20;
const BLOCK = 24;
/** Range of the cumulative number of packets lost: 24 bits, signed. */
const LOST_MOST = 0x7fffff;

/**
 * Reads a compound packet (RFC 3550 §6.1, checks of §A.2); `undefined` when it is none. Unknown types are passed over,
 * and the report that should come first may be missing (RFC 5506): some peers send bare signs of life.
 */
export function parseCompound(bytes: Uint8Array): Compound | undefined {
	let ssrc = 0;
	let sender: SenderInformation | undefined;
	const blocks: ReportBlock[] = [];
	const leaving: number[] = [];
	let offset = 0;
	while (offset < bytes.length) {
		const type = typeOf(bytes, offset);
		const end = endOf(bytes, offset);
		if (type === undefined || end === undefined) return undefined;
		const count = bytes[offset]! & COUNT;
		if (offset === 0) {
			if (end < HEAD) return undefined;
			ssrc = readInt32(bytes, 4);
		}
		let at = offset + HEAD;
		if (type === SENDER_REPORT || type === RECEIVER_REPORT) {
			if (type === SENDER_REPORT) {
				if (at + INFORMATION > end) return undefined;
				sender = readInformation(bytes, at);
				at += INFORMATION;
			}
			if (at + count * BLOCK > end) return undefined;
			for (let index = 0; index < count; index++) blocks.push(readBlock(bytes, at + index * BLOCK));
		} else if (type === BYE) {
			if (offset + 4 + count * 4 > end) return undefined;
			for (let index = 0; index < count; index++) leaving.push(readInt32(bytes, offset + 4 + index * 4));
		}
		offset = end;
	}
	return offset === 0 ? undefined : { ssrc, sender, blocks, leaving };
}

/** Writes a report, who sends it (`name`, in ASCII), and that it leaves if it is in `leaving` (RFC 3550 §6.1). */
export function formatCompound(compound: Compound, name: string): Uint8Array {
	const sender = compound.sender;
	const count = compound.blocks.length;
	const leaving = compound.leaving.length;
	const report = HEAD + (sender ? INFORMATION : 0) + count * BLOCK;
	// Item type, length and at least one octet that ends the list.
	const description = HEAD + ((2 + name.length + 4) & ~3);
	const bytes = new Uint8Array(report + description + (leaving && 4 + leaving * 4));
	writeHead(bytes, 0, count, sender ? SENDER_REPORT : RECEIVER_REPORT, report);
	writeInt32(bytes, 4, compound.ssrc);
	let at = HEAD;
	if (sender) {
		writeInt32(bytes, at, sender.seconds);
		writeInt32(bytes, at + 4, sender.fraction);
		writeInt32(bytes, at + 8, sender.timestamp);
		writeInt32(bytes, at + 12, sender.packets);
		writeInt32(bytes, at + 16, sender.octets);
		at += INFORMATION;
	}
	for (let index = 0; index < count; index++) writeBlock(bytes, at + index * BLOCK, compound.blocks[index]!);
	at = report;
	writeHead(bytes, at, 1, DESCRIPTION, description);
	writeInt32(bytes, at + 4, compound.ssrc);
	bytes[at + HEAD] = CNAME;
	bytes[at + HEAD + 1] = name.length;
	for (let index = 0; index < name.length; index++) bytes[at + HEAD + 2 + index] = name.charCodeAt(index);
	at += description;
	if (leaving > 0) writeHead(bytes, at, leaving, BYE, 4 + leaving * 4);
	for (let index = 0; index < leaving; index++) writeInt32(bytes, at + 4 + index * 4, compound.leaving[index]!);
	return bytes;
}

/** Type of the packet at `offset`; `undefined` when none begins there. */
function typeOf(bytes: Uint8Array, offset: number): number | undefined {
	if (offset + 4 > bytes.length || (bytes[offset]! & VERSION_MASK) !== VERSION) return undefined;
	const type = bytes[offset + 1]!;
	return type >= FIRST && type <= LAST ? type : undefined;
}

/** End of the packet at `offset`; `undefined` when it is cut off, or padded without being the last one. */
function endOf(bytes: Uint8Array, offset: number): number | undefined {
	const end = offset + 4 + (((bytes[offset + 2]! << 8) | bytes[offset + 3]!) << 2);
	if (end > bytes.length || (bytes[offset]! & PADDING && end < bytes.length)) return undefined;
	return end;
}

function readInformation(bytes: Uint8Array, at: number): SenderInformation {
	return {
		seconds: readInt32(bytes, at),
		fraction: readInt32(bytes, at + 4),
		timestamp: readInt32(bytes, at + 8),
		packets: readInt32(bytes, at + 12),
		octets: readInt32(bytes, at + 16),
	};
}

function readBlock(bytes: Uint8Array, at: number): ReportBlock {
	const lost = readInt32(bytes, at + 4);
	return {
		ssrc: readInt32(bytes, at),
		fraction: lost >>> 24,
		lost: (lost << 8) >> 8,
		highest: readInt32(bytes, at + 8),
		jitter: readInt32(bytes, at + 12),
		lastReport: readInt32(bytes, at + 16),
		delay: readInt32(bytes, at + 20),
	};
}

function writeBlock(bytes: Uint8Array, at: number, block: ReportBlock): void {
	const lost = Math.max(~LOST_MOST, Math.min(block.lost, LOST_MOST));
	writeInt32(bytes, at, block.ssrc);
	writeInt32(bytes, at + 4, (block.fraction << 24) | (lost & 0xffffff));
	writeInt32(bytes, at + 8, block.highest);
	writeInt32(bytes, at + 12, block.jitter);
	writeInt32(bytes, at + 16, block.lastReport);
	writeInt32(bytes, at + 20, block.delay);
}

function writeHead(bytes: Uint8Array, at: number, count: number, type: number, length: number): void {
	bytes[at] = VERSION | count;
	bytes[at + 1] = type;
	const words = (length >> 2) - 1;
	bytes[at + 2] = words >> 8;
	bytes[at + 3] = words;
}
