import { join } from "node:path";
import type { Bench } from "../bench.ts";
import { countInstructions, hasCallgrind } from "../measure/callgrind.ts";
import { execute } from "../measure/execute.ts";
import type { Row, Section } from "../section.ts";

const SOUND = "hosts/esp32/audio";
const SOURCES = ["g711.c", "gain.c", "meter.c"];

/** What native/codec.c does, in its order. */
const WORK = [
	"µ-law, 160 samples encoded",
	"A-law, 160 samples encoded",
	"A-law, 160 samples encoded, made louder",
	"µ-law, 160 octets decoded",
	"A-law, 160 octets decoded",
	"160 samples made louder",
	"peak of 160 samples",
];

/** Of these a frame both ways consists. */
const FRAME = ["A-law, 160 samples encoded, made louder", "A-law, 160 octets decoded", "160 samples made louder"];
const FRAME_NAME = "all of a frame both ways: decoded and made louder, made louder and encoded";

/*
 * The estimate, which nobody has measured on a board: Xtensa needs 1.15 instructions for one of those counted here (1.05 to
 * 1.25), and 1.6 cycles for an instruction (1.3 to 3.0: code comes from flash through a cache); one core at 240 MHz.
 */
const CYCLES = 1.15 * 1.6;
const CYCLES_BEST = 1.05 * 1.3;
const CYCLES_WORST = 1.25 * 3;
const FRAMES_PER_SECOND = 50;
const CLOCK = 240_000_000;

/** Instructions of the native work on samples, and what of an ESP32 it would take. */
export const nativeCodec: Section = {
	id: "native-codec",
	title: "Native work on samples",

	async measure(bench) {
		if (!hasCallgrind() || !(await bench.boardSized())) return [];
		const rows: Row[] = [];
		for (const level of ["-O2", "-Os"]) {
			const counts = new Map((await instructionsAt(bench, level)).map((count, i) => [WORK[i]!, count]));
			counts.set(
				FRAME_NAME,
				FRAME.reduce((sum, name) => sum + counts.get(name)!, 0),
			);
			for (const [name, value] of counts) {
				rows.push({ name, unit: `native instructions, ${level}`, value, gate: true });
				if (level === "-Os") rows.push({ name, unit: "of one ESP32 core at 240 MHz (estimate)", value: load(value) });
			}
		}
		return rows;
	},
};

async function instructionsAt(bench: Bench, level: string): Promise<readonly number[]> {
	bench.progress(`counting native instructions of the codec, ${level}`);
	const program = join(bench.cache, `codec${level}`);
	const folder = join(bench.root, SOUND);
	const sources = [join(bench.root, "tools/bench/native/codec.c"), ...SOURCES.map((name) => join(folder, name))];
	const { exitCode, output } = await execute("gcc", [
		"-m32",
		"-std=c11",
		"-Wall",
		"-Wextra",
		"-Werror",
		level,
		`-I${folder}`,
		...sources,
		"-o",
		program,
	]);
	if (exitCode !== 0) throw new Error(`gcc did not compile the codec:\n${output}`);
	return countInstructions(program, [], "counted", bench.cache);
}

function load(instructions: number): string {
	const share = (cycles: number) => `${((100 * FRAMES_PER_SECOND * instructions * cycles) / CLOCK).toFixed(2)} %`;
	return `${share(CYCLES)} (${share(CYCLES_BEST)} to ${share(CYCLES_WORST)})`;
}
