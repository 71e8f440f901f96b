import type { SettingKey } from "../modules/config/schema.ts";
import { PROFILES } from "./profiles/profiles.ts";

/** What the built-in PBX can be like. */
export const PROFILE_NAMES = PROFILES.map(({ name }) => name).join(", ");

/** UDP port of the built-in PBX, unless another one is asked for. */
export const PBX_PORT = 5070;

/** TCP ports of the control page and of the bench, unless other ones are asked for. */
export const HTTP_PORT = 8080;
export const BENCH_PORT = 8081;
/** Where the control page listens unless it is told otherwise. */
export const LOOPBACK = "127.0.0.1";

/** An option of `npm start`. */
export interface Option {
	/** What its value is; without one it is switched on by being there. */
	readonly value?: string;
	readonly help: string;
	/** The setting that it changes for this run, and how its value is meant there. */
	readonly setting?: SettingKey;
	readonly meaning?: Readonly<Record<string, string>>;
}

export const OPTIONS: Readonly<Record<string, Option>> = Object.freeze({
	http: { value: "PORT", help: `TCP port of the control page; ${HTTP_PORT} unless given, 0 is any free one` },
	host: {
		value: "ADDRESS",
		help: `where the control page listens, 0.0.0.0 is everywhere; off ${LOOPBACK} it wants a password`,
	},
	"admin-password": {
		value: "PASSWORD",
		help: "sets that of the control page; seen by other users of this computer",
	},
	bench: { value: "PORT", help: `TCP port of the bench with virtual board and phones; ${BENCH_PORT} unless given` },
	"no-bench": { help: "starts no bench" },
	data: { value: "FOLDER", help: "where settings and log are kept; .doorbell unless given" },
	"sip-port": { value: "PORT", help: "UDP port of the doorbell; 0 is any free one", setting: "sip.port" },
	pbx: { value: "PORT", help: `UDP port of the built-in PBX, which the doorbell then uses; ${PBX_PORT} unless given` },
	"pbx-profile": { value: "NAME", help: `whose habits the built-in PBX has: ${PROFILE_NAMES}` },
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

/** Its name in the environment. */
export function variable(option: string): string {
	return `DOORBELL_${option.toUpperCase().replaceAll("-", "_")}`;
}
