/**
 * Sines of one loudness, a quarter of full scale, for tones.
 *
 * The TypeScript twin is modules/audio/sine.ts: same inputs, same outputs.
 */
#ifndef DOORBELL_AUDIO_SINE_H
#define DOORBELL_AUDIO_SINE_H

#include <stddef.h>
#include <stdint.h>

/**
 * Adds a sine to `count` samples, cut off at full scale. A period has 65,536 parts: the sine begins at part `phase` and
 * moves on by `step` with each sample. Returns the phase of the sample after.
 */
uint16_t sine_add(int16_t *samples, size_t count, uint16_t phase, uint16_t step);

#endif
