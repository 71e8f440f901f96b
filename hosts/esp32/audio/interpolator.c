#include "interpolator.h"

#include <string.h>

enum { HISTORY = 2 * HALFBAND_PAIRS - 1 };

void interpolator_init(struct interpolator *interpolator)
{
	memset(interpolator, 0, sizeof(*interpolator));
}

/* The sample half-way between the two in the middle of those that begin at `line`. */
static int16_t between(const int16_t *line)
{
	int32_t sum = 0;
	for (int pair = 0; pair < HALFBAND_PAIRS; pair++)
		sum += halfband_taps[pair] * (line[HALFBAND_PAIRS - 1 - pair] + line[HALFBAND_PAIRS + pair]);
	/* Twice as loud, because only every other sample at the higher rate is there before. */
	return halfband_sample(sum, HALFBAND_FRACTION - 1);
}

void interpolator_run(struct interpolator *interpolator, const int16_t *from, int16_t *to, size_t count)
{
	int16_t *line = interpolator->line;
	if (count > INTERPOLATOR_BLOCK_MOST)
		count = INTERPOLATOR_BLOCK_MOST;
	memcpy(line + HISTORY, from, count * sizeof(*line));
	for (size_t index = 0; index < count; index++) {
		to[2 * index] = between(line + index);
		to[2 * index + 1] = line[index + HALFBAND_PAIRS];
	}
	memmove(line, line + count, HISTORY * sizeof(*line));
}
