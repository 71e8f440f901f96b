import { Desktop } from "./desktop.ts";
import { optionsHelp } from "./option-list.ts";
import { type DesktopOptions, readOptions } from "./options.ts";
import type { Phone } from "./phone.ts";
import { StartProblem } from "./start-problem.ts";
import { levelLabel, logLine, printable, readKeys, traceLines } from "./terminal.ts";
import { keysHelp, pressKey } from "./terminal-keys.ts";

const HELP = `npm start [-- options]

The doorbell on the desktop: its control page, a PBX with two phones to try it with, and a bench to see and hear them
in the browser. Options:

${optionsHelp()}

Keys:

${keysHelp()}`;

const BAD_OPTION = 2;
/** Longer than everything takes that is waited for. Milliseconds. */
const QUIT_TIMEOUT = 2_500;

function say(label: string, text: string): void {
	console.log(logLine(Date.now(), label, text));
}

function showPhone(phone: Phone): void {
	const key = phone.name.slice(-1);
	switch (phone.state) {
		case "ringing":
			say("PHONE", `${phone.name} rings: press ${key} to answer`);
			return;
		case "calling":
			say("PHONE", `${phone.name} calls: press ${key} to hang up`);
			return;
		case "in call":
			say("PHONE", `${phone.name} is in the call: 9 presses its key 9, ${key} hangs up`);
			return;
		case "idle":
			say("PHONE", `${phone.name} is free`);
	}
}

function open(options: DesktopOptions): Desktop | undefined {
	try {
		return new Desktop(options, {
			onLog: ({ time, level, text }) => console.log(logLine(time, levelLabel(level), text)),
			onState: (state) => say("STATE", state),
			onOutput: (name, value) => name !== "lamp" && say(name.toUpperCase(), value ? "on" : "off"),
			onPhone: showPhone,
			onNews: (news) => say("PBX", news),
			onProblem: (problem) => say("ERROR", problem),
			onTrace: (direction, text, { address, port }) => console.log(traceLines(direction, text, `${address}:${port}`)),
		});
	} catch (error) {
		failToStart(error);
		return undefined;
	}
}

function failToStart(error: unknown): void {
	if (!(error instanceof StartProblem)) throw error;
	fail(error.message, error.exitCode);
}

function fail(problem: string, exitCode: number): void {
	console.error(printable(problem));
	process.exitCode = exitCode;
}

async function run(desktop: Desktop): Promise<void> {
	try {
		await desktop.open();
	} catch (error) {
		desktop.close();
		failToStart(error);
		return;
	}
	let quitting = false;
	const quit = () => {
		// Control-C reaches us twice under npm, which passes it on: asking again must not cut the leave short.
		if (quitting) return;
		quitting = true;
		stopKeys();
		setTimeout(() => process.exit(), QUIT_TIMEOUT);
		desktop.shutDown(() => process.exit());
	};
	const press = (key: string) => {
		if (key === "q") quit();
		else if (!pressKey(key, desktop)) console.log(keysHelp());
	};
	const stopKeys = readKeys(process.stdin, press, quit);
	for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, quit);
	// The reader of a pipe may leave before us.
	process.stdout.on("error", () => {});
	const { pbx, pageUrl, benchUrl } = desktop;
	if (pbx) say("PBX", `listens on UDP 127.0.0.1:${pbx.port}`);
	say("PAGE", `control page of the doorbell: ${pageUrl}`);
	if (benchUrl) say("BENCH", `virtual board and phones: ${benchUrl}`);
	console.log(keysHelp());
	desktop.start();
}

const choice = readOptions(process.argv.slice(2), process.env);
switch (choice.type) {
	case "help":
		console.log(HELP);
		break;
	case "problem":
		fail(choice.text, BAD_OPTION);
		break;
	case "run": {
		const desktop = open(choice.options);
		if (desktop) void run(desktop);
	}
}
