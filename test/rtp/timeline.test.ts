import { deepEqual, equal, ok } from "node:assert/strict";
import { SOUND } from "../../modules/audio/sound.ts";
import { OCTETS, STRETCHES, Timeline } from "../../modules/rtp/timeline.ts";
import { DECODER } from "./player.ts";
import { seeded } from "./random.ts";

/** What `DECODER` makes of an octet. */
const SCALE = 300;

/** Timestamps that the model tells apart. */
const WINDOW = 0x4000;

/** A timeline, and what it must hold: the octet of each timestamp, 0 where there is none. */
class Model {
	readonly timeline = new Timeline(SOUND);
	readonly octets = new Uint8Array(WINDOW);
	readonly samples = new Int16Array(400);

	put(timestamp: number, octet: number, length: number): string {
		const placed = this.timeline.put(new Uint8Array(length + 3).fill(octet, 3), 3, length, timestamp, DECODER);
		if (placed === "copy" || placed === "refused") return placed;
		for (let index = 0; index < length; index += 1) this.octets[(timestamp + index) & (WINDOW - 1)] ||= octet;
		for (let at = this.timeline.begin - OCTETS; placed === "displaced" && at < this.timeline.begin; at += 1)
			this.octets[at & (WINDOW - 1)] = 0;
		return placed;
	}

	/** Takes `count` samples from `timestamp` on; true when they are what they must be. */
	take(timestamp: number, count: number): boolean {
		const taken = this.timeline.take(timestamp, this.samples, 0, count);
		for (let index = 0; index < taken; index += 1)
			if (this.samples[index] !== this.octets[(timestamp + index) & (WINDOW - 1)]! * SCALE) return false;
		return taken === count || this.octets[(timestamp + taken) & (WINDOW - 1)] === 0;
	}
}

describe("Timeline of received sound", () => {
	it("goes on where the newest sound ends, in one stretch", () => {
		const { timeline, put } = bound(new Model());
		for (let index = 0; index < 10; index += 1) equal(put(index * 160, index, 160), "placed");
		deepEqual([timeline.begin, timeline.end], [0, 1600]);
		equal(timeline.sole(1600), DECODER);
	});

	it("takes a packet once, and of one that overlaps what is new", () => {
		const { put, take } = bound(new Model());
		put(0, 1, 160);
		equal(put(0, 2, 160), "copy");
		equal(put(40, 2, 80), "copy");
		equal(put(80, 3, 160), "placed");
		equal(put(-80, 4, 160), "placed");
		ok(take(-80, 320));
	});

	it("takes up to the first gap, also across the wrap of the timestamp", () => {
		const model = new Model();
		const { put, take } = bound(model);
		const start = 0x7fffffff - 100;
		put(start, 1, 160);
		put((start + 200) | 0, 2, 160);
		equal(model.timeline.take(start, model.samples, 0, 320), 160);
		equal(model.timeline.take((start + 160) | 0, model.samples, 0, 10), 0);
		ok(take((start + 210) | 0, 150));
		ok(model.timeline.empty);
	});

	it(`keeps ${OCTETS} octets, and gives up the oldest`, () => {
		const { timeline, put } = bound(new Model());
		for (let index = 0; index < 25; index += 1) put(index * 160, 1, 160);
		equal(put(4000, 2, 160), "displaced");
		deepEqual([timeline.begin, timeline.end], [4160 - OCTETS, 4000]);
		equal(put(50, 3, 10), "refused");
		equal(put(60_000, 4, 160), "displaced");
		deepEqual([timeline.begin, timeline.end], [60_000, 60_160]);
	});

	it(`has ${STRETCHES} stretches, and gives up the oldest`, () => {
		const { timeline, put } = bound(new Model());
		for (let index = 0; index < STRETCHES; index += 1) equal(put(index * 20, 1, 10), "placed");
		equal(put(-20, 1, 10), "refused");
		equal(put(STRETCHES * 20, 1, 10), "displaced");
		equal(timeline.begin, 20);
	});

	it("holds what was put into it, in any order", () => {
		for (let seed = 1; seed <= 20; seed += 1) {
			const random = seeded(seed);
			const { put, take } = bound(new Model());
			let position = 0x7fffffff - 2_000;
			for (let round = 0; round < 60; round += 1) {
				put((position + Math.floor(random() * 1_500)) | 0, 1 + (round % 100), 1 + Math.floor(random() * 300));
				const count = Math.floor(random() * 200);
				ok(take(position, count), `seed ${seed}, round ${round}`);
				position = (position + count) | 0;
			}
		}
	});
});

function bound(model: Model) {
	return {
		timeline: model.timeline,
		put: (timestamp: number, octet: number, length: number) => model.put(timestamp, octet, length),
		take: (timestamp: number, count: number) => model.take(timestamp, count),
	};
}
