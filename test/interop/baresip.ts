import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { until } from "../support/until.ts";
import { Control, type PhoneEvent } from "./control.ts";
import { freePort } from "./ports.ts";
import { type Program, startProgram } from "./processes.ts";
import { makeFolder } from "./stage.ts";
import { samplesOf, toneWave } from "./wave.ts";

const EVENT_WITHIN = 5000;
const RECORDED_WITHIN = 2000;
const PAUSE_AFTER_DIGIT = 300;
const TONE_SECONDS = 30;

export interface BaresipOptions {
	/** Also the name of its folder. */
	readonly user: string;
	/** If not given, what kamailio.cfg says: the user's name and "-secret". */
	readonly password?: string;
	/** Host and port of the registrar of door.test; without one the phone is called directly, at `address`. */
	readonly registrar?: string;
	/** 127.0.0.1 if not given. Sound comes from 127.0.0.1 all the same, whatever the phone says. */
	readonly host?: string;
	/** UDP port; a free one if not given. The phone takes the next port as well. */
	readonly port?: number;
	/** "manual" rings until `accept` or `hangup`. */
	readonly answer: "manual" | "auto";
	/** What it says all the time, as a frequency; without one its microphone fails, and it never gets to answer. */
	readonly tone: number | undefined;
	/** In order of preference; both laws of G.711 if not given. */
	readonly codecs?: readonly ("PCMU" | "PCMA")[];
	/** First and last UDP port for its sound; 30000 to 30999 if not given. */
	readonly soundPorts?: readonly [first: number, last: number];
	/** Further parameters of the account, for example ";ptime=40". */
	readonly parameters?: string;
}

/** A softphone that a test operates. One call at a time is enough for it. */
export class Baresip {
	readonly user: string;
	/** Host and port. */
	readonly address: string;
	readonly #folder: string;
	readonly #program: Program;
	readonly #control: Control;

	constructor(options: { user: string; address: string; folder: string; program: Program; control: Control }) {
		this.user = options.user;
		this.address = options.address;
		this.#folder = options.folder;
		this.#program = options.program;
		this.#control = options.control;
	}

	/** Where to call it directly. */
	get uri(): string {
		return `sip:${this.user}@${this.address}`;
	}

	/** What it wrote: a trace of all its SIP messages. */
	get log(): string {
		return this.#program.output;
	}

	/** Every event so far. */
	get events(): readonly PhoneEvent[] {
		return this.#control.events;
	}

	/** Runs one of baresip's commands and gives back what it says. */
	command(name: string, parameters?: string): Promise<string> {
		return this.#control.command(name, parameters);
	}

	/** The first event of this kind that no earlier `waitFor` has given back, past or future. */
	waitFor(
		type: string,
		matches: (event: PhoneEvent) => boolean = () => true,
		timeout = EVENT_WITHIN,
	): Promise<PhoneEvent> {
		return this.#control.waitFor(type, matches, timeout);
	}

	async dial(uri: string): Promise<void> {
		await this.command("dial", uri);
	}

	async accept(): Promise<void> {
		await this.command("accept");
	}

	/** Ends the call; refuses it while it rings. */
	async hangup(): Promise<void> {
		await this.command("hangup");
	}

	/** Presses a key (RFC 4733), and waits until the next one may be pressed. */
	async digit(key: string): Promise<void> {
		await this.command("sndcode", key);
		await pause(PAUSE_AFTER_DIGIT);
	}

	async hold(): Promise<void> {
		await this.command("hold");
	}

	async resume(): Promise<void> {
		await this.command("resume");
	}

	/** RTP packets of the call so far; the way to see sound flow again after a hold, because `recording` ends there. */
	async packets(): Promise<{ readonly sent: number; readonly received: number }> {
		const report = await this.command("audio_debug");
		const count = (pattern: RegExp) => Number(report.match(pattern)?.[1] ?? 0);
		return { sent: count(/TX: packets=(\d+)/), received: count(/rcvd=(\d+)/) };
	}

	/** What was heard in the last call, which has ended, until its first hold: 8000 samples a second. */
	async recording(): Promise<Int16Array> {
		const file = await until(() => this.#lastRecording(), RECORDED_WITHIN, `recording of ${this.user}`);
		return samplesOf(file);
	}

	/** Unregisters and ends. */
	async stop(): Promise<void> {
		await this.#program.stop();
		this.#control.close();
	}

	#lastRecording(): Uint8Array | undefined {
		const name = readdirSync(this.#folder)
			.filter((file) => file.endsWith("-dec.wav"))
			.sort()
			.at(-1);
		if (name === undefined) return undefined;
		const file = readFileSync(join(this.#folder, name));
		// the length in the header is right only when the recording is complete
		return file.length > 44 && file.readUInt32LE(4) === file.length - 8 ? file : undefined;
	}
}

/** Starts a softphone; with a registrar it is registered when this returns. */
export async function startBaresip(options: BaresipOptions): Promise<Baresip> {
	const { user, registrar, host = "127.0.0.1", port = freePort(), tone, soundPorts = [30_000, 30_999] } = options;
	const folder = makeFolder(user);
	const controlPort = freePort();
	writeFileSync(join(folder, "config"), configuration(folder, host, port, controlPort, soundPorts));
	writeFileSync(join(folder, "accounts"), account(options));
	writeFileSync(join(folder, "contacts"), "");
	if (tone !== undefined) writeFileSync(join(folder, "tone.wav"), toneWave(tone, TONE_SECONDS).toBuffer());
	const ready = registrar === undefined ? /baresip is ready/ : /\[\d+ bindings?\]/;
	const program = await startProgram({
		command: "baresip",
		arguments: ["-4", "-s", "-f", folder],
		folder,
		isReady: (output) => ready.test(output),
	});
	const control = await Control.open(controlPort);
	return new Baresip({ user, address: `${host}:${port}`, folder, program, control });
}

function account(options: BaresipOptions): string {
	const { user, password = `${user}-secret`, registrar, answer, codecs = ["PCMU", "PCMA"], parameters = "" } = options;
	const audio = `answermode=${answer};audio_codecs=${codecs.join()}${parameters}`;
	if (registrar === undefined) return `<sip:${user}@127.0.0.1>;regint=0;${audio}\n`;
	const registration = `outbound="sip:${registrar};transport=udp";regint=60`;
	return `<sip:${user}@door.test>;auth_user=${user};auth_pass=${password};${registration};${audio}\n`;
}

function configuration(
	folder: string,
	host: string,
	port: number,
	controlPort: number,
	soundPorts: readonly [number, number],
): string {
	const modules = ["g711", "aufile", "aubridge", "sndfile"].map((name) => `module ${name}.so`);
	const applications = ["account", "contact", "menu", "ctrl_tcp"].map((name) => `module_app ${name}.so`);
	return [
		`sip_listen ${host}:${port}`,
		`net_interface ${host}`,
		"dns_server 127.0.0.1:9", // nobody is there: a look-up fails at once
		`ctrl_tcp_listen 127.0.0.1:${controlPort}`,
		"module_path /usr/lib/baresip/modules",
		...modules,
		...applications,
		`snd_path ${folder}`,
		`audio_source aufile,${join(folder, "tone.wav")}`,
		"audio_player aubridge,nothing",
		"audio_alert aubridge,nothing",
		"ausrc_srate 8000",
		"auplay_srate 8000",
		"ausrc_channels 1",
		"auplay_channels 1",
		`rtp_ports ${soundPorts.join("-")}`,
		"rtcp_enable yes",
		"rtp_timeout 0",
		"ringback_disabled yes",
		"menu_bell no",
		"statmode_default off",
		"",
	].join("\n");
}
