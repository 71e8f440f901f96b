import type { AudioIn, AudioOut, Host } from "../../modules/host.ts";
import { attempt } from "./guard.ts";

type Audio = Pick<Host, "AudioIn" | "AudioOut">;

/** Microphone and loudspeaker whose failures are told of and cost the call nothing but its sound: the door still rings and opens. */
export function guardedAudio({ AudioIn, AudioOut }: Audio): Audio {
	return {
		AudioIn: AudioIn && GuardedMicrophone.bind(null, AudioIn),
		AudioOut: AudioOut && GuardedLoudspeaker.bind(null, AudioOut),
	};
}

/** What both have; silent where the device did not open. */
class GuardedDevice<Device extends AudioIn | AudioOut> {
	protected device: Device | undefined;
	#name: string;

	constructor(name: string, open: () => Device) {
		this.#name = name;
		this.device = attempt(name, open);
	}

	start(): void {
		attempt(this.#name, () => this.device?.start());
	}

	stop(): void {
		attempt(this.#name, () => this.device?.stop());
	}

	close(): void {
		attempt(this.#name, () => this.device?.close());
		this.device = undefined;
	}
}

class GuardedMicrophone extends GuardedDevice<AudioIn> implements AudioIn {
	constructor(Device: NonNullable<Host["AudioIn"]>, options: { readonly onReadable?: (bytes: number) => void }) {
		super("the microphone", () => new Device(options));
	}

	read(buffer: Uint8Array): number {
		return this.device?.read(buffer) ?? 0;
	}
}

class GuardedLoudspeaker extends GuardedDevice<AudioOut> implements AudioOut {
	constructor(Device: NonNullable<Host["AudioOut"]>, options: { readonly onWritable?: (bytes: number) => void }) {
		super("the loudspeaker", () => new Device(options));
	}

	write(buffer: Uint8Array): void {
		this.device?.write(buffer);
	}
}
