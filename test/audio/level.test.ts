import { deepEqual, equal, throws } from "node:assert/strict";
import { amplify } from "../../modules/audio/gain.ts";
import { decibels, mean, peak } from "../../modules/audio/level.ts";

describe("Level meter", () => {
	it("finds the largest magnitude, also the one that has no positive twin", () => {
		equal(peak(Int16Array.from([0, 0, 0, -32768, 0, 0, 0, 0]), 8), 32768);
		equal(peak(Int16Array.from([100, 0, 0, 0, 50, 0, 0, 0]), 8), 100);
		equal(peak(new Int16Array(8), 8), 0);
	});

	it("hears 1,000 Hz at any phase", () => {
		const samples = new Int16Array(160);
		for (let phase = 0; phase < 8; phase++) {
			for (let index = 0; index < 160; index++) samples[index] = 10000 * Math.sin((Math.PI / 4) * (index + phase));
			equal(decibels(peak(samples, 160)), -10);
		}
	});

	it("takes the mean of the magnitudes", () => {
		equal(mean(Int16Array.from([100, 0, 0, -300, 0, 0]), 6), 200);
		equal(mean(new Int16Array(8), 0), 0);
	});

	it("counts in decibels below full scale", () => {
		equal(decibels(32768), 0);
		equal(decibels(32000), 0);
		equal(decibels(16384), -6);
		equal(decibels(3277), -20);
		equal(decibels(1), -90);
		equal(decibels(0), -96);
	});
});

describe("Gain", () => {
	it("changes loudness by percent", () => {
		const samples = Int16Array.from([1000, -1000, 4, 77]);
		amplify(samples, 3, 50);
		deepEqual(Array.from(samples), [500, -500, 2, 77]);
		amplify(samples, 3, 100);
		deepEqual(Array.from(samples), [500, -500, 2, 77]);
		amplify(samples, 3, 0);
		deepEqual(Array.from(samples), [0, 0, 0, 77]);
	});

	it("cuts off at full scale", () => {
		const samples = Int16Array.from([30000, -30000]);
		amplify(samples, 2, 400);
		deepEqual(Array.from(samples), [32767, -32768]);
	});

	it("refuses percentages out of range", () => {
		throws(() => amplify(new Int16Array(1), 1, -1), RangeError);
		throws(() => amplify(new Int16Array(1), 1, Number.NaN), RangeError);
		throws(() => amplify(new Int16Array(1), 1, 801), RangeError);
	});
});
