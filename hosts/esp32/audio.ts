import SdkAudioIn from "embedded:io/audio/in";
import SdkAudioOut from "embedded:io/audio/out";

const FORMAT = Object.freeze({ sampleRate: 8_000, bitsPerSample: 16, channels: 1 } as const);

/** Microphone by the SDK's driver. Its blocks are longer than 20 ms; its ring evens that out. */
export class AudioIn {
	#device: SdkAudioIn;

	constructor({ onReadable }: { readonly onReadable?: (bytes: number) => void }) {
		this.#device = new SdkAudioIn({ ...FORMAT, onReadable });
	}

	start(): void {
		this.#device.start();
	}

	stop(): void {
		this.#device.stop();
	}

	read(buffer: Uint8Array): number {
		return this.#device.read(buffer) ?? 0;
	}

	close(): void {
		this.#device.close();
	}
}

/** Loudspeaker by the SDK's driver; the manifest cuts its DMA blocks to 20 ms. */
export class AudioOut {
	#device: SdkAudioOut;

	constructor({ onWritable }: { readonly onWritable?: (bytes: number) => void }) {
		this.#device = new SdkAudioOut({ ...FORMAT, onWritable });
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
