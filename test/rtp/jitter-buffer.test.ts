import { deepEqual, equal, ok, throws } from "node:assert/strict";
import { STRETCHES } from "../../modules/rtp/timeline.ts";
import { DECODER, FRAME, Player } from "./player.ts";
import { seeded } from "./random.ts";

const SILENCE = ["silence", 0, 0];

describe("Jitter buffer", () => {
	it("is silent before the first packet", () => {
		const player = new Player();
		player.samples.fill(9);
		deepEqual(player.read(), SILENCE);
		equal(player.buffer.depth, 0);
	});

	it("plays a packet 60 ms after it came, whatever comes after it", () => {
		const player = new Player();
		player.insert(1000, 7);
		equal(player.buffer.depth, 80);
		deepEqual(player.skip(3), SILENCE);
		equal(player.buffer.depth, 20);
		deepEqual(player.read(), ["audio", 7, 7]);
		equal(player.buffer.depth, 0);
	});

	it("delays as long as told at first", () => {
		const player = new Player(20);
		player.insert(1000, 7);
		deepEqual(player.read(), SILENCE);
		deepEqual(player.read(), ["audio", 7, 7]);
		const none = new Player(0);
		none.insert(1000, 7);
		deepEqual(none.read(), ["audio", 7, 7]);
		for (const depth of [-1, 201, Number.NaN]) throws(() => new Player(depth), RangeError);
	});

	it("fills no more than 20 ms at a time", () => {
		const { buffer } = new Player();
		throws(() => buffer.read(new Int16Array(FRAME + 1), FRAME + 1), RangeError);
	});

	it("puts packets into order, across the wrap of the timestamp", () => {
		const player = new Player();
		const start = 0x7fffffff - 300;
		player.insert(start, 1);
		player.read();
		player.insert(start + 320, 3);
		player.insert(start + 160, 2);
		player.skip(2);
		player.insert(start + 480, 4);
		deepEqual(
			[1, 2, 3, 4].map(() => player.read()),
			[1, 2, 3, 4].map((value) => ["audio", value, value]),
		);
	});

	it("takes a packet before the first one, when its time has not come", () => {
		const player = new Player();
		player.insert(1000, 2);
		equal(player.insert(840, 1), true);
		player.skip(2);
		deepEqual(player.read(), ["audio", 1, 1]);
		deepEqual(player.read(), ["audio", 2, 2]);
	});

	it("counts copies and late packets, and does not play them", () => {
		const player = new Player();
		player.follow(1000, [1, 2, 3]);
		equal(player.insert(1320, 9), false);
		equal(player.buffer.counts.duplicate, 1);
		deepEqual(player.read(), ["audio", 1, 1]);
		equal(player.insert(840, 9), false);
		equal(player.buffer.counts.late, 1);
		player.insert(1480, 4);
		const heard = [1, 2, 3, 4, 5, 6].flatMap(() => player.read().slice(1));
		ok(!heard.includes(9), heard.join(" "));
	});

	it("passes over a packet without sound, and one of more than 200 ms (RFC 3551 §4.2)", () => {
		const player = new Player();
		equal(player.insert(1000, 1, 0), false);
		equal(player.insert(1000, 1, 1601), false);
		equal(player.insert(1000, 1, 1600), true);
	});

	it("finds the sound behind the longest header extension", () => {
		const player = new Player(0);
		const packet = new Uint8Array(60_000).fill(5, 50_000, 50_160);
		Object.assign(player.header, { ssrc: 1, payloadOffset: 50_000, payloadLength: FRAME });
		player.buffer.insert(packet, player.header, DECODER);
		deepEqual(player.read(), ["audio", 5, 5]);
	});

	for (const ptime of [10, 20, 30, 40, 60]) {
		it(`M4: plays packets of ${ptime} ms`, () => {
			const player = new Player();
			const count = ptime * 8;
			const packets = 960 / count;
			const heard: number[] = [];
			let inserted = 0;
			for (let frame = 0; frame < 9; frame++) {
				while (inserted < packets && inserted * count <= frame * FRAME) {
					player.insert(1000 + inserted * count, inserted + 1, count);
					inserted++;
				}
				equal(player.read()[0], frame < 3 ? "silence" : "audio");
				if (frame < 3) continue;
				for (let index = 0; index < FRAME; index++)
					if (heard[heard.length - 1] !== player.at(index)) heard.push(player.at(index));
			}
			deepEqual(
				heard,
				Array.from({ length: packets }, (_, index) => index + 1),
			);
		});
	}

	it("F14: plays packets of mixed length, also in reads of mixed length", () => {
		const player = new Player();
		player.insert(1000, 1, 80);
		player.read(80);
		player.insert(1080, 2, 240);
		player.read();
		player.read();
		player.insert(1320, 3, 160);
		player.read(80);
		deepEqual(player.read(80), ["audio", 1, 1]);
		deepEqual(player.read(160), ["audio", 2, 2]);
		deepEqual(player.read(160), ["audio", 2, 3]);
		deepEqual(player.read(80), ["audio", 3, 3]);
	});

	it("plays what overlaps once", () => {
		const player = new Player();
		player.insert(1000, 1);
		player.insert(1080, 2);
		player.skip(3);
		deepEqual(player.read(), ["audio", 1, 1]);
		deepEqual(player.read(80), ["audio", 2, 2]);
		equal(player.buffer.counts.late, 0);
	});

	it("passes over a packet that lies within another", () => {
		const player = new Player();
		player.insert(1000, 1, 320);
		player.insert(1080, 2, 80);
		player.skip(2);
		player.insert(1320, 3);
		player.read();
		deepEqual(player.read(), ["audio", 1, 1]);
		deepEqual(player.read(), ["audio", 1, 1]);
		deepEqual(player.read(), ["audio", 3, 3]);
	});

	it("decodes each packet by the codec that it came in", () => {
		const player = new Player(0);
		player.insert(1000, 1);
		const { header } = player;
		header.timestamp += FRAME;
		const other = {
			decode: (_: Uint8Array, _from: number, count: number, into: Int16Array, at: number) =>
				into.fill(600, at, at + count),
		};
		player.buffer.insert(new Uint8Array(172), header, other);
		deepEqual(player.read(), ["audio", 1, 1]);
		deepEqual(player.read(), ["audio", 2, 2]);
	});

	it("holds sound with 15 gaps in it, and gives up the oldest", () => {
		const player = new Player(20);
		player.insert(1000, 1);
		// None of them is the newest, so none of them moves the time on.
		for (let index = 0; index < STRETCHES + 3; index++) player.insert(850 + 2 * index, 2, 1);
		equal(player.buffer.counts.overflow, 4);
		equal(player.insert(849, 9, 1), false);
		equal(player.buffer.counts.overflow, 5);
	});

	it("forgets everything when reset", () => {
		const player = new Player();
		player.follow(1000, [1, 1, 1, 1, 1]);
		player.buffer.reset();
		deepEqual(player.read(), SILENCE);
		equal(player.buffer.depth, 0);
		player.insert(50_000, 2);
		deepEqual(player.skip(3), SILENCE);
		deepEqual(player.read(), ["audio", 2, 2]);
	});

	it("survives 10,000 packets and reads at random", () => {
		const random = seeded(1889);
		const player = new Player();
		let timestamp = 0;
		for (let round = 0; round < 10000; round++) {
			timestamp += 160;
			const choice = random();
			if (choice < 0.02) timestamp = Math.floor(random() * 2 ** 32);
			const offset = choice < 0.3 ? Math.floor((random() - 0.5) * 4000) : 0;
			const sequence = random() < 0.9 ? round : Math.floor(random() * 65_536);
			player.insert(timestamp + offset, 1, Math.floor(random() * 481), choice > 0.99 ? 2 : 1, sequence);
			if (random() < 0.95) player.read(1 + Math.floor(random() * FRAME));
			ok(player.buffer.depth < 2000);
		}
	});
});
