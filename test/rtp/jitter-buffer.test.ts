import { deepEqual, equal, ok, throws } from "node:assert/strict";
import { type Decoder, JitterBuffer } from "../../modules/rtp/jitter-buffer.ts";
import { Header, readHeader, writeHeader } from "../../modules/rtp/packet.ts";
import { seeded } from "./random.ts";

const FRAME = 160;

/** A jitter buffer whose codec is none: an octet is a sample. */
class Player {
	readonly buffer: JitterBuffer;
	readonly samples = new Int16Array(FRAME);
	readonly decoder: Decoder = {
		decode: (packet, offset, count, at) => {
			for (let index = 0; index < count; index++) this.samples[at + index] = packet[offset + index]!;
		},
	};
	readonly header = new Header();

	constructor(depth?: number) {
		this.buffer = new JitterBuffer(depth);
	}

	/** A packet of `count` samples of `value`. */
	insert(timestamp: number, value: number, count = FRAME, ssrc = 1): boolean {
		const packet = new Uint8Array(12 + count).fill(value, 12);
		const header = this.header;
		header.timestamp = timestamp | 0;
		header.ssrc = ssrc;
		writeHeader(packet, header);
		ok(readHeader(packet, header));
		return this.buffer.insert(packet, header);
	}

	/** Plays a frame: what it is, and its first and last sample. */
	read(count = FRAME): [string, number, number] {
		const played = this.buffer.read(this.decoder, this.samples, count);
		return [played, this.samples[0]!, this.samples[count - 1]!];
	}

	/** Plays `frames` and returns the last one. */
	skip(frames: number): [string, number, number] {
		let last = this.read();
		for (let frame = 1; frame < frames; frame++) last = this.read();
		return last;
	}
}

describe("Jitter buffer", () => {
	it("is silent before the first packet", () => {
		const player = new Player();
		player.samples.fill(9);
		deepEqual(player.read(), ["silence", 0, 0]);
		equal(player.buffer.depth, 0);
	});

	it("plays a packet 60 ms after it came, whatever comes after it", () => {
		const player = new Player();
		player.insert(1000, 7);
		equal(player.buffer.depth, 80);
		deepEqual(player.skip(3), ["silence", 0, 0]);
		equal(player.buffer.depth, 20);
		deepEqual(player.read(), ["audio", 7, 7]);
		equal(player.buffer.depth, 0);
	});

	it("delays as long as told", () => {
		const player = new Player(20);
		player.insert(1000, 7);
		deepEqual(player.read(), ["silence", 0, 0]);
		deepEqual(player.read(), ["audio", 7, 7]);
		const none = new Player(0);
		none.insert(1000, 7);
		deepEqual(none.read(), ["audio", 7, 7]);
		for (const depth of [-1, 201, Number.NaN]) throws(() => new JitterBuffer(depth), RangeError);
	});

	it("puts packets into order, across the wrap of the timestamp", () => {
		const player = new Player();
		const start = 0x7fffffff - 300;
		player.insert(start, 1);
		player.insert(start + 480, 4);
		player.insert(start + 160, 2);
		player.insert(start + 320, 3);
		player.skip(3);
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
		player.insert(1000, 1);
		player.insert(1160, 2);
		equal(player.insert(1000, 9), false);
		equal(player.insert(1160, 9), false);
		deepEqual(player.skip(4), ["audio", 1, 1]);
		equal(player.insert(1000, 9), false);
		deepEqual(player.read(), ["audio", 2, 2]);
		equal(player.buffer.counts.duplicate, 2);
		equal(player.buffer.counts.late, 1);
	});

	it("passes over a packet without sound", () => {
		equal(new Player().insert(1000, 1, 0), false);
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
				for (const sample of player.samples) if (heard[heard.length - 1] !== sample) heard.push(sample);
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
		player.insert(1080, 2, 240);
		player.insert(1320, 3, 160);
		player.skip(3);
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
		player.insert(1320, 3);
		player.skip(3);
		deepEqual(player.read(), ["audio", 1, 1]);
		deepEqual(player.read(), ["audio", 1, 1]);
		deepEqual(player.read(), ["audio", 3, 3]);
	});
});

describe("Loss concealment", () => {
	it("repeats the last packet, softer and softer, and is silent after 64 ms", () => {
		const player = new Player();
		player.insert(1000, 200);
		player.skip(4);
		const first = player.read();
		equal(first[0], "concealed");
		equal(first[1], 200);
		ok(first[2] > 130 && first[2] < 150);
		player.skip(2);
		const last = player.read();
		equal(last[0], "concealed");
		equal(last[2], 0);
		equal(player.samples[31], 0);
		equal(player.samples[32], 0);
		ok(player.samples[20]! > 0);
		deepEqual(player.read(), ["silence", 0, 0]);
		equal(player.buffer.counts.concealed, 512);
	});

	it("fills just the gap, from the beginning of the packet before it", () => {
		const player = new Player();
		player.insert(1000, 100);
		player.insert(1240, 50);
		player.skip(4);
		equal(player.read()[0], "concealed");
		ok(player.samples[79]! > 80 && player.samples[79]! < 100);
		equal(player.samples[80], 50);
		deepEqual(player.read(80), ["audio", 50, 50]);
		equal(player.buffer.counts.concealed, 80);
	});

	it("fades anew after each packet", () => {
		const player = new Player();
		player.insert(1000, 100);
		player.insert(1320, 100);
		player.skip(4);
		const first = player.read();
		player.read();
		deepEqual(player.read(), first);
	});

	it("repeats packets of a few samples as often as needed", () => {
		const player = new Player();
		player.insert(1000, 100, 7);
		player.skip(3);
		const [played, first, last] = player.read();
		deepEqual([played, first], ["concealed", 100]);
		ok(last > 60 && last < 80);
	});
});

describe("Jitter buffer: changes of time", () => {
	it("L13: begins anew with a new SSRC", () => {
		const player = new Player();
		player.insert(1000, 1, FRAME, 1);
		player.skip(4);
		player.insert(90000, 2, FRAME, 2);
		deepEqual(player.skip(3), ["silence", 0, 0]);
		deepEqual(player.read(), ["audio", 2, 2]);
	});

	it("begins anew when the timestamp leaps", () => {
		for (const leap of [1_000_000, -1_000_000, 0x7fff0000]) {
			const player = new Player();
			player.insert(1000, 1);
			player.skip(4);
			player.insert(1160 + leap, 2);
			player.skip(3);
			deepEqual(player.read(), ["audio", 2, 2]);
		}
	});

	it("keeps its delay through a silence of the peer", () => {
		const player = new Player();
		player.insert(1000, 1);
		player.skip(4 + 17);
		player.insert(1000 + 160 + 20 * 160, 2);
		deepEqual(player.skip(3), ["silence", 0, 0]);
		equal(player.skip(1)[0], "audio");
		equal(player.buffer.counts.underrun, 0);
	});

	it("puts playing off when sound comes later than it used to, and plays all of it", () => {
		const player = new Player();
		player.insert(1000, 1);
		player.skip(10);
		equal(player.insert(1160, 2), true);
		equal(player.buffer.counts.underrun, 1);
		player.skip(3);
		deepEqual(player.read(), ["audio", 2, 2]);
	});

	it("does not play again what comes twice during a pause", () => {
		const player = new Player();
		player.insert(1000, 1);
		player.skip(6);
		equal(player.insert(1000, 9), false);
		equal(player.buffer.counts.underrun, 0);
		equal(player.buffer.counts.late, 1);
	});

	it("plays the rest of a packet that comes a little late", () => {
		const player = new Player();
		player.insert(1000, 1);
		player.skip(4);
		player.read(80);
		equal(player.insert(1160, 2), true);
		deepEqual(player.read(80), ["audio", 2, 2]);
	});

	it("skips ahead when sound piles up", () => {
		const player = new Player();
		for (let index = 0; index < 30; index++) player.insert(1000 + index * 160, index + 1);
		ok(player.buffer.counts.overflow > 0);
		ok(player.buffer.depth <= 180, String(player.buffer.depth));
		let last: [string, number, number] = ["", 0, 0];
		for (let frame = 0; frame < 9; frame++) last = player.read();
		ok(last[2] >= 29 || last[0] === "concealed");
	});

	it("holds sixteen packets, and gives up the oldest", () => {
		const player = new Player(20);
		for (let index = 0; index < 20; index++) equal(player.insert(1000 + index * 8, index + 1, 8), true);
		equal(player.buffer.counts.overflow, 4);
		equal(player.insert(992, 9, 8), false);
		equal(player.buffer.counts.overflow, 5);
		player.read();
		equal(player.read()[0], "audio");
		deepEqual([player.samples[31], player.samples[32], player.samples[159]], [0, 5, 20]);
	});

	it("forgets everything when reset", () => {
		const player = new Player();
		player.insert(1000, 1);
		player.skip(4);
		player.insert(1160, 1);
		player.buffer.reset();
		deepEqual(player.read(), ["silence", 0, 0]);
		equal(player.buffer.depth, 0);
	});

	for (const [name, perMille] of [
		["fast", 1005],
		["slow", 995],
	] as const) {
		it(`follows a peer whose clock is ${name} by half a percent, a frame at a time`, () => {
			const player = new Player();
			let inserted = 0;
			let concealed = 0;
			let deepest = 0;
			for (let tick = 0; tick < 3000; tick++) {
				while (inserted * 1000 <= tick * perMille) player.insert(inserted++ * 160, 1 + (inserted & 63));
				if (player.read()[0] === "concealed") concealed++;
				deepest = Math.max(deepest, player.buffer.depth);
			}
			const { adjusted, late, overflow, underrun } = player.buffer.counts;
			ok(adjusted >= 10 && adjusted <= 20, String(adjusted));
			deepEqual([late, overflow, underrun], [0, 0, 0]);
			ok(deepest <= 120);
			ok(concealed <= 20);
		});
	}

	it("survives 10,000 packets and reads at random", () => {
		const random = seeded(1889);
		const player = new Player();
		let timestamp = 0;
		for (let round = 0; round < 10000; round++) {
			timestamp += 160;
			const choice = random();
			if (choice < 0.02) timestamp = Math.floor(random() * 2 ** 32);
			const offset = choice < 0.3 ? Math.floor((random() - 0.5) * 4000) : 0;
			player.insert(timestamp + offset, 1, Math.floor(random() * 481), choice > 0.99 ? 2 : 1);
			if (random() < 0.95) player.read(1 + Math.floor(random() * FRAME));
			ok(player.buffer.depth < 2000);
		}
	});
});
