import { deepEqual, equal, ok } from "node:assert/strict";
import { peak } from "../../modules/audio/level.ts";
import { type ToneName, TonePlayer } from "../../modules/audio/tones.ts";

const FRAME = 160;

/** Hertz of a frame by its changes of sign; 0 for silence. */
function pitch(samples: Int16Array, count: number): number {
	let changes = 0;
	for (let index = 1; index < count; index++) {
		if (samples[index - 1]! < 0 !== samples[index]! < 0) changes++;
	}
	return (changes * 4000) / count;
}

/** On and off times of a tone, in milliseconds, at frames of 20 ms; negative when off. */
function cadence(name: ToneName, frames: number): number[] {
	const player = new TonePlayer();
	const samples = new Int16Array(FRAME);
	const times: number[] = [];
	player.play(name);
	for (let index = 0; index < frames; index++) {
		if (!player.fill(samples, FRAME)) break;
		const step = peak(samples, FRAME) > 0 ? 20 : -20;
		const last = times.length - 1;
		if (last >= 0 && times[last]! > 0 === step > 0) times[last]! += step;
		else times.push(step);
	}
	return times;
}

describe("Tones (ITU-T E.180)", () => {
	it("rings back with 425 Hz, one second on and four off, until stopped", () => {
		deepEqual(cadence("ringback", 500), [1000, -4000, 1000, -4000]);
		const player = new TonePlayer();
		const samples = new Int16Array(4000);
		player.play("ringback");
		player.fill(samples, 4000);
		ok(Math.abs(pitch(samples, 4000) - 425) < 5);
		equal(peak(samples, 4000), 8192);
		equal(player.playing, true);
		player.stop();
		equal(player.playing, false);
		equal(player.fill(samples, 4000), false);
	});

	it("is busy with 480 ms on and 480 ms off", () => {
		deepEqual(cadence("busy", 96), [480, -480, 480, -480]);
	});

	it("calls with a short pip every two seconds, until stopped", () => {
		deepEqual(cadence("calling", 200), [100, -1900, 100, -1900]);
	});

	it("lets a message come to its end before a tone that repeats, and only the last of those", () => {
		const player = new TonePlayer();
		const samples = new Int16Array(FRAME);
		const next = () => {
			player.fill(samples, FRAME);
			return pitch(samples, FRAME);
		};
		player.play("calling");
		player.play("unreached");
		player.play("calling");
		player.play("ringback");
		const pitches = Array.from({ length: 49 }, next);
		ok(pitches.slice(0, 16).every((hertz) => Math.abs(hertz - 950) < 60));
		ok(pitches.slice(32, 48).every((hertz) => Math.abs(hertz - 1800) < 60));
		ok(Math.abs(pitches[48]! - 425) < 60);
		player.play("unreached");
		player.play("ringback");
		player.play("accepted");
		ok(Math.abs(next() - 600) < 60);
		for (let frame = 1; frame < 21; frame++) next();
		equal(player.playing, false);
		player.play("unreached");
		player.play("busy");
		player.stop();
		equal(player.playing, false);
	});

	it("ends the other tones by themselves", () => {
		deepEqual(cadence("unreached", 500), [960]);
		deepEqual(cadence("warning", 500), [100, -100, 100]);
		for (const name of ["accepted", "refused"] as const) {
			const total = cadence(name, 500).reduce((sum, time) => sum + Math.abs(time), 0);
			equal(total, 420);
		}
	});

	it("rises when accepted and falls when refused", () => {
		const player = new TonePlayer();
		const samples = new Int16Array(3360);
		player.play("accepted");
		player.fill(samples, 3360);
		ok(pitch(samples.slice(0, 1200), 1200) < pitch(samples.slice(1360), 2000));
		player.play("refused");
		player.fill(samples, 3360);
		ok(pitch(samples.slice(0, 1200), 1200) > pitch(samples.slice(1360), 2000));
	});

	it("sounds the same in frames of any size", () => {
		const whole = new Int16Array(3360);
		const player = new TonePlayer();
		player.play("accepted");
		player.fill(whole, 3360);
		equal(player.playing, false);
		const part = new Int16Array(70);
		player.play("accepted");
		for (let at = 0; at < 3360; at += 70) {
			ok(player.fill(part, 70));
			deepEqual(Array.from(part), Array.from(whole.slice(at, at + 70)));
		}
		equal(player.fill(part, 70), false);
	});

	it("mixes into a voice and cuts off at full scale", () => {
		const player = new TonePlayer();
		const samples = new Int16Array(FRAME).fill(32000);
		player.play("warning");
		equal(player.mix(samples, FRAME), true);
		equal(samples.includes(32767), true);
		ok(samples.every((sample) => sample >= 32000 - 8192));
		samples.fill(-32000);
		player.mix(samples, FRAME);
		equal(samples.includes(-32768), true);
		ok(samples.every((sample) => sample <= -32000 + 8192));
		player.stop();
		equal(player.mix(samples, FRAME), false);
	});
});
