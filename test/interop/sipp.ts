import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { freePort, isBound } from "./ports.ts";
import { type Program, startProgram } from "./processes.ts";
import { makeFolder } from "./stage.ts";
import { rawMuLaw, toneWave } from "./wave.ts";

const TONE_SECONDS = 1;

/** What sipp has to be told besides the scenario. */
const SCENARIO_OPTIONS: Readonly<Record<string, readonly string[]>> = {
	"repeats-200": ["-nr"], // a copy of an ACK is an ACK that the scenario waits for
};

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
	/** What "holds" asks for; sendonly if not given. */
	readonly hold?: "sendonly" | "inactive" | "recvonly";
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
	const { scenario, target, user = "bell", port = freePort(), tone = 1500, echo = false, hold = "sendonly" } = options;
	const folder = makeFolder(scenario);
	const mediaPort = freePort();
	writeFileSync(join(folder, "tone.ul"), rawMuLaw(toneWave(tone, TONE_SECONDS)));
	const program = await startProgram({
		command: "sipp",
		arguments: [
			...(target === undefined ? [] : [target]),
			...["-sf", join(__dirname, "sipp", `${scenario}.xml`), "-s", user, "-key", "hold", hold],
			...["-i", "127.0.0.1", "-p", String(port), "-key", "audio", describeAudio(mediaPort)],
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

function describeAudio(port: number): string {
	return [
		"c=IN IP4 127.0.0.1",
		"t=0 0",
		`m=audio ${port} RTP/AVP 0 8 101`,
		"a=rtpmap:101 telephone-event/8000",
		"a=fmtp:101 0-15",
	].join("\r\n");
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
