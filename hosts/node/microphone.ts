import type { AudioIn, Clock, Host, Timers } from "../../modules/host.ts";
import { FRAME_MILLISECONDS, FRAME_SAMPLES, type Source, silence } from "./audio-format.ts";
import { Pacer } from "./pacer.ts";

/** Samples that wait for `read` at most (200 ms); then the oldest are lost. */
export const CAPTURE_LIMIT = 10 * FRAME_SAMPLES;

type Options = ConstructorParameters<NonNullable<Host["AudioIn"]>>[0];

/** A microphone in software: hears `source`, 20 ms after 20 ms. One owner at a time, as the real one has. */
export class Microphone {
	/** May be changed at any time; its position goes on. */
	source: Source;
	/** Samples that were lost because nobody read them in time. */
	dropped = 0;
	/** Samples read so far; the position where {@link source} goes on. */
	position = 0;
	inUse = false;
	readonly clock: Clock;
	readonly timers: Timers;
	/** The class that opens this microphone. */
	readonly AudioIn: NonNullable<Host["AudioIn"]>;

	constructor(clock: Clock, timers: Timers, source: Source = silence) {
		this.clock = clock;
		this.timers = timers;
		this.source = source;
		this.AudioIn = bind(this);
	}
}

class PacedAudioIn implements AudioIn {
	readonly #microphone: Microphone;
	readonly #pacer: Pacer;
	readonly #frame = new Int16Array(FRAME_SAMPLES);
	readonly #frameBytes = new Uint8Array(this.#frame.buffer);
	#waiting = 0;
	#open = true;

	constructor(microphone: Microphone, { onReadable }: Options) {
		if (microphone.inUse) throw new Error("The microphone is in use");
		microphone.inUse = true;
		this.#microphone = microphone;
		this.#pacer = new Pacer(microphone.clock, microphone.timers, FRAME_MILLISECONDS, (frames) => {
			this.#capture(frames);
			onReadable?.(2 * this.#waiting);
		});
	}

	start(): void {
		if (!this.#open) throw new Error("The microphone is closed");
		if (this.#pacer.running) return;
		this.#waiting = 0;
		this.#pacer.start();
	}

	stop(): void {
		this.#pacer.stop();
	}

	read(buffer: Uint8Array): number {
		const samples = Math.min(buffer.byteLength >> 1, this.#waiting);
		for (let done = 0; done < samples; done += FRAME_SAMPLES) {
			const count = Math.min(FRAME_SAMPLES, samples - done);
			this.#hear(count);
			buffer.set(this.#frameBytes.subarray(0, 2 * count), 2 * done);
		}
		this.#waiting -= samples;
		return 2 * samples;
	}

	close(): void {
		if (!this.#open) return;
		this.#open = false;
		this.#waiting = 0;
		this.stop();
		this.#microphone.inUse = false;
	}

	#capture(frames: number): void {
		this.#waiting += frames * FRAME_SAMPLES;
		const late = this.#waiting - CAPTURE_LIMIT;
		if (late <= 0) return;
		this.#waiting = CAPTURE_LIMIT;
		this.#microphone.position += late;
		this.#microphone.dropped += late;
	}

	#hear(count: number): void {
		const microphone = this.#microphone;
		const position = microphone.position;
		for (let index = 0; index < count; index++) this.#frame[index] = microphone.source(position + index);
		microphone.position = position + count;
	}
}

function bind(microphone: Microphone): NonNullable<Host["AudioIn"]> {
	return class extends PacedAudioIn {
		constructor(options: Options) {
			super(microphone, options);
		}
	};
}
