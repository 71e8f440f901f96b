import { deepEqual, equal, match, notEqual, ok, throws } from "node:assert/strict";
import { mkdtempSync, rmSync, statSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { WaveFile } from "wavefile";
import { loop, tone } from "../../hosts/node/audio-format.ts";
import { hash } from "../../hosts/node/hash.ts";
import { createNodeHost } from "../../hosts/node/host.ts";
import { text } from "../../hosts/node/text.ts";
import { MAXIMUM_WAVE_BYTES, readWave, writeWave } from "../../hosts/node/wave.ts";
import { SeededRandom } from "../../simulator/seeded-random.ts";
import { utf8 } from "../../simulator/utf8.ts";
import { dominant, toneShare } from "../support/tone.ts";
import { play } from "./contract.ts";
import { playInRealTime } from "./real-time.ts";
import { textContract } from "./text-contract.ts";

let folder: string;
/** For every suite of this file: a folder for each test, and nothing left after it. */
function cleanly(): void {
	beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "doorbell-"))));
	afterEach(() => rmSync(folder, { recursive: true, force: true }));
}

describe("Text of Node", () => {
	cleanly();

	for (const { title, steps } of textContract) it(title, () => play(steps({ text }), () => {}));

	it("is the same as in plain TypeScript for 10,000 random texts", () => {
		const random = new SeededRandom("text");
		for (let count = 0; count < 10_000; count++) {
			// Mostly lead and continuation bytes, so that every kind of sequence breaks off everywhere.
			const bytes = Uint8Array.from({ length: 8 }, () => (random.next() < 0.3 ? 0 : 0x80) + 128 * random.next());
			const decoded = text.decode(bytes);
			equal(utf8.decode(bytes), decoded);
			deepEqual(utf8.encode(decoded), text.encode(decoded));
		}
	});
});

describe("Hash of Node", () => {
	cleanly();

	it("knows all three algorithms (RFC 1321 §A.5, FIPS 180-4)", () => {
		equal(hash("MD5", "abc"), "900150983cd24fb0d6963f7d28e17f72");
		equal(hash("SHA-256", "abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
		equal(hash("SHA-512-256", "abc"), "53048e2681941ef99b2e29b76b4c7dabe4c2d0c634fc6d46e0e2f13107e7af23");
	});

	it("takes the text as UTF-8", () => {
		notEqual(hash("MD5", "T\u00fcr"), hash("MD5", "Tur"));
		equal(hash("MD5", "\u00fc"), "c03410a5204b21cd8229ff754688d743");
	});
});

describe("WAV files", () => {
	cleanly();

	const path = () => join(folder, "sound.wav");
	const samples = (source: (position: number) => number, length: number) =>
		Int16Array.from({ length }, (_, position) => source(position));

	function write(wave: WaveFile): void {
		writeFileSync(path(), wave.toBuffer());
	}

	it("are read as they were written", () => {
		const written = samples(tone(440), 800);
		writeWave(path(), written);
		deepEqual(readWave(path()), written);
		writeWave(path(), new Int16Array(0));
		equal(readWave(path()).length, 0);
	});

	for (const rate of [11_025, 16_000, 44_100, 48_000]) {
		it(`are resampled from ${rate} Hz, without aliases`, () => {
			const sine = (hertz: number) =>
				samples((position) => 8000 * Math.sin((2 * Math.PI * hertz * position) / rate), rate);
			const wave = new WaveFile();
			wave.fromScratch(1, rate, "16", sine(1000));
			write(wave);
			const heard = readWave(path());
			ok(Math.abs(heard.length - 8000) <= 1);
			ok(toneShare(heard.subarray(800, 2400), 1000) > 0.98);

			wave.fromScratch(1, rate, "16", sine(5300));
			write(wave);
			ok(Math.max(...readWave(path()).subarray(800, 7200)) < 1000);
		});
	}

	it("are mixed down to one channel", () => {
		const wave = new WaveFile();
		wave.fromScratch(2, 8000, "16", [Int16Array.of(100, 32767, -5), Int16Array.of(300, 32767, 5)]);
		write(wave);
		deepEqual(Array.from(readWave(path())), [200, 32767, 0]);
	});

	for (const depth of ["8", "24", "32", "32f", "64", "8a", "8m"]) {
		it(`are read with samples of ${depth}`, () => {
			const wave = new WaveFile();
			wave.fromScratch(1, 8000, "16", samples(tone(250, 12_000), 1010));
			if (depth === "8a") wave.toALaw();
			else if (depth === "8m") wave.toMuLaw();
			else wave.toBitDepth(depth);
			write(wave);
			const heard = readWave(path()).subarray(200, 1000);
			ok(toneShare(heard, 250) > 0.98);
			const peak = Math.max(...heard);
			ok(peak > 11_000 && peak < 13_000);
		});
	}

	it("that cannot be used are named", () => {
		throws(() => readWave(path()), /sound\.wav/);
		for (const junk of ["", "no sound", "RIFF1234WAVE", `RIFF\x24\0\0\0WAVEfmt \x10${"\0".repeat(19)}data\0\0\0\0`]) {
			writeFileSync(path(), junk);
			throws(() => readWave(path()), /sound\.wav cannot be used/);
		}
		const wave = new WaveFile();
		wave.fromScratch(1, 8000, "16", new Int16Array(1010));
		wave.toIMAADPCM();
		write(wave);
		throws(() => readWave(path()), /ADPCM/);
		truncateSync(path(), MAXIMUM_WAVE_BYTES + 1);
		throws(() => readWave(path()), /MB/);
	});
});

describe("Host of Node", () => {
	cleanly();

	it("has what the doorbell asks for", () => {
		const host = createNodeHost({ data: folder });
		match(host.token(), /^[0-9a-f]{16}$/);
		notEqual(host.token(), host.token());
		const number = host.random();
		ok(number >= 0 && number < 1);
		match(host.firmware, /^\d+\.\d+\.\d+/);
		match(host.platform, /^Node\.js /);
		host.storage.write("settings", "kept");
		equal(createNodeHost({ data: folder }).storage.read("settings"), "kept");
	});

	it("has buttons to press and outputs that tell", () => {
		const switched: string[] = [];
		const host = createNodeHost({ data: folder, onOutput: (name, value) => switched.push(`${name} ${value}`) });
		const levels: number[] = [];
		const button = host.button(2, () => levels.push(button?.read() ?? 9));
		equal(
			host.button(3, () => {}),
			undefined,
		);
		host.buttons[1]?.press();
		equal(levels.length, 0);
		const door = host.output("door");
		door?.write(1);
		host.output("lamp")?.write(1);
		door?.write(0);
		deepEqual(switched, ["door 1", "lamp 1", "door 0"]);
		equal(host.outputs.lamp.value, 1);
		return playInRealTime([() => levels.length === 1, () => deepEqual(levels, [1])]);
	});

	it("passes the sound of a file to a file, in real time", async () => {
		const [from, to] = [join(folder, "from.wav"), join(folder, "to.wav")];
		writeWave(
			from,
			Int16Array.from({ length: 8000 }, (_, position) => tone(600)(position)),
		);
		const host = createNodeHost({ data: folder, microphone: loop(readWave(from)), speaker: to });
		const { AudioIn, AudioOut, clock } = host;
		ok(AudioIn !== undefined && AudioOut !== undefined);
		const loudspeaker = new AudioOut({});
		const buffer = new Uint8Array(3200);
		let heard = 0;
		const microphone = new AudioIn({
			onReadable() {
				const bytes = microphone.read(buffer);
				heard += bytes / 2;
				loudspeaker.write(buffer.subarray(0, bytes));
			},
		});
		const start = clock.now();
		microphone.start();
		loudspeaker.start();
		await playInRealTime([() => heard >= 1600]);
		ok(clock.now() - start >= 198);
		microphone.close();
		await playInRealTime([() => host.recording.length >= 1600, () => loudspeaker.close()]);
		const recorded = readWave(to);
		ok(recorded.length >= 1600);
		equal(dominant(recorded, [440, 600, 1000]), 600);
		ok(statSync(to).size === 44 + 2 * recorded.length);
	});

	it("reports a recording that cannot be saved", () => {
		const problems: string[] = [];
		const speaker = join(folder, "missing", "to.wav");
		const host = createNodeHost({ data: folder, speaker, onProblem: (problem) => problems.push(problem) });
		ok(host.AudioOut !== undefined);
		new host.AudioOut({}).close();
		equal(problems.length, 1);
		match(problems[0] ?? "", /recording was not saved/);
	});
});
