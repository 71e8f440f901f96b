import { deepEqual, equal, ok, throws } from "node:assert/strict";
import { amplify } from "../../modules/audio/gain.ts";
import { decibels, mean, peak } from "../../modules/audio/level.ts";

describe("Level meter", () => {
	it("finds the largest magnitude, also the one that has no positive twin", () => {
		equal(peak(Int16Array.from([0, 0, 0, -32768, 5, 0, 0, 0]), 8), 32768);
		equal(peak(Int16Array.from([100, 0, 0, 0, 50, 0, 0, 200]), 7), 100);
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
		equal(mean(Int16Array.from([100, 0, 0, -301, 0, 9]), 5), 80);
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
		amplify(samples, 3, 200);
		deepEqual(Array.from(samples), [1000, -1000, 4, 77]);
		amplify(samples, 3, 0);
		deepEqual(Array.from(samples), [0, 0, 0, 77]);
	});

	it("leaves the loudest samples as they are at 100 percent", () => {
		const samples = Int16Array.from([32767, -32768, 24577]);
		amplify(samples, 3, 100);
		deepEqual(Array.from(samples), [32767, -32768, 24577]);
	});

	it("bends what grows too loud towards full scale, and neither wraps round nor turns back", () => {
		for (const percent of [101, 150, 400, 800]) {
			let before = -32768;
			for (let sample = -32768; sample < 32768; sample += 61) {
				const louder = Int16Array.from([sample]);
				amplify(louder, 1, percent);
				ok(louder[0]! >= before && Math.abs(louder[0]!) < 32767, `${sample} at ${percent} percent`);
				ok(Math.abs(louder[0]!) >= Math.min(Math.abs(sample), 24_576), `${sample} at ${percent} percent`);
				before = louder[0]!;
			}
		}
	});

	it("is straight up to three quarters of full scale", () => {
		const samples = Int16Array.from([12_288, -12_288, 12_289, 12_800]);
		amplify(samples, 4, 200);
		deepEqual(Array.from(samples), [24_576, -24_576, 24_577, 25_486]);
	});

	it("refuses percentages out of range", () => {
		throws(() => amplify(new Int16Array(1), 1, -1), RangeError);
		throws(() => amplify(new Int16Array(1), 1, Number.NaN), RangeError);
		throws(() => amplify(new Int16Array(1), 1, 801), RangeError);
	});
});
