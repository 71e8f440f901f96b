import { liveHeap } from "../live-heap.ts";
import { createFleetDevice } from "./device.ts";
import { Fleet } from "./fleet.ts";
import { Load } from "./load.ts";
import { type FleetChoice, optionsHelp, readChoice } from "./options.ts";
import { measure, type Result, resultLines } from "./result.ts";

const HELP = `Many doorbells in one process, to load a PBX with, or to see what one costs.

    npm run fleet -- --registrar HOST[:PORT] [options]

${optionsHelp()}

Control-C ends it early; all doorbells unregister. Exit code 1 when a registration was lost or one never stood.`;

const PROGRESS = 5_000;
const NOT_ALL = 1;
const BAD_VALUE = 2;

function run({ numbers, settings, json }: FleetChoice): void {
	const before = liveHeap();
	const { bells, first, seconds } = numbers;
	const fleet = new Fleet({
		...{ bells, rate: numbers.rate, rings: numbers.rings, talk: 1_000 * numbers.talk },
		host: () => createFleetDevice(),
		settings: (number) => settings(first + number - 1),
	});
	const tell = (text: string) => {
		if (!json) console.log(text);
	};
	let load = new Load();
	const progress = setInterval(() => {
		const { tally, registered } = fleet;
		tell(
			`${registered} of ${bells} registered, ${tally.lapses} lost, ${tally.answered} calls answered, ` +
				`CPU ${load.cpu.percent.toFixed(0)} %, ${(process.memoryUsage.rss() / 1e6).toFixed(0)} MB`,
		);
	}, PROGRESS);
	let ending = false;
	let over: NodeJS.Timeout | undefined;
	const end = () => {
		if (ending) return;
		ending = true;
		clearTimeout(over);
		clearInterval(progress);
		const result = measure(fleet, { bells, before, load });
		load.close();
		tell("Unregistering …");
		fleet.shutDown(() => show(result, json));
	};
	process.once("SIGINT", end);
	process.once("SIGTERM", end);
	tell(`Starting ${bells} doorbells, ${numbers.rate} per second …`);
	fleet.start(() => {
		if (ending) return;
		tell(`All started; ${seconds} s from now on`);
		load.close();
		load = new Load();
		fleet.ring();
		over = setTimeout(end, 1_000 * seconds);
	});
}

function show(result: Result, json: boolean): void {
	console.log(json ? JSON.stringify(result, undefined, "\t") : `\n${resultLines(result).join("\n")}`);
	process.exitCode = result.registered === result.bells && result.lapses === 0 ? 0 : NOT_ALL;
}

const choice = readChoice(process.argv.slice(2));
if (choice.type === "help") {
	console.log(HELP);
} else if (choice.type === "problem") {
	console.error(choice.text);
	process.exitCode = BAD_VALUE;
} else {
	run(choice.choice);
}
