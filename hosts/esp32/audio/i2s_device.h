/**
 * Microphone and loudspeaker of the board as one device: opened once for both, and used by one task, that of JavaScript,
 * which polls it every 20 ms. A task of the device's own moves the blocks between the channels and two rings; it alone
 * touches the channels, so that opening, swapping and closing never meet a read or a write under way. NOT RUN on
 * hardware.
 */
#ifndef DOORBELL_AUDIO_I2S_DEVICE_H
#define DOORBELL_AUDIO_I2S_DEVICE_H

#include <stddef.h>
#include <stdint.h>

#include "esp_err.h"

#include "i2s_wiring.h"

/** Opaque. */
struct i2s_device;

/** What is counted, from the opening of the device on. */
enum i2s_counter {
	/** Frames of the microphone that JavaScript left too long, and reads that found too few. */
	I2S_OVERRUNS,
	I2S_UNDERRUNS,
	/** Frames that the loudspeaker lacked, those that came too many at once, and such that came too late for the DMA. */
	I2S_GAPS,
	I2S_TRIMS,
	I2S_LATE,
	/** Blocks of the microphone that the task did not take in time, and such that did not come. */
	I2S_LOST,
	I2S_MISSED,
	/** Channels that could not be opened again, half duplex. */
	I2S_FAILURES,
	/** Octets of its stack that the task never used. */
	I2S_STACK_LEFT,
	I2S_COUNTERS,
};

/**
 * Opens the device with the directions `ways`, a set of `enum i2s_way`, running. There is one: `ESP_ERR_INVALID_STATE`
 * when it is open. `ESP_ERR_NO_MEM`, or what the driver of the channels says.
 */
esp_err_t i2s_device_open(const struct i2s_wiring *wiring, unsigned int ways, struct i2s_device **opened);

/**
 * Lets the directions `ways` run and no others. With half duplex their channels are swapped within two blocks, never both
 * at once: `ways` has one at most.
 */
void i2s_device_run(struct i2s_device *device, unsigned int ways);

/**
 * Takes at most `count` samples of the microphone at 8 kHz; returns how many there were, silence included where the
 * microphone has only begun.
 */
size_t i2s_device_read(struct i2s_device *device, int16_t *samples, size_t count);

/** Gives the loudspeaker samples at 8 kHz; what does not fit is dropped. */
void i2s_device_write(struct i2s_device *device, const int16_t *samples, size_t count);

/** `I2S_COUNTERS` has none and is 0. */
uint32_t i2s_device_counter(struct i2s_device *device, enum i2s_counter counter);

/** Ends the task, shuts the channels and frees all. Waits for the block under way, 20 ms as a rule. */
void i2s_device_close(struct i2s_device *device);

#endif
