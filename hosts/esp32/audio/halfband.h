/**
 * Half-band low-pass for 16,000 samples per second: 0 to 3,400 Hz within 0.002 dB, 4,600 Hz and up at least 74 dB
 * down. Every other tap is zero, and the rest is symmetrical, so that one sample costs 15 multiplications.
 */
#ifndef DOORBELL_AUDIO_HALFBAND_H
#define DOORBELL_AUDIO_HALFBAND_H

#include <stdint.h>

/** Pairs of equal taps on both sides of the middle one, which is a half; and the length of the filter. */
#define HALFBAND_PAIRS 15
#define HALFBAND_TAPS (4 * HALFBAND_PAIRS - 1)

/** Taps have so many fraction bits: their magnitudes add up to less than 2, so a sum of products fits into 32 bits. */
#define HALFBAND_FRACTION 15

/** The taps 1, 3, 5 … away from the middle. */
extern const int16_t halfband_taps[HALFBAND_PAIRS];

/** Rounds a sum with `fraction` fraction bits to a sample; beyond full scale it is cut off rather than wrapped round. */
static inline int16_t halfband_sample(int32_t sum, int fraction)
{
	const int32_t rounded = (sum + (1 << (fraction - 1))) >> fraction;
	if (rounded > INT16_MAX)
		return INT16_MAX;
	return rounded < INT16_MIN ? INT16_MIN : (int16_t)rounded;
}

#endif
