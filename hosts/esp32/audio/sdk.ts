import SdkAudioIn from "embedded:io/audio/in";
import SdkAudioOut from "embedded:io/audio/out";
import type { Host } from "../../../modules/host.ts";
import type { AudioConfig } from "../machines/board.ts";

const FORMAT = Object.freeze({ sampleRate: 8_000, bitsPerSample: 16, channels: 1 } as const);

/** Microphone by the SDK's driver. Its blocks are longer than 20 ms; its ring evens that out. */
class Microphone {
	#device: SdkAudioIn;

	constructor() {
		this.#device = new SdkAudioIn(FORMAT);
	}

	start(): void {
		this.#device.start();
	}

	stop(): void {
		this.#device.stop();
	}

	/** Nothing rather than less than asked for: the SDK throws when asked for more than there is. */
	read(buffer: Uint8Array): number {
		try {
			return this.#device.read(buffer) ?? 0;
		} catch {
			return 0;
		}
	}

	close(): void {
		this.#device.close();
	}
}

/** Loudspeaker by the SDK's driver; sdk-manifest.json cuts its DMA blocks to 20 ms. */
class Loudspeaker {
	#device: SdkAudioOut;

	constructor() {
		this.#device = new SdkAudioOut(FORMAT);
	}

	start(): void {
		this.#device.start();
	}

	stop(): void {
		this.#device.stop();
	}

	write(buffer: Uint8Array): void {
		try {
			this.#device.write(buffer);
		} catch {
			// No room: the clocks of the network and the loudspeaker differ, and one frame is dropped.
		}
	}

	close(): void {
		this.#device.close();
	}
}

/**
 * Microphone and loudspeaker by the SDK's own drivers, for parts that suit them: slots of 16 bits, a port for each. Their
 * pins are `defines` of the manifest (`audioIn`, `audioOut`) rather than `config.audio`. NOT RUN on hardware.
 */
export function createAudio(audio: AudioConfig | undefined): Pick<Host, "AudioIn" | "AudioOut"> {
	if (!audio) return {};
	if (audio.driver !== "sdk")
		throw new Error(
			`config.audio.driver "${audio.driver}" needs a manifest without hosts/esp32/audio/sdk-manifest.json`,
		);
	return { AudioIn: Microphone, AudioOut: Loudspeaker };
}
