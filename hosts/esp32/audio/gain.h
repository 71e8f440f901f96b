/**
 * Gain with soft clipping: up to three quarters of full scale the sound is only made louder; what would be louder than
 * that is bent towards full scale, which it never reaches, rather than cut off, which would sound harsh.
 *
 * The TypeScript twin is modules/audio/gain.ts: same inputs, same outputs.
 */
#ifndef DOORBELL_AUDIO_GAIN_H
#define DOORBELL_AUDIO_GAIN_H

#include <stddef.h>
#include <stdint.h>

/** A factor has so many fraction bits, so that the largest one times any sample stays within 31 bits. */
#define GAIN_FRACTION 12
/** The factor that changes nothing. */
#define GAIN_UNITY (1 << GAIN_FRACTION)
/** Louder than this is noise only. */
#define GAIN_PERCENT_MOST 800
/** Magnitude from which on loud sound is bent. */
#define GAIN_KNEE 24576

/** The factor for a percentage; what is below 0 or above `GAIN_PERCENT_MOST` is taken for the nearest of the two. */
int32_t gain_factor(int32_t percent);

/** Multiplies a magnitude, 0 to 32,768; `factor` is from 0 to that of `GAIN_PERCENT_MOST`. */
static inline int32_t gain_magnitude(int32_t magnitude, int32_t factor)
{
	enum { BEND = INT16_MAX - GAIN_KNEE };
	magnitude = (magnitude * factor + GAIN_UNITY / 2) >> GAIN_FRACTION;
	if (magnitude > GAIN_KNEE && factor > GAIN_UNITY) {
		const int32_t over = magnitude - GAIN_KNEE;
		magnitude = GAIN_KNEE + over * BEND / (over + BEND);
	}
	return magnitude;
}

/** Multiplies `count` samples in place. */
void gain_apply(int16_t *samples, size_t count, int32_t factor);

#endif
