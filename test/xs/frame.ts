/**
 * What one 20 ms frame of a call costs both ways, with the work on samples in native code: prints bytecodes, slots and
 * bytes per frame.
 *
 * The argument is the number of frames, 100 by default. `typescript` before it leaves the native code out; `profile` runs
 * each frame within the C function `profiled` and counts nothing itself, so that
 * `valgrind --tool=callgrind --toggle-collect=profiled` tells the instructions of all of them.
 */
import { MediaRig } from "./media-rig.ts";

/** Frames until the jitter buffer has found its delay. */
const WARM_UP = 500;
const words = (xs.argument ?? "").split(" ");
const frames = Number(words.at(-1)) || 100;
const rig = new MediaRig(words.includes("typescript") ? undefined : xs.sound);

for (let count = 0; count < WARM_UP; count += 1) {
	rig.arrive();
	rig.frame();
}
xs.gc();
if (words.includes("profile")) profile();
else count();
xs.exit(0);

function profile(): void {
	const task = () => rig.frame();
	for (let count = 0; count < frames; count += 1) {
		rig.arrive();
		xs.profiled(task);
	}
}

function count(): void {
	let bytecodes = 0;
	let slots = 0;
	let bytes = 0;
	for (let count = 0; count < frames; count += 1) {
		rig.arrive();
		const before = xs.statistics();
		const meter = xs.meter();
		rig.frame();
		bytecodes += xs.meter() - meter;
		const after = xs.statistics();
		slots += after.slots.used - before.slots.used;
		bytes += after.chunkBytes.used - before.chunkBytes.used;
	}
	const mean = (sum: number) => Math.round(sum / frames);
	print(`frame ${frames} ${mean(bytecodes)} ${mean(slots)} ${mean(bytes)}`);
}
