import { tone } from "../hosts/node/audio-format.ts";
import type { NodeHost } from "../hosts/node/host.ts";
import { formatDocument } from "../modules/config/document.ts";
import type { Settings } from "../modules/config/schema.ts";
import { defaults } from "../modules/config/settings.ts";
import { SETTINGS_KEY } from "../modules/drivers/appliance.ts";
import type { RegistrarUser } from "../modules/registrar/registrar.ts";
import { PBX_PORT } from "./option-list.ts";
import type { DesktopOptions } from "./options.ts";
import { GROUP_NUMBER, Pbx, type PbxOptions } from "./pbx.ts";
import { behaviourOf } from "./profiles/behaviour.ts";
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

/** Opens the built-in PBX, where there shall be one. */
export function openPbx(
	options: DesktopOptions,
	host: NodeHost,
	{ onPhone, onNews, onTrace }: Pick<PbxOptions, "onPhone" | "onNews" | "onTrace">,
): Pbx | undefined {
	if (options.pbx === undefined) return undefined;
	const own = ownAccount(host);
	const pbx = open(options.pbx, {
		host,
		// An account at another PBX is none of this one's business.
		users: [isElsewhere(options) ? own : accountOf(options.settings, own)],
		hears: (address) => address.startsWith("127."),
		behaviour: behaviourOf(options.profile),
		recordingSeconds: RECORDING_SECONDS,
		onPhone,
		onNews,
		onTrace,
	});
	pbx.phones.forEach((phone, index) => {
		phone.say(tone(VOICES[index]!, VOICE_LEVEL));
	});
	return pbx;
}

/**
 * The settings of this run that go with the PBX. At the first start with the built-in one, makes the doorbell's settings
 * fit it for good.
 */
export function prepareSettings(options: DesktopOptions, host: NodeHost, pbx: Pbx | undefined): Partial<Settings> {
	const first = host.storage.read(SETTINGS_KEY) === undefined;
	if (!pbx) return first ? FREE_PORTS : {};
	const own = ownAccount(host);
	const other = isElsewhere(options);
	if (first && !other) {
		const preset = { ...FREE_PORTS, ...at(PBX_PORT, own), "button.1.targets": GROUP_NUMBER, "door.code": "9" };
		host.storage.write(SETTINGS_KEY, formatDocument({ ...defaults(), ...preset }));
	}
	if (options.usesPbx) return { ...NO_OTHER_PBX, ...at(pbx.port, own) };
	return first && other ? FREE_PORTS : {};
}

function ownAccount(host: NodeHost): RegistrarUser {
	return { user: PBX_USER, password: passwordOf(host) };
}

function isElsewhere({ settings }: DesktopOptions): boolean {
	return settings["sip.registrar"] !== undefined;
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
