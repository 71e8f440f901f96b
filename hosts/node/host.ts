import { join } from "node:path";
import type { Host, OutputName, PageFile } from "../../modules/host.ts";
import type { Source } from "./audio-format.ts";
import { clock } from "./clock.ts";
import { Button, Output } from "./digital.ts";
import { hash } from "./hash.ts";
import { identity } from "./identity.ts";
import { Loudspeaker } from "./loudspeaker.ts";
import { Microphone } from "./microphone.ts";
import { network } from "./network.ts";
import { random, token } from "./random.ts";
import { Recording } from "./recording.ts";
import { FileStorage } from "./storage.ts";
import { Listener, Tcp } from "./tcp.ts";
import { text } from "./text.ts";
import { timers } from "./timers.ts";
import { Udp } from "./udp.ts";
import { writeWave } from "./wave.ts";

/** The recorded file holds the last five minutes. */
export const RECORDING_SECONDS = 300;
const STORAGE_FILE = "doorbell.json";

export type { OutputName };

export interface NodeHostOptions {
	/** Folder of the settings; made when it is first written to. */
	readonly data: string;
	/** What the microphone hears; silence by default. */
	readonly microphone?: Source;
	/** WAV file for what the loudspeaker plays, written whenever a call ends. */
	readonly speaker?: string;
	/** How many bell buttons there are; 2 by default. */
	readonly buttons?: number;
	/** The built files of the control page, by their paths. */
	readonly files?: ReadonlyMap<string, PageFile>;
	/** The device shall start again. */
	readonly onRestart?: () => void;
	/** An output was switched. */
	readonly onOutput?: (name: OutputName, value: 0 | 1) => void;
	/** Something went wrong that the doorbell survives, in a sentence. */
	readonly onProblem?: (problem: string) => void;
}

/** The desktop as a door station. */
export interface NodeHost extends Host {
	/** To be pressed; the first one is number 1 for {@link Host.button}. */
	readonly buttons: readonly Button[];
	/** The button inside the case, to be pressed. */
	readonly setup: Button;
	readonly outputs: Readonly<Record<OutputName, Output>>;
	readonly microphone: Microphone;
	readonly loudspeaker: Loudspeaker;
	/** What the loudspeaker played lately. */
	readonly recording: Recording;
}

export function createNodeHost(options: NodeHostOptions): NodeHost {
	const { data, microphone: source, speaker, buttons: count = 2, onOutput = ignore, onProblem = ignore } = options;
	const buttons = Array.from({ length: count }, () => new Button(timers));
	const setup = new Button(timers);
	const output = (name: OutputName) => new Output((value) => onOutput(name, value));
	const outputs = {
		door: output("door"),
		"second door": output("second door"),
		light: output("light"),
		lamp: output("lamp"),
	};
	const recording = new Recording(RECORDING_SECONDS);
	const microphone = new Microphone(clock, timers, source);
	const loudspeaker = new Loudspeaker(clock, timers, {
		play: (frame) => recording.add(frame),
		finish: () => save(recording, speaker, onProblem),
	});
	return {
		clock,
		timers,
		network,
		text,
		storage: new FileStorage(join(data, STORAGE_FILE), onProblem),
		hash,
		token,
		random,
		Udp,
		Listener,
		Tcp,
		AudioIn: microphone.AudioIn,
		AudioOut: loudspeaker.AudioOut,
		button: (index, onReadable) => buttons[index - 1]?.open(onReadable),
		setupButton: (onReadable) => setup.open(onReadable),
		file: (path) => options.files?.get(path),
		restart: options.onRestart,
		output: (name) => outputs[name].open(),
		...identity,
		buttons,
		setup,
		outputs,
		microphone,
		loudspeaker,
		recording,
	};
}

function ignore(): void {}

function save(recording: Recording, path: string | undefined, onProblem: (problem: string) => void): void {
	if (path === undefined) return;
	try {
		writeWave(path, recording.samples());
	} catch (error) {
		onProblem(`The recording was not saved: ${error instanceof Error ? error.message : error}`);
	}
}
