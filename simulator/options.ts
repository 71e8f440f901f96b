import { statSync } from "node:fs";
import { dirname } from "node:path";
import { parseArgs } from "node:util";
import { loop, type Source } from "../hosts/node/audio-format.ts";
import { readWave } from "../hosts/node/wave.ts";
import { SCHEMA, type SettingKey, type Settings } from "../modules/config/schema.ts";
import { isSecret, judge, type Value } from "../modules/config/setting.ts";

/** UDP port of the built-in PBX, unless another one is asked for. */
export const PBX_PORT = 5070;

/** What was asked for on the command line and in the environment. */
export interface DesktopOptions {
	/** Folder of the settings. */
	readonly data: string;
	/** UDP port of the built-in PBX; `undefined` when there shall be none. */
	readonly pbx: number | undefined;
	/** The doorbell shall use the built-in PBX in this run, whatever its settings say. */
	readonly usesPbx: boolean;
	/** Settings of this run. */
	readonly settings: Partial<Settings>;
	/** What the visitor says. */
	readonly microphone: Source | undefined;
	/** WAV file for what the visitor hears. */
	readonly speaker: string | undefined;
	/** Shows SIP. */
	readonly trace: boolean;
}

export type Choice =
	| { readonly type: "run"; readonly options: DesktopOptions }
	| { readonly type: "help" }
	/** A bad value, told in one line. */
	| { readonly type: "problem"; readonly text: string };

interface Option {
	/** What its value is; without one it is switched on by being there. */
	readonly value?: string;
	readonly help: string;
	/** The setting that it changes for this run, and how its value is meant there. */
	readonly setting?: SettingKey;
	readonly meaning?: Readonly<Record<string, string>>;
}

const OPTIONS: Readonly<Record<string, Option>> = Object.freeze({
	data: { value: "FOLDER", help: "where settings and log are kept; .doorbell unless given" },
	"sip-port": { value: "PORT", help: "UDP port of the doorbell; 0 is any free one", setting: "sip.port" },
	pbx: { value: "PORT", help: `UDP port of the built-in PBX, which the doorbell then uses; ${PBX_PORT} unless given` },
	"no-pbx": { help: "starts no built-in PBX" },
	registrar: { value: "HOST[:PORT]", help: "another PBX, in place of the built-in one", setting: "sip.registrar" },
	user: { value: "USER", help: "name or number of the doorbell at the PBX", setting: "sip.user" },
	"auth-user": { value: "NAME", help: "name for the log-in, where it is another one", setting: "sip.auth-user" },
	password: {
		value: "PASSWORD",
		help: "password at the PBX; seen by other users of this computer",
		setting: "sip.password",
	},
	target: { value: "NUMBERS", help: "whom the bell button rings", setting: "button.1.targets" },
	"auto-answer": {
		value: "on|off",
		help: "answers incoming calls by itself",
		setting: "call.answer",
		meaning: { on: "at once", off: "manual" },
	},
	microphone: { value: "FILE.wav", help: "what the visitor says, over and over again" },
	speaker: { value: "FILE.wav", help: "gets what the visitor heard, whenever a call ends" },
	trace: { help: "shows SIP on the terminal" },
	help: { help: "shows this" },
});

const SWITCH: Readonly<Record<string, boolean>> = Object.freeze({ on: true, off: false, "1": true, "0": false });

/** All options, for people. */
export function optionsHelp(): string {
	const rows = Object.entries(OPTIONS).map(([name, { value, help }]) => [
		`  --${name}${value === undefined ? "" : ` ${value}`}`,
		help,
	]);
	const width = Math.max(...rows.map(([option]) => option!.length)) + 2;
	const lines = rows.map(([option, help]) => option!.padEnd(width) + help);
	return `${lines.join("\n")}\n\nEach may be given as an environment variable too, such as ${variable("sip-port")}=5062 or ${variable("trace")}=on.`;
}

/** Reads the command line, which wins, and the environment. Looks at files that it names. */
export function readOptions(
	parameters: readonly string[],
	environment: Readonly<Record<string, string | undefined>>,
): Choice {
	try {
		const given = new Map([...fromEnvironment(environment), ...fromParameters(parameters)]);
		return given.has("help") ? { type: "help" } : { type: "run", options: build(given) };
	} catch (error) {
		if (error instanceof Problem) return { type: "problem", text: error.message };
		throw error;
	}
}

/** What is wrong with an option; ends the reading. */
class Problem extends Error {
	override readonly name = "Problem";
}

/** An option as it was given: how it was called, and its value. */
interface Given {
	readonly name: string;
	readonly value: string;
}

type Entry = readonly [option: string, given: Given];

function fromParameters(parameters: readonly string[]): Entry[] {
	const { tokens } = parseArgs({
		args: [...parameters],
		options: Object.fromEntries(
			Object.entries(OPTIONS).map(([name, { value }]) => [name, { type: value === undefined ? "boolean" : "string" }]),
		),
		strict: false,
		tokens: true,
	});
	const entries = tokens.map((token): Entry => {
		if (token.kind !== "option") throw new Problem(`Not an option: ${parameters[token.index]}; --help lists them`);
		const option = Object.hasOwn(OPTIONS, token.name) ? OPTIONS[token.name] : undefined;
		const name = `--${token.name}`;
		if (option === undefined || token.rawName !== name) {
			throw new Problem(`Unknown option ${token.rawName}; --help lists them`);
		}
		if (option.value === undefined) {
			if (token.value !== undefined) throw new Problem(`${name} takes no value`);
			return [token.name, { name, value: "on" }];
		}
		// The next option is no value, unless it is written with an equals sign.
		if (!token.value || (!token.inlineValue && token.value.startsWith("-")))
			throw new Problem(`${name} needs a value: ${name} ${option.value}`);
		return [token.name, { name, value: token.value }];
	});
	if (entries.some(([option]) => option === "pbx") && entries.some(([option]) => option === "no-pbx"))
		throw new Problem("--pbx and --no-pbx exclude each other");
	// Either of them takes back what the environment says of the other.
	const pbx = entries.find(([option]) => option === "pbx" || option === "no-pbx");
	if (pbx?.[0] === "pbx") entries.push(["no-pbx", { name: "--pbx", value: "off" }]);
	return entries;
}

function fromEnvironment(environment: Readonly<Record<string, string | undefined>>): Entry[] {
	return Object.entries(OPTIONS).flatMap(([option, { value: wanted }]): Entry[] => {
		const name = variable(option);
		const value = environment[name] ?? "";
		if (value === "" || option === "help") return [];
		if (wanted === undefined && SWITCH[value] === undefined) throw new Problem(`${name}=${value} is wrong: on or off`);
		return [[option, { name, value }]];
	});
}

function build(given: ReadonlyMap<string, Given>): DesktopOptions {
	const settings: Record<string, Value> = {};
	for (const [name, { setting, meaning }] of Object.entries(OPTIONS)) {
		const option = given.get(name);
		if (setting !== undefined && option) settings[setting] = judged(setting, option, meaning);
	}
	const withRegistrar = settings["sip.registrar"] !== undefined;
	const withoutPbx = isOn(given, "no-pbx");
	const asked = withoutPbx ? undefined : given.get("pbx");
	const port = asked && Number(judged("sip.port", asked));
	const microphone = given.get("microphone");
	const speaker = given.get("speaker");
	return {
		data: given.get("data")?.value ?? ".doorbell",
		pbx: port ?? (withRegistrar || withoutPbx ? undefined : PBX_PORT),
		usesPbx: port !== undefined && !withRegistrar,
		settings: settings as Partial<Settings>,
		microphone: microphone && soundOf(microphone),
		speaker: speaker && writable(speaker),
		trace: isOn(given, "trace"),
	};
}

function judged(key: SettingKey, { name, value }: Given, meaning?: Readonly<Record<string, string>>): Value {
	if (meaning && !Object.hasOwn(meaning, value))
		throw new Problem(`${name} ${value} is wrong: ${Object.keys(meaning).join(" or ")}`);
	const { value: good, problem } = judge(SCHEMA[key], meaning ? meaning[value] : value);
	if (problem === undefined) return good;
	throw new Problem(`${name}${isSecret(SCHEMA[key]) ? "" : ` ${value}`} is wrong: ${problem}`);
}

function isOn(given: ReadonlyMap<string, Given>, option: string): boolean {
	return SWITCH[given.get(option)?.value ?? "off"] === true;
}

function soundOf({ name, value }: Given): Source {
	try {
		return loop(readWave(value));
	} catch (error) {
		throw new Problem(`${name}: ${error instanceof Error ? error.message : error}`);
	}
}

function writable({ name, value }: Given): string {
	try {
		const known = statSync(value, { throwIfNoEntry: false });
		if (known ? known.isFile() : statSync(dirname(value)).isDirectory()) return value;
	} catch {
		// The folder is not there, or may not be looked into.
	}
	throw new Problem(`${name} ${value} is wrong: no file can be written there`);
}

function variable(option: string): string {
	return `DOORBELL_${option.toUpperCase().replaceAll("-", "_")}`;
}
