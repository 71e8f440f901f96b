import type { Source } from "../../hosts/node/audio-format.ts";
import type { Settings } from "../../modules/config/schema.ts";
import type { LogEntry } from "../../modules/doorbell/log.ts";
import type { State } from "../../modules/doorbell/output.ts";
import { Appliance, SETTINGS_KEY } from "../../modules/drivers/appliance.ts";
import { MockNetwork } from "../../simulator/mock-network.ts";
import { VirtualClock } from "../../simulator/virtual-clock.ts";
import { VirtualHost } from "../../simulator/virtual-host.ts";
import type { VirtualStorage } from "../../simulator/virtual-storage.ts";
import { hash } from "../support/hash.ts";
import { toneShare } from "../support/tone.ts";

export const DOOR = "192.168.1.20";
export const PHONE = "192.168.1.30";
export const PBX = "192.168.1.1";

/** Whom the first button calls, where it calls somebody directly. */
export const CALL = `sip:phone@${PHONE}`;

/** Settings of a doorbell that registers at a peer on {@link PBX}. */
export const REGISTERING: Partial<Settings> = Object.freeze({
	"sip.registrar": PBX,
	"sip.user": "620",
	"sip.password": "open sesame",
});

export interface BellOptions {
	readonly settings?: Partial<Settings>;
	readonly overrides?: Partial<Settings>;
	readonly microphone?: Source;
	readonly storage?: VirtualStorage;
}

/** A whole doorbell in a virtual network, started, and what it told. */
export class Bell {
	readonly host: VirtualHost;
	readonly appliance: Appliance;
	/** Log lines since they were read last: those of level "info" as they are, others with their level in front. */
	#lines: string[] = [];
	#states: State[] = [];
	#switches: string[] = [];

	constructor(network: MockNetwork, address: string, options: BellOptions = {}) {
		const { settings = {}, overrides, microphone, storage } = options;
		this.host = new VirtualHost({ network, address, hash, microphone, storage, recordingSeconds: 0.4 });
		if (!storage) this.host.storage.write(SETTINGS_KEY, JSON.stringify({ version: 1, ...settings }));
		this.appliance = new Appliance({
			host: this.host,
			overrides,
			onLog: (entry) => this.#lines.push(lineOf(entry)),
			onState: (state) => this.#states.push(state),
			onSwitch: (name, on) => {
				if (name !== "lamp") this.#switches.push(`${name} ${on ? "on" : "off"}`);
			},
		});
		this.appliance.start();
	}

	get state(): State {
		return this.appliance.state;
	}

	lines(): string[] {
		const lines = this.#lines;
		this.#lines = [];
		return lines;
	}

	states(): State[] {
		const states = this.#states;
		this.#states = [];
		return states;
	}

	switches(): string[] {
		const switches = this.#switches;
		this.#switches = [];
		return switches;
	}

	/** How much of what the visitor heard lately is this tone. */
	hears(hertz: number): number {
		return toneShare(this.host.recording.samples(), hertz);
	}
}

function lineOf({ level, text }: LogEntry): string {
	return level === "info" ? text : `${level}: ${text}`;
}

/** A clock, and a network on it. */
export function place(): { readonly clock: VirtualClock; readonly network: MockNetwork } {
	const clock = new VirtualClock();
	return { clock, network: new MockNetwork({ clock }) };
}

/** Those of `lines` that are in `wanted`, for a look at their order: other lines may stand between. */
export function among(lines: readonly string[], wanted: readonly string[]): string[] {
	return lines.filter((line) => wanted.includes(line));
}
