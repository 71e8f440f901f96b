/**
 * The I2S channels of a board: opened as it is wired, and closed again (ESP-IDF v6.0 programming guide, "Inter-IC Sound
 * (I2S)"). NOT RUN on hardware.
 */
#ifndef DOORBELL_AUDIO_I2S_CHANNELS_H
#define DOORBELL_AUDIO_I2S_CHANNELS_H

#include <stdatomic.h>
#include <stdint.h>

#include "driver/i2s_common.h"
#include "esp_err.h"

#include "i2s_wiring.h"

/**
 * Blocks that the DMA of one direction has. The guide ("How to Prevent Data Lost") asks for more than the time between
 * two reads over that of a block, which is 1: two would do, and a third one leaves the task another 20 ms.
 */
#define I2S_DMA_BLOCKS 3

/** Belongs to the task that moves the blocks. Nothing is open when all is zero. */
struct i2s_channels {
	/** `NULL` while a direction is shut. */
	i2s_chan_handle_t microphone;
	i2s_chan_handle_t loudspeaker;
	/** Blocks of the microphone that nobody took in time; the interrupt counts them. */
	_Atomic uint32_t lost;
};

/** Makes the pin of the amplifier an output and switches it off; it is off while channels change. */
esp_err_t i2s_channels_prepare(const struct i2s_wiring *wiring);

/**
 * Opens and starts the directions `ways`, a set of `enum i2s_way`; with `I2S_DUPLEX` always both. All are shut when it
 * fails, as they must be before.
 */
esp_err_t i2s_channels_open(struct i2s_channels *channels, const struct i2s_wiring *wiring, unsigned int ways);

/** Stops and shuts whatever is open. */
void i2s_channels_close(struct i2s_channels *channels, const struct i2s_wiring *wiring);

#endif
