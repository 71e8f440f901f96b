import { writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import { text } from "node:stream/consumers";
import { parseArgs } from "node:util";
import { obstacles, spawnIsolated } from "../../test/interop/isolation.ts";
import { installLibraries } from "../bench/measure/libraries.ts";
import { type Charts, draw } from "./chart.ts";
import { soakVirtually } from "./day.ts";
import { growth, type Run } from "./sample.ts";

const HELP = `Lets the doorbell ring all the time, and looks whether anything grows.

    npm run soak -- [--hours N] [--minutes N] [--write]

--hours N    virtual hours with a visit each minute; 24 if not given, 0 for none
--minutes N  real minutes of visits one after the other, with Kamailio and baresip; 30 if not given, 0 for none
--write      draws both runs into docs/images
--help       this text

Exit code 1 when something grew, 2 for a bad value. The real minutes run in a private network, as test:interop does.`;

const ROOT = resolve(__dirname, "../..");
const CACHE = join(ROOT, ".cache/bench");
const MOST = 10_000;

/** A kind of soak. */
interface Soak {
	readonly name: "day" | "house";
	readonly title: string;
	readonly unit: "hours" | "minutes";
	run(length: number): Run | Promise<Run>;
}

const DAY: Soak = {
	name: "day",
	title: "virtual hours, a visit each minute",
	unit: "hours",
	run: (hours) => soakVirtually(hours, (progress) => console.error(progress)),
};
const HOUSE: Soak = {
	name: "house",
	title: "minutes of visits with Kamailio and baresip",
	unit: "minutes",
	run: soakInHouse,
};

async function soakInHouse(minutes: number): Promise<Run> {
	const program = [join(ROOT, "node_modules/ts-node/dist/bin.js"), join(__dirname, "house.ts"), `${minutes}`];
	const child = spawnIsolated([process.execPath, ...program], { cwd: ROOT, stdio: ["ignore", "pipe", "inherit"] });
	const output = await text(child.stdout!);
	if (output === "") throw new Error("The run broke off");
	return JSON.parse(output);
}

/** True when nothing grew. */
async function soak({ name, title, unit, run }: Soak, length: number, charts: Charts | undefined): Promise<boolean> {
	if (length === 0) return true;
	const { visits, samples } = await run(length);
	const grown = growth(samples);
	const [{ heap, sockets, timers }] = samples.slice(-1) as [Run["samples"][number]];
	console.log(
		`${length} ${title}: ${visits} visits; ${grown.length === 0 ? "nothing grew" : grown.join("; ")}\n` +
			`at the end ${(heap / 1e6).toFixed(1)} MB of heap, ${sockets} sockets, ${timers} timers\n`,
	);
	if (charts) {
		const picture = draw(charts, `${length} ${title}: ${visits} visits`, unit, samples);
		writeFileSync(join(ROOT, `docs/images/soak-${name}.svg`), `${picture}\n`);
	}
	return grown.length === 0;
}

/** What is wrong with an option. */
class Problem extends Error {
	override readonly name = "Problem";
}

function lengthOf(name: string, value: string): number {
	const length = Number(value);
	if (Number.isInteger(length) && length >= 0 && length <= MOST) return length;
	throw new Problem(`--${name} ${value} is wrong: a whole number from 0 to ${MOST}`);
}

function readOptions() {
	try {
		return parseArgs({
			options: {
				hours: { type: "string", default: "24" },
				minutes: { type: "string", default: "30" },
				write: { type: "boolean", default: false },
				help: { type: "boolean", default: false },
			},
		}).values;
	} catch (error) {
		throw new Problem(`${(error as Error).message.split(". ")[0]}; --help lists the options`);
	}
}

/** The exit code. */
async function main(): Promise<number> {
	const options = readOptions();
	if (options.help) {
		console.log(HELP);
		return 0;
	}
	const hours = lengthOf("hours", options.hours);
	const minutes = lengthOf("minutes", options.minutes);
	const missing = minutes > 0 ? obstacles() : [];
	for (const line of missing) console.error(line);
	if (missing.length > 0) return 1;
	const charts = options.write ? (createRequire(join(installLibraries(CACHE), "x"))("echarts") as Charts) : undefined;
	const day = await soak(DAY, hours, charts);
	const house = await soak(HOUSE, minutes, charts);
	return day && house ? 0 : 1;
}

main().then(
	(code) => {
		process.exitCode = code;
	},
	(error: unknown) => {
		if (!(error instanceof Problem)) throw error;
		console.error(error.message);
		process.exitCode = 2;
	},
);
