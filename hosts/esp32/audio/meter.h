/**
 * How loud sound is.
 *
 * The TypeScript twin is modules/audio/level.ts: same inputs, same outputs.
 */
#ifndef DOORBELL_AUDIO_METER_H
#define DOORBELL_AUDIO_METER_H

#include <stddef.h>
#include <stdint.h>

/** Largest magnitude, 0 to 32,768; 0 of no samples. */
int32_t meter_peak(const int16_t *samples, size_t count);

/** Mean magnitude, rounded down, 0 to 32,768; 0 of no samples. At most 65,536 samples. */
int32_t meter_mean(const int16_t *samples, size_t count);

#endif
