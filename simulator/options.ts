import { statSync } from "node:fs";
import { isIPv4 } from "node:net";
import { dirname } from "node:path";
import { parseArgs } from "node:util";
import { loop, type Source } from "../hosts/node/audio-format.ts";
import { readWave } from "../hosts/node/wave.ts";
import { SCHEMA, type SettingKey, type Settings } from "../modules/config/schema.ts";
import { isSecret, judge, type Value } from "../modules/config/setting.ts";
import { PASSWORD_MAXIMUM, PASSWORD_MINIMUM } from "../modules/web/access.ts";
import { BENCH_PORT, HTTP_PORT, LOOPBACK, OPTIONS, PBX_PORT, PROFILE_NAMES, variable } from "./option-list.ts";
import type { PbxProfile } from "./profiles/behaviour.ts";
import { PLAIN, profileOf } from "./profiles/profiles.ts";

/** What was asked for on the command line and in the environment. */
export interface DesktopOptions {
	/** Folder of the settings. */
	readonly data: string;
	/** TCP port of the control page, and the address of ours on which it listens. */
	readonly http: number;
	readonly address: string;
	/** TCP port of the bench; `undefined` when there shall be none. */
	readonly bench: number | undefined;
	/** The administrator's password from now on. */
	readonly adminPassword: string | undefined;
	/** UDP port of the built-in PBX; `undefined` when there shall be none. */
	readonly pbx: number | undefined;
	/** Whose habits the built-in PBX has. */
	readonly profile: PbxProfile;
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

const SWITCH: Readonly<Record<string, boolean>> = Object.freeze({ on: true, off: false, "1": true, "0": false });

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
	return [...entries, ...takenBack(entries, "pbx"), ...takenBack(entries, "bench")];
}

/** A part that is asked for on the command line is there, even when the environment says that it shall not be. */
function takenBack(entries: readonly Entry[], part: "pbx" | "bench"): Entry[] {
	const asked = entries.some(([option]) => option === part);
	if (asked && entries.some(([option]) => option === `no-${part}`))
		throw new Problem(`--${part} and --no-${part} exclude each other`);
	return asked ? [[`no-${part}`, { name: `--${part}`, value: "off" }]] : [];
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
	const port = portOf(asked);
	const microphone = given.get("microphone");
	const speaker = given.get("speaker");
	const adminPassword = given.get("admin-password");
	return {
		http: portOf(given.get("http")) ?? HTTP_PORT,
		address: addressOf(given.get("host")),
		bench: isOn(given, "no-bench") ? undefined : (portOf(given.get("bench")) ?? BENCH_PORT),
		adminPassword: adminPassword && passwordOf(adminPassword),
		data: given.get("data")?.value ?? ".doorbell",
		pbx: port ?? (withRegistrar || withoutPbx ? undefined : PBX_PORT),
		profile: profileNamed(given.get("pbx-profile")),
		usesPbx: port !== undefined && !withRegistrar,
		settings: settings as Partial<Settings>,
		microphone: microphone && soundOf(microphone),
		speaker: speaker && writable(speaker),
		trace: isOn(given, "trace"),
	};
}

function portOf(option: Given | undefined): number | undefined {
	return option && Number(judged("sip.port", option));
}

function profileNamed(option: Given | undefined): PbxProfile {
	if (option === undefined) return PLAIN;
	const profile = profileOf(option.value);
	if (profile === undefined) throw new Problem(`${option.name} ${option.value} is wrong: one of ${PROFILE_NAMES}`);
	return profile;
}

function addressOf(option: Given | undefined): string {
	if (option === undefined || option.value === "localhost") return LOOPBACK;
	if (!isIPv4(option.value))
		throw new Problem(`${option.name} ${option.value} is wrong: an IPv4 address such as 0.0.0.0`);
	return option.value;
}

function passwordOf({ name, value }: Given): string {
	if (value.length >= PASSWORD_MINIMUM && value.length <= PASSWORD_MAXIMUM) return value;
	throw new Problem(`${name} is wrong: ${PASSWORD_MINIMUM} to ${PASSWORD_MAXIMUM} characters`);
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
