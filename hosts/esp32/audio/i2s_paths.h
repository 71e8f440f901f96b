/**
 * The sound of one block between the wire and the telephone: slots to samples at 8 kHz, and samples to slots. Nothing
 * here depends on ESP-IDF.
 */
#ifndef DOORBELL_AUDIO_I2S_PATHS_H
#define DOORBELL_AUDIO_I2S_PATHS_H

#include <stddef.h>
#include <stdint.h>

#include "decimator.h"
#include "ducking.h"
#include "i2s_wiring.h"
#include "interpolator.h"

/** A block as it lies in the memory of the DMA, aligned for either width. */
union i2s_block {
	int32_t wide[I2S_BLOCK_FRAMES * 2];
	int16_t narrow[I2S_BLOCK_FRAMES * 4];
};

/** Belongs to the task that moves the blocks; only the functions below touch the fields. */
struct i2s_paths {
	struct decimator decimator;
	struct interpolator interpolator;
	struct ducking ducking;
	/** Samples at the rate of the wire. */
	int16_t fast[I2S_BLOCK_FRAMES];
};

/** Silence up to now in both directions. */
void i2s_paths_init(struct i2s_paths *paths, const struct i2s_wiring *wiring);

/** Octets of a block of the microphone, and of one for the loudspeaker. */
size_t i2s_paths_microphone_octets(const struct i2s_wiring *wiring);
size_t i2s_paths_loudspeaker_octets(const struct i2s_wiring *wiring);

/** `I2S_BLOCK_SAMPLES` samples of what the microphone heard. */
void i2s_paths_hear(struct i2s_paths *paths, const struct i2s_wiring *wiring, const union i2s_block *block,
	int16_t *samples);

/** `I2S_BLOCK_SAMPLES` samples for the loudspeaker. */
void i2s_paths_speak(struct i2s_paths *paths, const struct i2s_wiring *wiring, const int16_t *samples,
	union i2s_block *block);

#endif
