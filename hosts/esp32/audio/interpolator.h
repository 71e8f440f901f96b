/**
 * From 8,000 samples per second to 16,000, because both directions of one I2S port share its rate.
 *
 * The half-band low-pass of the decimator (halfband.h), run backwards: 0 to 3,400 Hz within 0.01 dB; images, 4,600 Hz
 * and up, at least 70 dB down.
 */
#ifndef DOORBELL_AUDIO_INTERPOLATOR_H
#define DOORBELL_AUDIO_INTERPOLATOR_H

#include <stddef.h>
#include <stdint.h>

#include "halfband.h"

/** Samples of one call at most, at the lower rate. */
#define INTERPOLATOR_BLOCK_MOST 160

struct interpolator {
	/** The last samples of the call before, at the lower rate, and room for those of one call. */
	int16_t line[HALFBAND_PAIRS * 2 - 1 + INTERPOLATOR_BLOCK_MOST];
};

/** Silence up to now. */
void interpolator_init(struct interpolator *interpolator);

/**
 * Turns `count` samples of `from` into `2 * count` samples of `to`; at most `INTERPOLATOR_BLOCK_MOST`, more are left
 * out. `to` must not overlap `from`. The delay is 29 samples at the higher rate (1.8 ms).
 */
void interpolator_run(struct interpolator *interpolator, const int16_t *from, int16_t *to, size_t count);

#endif
