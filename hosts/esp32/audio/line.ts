import type { Clock } from "../../../modules/host.ts";
import { LOUDSPEAKER, MICROPHONE, NOBODY, type PinUser, SharedPin } from "../machines/shared-pin.ts";
import { I2sDevice } from "./i2s-device.ts";

/**
 * The native device as microphone and loudspeaker share it: open as long as one of them is, each started and stopped by
 * itself.
 */
export class Line {
	#wiring: Uint8Array;
	#device: I2sDevice | undefined;
	#opened = 0;
	#started = 0;

	constructor(wiring: Uint8Array) {
		this.#wiring = wiring;
	}

	/** Throws when `way` is open already, or when the device cannot be opened. */
	open(way: PinUser): void {
		if (this.#opened & way) throw new Error("Sound: open already");
		this.#device ??= new I2sDevice(this.#wiring, way);
		this.#opened |= way;
	}

	start(way: PinUser): void {
		this.#started |= way;
		this.run(this.#started);
	}

	stop(way: PinUser): void {
		this.#started &= ~way;
		this.run(this.#started);
	}

	/** The last one closes the device. */
	close(way: PinUser): void {
		this.stop(way);
		this.#opened &= ~way;
		if (this.#opened !== 0) return;
		this.#device?.close();
		this.#device = undefined;
	}

	read(buffer: Uint8Array): number {
		return this.#device?.read(buffer) ?? 0;
	}

	write(buffer: Uint8Array): void {
		this.#device?.write(buffer);
	}

	protected run(ways: number): void {
		this.#device?.run(ways);
	}

	protected peak(buffer: Uint8Array): number {
		return this.#device?.peak(buffer) ?? 0;
	}
}

/** A line whose directions share a pin: they take turns, and whose turn it is follows what is about to be played. */
export class HalfDuplexLine extends Line {
	#pin = new SharedPin();
	#clock: Clock;

	constructor(wiring: Uint8Array, clock: Clock) {
		super(wiring);
		this.#clock = clock;
	}

	override start(way: PinUser): void {
		this.#pin.start(way, this.#clock.now());
		this.run(this.#pin.user);
	}

	override stop(way: PinUser): void {
		this.#pin.stop(way, this.#clock.now());
		this.run(this.#pin.user);
	}

	/** Silence while it is the loudspeaker's turn. */
	override read(buffer: Uint8Array): number {
		if (this.#pin.listens(this.#clock.now())) return super.read(buffer);
		buffer.fill(0);
		return this.#pin.user === NOBODY ? 0 : buffer.length;
	}

	/** What is not worth a turn is not played. */
	override write(buffer: Uint8Array): void {
		this.#pin.speak(this.peak(buffer), this.#clock.now());
		this.run(this.#pin.user);
		if (this.#pin.user === LOUDSPEAKER) super.write(buffer);
	}
}

/** The microphone of a line. */
export class Microphone {
	#line: Line | undefined;

	constructor(line: Line) {
		line.open(MICROPHONE);
		this.#line = line;
	}

	start(): void {
		this.#line?.start(MICROPHONE);
	}

	stop(): void {
		this.#line?.stop(MICROPHONE);
	}

	read(buffer: Uint8Array): number {
		return this.#line?.read(buffer) ?? 0;
	}

	close(): void {
		this.#line?.close(MICROPHONE);
		this.#line = undefined;
	}
}

/** The loudspeaker of a line. */
export class Loudspeaker {
	#line: Line | undefined;

	constructor(line: Line) {
		line.open(LOUDSPEAKER);
		this.#line = line;
	}

	start(): void {
		this.#line?.start(LOUDSPEAKER);
	}

	stop(): void {
		this.#line?.stop(LOUDSPEAKER);
	}

	write(buffer: Uint8Array): void {
		this.#line?.write(buffer);
	}

	close(): void {
		this.#line?.close(LOUDSPEAKER);
		this.#line = undefined;
	}
}
