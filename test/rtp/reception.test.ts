import { deepEqual, equal, ok } from "node:assert/strict";
import { Header } from "../../modules/rtp/packet.ts";
import { Reception } from "../../modules/rtp/reception.ts";

function receive(reception: Reception, sequences: readonly number[], ssrc = 1): void {
	const header = new Header();
	header.ssrc = ssrc;
	for (const sequence of sequences) {
		header.sequence = sequence & 0xffff;
		reception.receive(header);
	}
}

function counts({ received, expected, lost, duplicate, reordered }: Reception): number[] {
	return [received, expected, lost, duplicate, reordered];
}

describe("RTP reception (RFC 3550 §A.1, §A.3)", () => {
	it("has nothing to report before the first packet", () => {
		const reception = new Reception();
		equal(reception.ssrc, undefined);
		deepEqual(counts(reception), [0, 0, 0, 0, 0]);
	});

	it("counts across the wrap of the sequence number", () => {
		const reception = new Reception();
		receive(reception, [65534, 65535, 0, 1]);
		deepEqual(counts(reception), [4, 4, 0, 0, 0]);
		equal(reception.highest, 65537);
	});

	it("counts what is lost, copied and out of order", () => {
		const reception = new Reception();
		receive(reception, [10, 11, 13, 12, 13, 15, 10]);
		deepEqual(counts(reception), [7, 6, -1, 2, 1]);
	});

	it("counts a packet out of order that comes twice as one and a copy", () => {
		const reception = new Reception();
		receive(reception, [10, 12, 11, 11]);
		deepEqual(counts(reception), [4, 3, -1, 1, 1]);
	});

	it("begins with the lowest of the first packets when these arrive out of order", () => {
		const reception = new Reception();
		receive(reception, [12, 11, 14, 10]);
		deepEqual(counts(reception), [4, 5, 1, 0, 2]);
	});

	it("takes what is older than its memory for out of order", () => {
		const reception = new Reception();
		receive(reception, [0, 50, 10, 10]);
		deepEqual(counts(reception), [4, 51, 47, 0, 2]);
	});

	it("L28: a sequence that jumps back or far ahead is a restart and no loss", () => {
		const reception = new Reception();
		receive(reception, [8436, 8437, 7984, 7985, 7986, 20000, 20001]);
		deepEqual(counts(reception), [7, 7, 0, 0, 0]);
	});

	it("L13: begins anew with a new source, and adds up all of the call", () => {
		const reception = new Reception();
		deepEqual(reception.totals, { received: 0, lost: 0, duplicate: 0, reordered: 0 });
		receive(reception, [1, 2, 5, 5, 4], 1);
		receive(reception, [700, 701, 703], 2);
		equal(reception.ssrc, 2);
		deepEqual(counts(reception), [3, 4, 1, 0, 0]);
		deepEqual(reception.totals, { received: 8, lost: 2, duplicate: 1, reordered: 1 });
	});

	it("does not make up for lost packets by copies in the totals", () => {
		const reception = new Reception();
		receive(reception, [1, 2, 2, 4, 4, 5]);
		equal(reception.lost, -1);
		deepEqual(reception.totals, { received: 6, lost: 1, duplicate: 2, reordered: 0 });
	});

	it("tells copies from other packets", () => {
		const reception = new Reception();
		const header = new Header();
		const arrivals = [1, 2, 2, 5, 4, 4, 3, 6, 1];
		const isNew = arrivals.map((sequence) => {
			header.sequence = sequence;
			return reception.receive(header);
		});
		deepEqual(isNew, [true, true, false, true, true, false, true, true, false]);
	});
});

describe("Interarrival jitter (RFC 3550 §A.8)", () => {
	it("is nothing when packets come as they were sent", () => {
		const reception = new Reception();
		for (let index = 0; index < 100; index++) reception.time((0x7fffff00 + index * 160) | 0, 1e12 + index * 20);
		equal(reception.jitter, 0);
	});

	it("nears the mean deviation", () => {
		const reception = new Reception();
		for (let index = 0; index < 200; index++) reception.time(index * 160, index * 20 + (index % 2) * 10);
		ok(reception.jitter > 70 && reception.jitter <= 80, String(reception.jitter));
	});

	it("does not take a restarted timestamp for jitter", () => {
		const reception = new Reception();
		for (let index = 0; index < 50; index++) reception.time(index * 160, index * 20);
		for (let index = 50; index < 100; index++) reception.time(index * 160 + 1000000, index * 20);
		equal(reception.jitter, 0);
		receive(reception, [1]);
		reception.time(5, 0);
		equal(reception.jitter, 0);
	});
});
