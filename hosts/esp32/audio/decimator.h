/**
 * From 16,000 samples per second to 8,000, without offset.
 *
 * A half-band low-pass (halfband.h) keeps what a telephone carries and removes what would fold into it; MEMS
 * microphones, above all those with PDM, have an offset, which a high-pass of first order at 20 Hz removes.
 *
 *   0 Hz             nothing is left
 *   150 to 3,400 Hz  within 0.1 dB
 *   4,600 Hz and up  at least 70 dB down (folds to 3,400 Hz and below)
 *
 * What lies between 3,400 and 4,600 Hz folds to above 3,400 Hz only, where telephones carry nothing.
 */
#ifndef DOORBELL_AUDIO_DECIMATOR_H
#define DOORBELL_AUDIO_DECIMATOR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "halfband.h"

/** Samples of one call at most, at the lower rate. */
#define DECIMATOR_BLOCK_MOST 160
#define DECIMATOR_FRACTION 12

struct decimator {
	/** The last samples of the call before, at the higher rate, and room for those of one call. */
	int16_t line[HALFBAND_TAPS - 1 + 2 * DECIMATOR_BLOCK_MOST];
	/** What is taken for the offset, with `DECIMATOR_FRACTION` fraction bits. */
	int32_t offset;
	/** There has been a first sample. */
	bool started;
};

/** Nothing heard up to now. The first sample is taken for the offset, so that the beginning is no click. */
void decimator_init(struct decimator *decimator);

/**
 * Turns `2 * count` samples of `from` into `count` samples of `to`; at most `DECIMATOR_BLOCK_MOST`, more are left out.
 * `to` may be the same memory as `from`. The delay is 29 samples at the higher rate (1.8 ms).
 */
void decimator_run(struct decimator *decimator, const int16_t *from, int16_t *to, size_t count);

#endif
