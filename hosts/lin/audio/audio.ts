import { openDesk, pathOf } from "desk";
import { File } from "file";
import type { AudioIn, AudioOut, Clock } from "../../../modules/host.ts";
import type { createAudio as createBoardAudio } from "../../esp32/audio/audio.ts";

/** Samples per millisecond. */
const RATE = 8;
const BYTES = 2;
/** Pitch and loudness of what the microphone hears. */
const FREQUENCY = 440;
const LOUDNESS = 8_000;
/** What the loudspeaker plays: 8,000 samples per second, 16 bits, little-endian, one channel. */
const RECORDING = "loudspeaker.raw";

/** Hears a tone, as fast as time goes. */
class Microphone implements AudioIn {
	#clock: Clock;
	#read = 0;
	#from: number | undefined;

	constructor(clock: Clock) {
		this.#clock = clock;
	}

	start(): void {
		this.#from = this.#clock.now();
		this.#read = 0;
	}

	stop(): void {
		this.#from = undefined;
	}

	read(buffer: Uint8Array): number {
		if (this.#from === undefined) return 0;
		const heard = Math.floor((this.#clock.now() - this.#from) * RATE) - this.#read;
		const samples = new Int16Array(buffer.buffer, buffer.byteOffset, Math.min(buffer.length / BYTES, heard));
		for (let index = 0; index < samples.length; index++) {
			samples[index] = LOUDNESS * Math.sin((2 * Math.PI * FREQUENCY * this.#read) / (RATE * 1_000));
			this.#read += 1;
		}
		return samples.length * BYTES;
	}

	close(): void {
		this.stop();
	}
}

/** Writes what it plays into a file. */
class Loudspeaker implements AudioOut {
	#file: File;

	constructor() {
		openDesk();
		const path = pathOf(RECORDING);
		if (File.exists(path)) File.delete(path);
		this.#file = new File(path, true);
	}

	start(): void {}

	stop(): void {}

	write(buffer: Uint8Array): void {
		this.#file.write(buffer.slice().buffer as ArrayBuffer);
	}

	close(): void {
		this.#file.close();
	}
}

/** Sound of the desk, whatever its manifest says. */
export const createAudio: typeof createBoardAudio = (_audio, clock) => ({
	AudioIn: Microphone.bind(null, clock),
	AudioOut: Loudspeaker,
});
