import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { freePort, isBound } from "./ports.ts";
import { type Program, startProgram } from "./processes.ts";
import { expandScenario } from "./scenario.ts";
import { makeFolder } from "./stage.ts";
import { rawMuLaw, toneWave } from "./wave.ts";

const TONE_SECONDS = 1;

/** What sipp has to be told besides the scenario. */
const SCENARIO_OPTIONS: Readonly<Record<string, readonly string[]>> = {
	"repeats-200": ["-nr"], // a copy of an ACK is an ACK that the scenario waits for
	"hears-third-copy": ["-nr"], // and a copy of an INVITE an INVITE
	"asks-for-100rel": ["-nr"], // and a copy of a 180 a 180
	"loses-bye": ["-nr"],
	"retransmits-everything": ["-nr"],
	"answers-register-late": ["-nr"],
};

/** What is offered and answered instead, where a test wants that: payload types, then what the dynamic ones mean. */
const FORMATS = {
	usual: ["0", "8", "101", "101 telephone-event/8000"],
	// as linphone says it, with one telephone-event for each clock rate
	many: [
		...["96", "97", "98", "0", "8", "18", "101", "99", "100", "96 opus/48000/2", "97 speex/16000", "98 speex/8000"],
		...["101 telephone-event/48000", "99 telephone-event/16000", "100 telephone-event/8000"],
	],
	unknown: ["96", "9", "96 opus/48000/2"],
	// keys under another number than the doorbell's
	asymmetric: ["0", "8", "96", "96 telephone-event/8000"],
	"no keys": ["0", "8"],
	"one law": ["8", "101", "101 telephone-event/8000"],
	"comfort noise": ["0", "8", "13", "101", "101 telephone-event/8000"],
} as const satisfies Readonly<Record<string, readonly string[]>>;

export interface SippOptions {
	/** Name of a file in the folder sipp, without ".xml". */
	readonly scenario: string;
	/** Host and port to call; not given, it waits to be called. */
	readonly target?: string;
	/** User part of who is called; bell if not given. */
	readonly user?: string;
	/** UDP port; a free one if not given. */
	readonly port?: number;
	/** What it says in the scenarios that say something, as a frequency; 1500 if not given. */
	readonly tone?: number;
	/** Sends back the sound it gets; only for scenarios that say nothing. */
	readonly echo?: boolean;
	/** What "holds" asks for; sendonly if not given, and "nowhere" is the address 0.0.0.0. */
	readonly hold?: "sendonly" | "inactive" | "recvonly" | "nowhere";
	/** Why "cancels" gives up; if not given, for no good reason. */
	readonly reason?: string;
	/** What can be said and heard; both laws of G.711 and telephone events if not given. */
	readonly formats?: keyof typeof FORMATS;
	/** Where it wants to hear sound, if another program does that for it. */
	readonly media?: { readonly address: string; readonly port: number };
	/** The same for what it describes later, in the scenarios that move. */
	readonly moved?: { readonly address: string; readonly port: number };
	/** What else the scenario has in brackets. */
	readonly keys?: Readonly<Record<string, string>>;
}

export interface SippMessage {
	readonly direction: "sent" | "received";
	/** Milliseconds since the first message. */
	readonly time: number;
	/** Lines end with "\n". */
	readonly text: string;
}

export interface SippResult {
	/** 0 when every message came as expected, 1 when not; 254 and 255 are failures of sipp itself. */
	readonly code: number;
	/** All of them, repeated ones too. */
	readonly messages: readonly SippMessage[];
}

/** One call with a peer that keeps strictly to a scenario. */
export class Sipp {
	readonly port: number;
	readonly finished: Promise<SippResult>;
	readonly #program: Program;

	constructor(program: Program, port: number, messages: string) {
		this.#program = program;
		this.port = port;
		this.finished = program.exited.then((code) => ({ code, messages: readMessages(messages) }));
	}

	/** Where to call it. */
	get uri(): string {
		return `sip:peer@127.0.0.1:${this.port}`;
	}

	get isRunning(): boolean {
		return this.#program.isRunning;
	}

	stop(): Promise<void> {
		return this.#program.stop();
	}
}

/** Starts one call; a waiting peer can be called when this returns. */
export async function startSipp(options: SippOptions): Promise<Sipp> {
	const { scenario, target, user = "bell", port = freePort(), tone = 1500, echo = false } = options;
	const folder = makeFolder(scenario);
	const mediaPort = freePort();
	writeFileSync(join(folder, "tone.ul"), rawMuLaw(toneWave(tone, TONE_SECONDS)));
	const source = readFileSync(join(__dirname, "sipp", `${scenario}.xml`), "utf8");
	writeFileSync(join(folder, "scenario.xml"), expandScenario(source));
	const program = await startProgram({
		command: "sipp",
		arguments: [
			...(target === undefined ? [] : [target]),
			...["-sf", "scenario.xml", "-s", user, ...keys(options, mediaPort)],
			...["-i", "127.0.0.1", "-p", String(port)],
			...["-mi", "127.0.0.1", "-mp", String(mediaPort), ...(echo ? ["-rtp_echo"] : [])],
			...["-m", "1", "-nostdin", "-timeout", "60s", "-timeout_error"],
			...["-trace_msg", "-message_file", "messages.log", "-trace_err", "-error_file", "errors.log"],
			...(SCENARIO_OPTIONS[scenario] ?? []),
		],
		folder,
		isReady: () => target !== undefined || isBound(port),
	});
	return new Sipp(program, port, join(folder, "messages.log"));
}

/** Runs one call to its end. */
export async function runSipp(options: SippOptions): Promise<SippResult> {
	return (await startSipp(options)).finished;
}

/** What the scenarios have in brackets. */
function keys(options: SippOptions, port: number): string[] {
	const { hold = "sendonly", reason = "Q.850;cause=16", formats = "usual" } = options;
	const { media = { address: "127.0.0.1", port }, moved = media } = options;
	const audio = describeAudio(media.address, media.port, FORMATS[formats]);
	const held = hold === "nowhere" ? describeAudio("0.0.0.0", port, FORMATS[formats]) : [...audio, `a=${hold}`];
	const elsewhere = describeAudio(moved.address, moved.port, FORMATS[formats]);
	const bodies = { audio: audio.join("\r\n"), held: held.join("\r\n"), elsewhere: elsewhere.join("\r\n") };
	const values = { ...bodies, reason, fold: "\r\n ", ...options.keys };
	return Object.entries(values).flatMap(([name, value]) => ["-key", name, value]);
}

function describeAudio(address: string, port: number, formats: readonly string[]): string[] {
	const types = formats.filter((format) => !format.includes(" "));
	const maps = formats.filter((format) => format.includes(" ")).map((format) => `a=rtpmap:${format}`);
	return [`c=IN IP4 ${address}`, "t=0 0", `m=audio ${port} RTP/AVP ${types.join(" ")}`, ...maps];
}

function readMessages(file: string): SippMessage[] {
	if (!existsSync(file)) return [];
	const heading = /^-{20,} (\S+ \S+)\nUDP message (sent|received) .*\n\n/m;
	const [, ...parts] = readFileSync(file, "utf8").replaceAll("\r", "").split(heading);
	const messages: SippMessage[] = [];
	for (let index = 0; index < parts.length; index += 3) {
		const [date, direction, text] = parts.slice(index, index + 3);
		const time = Date.parse(date!) - Date.parse(parts[0]!);
		messages.push({ direction: direction as SippMessage["direction"], time, text: text!.trimEnd() });
	}
	return messages;
}
