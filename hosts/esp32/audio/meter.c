#include "meter.h"

static int32_t magnitude_of(int16_t sample)
{
	return sample < 0 ? -(int32_t)sample : sample;
}

int32_t meter_peak(const int16_t *samples, size_t count)
{
	int32_t largest = 0;
	for (size_t index = 0; index < count; index++) {
		const int32_t magnitude = magnitude_of(samples[index]);
		if (magnitude > largest)
			largest = magnitude;
	}
	return largest;
}

int32_t meter_mean(const int16_t *samples, size_t count)
{
	uint32_t sum = 0;
	for (size_t index = 0; index < count; index++)
		sum += (uint32_t)magnitude_of(samples[index]);
	return count == 0 ? 0 : (int32_t)(sum / count);
}
