#include "sine.h"

/* A period has 256 samples in the table, of which a quarter is kept, and its end. */
enum { QUARTER = 64, INDEX_SHIFT = 8 };

/* 8192 * sin(2 * pi * index / 256), rounded. */
static const int16_t quarter[QUARTER + 1] = {
	0, 201, 402, 603, 803, 1003, 1202, 1401, 1598, 1795, 1990, 2185, 2378, 2570, 2760, 2948, 3135, 3320, 3503, 3683,
	3862, 4038, 4212, 4383, 4551, 4717, 4880, 5040, 5197, 5351, 5501, 5649, 5793, 5933, 6070, 6203, 6333, 6458, 6580,
	6698, 6811, 6921, 7027, 7128, 7225, 7317, 7405, 7489, 7568, 7643, 7713, 7779, 7839, 7895, 7946, 7993, 8035, 8071,
	8103, 8130, 8153, 8170, 8182, 8190, 8192,
};

static int32_t sine_at(uint16_t phase)
{
	const unsigned int index = phase >> INDEX_SHIFT;
	const unsigned int part = index % QUARTER;
	const int32_t magnitude = quarter[index & QUARTER ? QUARTER - part : part];
	return index & 2 * QUARTER ? -magnitude : magnitude;
}

uint16_t sine_add(int16_t *samples, size_t count, uint16_t phase, uint16_t step)
{
	for (size_t index = 0; index < count; index++) {
		const int32_t sum = samples[index] + sine_at(phase);
		samples[index] = (int16_t)(sum > INT16_MAX ? INT16_MAX : sum < INT16_MIN ? INT16_MIN : sum);
		phase = (uint16_t)(phase + step);
	}
	return phase;
}
