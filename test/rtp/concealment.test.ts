import { deepEqual, equal, ok } from "node:assert/strict";
import { SOUND } from "../../modules/audio/sound.ts";
import { Concealment, FRAME_MOST } from "../../modules/rtp/concealment.ts";
import { FRAME, Player } from "./player.ts";
import { seeded } from "./random.ts";
import { largestStep, voice } from "./weather.ts";

/** A concealment that has heard `frames` of a voice; returns it, and the position in the voice. */
function having(sound: Int16Array, frames = 3): { concealment: Concealment; position: number } {
	const concealment = new Concealment(SOUND);
	const samples = new Int16Array(FRAME_MOST);
	let position = 0;
	for (let frame = 0; frame < frames; frame++) {
		for (let index = 0; index < FRAME_MOST; index++) samples[index] = sound[position++ % sound.length]!;
		concealment.remember(samples, 0, FRAME_MOST);
	}
	return { concealment, position };
}

function loudest(samples: Int16Array, from: number, to: number): number {
	let most = 0;
	for (let index = from; index < to; index++) most = Math.max(most, Math.abs(samples[index]!));
	return most;
}

describe("Loss concealment (ITU-T G.711 Appendix I)", () => {
	for (const period of [41, 57, 73, 80, 97, 113, 120]) {
		it(`finds the period of ${period} samples, and goes on with it`, () => {
			const sound = voice(period);
			const { concealment, position } = having(sound);
			const lag = concealment.begin();
			equal(lag % period, 0);
			const samples = new Int16Array(80);
			equal(concealment.fill(samples, 0, 80), 80);
			for (let index = 0; index < 80; index++) equal(samples[index], sound[(position + index) % period]);
		});
	}

	it("finds a multiple of a higher voice's period", () => {
		for (const period of [16, 19, 27, 35]) equal(having(voice(period)).concealment.begin() % period, 0, `${period}`);
	});

	it("keeps its loudness for 10 ms, and is silent after 60 ms", () => {
		const sound = voice();
		const { concealment } = having(sound);
		concealment.begin();
		const samples = new Int16Array(640);
		equal(concealment.fill(samples, 0, 640), 480);
		const full = loudest(sound, 0, sound.length);
		equal(loudest(samples, 0, 80), full);
		const later = [80, 160, 240, 320, 400].map((from) => loudest(samples, from, from + 80));
		for (const [index, level] of later.entries()) ok(level < (index === 0 ? full : later[index - 1]!), later.join(" "));
		equal(loudest(samples, 480, 640), 0);
		equal(concealment.quiet, true);
		equal(concealment.fill(samples, 0, 160), 0);
	});

	it("has no step at the beginning, in between or at the end, whatever was heard", () => {
		const random = seeded(711);
		for (let round = 0; round < 50; round++) {
			// Vowels of any pitch with a little noise.
			const sound = voice(30 + Math.floor(random() * 110));
			for (let index = 0; index < sound.length; index++) sound[index]! += Math.round((random() - 0.5) * 400);
			const bound = largestStep(sound) + 400;
			const { concealment, position } = having(sound);
			concealment.begin();
			const samples = new Int16Array(400);
			const gap = 40 + Math.floor(random() * 200);
			concealment.fill(samples, 0, gap);
			// The sender has gone on somewhere else.
			const from = Math.floor(random() * 1000);
			for (let index = gap; index < 400; index++) samples[index] = sound[(from + index) % sound.length]!;
			concealment.blend(samples, gap, 400);
			let before = sound[(position - 1) % sound.length]!;
			for (const sample of samples) {
				const limit = bound * 1.5;
				ok(Math.abs(sample - before) <= limit, `${Math.abs(sample - before)} of ${limit}`);
				before = sample;
			}
			equal(concealment.active, false);
		}
	});

	it("never leaves the range of samples", () => {
		const square = Int16Array.from({ length: 90 }, (_, index) => (index < 45 ? 32_767 : -32_768));
		const { concealment } = having(square);
		concealment.begin();
		const samples = new Int16Array(FRAME_MOST);
		concealment.fill(samples, 0, FRAME_MOST);
		let turns = 0;
		for (let index = 1; index < FRAME_MOST; index++) if (samples[index]! * samples[index - 1]! < 0) turns++;
		ok(turns <= 4, `${turns} changes of sign`);
	});

	it("makes up nothing out of silence", () => {
		const { concealment } = having(new Int16Array(80));
		concealment.begin();
		equal(concealment.fill(new Int16Array(FRAME_MOST), 0, FRAME_MOST), 0);
	});

	it("changes over to the real sound in 4 ms, in pieces if need be", () => {
		const { concealment } = having(voice());
		const whole = new Int16Array(FRAME_MOST).fill(1000);
		concealment.begin();
		concealment.blend(whole, 0, FRAME_MOST);
		const { concealment: other } = having(voice());
		const pieces = new Int16Array(FRAME_MOST).fill(1000);
		other.begin();
		for (let at = 0; at < 40; at += 5) other.blend(pieces, at, at + 5);
		deepEqual(Array.from(pieces), Array.from(whole));
		equal(whole[31], 1000);
	});

	it("remembers frames that were played in pieces", () => {
		const sound = voice();
		const { concealment } = having(sound);
		const other = new Concealment(SOUND);
		const samples = new Int16Array(FRAME_MOST);
		for (let at = 0; at < 3 * FRAME_MOST; at += 40) {
			const from = at % FRAME_MOST;
			for (let index = from; index < from + 40; index++) samples[index] = sound[(at - from + index) % sound.length]!;
			other.remember(samples, from, from + 40);
		}
		equal(other.begin(), concealment.begin());
	});
});

describe("Loss concealment in the jitter buffer", () => {
	it("fills just the gap", () => {
		const player = new Player();
		player.follow(1000, [100, 100, 100]);
		player.insert(1000 + 3 * FRAME + 80, 100);
		deepEqual(player.skip(3), ["audio", 100, 100]);
		equal(player.read()[0], "concealed");
		equal(player.at(159), 100);
		equal(player.buffer.counts.concealed, 80);
	});

	it("fades anew after each packet", () => {
		const player = new Player();
		player.follow(1000, [100, 100, 100, 100]);
		player.insert(1000 + 5 * FRAME, 100);
		player.read();
		player.insert(1000 + 7 * FRAME, 100);
		player.skip(2);
		const first = player.read();
		equal(first[0], "concealed");
		player.read();
		deepEqual(player.read(), first);
	});

	it("comes to silence, and back from it without a step", () => {
		const player = new Player();
		player.follow(1000, [100, 100, 100, 100]);
		player.skip(3);
		const played = [player.read(), player.read(), player.read(), player.read()].map(([kind]) => kind);
		deepEqual(played, ["concealed", "concealed", "concealed", "silence"]);
		equal(player.buffer.counts.concealed, 480);
		player.insert(1000 + 12 * FRAME, 100);
		player.skip(2);
		for (let frame = 0; frame < 3; frame++) {
			const [kind] = player.read();
			if (kind === "silence") continue;
			ok(player.at(0) < 5 && player.at(15) > 40 && player.at(31) === 100);
			return;
		}
		ok(false, "nothing came back");
	});
});
