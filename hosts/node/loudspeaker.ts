import type { AudioOut, Clock, Host, Timers } from "../../modules/host.ts";
import { FRAME_BYTES, FRAME_MILLISECONDS, FRAME_SAMPLES } from "./audio-format.ts";
import { Pacer } from "./pacer.ts";

/** Bytes that wait to be played at most (160 ms); what does not fit is dropped. */
export const PLAYBACK_LIMIT = 8 * FRAME_BYTES;

type Options = ConstructorParameters<NonNullable<Host["AudioOut"]>>[0];

/** Where the sound of a loudspeaker goes. */
export interface Sink {
	/** Plays one frame. The array is used again afterwards. */
	play(frame: Int16Array): void;
	/** The loudspeaker was closed. */
	finish(): void;
}

/** A loudspeaker in software: plays into `sink`, 20 ms after 20 ms. One owner at a time, as the real one has. */
export class Loudspeaker {
	sink: Sink;
	/** Hears what is played, frame by frame, besides the sink. The array is used again afterwards. */
	listener: ((frame: Int16Array) => void) | undefined;
	/** Samples that did not fit. */
	dropped = 0;
	/** Frames, after the first written one, that were silent at least in part because no samples were there in time. */
	underruns = 0;
	inUse = false;
	readonly clock: Clock;
	readonly timers: Timers;
	/** The class that opens this loudspeaker. */
	readonly AudioOut: NonNullable<Host["AudioOut"]>;

	constructor(clock: Clock, timers: Timers, sink: Sink) {
		this.clock = clock;
		this.timers = timers;
		this.sink = sink;
		this.AudioOut = bind(this);
	}
}

class PacedAudioOut implements AudioOut {
	readonly #loudspeaker: Loudspeaker;
	readonly #onWritable: ((bytes: number) => void) | undefined;
	readonly #pacer: Pacer;
	readonly #queue = new Uint8Array(PLAYBACK_LIMIT);
	readonly #frame = new Int16Array(FRAME_SAMPLES);
	readonly #frameBytes = new Uint8Array(this.#frame.buffer);
	#length = 0;
	#written = false;
	#open = true;

	constructor(loudspeaker: Loudspeaker, { onWritable }: Options) {
		if (loudspeaker.inUse) throw new Error("The loudspeaker is in use");
		loudspeaker.inUse = true;
		this.#loudspeaker = loudspeaker;
		this.#onWritable = onWritable;
		this.#pacer = new Pacer(loudspeaker.clock, loudspeaker.timers, FRAME_MILLISECONDS, (frames) =>
			this.#advance(frames),
		);
	}

	start(): void {
		if (!this.#open) throw new Error("The loudspeaker is closed");
		if (this.#pacer.running) return;
		this.#pacer.start();
		this.#loudspeaker.timers.set(() => this.#tellFree(), 0);
	}

	stop(): void {
		this.#pacer.stop();
	}

	write(buffer: Uint8Array): void {
		if (!this.#open) throw new Error("The loudspeaker is closed");
		const bytes = buffer.byteLength & ~1;
		const fitting = Math.min(bytes, PLAYBACK_LIMIT - this.#length);
		this.#queue.set(buffer.subarray(0, fitting), this.#length);
		this.#length += fitting;
		this.#loudspeaker.dropped += (bytes - fitting) / 2;
		this.#written = true;
	}

	close(): void {
		if (!this.#open) return;
		this.#open = false;
		this.stop();
		this.#loudspeaker.inUse = false;
		this.#loudspeaker.sink.finish();
	}

	#advance(frames: number): void {
		for (let count = 0; count < frames; count++) this.#playFrame();
		this.#tellFree();
	}

	#playFrame(): void {
		const bytes = Math.min(this.#length, FRAME_BYTES);
		this.#frameBytes.set(this.#queue.subarray(0, bytes));
		this.#frameBytes.fill(0, bytes);
		this.#queue.copyWithin(0, bytes, this.#length);
		this.#length -= bytes;
		if (bytes < FRAME_BYTES && this.#written) this.#loudspeaker.underruns += 1;
		this.#loudspeaker.sink.play(this.#frame);
		this.#loudspeaker.listener?.(this.#frame);
	}

	#tellFree(): void {
		if (this.#pacer.running && this.#length < PLAYBACK_LIMIT) this.#onWritable?.(PLAYBACK_LIMIT - this.#length);
	}
}

function bind(loudspeaker: Loudspeaker): NonNullable<Host["AudioOut"]> {
	return class extends PacedAudioOut {
		constructor(options: Options) {
			super(loudspeaker, options);
		}
	};
}
