import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { append } from "../../modules/audio/history.ts";
import { mean, peak } from "../../modules/audio/level.ts";
import { addSine } from "../../modules/audio/sine.ts";
import { SOUND } from "../../modules/audio/sound.ts";

const SAMPLES = 65_536;
const FRAMES = 64;
const FRAME = 160;
const HISTORY = 263;
const HISTORY_ROOM = 300;
const GAINS = [0, 1, 50, 99, 100, 101, 150, 400, 800];
const LAWS = ["PCMU", "PCMA"] as const;

/** Writes what the TypeScript reference makes of given samples, for test/native: raw numbers in the order of this machine. */
export function writeVectors(folder: string): void {
	mkdirSync(folder, { recursive: true });
	const write = (name: string, data: Int16Array | Int32Array | Uint8Array) => writeFileSync(join(folder, name), data);
	const all = Int16Array.from({ length: SAMPLES }, (_, index) => index - 32_768);
	for (const law of LAWS) {
		for (const percent of [100, 30, 250]) {
			const octets = new Uint8Array(SAMPLES);
			SOUND[law].encode(all, 0, SAMPLES, octets, 0, percent);
			write(`${law.toLowerCase()}-${percent}`, octets);
		}
		const decoded = new Int16Array(256);
		const octets = Uint8Array.from({ length: 256 }, (_, octet) => octet);
		SOUND[law].decode(octets, 0, 256, decoded, 0);
		write(`${law.toLowerCase()}-decoded`, decoded);
	}
	for (const percent of GAINS) {
		const louder = all.slice();
		SOUND.amplify(louder, SAMPLES, percent);
		write(`gain-${percent}`, louder);
	}
	writeFrames(write);
}

/** Frames of noise, soft ones and some at full scale. */
function writeFrames(write: (name: string, data: Int16Array | Int32Array) => void): void {
	const frames = noise();
	const levels = new Int32Array(2 * FRAMES);
	const sines = frames.slice();
	const histories = new Int16Array(FRAMES * HISTORY_ROOM);
	const history = new Int16Array(HISTORY_ROOM);
	let phase = 0;
	for (let index = 0; index < FRAMES; index += 1) {
		const frame = frames.slice(index * FRAME, (index + 1) * FRAME);
		levels[2 * index] = peak(frame, index + 97);
		levels[2 * index + 1] = mean(frame, index + 97);
		append(history, HISTORY, frame, (index % 3) * 7, FRAME - (index % 5) * 31);
		histories.set(history, index * HISTORY_ROOM);
		phase = addSine(sines, index * FRAME + 5, (index + 1) * FRAME - 5, phase, index * 1021 + 3);
	}
	write("frames", frames);
	write("levels", levels);
	write("sines", sines);
	write("histories", histories);
}

function noise(): Int16Array {
	let state = 12_345;
	return Int16Array.from({ length: FRAMES * FRAME }, (_, index) => {
		state = (Math.imul(state, 1_103_515_245) + 12_345) | 0;
		return (state >> 16) >> (Math.floor(index / FRAME) % 12);
	});
}
