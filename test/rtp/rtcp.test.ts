import { deepEqual, equal, ok } from "node:assert/strict";
import { type Compound, formatCompound, parseCompound } from "../../modules/rtp/rtcp.ts";
import { mutateBytes, seeded } from "./random.ts";

const BLOCK = {
	ssrc: -5,
	fraction: 200,
	lost: -3,
	highest: 70000,
	jitter: 12,
	lastReport: 0x12345678,
	delay: 65536,
};
const REPORT: Compound = {
	ssrc: 77,
	sender: { seconds: 0xe0000000 | 0, fraction: 1, timestamp: -1, packets: 50, octets: 8000 },
	blocks: [BLOCK],
	leaving: [],
};

function octets(...parts: readonly (readonly number[])[]): Uint8Array {
	return Uint8Array.from(parts.flat());
}

const EMPTY = [0x80, 201, 0, 1, 0, 0, 0, 9];

describe("RTCP compound packet (RFC 3550 §6)", () => {
	it("reads what it has written", () => {
		for (const compound of [
			REPORT,
			{ ...REPORT, sender: undefined },
			{ ...REPORT, blocks: [] },
			{ ...REPORT, blocks: [BLOCK, { ...BLOCK, ssrc: 4 }], leaving: [77] },
			{ ...REPORT, sender: undefined, blocks: [], leaving: [77, 78] },
		]) {
			for (const name of ["", "a", "ab", "abc", "bell@192.0.2.1"]) {
				deepEqual(parseCompound(formatCompound(compound, name)), compound);
			}
		}
	});

	it("names its source in whole words (§6.5)", () => {
		const bytes = formatCompound({ ssrc: 9, sender: undefined, blocks: [], leaving: [] }, "ab");
		deepEqual(Array.from(bytes), [...EMPTY, 0x81, 202, 0, 3, 0, 0, 0, 9, 1, 2, 97, 98, 0, 0, 0, 0]);
	});

	it("keeps the number of lost packets within 24 bits (§A.3)", () => {
		for (const [lost, told] of [
			[1e9, 0x7fffff],
			[-1e9, -0x800000],
		] as const) {
			const compound = { ...REPORT, blocks: [{ ...BLOCK, lost }] };
			equal(parseCompound(formatCompound(compound, "x"))?.blocks[0]?.lost, told);
		}
	});

	it("L18: reads SR, RR, SDES and BYE as a PBX sends them when it hangs up", () => {
		const bytes = octets(
			[0x80, 200, 0, 6, 0, 0, 0, 7, 1, 2, 3, 4, 5, 6, 7, 8, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 3],
			EMPTY,
			[0x81, 202, 0, 2, 0, 0, 0, 7, 1, 1, 97, 0],
			[0x81, 203, 0, 1, 0, 0, 0, 7],
		);
		const compound = parseCompound(bytes);
		equal(compound?.ssrc, 7);
		equal(compound?.sender?.packets, 2);
		deepEqual(compound?.leaving, [7]);
	});

	it("L26: passes over extended reports and types it does not know", () => {
		deepEqual(parseCompound(octets(EMPTY, [0x80, 207, 0, 1, 0, 0, 0, 9], [0x85, 210, 0, 0]))?.blocks, []);
	});

	it("reads a sign of life without a report, as baresip sends it (RFC 5506)", () => {
		const bytes = octets(
			[0x80, 204, 0, 3, 0, 0, 0, 9],
			Array.from("PINGPONG", (letter) => letter.charCodeAt(0)),
		);
		deepEqual(parseCompound(bytes), { ssrc: 9, sender: undefined, blocks: [], leaving: [] });
	});

	it("drops what is no compound packet (§A.2)", () => {
		for (const bytes of [
			octets(),
			octets([0x80, 201, 0]),
			octets([0x40, 201, 0, 1, 0, 0, 0, 9]),
			octets([0x80, 191, 0, 1, 0, 0, 0, 9]),
			octets(EMPTY, [0x80, 224, 0, 0]),
			octets([0x80, 201, 0, 2, 0, 0, 0, 9]),
			octets([0x80, 201, 0, 0]),
			octets([0x80, 200, 0, 1, 0, 0, 0, 9]),
			octets([0x81, 201, 0, 1, 0, 0, 0, 9]),
			octets([0xa0, 201, 0, 1, 0, 0, 0, 9], EMPTY),
			octets(EMPTY, [0x82, 203, 0, 1, 0, 0, 0, 9]),
			octets(EMPTY, [1, 2]),
		]) {
			equal(parseCompound(bytes), undefined);
		}
		ok(parseCompound(octets(EMPTY, [0xa0, 207, 0, 1, 0, 0, 0, 4])), "padding at the end");
	});

	it("survives 10,000 mutated packets", () => {
		const random = seeded(3550);
		const good = formatCompound({ ...REPORT, leaving: [77] }, "bell@192.0.2.1");
		let read = 0;
		for (let round = 0; round < 10000; round++) if (parseCompound(mutateBytes(good, random))) read++;
		ok(read > 500);
	});
});
