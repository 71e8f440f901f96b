import { deepEqual, equal, ok, throws } from "node:assert/strict";
import { FRAME_BYTES, loop, silence, tone } from "../../hosts/node/audio-format.ts";
import { Loudspeaker, PLAYBACK_LIMIT } from "../../hosts/node/loudspeaker.ts";
import { CAPTURE_LIMIT, Microphone } from "../../hosts/node/microphone.ts";
import { Recording } from "../../hosts/node/recording.ts";
import { VirtualClock } from "../../simulator/virtual-clock.ts";
import { dominant, toneShare } from "../support/tone.ts";

function time() {
	const clock = new VirtualClock();
	return { clock, hostClock: { now: () => clock.now, time: () => undefined }, timers: clock.timers };
}

function samplesOf(source: (position: number) => number, length: number): Int16Array {
	return Int16Array.from({ length }, (_, position) => source(position));
}

describe("Sources of sound", () => {
	it("a tone has its frequency and level", () => {
		const samples = samplesOf(tone(697, 4000), 1600);
		ok(toneShare(samples, 697) > 0.99);
		ok(toneShare(samples, 770) < 0.01);
		ok(samples.every((sample) => Math.abs(sample) <= 4000));
		equal(dominant(samples, [697, 770, 852, 941]), 697);
	});

	it("a tone holds no more than its shortest period", () => {
		for (const hertz of [1, 440, 441, 4000]) {
			const source = tone(hertz);
			for (const position of [0, 123, 7999, 8000, 100_007]) {
				const expected = 8000 * Math.sin((2 * Math.PI * hertz * (position % 8000)) / 8000);
				ok(Math.abs(source(position) - expected) < 1);
			}
		}
		for (const hertz of [0, -440, 440.5]) throws(() => tone(hertz), RangeError);
	});

	it("a loop begins again at its end", () => {
		deepEqual(Array.from(samplesOf(loop(Int16Array.of(1, -2, 3)), 7)), [1, -2, 3, 1, -2, 3, 1]);
	});

	it("an empty loop is silence, and silence has no frequency", () => {
		equal(loop(new Int16Array(0)), silence);
		const samples = samplesOf(silence, 160);
		equal(toneShare(samples, 1000), 0);
		equal(dominant(samples, [440, 1000]), undefined);
	});
});

describe("Microphone in software", () => {
	it("gives its samples in order, whatever the size of the reads", () => {
		const { clock, hostClock, timers } = time();
		const microphone = new Microphone(hostClock, timers, (position) => position);
		const input = new microphone.AudioIn({});
		input.start();
		clock.advance(45);
		const read: number[] = [];
		for (const size of [2, 7, 400, 1000]) {
			const buffer = new Uint8Array(size);
			const bytes = input.read(buffer);
			read.push(bytes);
			buffer.fill(0, 0, bytes);
		}
		deepEqual(read, [2, 6, 400, 232]);
		equal(microphone.position, 320);
		clock.advance(20);
		const samples = new Int16Array(160);
		input.read(new Uint8Array(samples.buffer));
		equal(samples[0], 320);
		equal(samples[159], 479);
	});

	it("loses the oldest samples that nobody reads", () => {
		const { clock, hostClock, timers } = time();
		const microphone = new Microphone(hostClock, timers, (position) => position);
		const told: number[] = [];
		const input = new microphone.AudioIn({ onReadable: (bytes) => told.push(bytes) });
		input.start();
		clock.advance(240);
		equal(microphone.dropped, 320);
		equal(told.at(-1), 2 * CAPTURE_LIMIT);
		const samples = new Int16Array(1);
		input.read(new Uint8Array(samples.buffer));
		equal(samples[0], 320);
	});

	it("hears nothing while stopped, and begins afresh", () => {
		const { clock, hostClock, timers } = time();
		const input = new new Microphone(hostClock, timers).AudioIn({});
		input.start();
		input.start();
		clock.advance(20);
		input.stop();
		clock.advance(100);
		input.start();
		equal(input.read(new Uint8Array(FRAME_BYTES)), 0);
		clock.advance(20);
		equal(input.read(new Uint8Array(2 * FRAME_BYTES)), FRAME_BYTES);
	});

	it("has one owner at a time, and is silent after close", () => {
		const { clock, hostClock, timers } = time();
		const microphone = new Microphone(hostClock, timers);
		let told = 0;
		const input = new microphone.AudioIn({
			onReadable() {
				told += 1;
				input.close();
			},
		});
		throws(() => new microphone.AudioIn({}), /in use/);
		input.start();
		clock.advance(100);
		equal(told, 1);
		equal(input.read(new Uint8Array(2)), 0);
		throws(() => input.start(), /closed/);
		const next = new microphone.AudioIn({});
		input.close();
		throws(() => new microphone.AudioIn({}), /in use/);
		next.close();
		equal(clock.pending, 0);
	});
});

describe("Loudspeaker in software", () => {
	function speaker() {
		const { clock, hostClock, timers } = time();
		const played: number[] = [];
		let finished = 0;
		const loudspeaker = new Loudspeaker(hostClock, timers, {
			play: (frame) => played.push(frame[0] ?? 0, frame[159] ?? 0),
			finish() {
				finished += 1;
			},
		});
		return { clock, loudspeaker, played, finished: () => finished };
	}
	const frame = (sample: number, length = 160) => new Uint8Array(new Int16Array(length).fill(sample).buffer);

	it("plays a frame every 20 ms, silence when there is none", () => {
		const { clock, loudspeaker, played } = speaker();
		const output = new loudspeaker.AudioOut({});
		output.start();
		output.start();
		clock.advance(20);
		equal(loudspeaker.underruns, 0);
		output.write(frame(1));
		output.write(frame(2, 80));
		clock.advance(60);
		deepEqual(played, [0, 0, 1, 1, 2, 0, 0, 0]);
		equal(loudspeaker.underruns, 2);
		output.stop();
		clock.advance(100);
		equal(played.length, 8);
	});

	it("tells how much it can take, in turns of its own", () => {
		const { clock, loudspeaker } = speaker();
		const told: string[] = [];
		const output = new loudspeaker.AudioOut({ onWritable: (bytes) => told.push(`${bytes}@${clock.now}`) });
		output.start();
		deepEqual(told, []);
		output.write(frame(1, 320));
		clock.advance(45);
		const free = PLAYBACK_LIMIT - 640;
		deepEqual(told, [`${free}@0`, `${free + 320}@20`, `${free + 640}@40`]);
		output.close();
		clock.advance(100);
		equal(told.length, 3);
	});

	it("drops and counts what does not fit", () => {
		const { clock, loudspeaker, played } = speaker();
		const output = new loudspeaker.AudioOut({});
		for (let count = 1; count <= 9; count++) output.write(frame(count));
		equal(loudspeaker.dropped, 160);
		output.write(Uint8Array.of(1, 2, 3));
		equal(loudspeaker.dropped, 161);
		output.start();
		clock.advance(180);
		deepEqual(
			played.filter((_, index) => index % 2 === 0),
			[1, 2, 3, 4, 5, 6, 7, 8, 0],
		);
	});

	it("has one owner at a time, and finishes once", () => {
		const { clock, loudspeaker, played, finished } = speaker();
		const output = new loudspeaker.AudioOut({});
		throws(() => new loudspeaker.AudioOut({}), /in use/);
		output.start();
		output.close();
		output.close();
		equal(finished(), 1);
		throws(() => output.start(), /closed/);
		throws(() => output.write(frame(1)), /closed/);
		clock.advance(100);
		equal(played.length, 0);
		new loudspeaker.AudioOut({}).close();
		equal(finished(), 2);
	});
});

describe("Recording", () => {
	it("keeps the last seconds", () => {
		const recording = new Recording(0.4);
		equal(recording.length, 0);
		equal(recording.samples().length, 0);
		for (let number = 1; number <= 25; number++) {
			recording.add(new Int16Array(160).fill(number));
			equal(recording.samples().length, recording.length);
			equal(recording.samples().at(-1), number);
		}
		equal(recording.length, 2400);
		equal(recording.samples()[0], 11);
		recording.clear();
		equal(recording.length, 0);
		recording.add(new Int16Array(160).fill(1));
		equal(recording.length, 160);
	});
});
