import { deepEqual, equal, ok, throws } from "node:assert/strict";
import { Header, readHeader } from "../../modules/rtp/packet.ts";
import { type Encoder, RtpSender } from "../../modules/rtp/sender.ts";

const OPTIONS = { ssrc: 0xfeedbeef, sequence: 65535, timestamp: 0x7fffffff, payloadType: 8, ptime: 20 } as const;

/** Sends `frames` of 20 ms as a driver does, and returns the headers of the packets. */
function send(sender: RtpSender, frames: number): Header[] {
	const headers: Header[] = [];
	const samples = new Int16Array(160);
	const encoder: Encoder = { encode() {} };
	for (let frame = 0; frame < frames; frame++) {
		for (let at = 0; at < 160; ) {
			at = sender.encode(encoder, samples, at, 160, 100);
			if (!sender.isWhole) continue;
			const header = new Header();
			ok(readHeader(sender.packet, header));
			headers.push(header);
		}
	}
	return headers;
}

describe("RTP sender (RFC 3550 §5.1, RFC 3551 §4)", () => {
	it("counts sequence and timestamp on, across the wrap", () => {
		const headers = send(new RtpSender(OPTIONS), 3);
		deepEqual(
			headers.map(({ sequence }) => sequence),
			[65535, 0, 1],
		);
		deepEqual(
			headers.map(({ timestamp }) => timestamp),
			[0x7fffffff, (0x7fffffff + 160) | 0, (0x7fffffff + 320) | 0],
		);
		for (const header of headers) {
			equal(header.ssrc, 0xfeedbeef | 0);
			equal(header.payloadType, 8);
			equal(header.payloadLength, 160);
		}
	});

	it("marks the first packet of a talk spurt only", () => {
		const sender = new RtpSender(OPTIONS);
		deepEqual(
			send(sender, 3).map(({ marker }) => marker),
			[true, false, false],
		);
		sender.skip(160);
		deepEqual(
			send(sender, 2).map(({ marker }) => marker),
			[true, false],
		);
	});

	it("lets time pass while it skips", () => {
		const sender = new RtpSender({ ...OPTIONS, timestamp: 1000 });
		send(sender, 1);
		sender.skip(800);
		equal(sender.timestamp, 1960);
		equal(send(sender, 1)[0]?.timestamp, 1960);
	});

	for (const [ptime, packets] of [
		[10, 24],
		[20, 12],
		[30, 8],
		[40, 6],
		[60, 4],
	] as const) {
		it(`M4: makes packets of ${ptime} ms out of frames of 20 ms`, () => {
			const sender = new RtpSender({ ...OPTIONS, timestamp: 0, ptime });
			const headers = send(sender, 12);
			equal(headers.length, packets);
			equal(headers[1]?.payloadLength, ptime * 8);
			equal(headers[packets - 1]?.timestamp, 1920 - ptime * 8);
			equal(sender.timestamp, 1920);
		});
	}

	it("counts packets and octets for the sender report", () => {
		const sender = new RtpSender(OPTIONS);
		send(sender, 5);
		equal(sender.packets, 5);
		equal(sender.octets, 800);
		equal(sender.ssrc, 0xfeedbeef | 0);
	});

	it("changes payload type and packet time in mid-call without a jump in time", () => {
		const sender = new RtpSender({ ...OPTIONS, timestamp: 0, ptime: 30 });
		send(sender, 2);
		equal(sender.timestamp, 320);
		sender.use(0, 20);
		const header = send(sender, 1)[0]!;
		equal(header.payloadType, 0);
		equal(header.timestamp, 320);
		equal(header.payloadLength, 160);
	});

	it("gives up an unfinished packet when the payload type changes", () => {
		const sender = new RtpSender({ ...OPTIONS, timestamp: 0, ptime: 40 });
		send(sender, 1);
		sender.use(0, 40);
		const header = send(sender, 2)[0]!;
		deepEqual([header.payloadType, header.timestamp, header.payloadLength], [0, 160, 320]);
	});

	it("stamps packets of another kind with its next sequence number", () => {
		const sender = new RtpSender({ ...OPTIONS, sequence: 7 });
		const packet = new Uint8Array(16);
		sender.stamp(packet, 101, true, 4711);
		const header = new Header();
		readHeader(packet, header);
		deepEqual([header.payloadType, header.sequence, header.timestamp, header.marker], [101, 7, 4711, true]);
		equal(send(sender, 1)[0]?.sequence, 8);
		equal(send(sender, 1)[0]?.payloadType, 8);
	});

	it("refuses packet times below 10 and above 60 ms", () => {
		for (const ptime of [0, 9, 61, 20.5, Number.NaN]) throws(() => new RtpSender({ ...OPTIONS, ptime }), RangeError);
		throws(() => new RtpSender(OPTIONS).use(8, 100), RangeError);
	});
});
