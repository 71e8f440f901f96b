import { tone } from "../hosts/node/audio-format.ts";
import type { NodeHost } from "../hosts/node/host.ts";
import { formatDocument } from "../modules/config/document.ts";
import type { Settings } from "../modules/config/schema.ts";
import { defaults } from "../modules/config/settings.ts";
import { SETTINGS_KEY } from "../modules/drivers/appliance.ts";
import { type DesktopOptions, PBX_PORT } from "./options.ts";
import { GROUP_NUMBER, Pbx, type PbxOptions } from "./pbx.ts";
import type { RegistrarUser } from "./registrar.ts";
import { StartProblem } from "./start-problem.ts";

/** The user of the built-in PBX that the doorbell is. */
const PBX_USER = "doorbell";
/** Key of that user's password in the host's storage: drawn by lot once for every folder of settings. */
const PBX_PASSWORD_KEY = "pbx.password";
const RECORDING_SECONDS = 60;
/** What the phones say when nobody makes them say something else, in hertz, and how loud. */
const VOICES: readonly number[] = Object.freeze([660, 880]);
const VOICE_LEVEL = 3000;

/** On the desktop any free ports do, and spare whoever runs two doorbells the search. */
const FREE_PORTS: Partial<Settings> = Object.freeze({ "sip.port": 0, "rtp.port": 0 });
/** What settings for another PBX may say and the built-in one must not have said. */
const NO_OTHER_PBX: Partial<Settings> = Object.freeze({ "sip.proxy": "", "sip.domain": "", "sip.auth-user": "" });

/** The built-in PBX, where there shall be one, and the settings of this run that go with it. */
export interface DesktopPbx {
	readonly pbx: Pbx | undefined;
	readonly settings: Partial<Settings>;
}

/** Opens the built-in PBX. At the first start with it, makes the doorbell's settings fit it for good. */
export function openPbx(
	options: DesktopOptions,
	host: NodeHost,
	{ onPhone, onNews }: Pick<PbxOptions, "onPhone" | "onNews">,
): DesktopPbx {
	const first = host.storage.read(SETTINGS_KEY) === undefined;
	if (options.pbx === undefined) return { pbx: undefined, settings: first ? FREE_PORTS : {} };
	const own = { user: PBX_USER, password: passwordOf(host) };
	const other = options.settings["sip.registrar"] !== undefined;
	if (first && !other) {
		const preset = { ...FREE_PORTS, ...at(PBX_PORT, own), "button.1.targets": GROUP_NUMBER, "door.code": "9" };
		host.storage.write(SETTINGS_KEY, formatDocument({ ...defaults(), ...preset }));
	}
	const pbx = open(options.pbx, {
		host,
		// An account at another PBX is none of this one's business.
		users: [other ? own : accountOf(options.settings, own)],
		hears: (address) => address.startsWith("127."),
		recordingSeconds: RECORDING_SECONDS,
		onPhone,
		onNews,
	});
	pbx.phones.forEach((phone, index) => {
		phone.say(tone(VOICES[index]!, VOICE_LEVEL));
	});
	if (options.usesPbx) return { pbx, settings: { ...NO_OTHER_PBX, ...at(pbx.port, own) } };
	return { pbx, settings: first && other ? FREE_PORTS : {} };
}

function passwordOf({ storage, token }: NodeHost): string {
	const known = storage.read(PBX_PASSWORD_KEY);
	if (known !== undefined) return known;
	const password = token();
	storage.write(PBX_PASSWORD_KEY, password);
	return password;
}

function accountOf(settings: Partial<Settings>, { user, password }: RegistrarUser): RegistrarUser {
	return {
		user: settings["sip.user"] ?? user,
		username: settings["sip.auth-user"],
		password: settings["sip.password"] ?? password,
	};
}

function open(port: number, options: Omit<PbxOptions, "port">): Pbx {
	try {
		return new Pbx({ ...options, port });
	} catch (error) {
		const taken = error instanceof Error && "code" in error && error.code === "EADDRINUSE";
		const problem = taken ? "is taken by another program" : "cannot be used";
		const help = "give the built-in PBX another one with --pbx PORT, or do without by --no-pbx";
		throw new StartProblem(`UDP port ${port} ${problem}: ${help}`, 1);
	}
}

function at(port: number, { user, password }: RegistrarUser): Partial<Settings> {
	return { "sip.registrar": `127.0.0.1:${port}`, "sip.user": user, "sip.password": password };
}
