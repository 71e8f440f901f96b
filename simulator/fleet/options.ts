import { parseArgs } from "node:util";
import { SCHEMA, type SettingKey, type Settings } from "../../modules/config/schema.ts";
import { isSecret, judge } from "../../modules/config/setting.ts";

/** Where the number of a doorbell goes in a user or a password. */
const PLACE = "%";

interface Option {
	/** What its value is; without one it is switched on by being there. */
	readonly value?: string;
	readonly help: string;
	/** The setting of every doorbell that it is. */
	readonly setting?: SettingKey;
	/** For a whole number: what it is unless given, and its limits. */
	readonly number?: { readonly usual: number; readonly least: number; readonly most: number };
}

export const OPTIONS = Object.freeze({
	registrar: { value: "HOST[:PORT]", help: "the PBX; must be given", setting: "sip.registrar" },
	domain: { value: "NAME", help: "SIP domain, where it is another one", setting: "sip.domain" },
	user: {
		value: "NAME",
		help: `name or number at the PBX, ${PLACE} is the doorbell's number; bell${PLACE} unless given`,
		setting: "sip.user",
	},
	password: {
		value: "PASSWORD",
		help: `password at the PBX, ${PLACE} as above; seen by other users of this computer`,
		setting: "sip.password",
	},
	bells: { value: "N", help: "doorbells", number: { usual: 10, least: 1, most: 10_000 } },
	first: { value: "N", help: "number of the first one", number: { usual: 1, least: 0, most: 1_000_000 } },
	expires: { value: "SECONDS", help: "asked for in each registration; 3600 unless given", setting: "sip.expires" },
	rate: { value: "N", help: "doorbells started, or ended, per second", number: { usual: 50, least: 1, most: 1_000 } },
	seconds: { value: "N", help: "how long, once all are started", number: { usual: 60, least: 1, most: 86_400 } },
	target: { value: "NUMBERS", help: "whom the buttons ring", setting: "button.1.targets" },
	rings: { value: "N", help: "buttons pressed per minute, in all", number: { usual: 0, least: 0, most: 60_000 } },
	talk: { value: "SECONDS", help: "how long an answered call lasts", number: { usual: 2, least: 0, most: 3_600 } },
	json: { help: "prints the result for machines" },
	help: { help: "shows this" },
} as const satisfies Readonly<Record<string, Option>>);

type Name = keyof typeof OPTIONS;
type NumberName = { [Key in Name]: (typeof OPTIONS)[Key] extends { number: object } ? Key : never }[Name];

export interface FleetChoice {
	readonly numbers: Readonly<Record<NumberName, number>>;
	readonly json: boolean;
	/** Settings of a doorbell, by its number. */
	readonly settings: (number: number) => Partial<Settings>;
}

export type Choice =
	| { readonly type: "run"; readonly choice: FleetChoice }
	| { readonly type: "help" }
	/** A bad value, told in one line. */
	| { readonly type: "problem"; readonly text: string };

/** What is wrong with an option; ends the reading. */
class Problem extends Error {
	override readonly name = "Problem";
}

/** Reads the command line. */
export function readChoice(parameters: readonly string[]): Choice {
	try {
		const given = parse(parameters);
		if (given.help) return { type: "help" };
		if (given.registrar === undefined)
			throw new Problem("Which PBX? --registrar HOST[:PORT]; --help lists the options");
		const numbers = Object.fromEntries(
			Object.keys(OPTIONS)
				.filter(isNumberName)
				.map((name) => [name, numberOf(name, given[name])]),
		) as Record<NumberName, number>;
		if (numbers.rings > 0 && given.target === undefined)
			throw new Problem("Whom do the buttons ring? --target NUMBERS");
		const settings = (number: number) => settingsOf(given, number);
		settings(numbers.first);
		settings(numbers.first + numbers.bells - 1);
		return { type: "run", choice: { numbers, json: given.json === true, settings } };
	} catch (error) {
		if (error instanceof Problem) return { type: "problem", text: error.message };
		throw error;
	}
}

/** All options, for people. */
export function optionsHelp(): string {
	const rows = Object.entries<Option>(OPTIONS).map(([name, { value, help, number }]) => [
		`  --${name}${value === undefined ? "" : ` ${value}`}`,
		`${help}${number ? `; ${number.usual} unless given` : ""}`,
	]);
	const width = Math.max(...rows.map(([option]) => option!.length)) + 2;
	return rows.map(([option, help]) => option!.padEnd(width) + help).join("\n");
}

type Given = Readonly<Record<string, string | boolean | undefined>>;

function parse(parameters: readonly string[]): Given {
	const options = Object.fromEntries(
		Object.entries<Option>(OPTIONS).map(([name, { value }]) => [name, { type: value ? "string" : "boolean" } as const]),
	);
	try {
		return parseArgs({ args: [...parameters], options }).values as Given;
	} catch (error) {
		throw new Problem(`${(error as Error).message.split(". ")[0]}; --help lists the options`);
	}
}

function isNumberName(name: string): name is NumberName {
	return "number" in OPTIONS[name as Name];
}

function numberOf(name: NumberName, value: string | boolean | undefined): number {
	const { usual, least, most } = OPTIONS[name].number;
	if (value === undefined) return usual;
	const number = Number(value);
	if (Number.isInteger(number) && number >= least && number <= most) return number;
	throw new Problem(`--${name} ${value} is wrong: a whole number from ${least} to ${most}`);
}

function settingsOf(given: Given, number: number): Partial<Settings> {
	const settings: Record<string, unknown> = { "sip.port": 0, "rtp.port": 0 };
	for (const [name, { setting }] of Object.entries<Option>(OPTIONS)) {
		const value = given[name] ?? (name === "user" ? `bell${PLACE}` : undefined);
		if (setting === undefined || typeof value !== "string") continue;
		const judged = judge(SCHEMA[setting], value.replaceAll(PLACE, `${number}`));
		if (judged.problem !== undefined)
			throw new Problem(`--${name}${isSecret(SCHEMA[setting]) ? "" : ` ${value}`} is wrong: ${judged.problem}`);
		settings[setting] = judged.value;
	}
	return settings as Partial<Settings>;
}
