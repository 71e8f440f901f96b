import type { PinUser } from "../machines/shared-pin.ts";

/** What the native driver counts, in the order of `enum i2s_counter` (i2s_device.h). */
export const COUNTERS = Object.freeze([
	"overruns",
	"underruns",
	"gaps",
	"trims",
	"late",
	"lost",
	"missed",
	"failures",
	"stackLeft",
] as const);

/**
 * The native driver of microphone and loudspeaker (i2s_binding.c): there is one, for both. It never calls back; it is
 * polled every 20 ms. NOT RUN on hardware.
 */
export class I2sDevice extends Native("xs_i2s_device_destructor") {
	/**
	 * Opens the channels of `wiring` (machines/sound-wiring.ts) and lets the directions `ways` run. Throws, with what can
	 * be done about it, when the chip has not got what that takes.
	 */
	constructor(wiring: Uint8Array, ways: PinUser) {
		super();
		native("xs_i2s_device").call(this, wiring, ways);
	}

	/** Lets the directions `ways` run, a set, and no others; one at most with half duplex. */
	run(ways: number): undefined {
		return native("xs_i2s_device_run").call(this, ways) as undefined;
	}

	/** Fills `buffer` with samples of the microphone; returns the bytes of them. */
	read(buffer: Uint8Array): number {
		return native("xs_i2s_device_read").call(this, buffer) as number;
	}

	/** Queues samples for the loudspeaker. */
	write(buffer: Uint8Array): undefined {
		return native("xs_i2s_device_write").call(this, buffer) as undefined;
	}

	/** Largest magnitude of the samples in `buffer`, 0 to 32,768. */
	peak(buffer: Uint8Array): number {
		return native("xs_i2s_device_peak").call(this, buffer) as number;
	}

	/** The counter with that index in {@link COUNTERS}, since the device was opened. */
	counter(index: number): number {
		return native("xs_i2s_device_counter").call(this, index) as number;
	}

	/** Waits for the block under way. */
	close(): undefined {
		return native("xs_i2s_device_close").call(this) as undefined;
	}
}
