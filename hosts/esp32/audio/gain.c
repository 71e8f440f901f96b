#include "gain.h"

enum { HUNDRED = 100 };

int32_t gain_factor(int32_t percent)
{
	if (percent < 0)
		percent = 0;
	else if (percent > GAIN_PERCENT_MOST)
		percent = GAIN_PERCENT_MOST;
	return percent * GAIN_UNITY / HUNDRED;
}

void gain_apply(int16_t *samples, size_t count, int32_t factor)
{
	if (factor == GAIN_UNITY)
		return;
	for (size_t index = 0; index < count; index++)
		samples[index] = (int16_t)(samples[index] < 0 ? -gain_magnitude(-samples[index], factor)
							      : gain_magnitude(samples[index], factor));
}
