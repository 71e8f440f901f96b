import { deepEqual, equal, ok } from "node:assert/strict";
import { Header, readHeader, readInt32, writeHeader, writeInt32 } from "../../modules/rtp/packet.ts";
import { mutateBytes, seeded } from "./random.ts";

/** A packet of PCMA with `payload`, its first octet and what follows the fixed header as given. */
function packet(first: number, rest: readonly number[]): Uint8Array {
	return Uint8Array.from([first, 0x88, 0x12, 0x34, 0xff, 0, 0, 1, 0x80, 0, 0, 2, ...rest]);
}

describe("RTP packet (RFC 3550 §5.1)", () => {
	it("reads the fixed header", () => {
		const header = new Header();
		ok(readHeader(packet(0x80, [1, 2, 3]), header));
		equal(header.marker, true);
		equal(header.payloadType, 8);
		equal(header.sequence, 0x1234);
		equal(header.timestamp, 0xff000001 | 0);
		equal(header.ssrc, 0x80000002 | 0);
		equal(header.payloadOffset, 12);
		equal(header.payloadLength, 3);
	});

	it("passes over contributing sources and the extension, and leaves out padding", () => {
		const header = new Header();
		ok(readHeader(packet(0xb1, [9, 9, 9, 9, 0xbe, 0xde, 0, 1, 7, 7, 7, 7, 42, 43, 0, 0, 3]), header));
		equal(header.payloadOffset, 24);
		equal(header.payloadLength, 2);
	});

	it("reads a packet without payload, which keeps a mapping open", () => {
		const header = new Header();
		ok(readHeader(packet(0x80, []), header));
		equal(header.payloadLength, 0);
	});

	it("refuses what is too short, of another version, or says more than there is", () => {
		const header = new Header();
		for (const bytes of [
			new Uint8Array(0),
			packet(0x80, []).slice(0, 11),
			packet(0x40, [1]),
			packet(0x82, [1, 2, 3, 4]),
			packet(0x90, [0, 0, 0]),
			packet(0x90, [0, 0, 0, 1]),
			packet(0xa0, [1, 0]),
			packet(0xa0, [1, 200]),
		]) {
			equal(readHeader(bytes, header), false);
		}
	});

	it("L18: is not mistaken when RTCP arrives on its port (RFC 5761 §4)", () => {
		for (const type of [192, 200, 201, 203, 223]) {
			const bytes = packet(0x80, new Array(16).fill(0));
			bytes[1] = type;
			equal(readHeader(bytes, new Header()), false);
		}
	});

	it("reads what it has written", () => {
		const random = seeded(3550);
		const bytes = new Uint8Array(172);
		const header = new Header();
		const again = new Header();
		for (let round = 0; round < 1000; round++) {
			header.marker = random() < 0.5;
			header.payloadType = Math.floor(random() * 64);
			header.sequence = Math.floor(random() * 65536);
			header.timestamp = Math.floor(random() * 2 ** 32) | 0;
			header.ssrc = Math.floor(random() * 2 ** 32) | 0;
			header.payloadLength = 160;
			writeHeader(bytes, header);
			ok(readHeader(bytes, again));
			deepEqual({ ...again }, { ...header });
		}
	});

	it("writes whole words in network byte order", () => {
		const bytes = new Uint8Array(6);
		writeInt32(bytes, 1, 0x89abcdef);
		deepEqual(Array.from(bytes), [0, 0x89, 0xab, 0xcd, 0xef, 0]);
		equal(readInt32(bytes, 1), 0x89abcdef | 0);
	});

	it("survives 10,000 mutated packets", () => {
		const random = seeded(5551);
		const good = packet(0xb1, [9, 9, 9, 9, 0xbe, 0xde, 0, 1, 7, 7, 7, 7, 42, 43, 0, 0, 3]);
		const header = new Header();
		for (let round = 0; round < 10000; round++) {
			const bytes = mutateBytes(good, random);
			if (!readHeader(bytes, header)) continue;
			ok(header.payloadOffset >= 12 && header.payloadLength >= 0);
			ok(header.payloadOffset + header.payloadLength <= bytes.length);
		}
	});
});
