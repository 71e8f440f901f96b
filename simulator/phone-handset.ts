import { type Source, silence } from "../hosts/node/audio-format.ts";
import { Loudspeaker } from "../hosts/node/loudspeaker.ts";
import { Microphone } from "../hosts/node/microphone.ts";
import { Recording } from "../hosts/node/recording.ts";
import type { Host } from "../modules/host.ts";
import { deviceOn } from "./device.ts";

/** Microphone and loudspeaker of a phone, and a memory of what it heard. */
export class Handset {
	/** The host as the phone sees it. */
	readonly host: Host;
	/** The microphone is off, while the other side is on hold. */
	muted = false;
	/** Plays to the ear. */
	readonly loudspeaker: Loudspeaker;
	readonly #microphone: Microphone;
	readonly #recording: Recording;

	constructor(host: Host, recordingSeconds: number) {
		const recording = new Recording(recordingSeconds);
		const sink = { play: (frame: Int16Array) => recording.add(frame), finish() {} };
		this.loudspeaker = new Loudspeaker(host.clock, host.timers, sink);
		this.#recording = recording;
		this.#microphone = new Microphone(host.clock, host.timers);
		this.host = deviceOn(host, { AudioIn: this.#microphone.AudioIn, AudioOut: this.loudspeaker.AudioOut });
		this.say(silence);
	}

	/** What was heard last, within the bound. */
	get heard(): Int16Array {
		return this.#recording.samples();
	}

	/** Says something from its beginning. */
	say(source: Source): void {
		const start = this.#microphone.position;
		this.#microphone.source = (position) => (this.muted ? 0 : source(position - start));
	}

	/** For a new call. */
	clear(): void {
		this.muted = false;
		this.#recording.clear();
	}
}
