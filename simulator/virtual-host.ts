import type { Source } from "../hosts/node/audio-format.ts";
import { Button, Output } from "../hosts/node/digital.ts";
import { Loudspeaker } from "../hosts/node/loudspeaker.ts";
import { Microphone } from "../hosts/node/microphone.ts";
import { Recording } from "../hosts/node/recording.ts";
import type { Clock, Digital, Hash, Host, OutputName, PageFile, Text, Timers } from "../modules/host.ts";
import type { MockHost } from "./mock-host.ts";
import type { MockNetwork } from "./mock-network.ts";
import { SeededRandom } from "./seeded-random.ts";
import { utf8 } from "./utf8.ts";
import { VirtualStorage } from "./virtual-storage.ts";

/** Changes of one output that are remembered; one more displaces the oldest. */
export const MAXIMUM_CHANGES = 256;
/** Virtual time begins at 2026-01-01 00:00:00 UTC. */
const EPOCH = 1_767_225_600_000;

export type { OutputName };

/** An output was switched at `at` milliseconds of virtual time. */
export interface Change {
	readonly at: number;
	readonly value: 0 | 1;
}

export interface VirtualHostOptions {
	readonly network: MockNetwork;
	readonly address: string;
	readonly hash: Hash;
	/** UTF-8; in plain TypeScript by default. */
	readonly text?: Text;
	/** The same seed gives the same tokens; the address by default, for no two hosts shall draw the same. */
	readonly seed?: number | string;
	/** What the microphone hears; silence by default. */
	readonly microphone?: Source;
	/** How much of what the loudspeaker played is kept, in steps of 0.2 s; 1 by default. */
	readonly recordingSeconds?: number;
	/** How many bell buttons there are. */
	readonly buttons?: number;
	/** To start again with what an earlier host has stored. */
	readonly storage?: VirtualStorage;
}

/** A door station in memory: moves only with its network's clock, and takes the same course every time. */
export class VirtualHost implements Host {
	readonly clock: Clock;
	readonly timers: Timers;
	readonly network: MockHost;
	readonly text: Text;
	readonly storage: VirtualStorage;
	readonly hash: Hash;
	readonly token: () => string;
	readonly random: () => number;
	readonly Udp: Host["Udp"];
	readonly Listener: NonNullable<Host["Listener"]>;
	readonly Tcp: NonNullable<Host["Tcp"]>;
	readonly AudioIn: NonNullable<Host["AudioIn"]>;
	readonly AudioOut: NonNullable<Host["AudioOut"]>;
	readonly firmware = "virtual";
	readonly platform = "simulator";

	/** Time of day when the clock stood at 0, in milliseconds since 1970; `undefined` while it is unknown. */
	epoch: number | undefined = EPOCH;
	readonly buttons: readonly Button[];
	/** The button inside the case. */
	readonly setup: Button;
	/** Files of the control page, by their paths. */
	files: ReadonlyMap<string, PageFile> = new Map();
	/** How often the device was to start again. */
	restarts = 0;
	readonly outputs: Readonly<Record<OutputName, Output>>;
	readonly microphone: Microphone;
	readonly loudspeaker: Loudspeaker;
	/** What the loudspeaker played lately. */
	readonly recording: Recording;
	readonly #changes: Record<OutputName, Change[]> = {
		door: [],
		"second door": [],
		light: [],
		lamp: [],
	};

	constructor(options: VirtualHostOptions) {
		const { network, address, seed = address, recordingSeconds = 1, buttons = 2 } = options;
		const { clock } = network;
		const random = new SeededRandom(seed);
		this.clock = {
			now: () => clock.now,
			time: () => (this.epoch === undefined ? undefined : this.epoch + clock.now),
		};
		this.timers = clock.timers;
		this.network = network.host(address);
		this.text = options.text ?? utf8;
		this.storage = options.storage ?? new VirtualStorage();
		this.hash = options.hash;
		this.token = () => random.token();
		this.random = () => random.next();
		this.Udp = this.network.Udp;
		this.Listener = this.network.Listener;
		this.Tcp = this.network.Tcp;
		this.recording = new Recording(recordingSeconds);
		this.microphone = new Microphone(this.clock, this.timers, options.microphone);
		this.loudspeaker = new Loudspeaker(this.clock, this.timers, {
			play: (frame) => this.recording.add(frame),
			finish() {},
		});
		this.AudioIn = this.microphone.AudioIn;
		this.AudioOut = this.loudspeaker.AudioOut;
		this.buttons = Array.from({ length: buttons }, () => new Button(this.timers));
		this.setup = new Button(this.timers);
		this.outputs = {
			door: this.#output("door"),
			"second door": this.#output("second door"),
			light: this.#output("light"),
			lamp: this.#output("lamp"),
		};
	}

	button(index: number, onReadable: () => void): Digital | undefined {
		return this.buttons[index - 1]?.open(onReadable);
	}

	setupButton(onReadable: () => void): Digital {
		return this.setup.open(onReadable);
	}

	file(path: string): PageFile | undefined {
		return this.files.get(path);
	}

	restart(): void {
		this.restarts += 1;
	}

	output(name: OutputName): Digital {
		return this.outputs[name].open();
	}

	/** Presses bell button `index` (from 1). */
	press(index: number): void {
		this.#button(index).press();
	}

	release(index: number): void {
		this.#button(index).release();
	}

	/** When the output was switched, oldest first. */
	changes(name: OutputName): readonly Change[] {
		return this.#changes[name];
	}

	#button(index: number): Button {
		const button = this.buttons[index - 1];
		if (button === undefined) throw new RangeError(`There is no button ${index}`);
		return button;
	}

	#output(name: OutputName): Output {
		const changes = this.#changes[name];
		return new Output((value) => {
			if (changes.length === MAXIMUM_CHANGES) changes.shift();
			changes.push({ at: this.clock.now(), value });
		});
	}
}
