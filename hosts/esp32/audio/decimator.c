#include "decimator.h"

#include <string.h>

/* The offset follows at this power of two per sample: 20 Hz at 8,000 samples per second. */
enum { FOLLOW = 6, HISTORY = HALFBAND_TAPS - 1, MIDDLE = HALFBAND_TAPS / 2 };

void decimator_init(struct decimator *decimator)
{
	memset(decimator, 0, sizeof(*decimator));
}

static void start(struct decimator *decimator, int16_t sample)
{
	for (size_t index = 0; index < HISTORY; index++)
		decimator->line[index] = sample;
	decimator->offset = (int32_t)sample * (1 << DECIMATOR_FRACTION);
	decimator->started = true;
}

/* The low-pass over the taps that begin at `line`. */
static int16_t filtered(const int16_t *line)
{
	int32_t sum = (int32_t)line[MIDDLE] * (1 << (HALFBAND_FRACTION - 1));
	for (int pair = 0; pair < HALFBAND_PAIRS; pair++) {
		const int away = 2 * pair + 1;
		sum += halfband_taps[pair] * (line[MIDDLE - away] + line[MIDDLE + away]);
	}
	return halfband_sample(sum, HALFBAND_FRACTION);
}

static int16_t without_offset(struct decimator *decimator, int16_t sample)
{
	const int32_t deviation = (int32_t)sample * (1 << DECIMATOR_FRACTION) - decimator->offset;
	decimator->offset += deviation >> FOLLOW;
	return halfband_sample(deviation, DECIMATOR_FRACTION);
}

void decimator_run(struct decimator *decimator, const int16_t *from, int16_t *to, size_t count)
{
	int16_t *line = decimator->line;
	if (count > DECIMATOR_BLOCK_MOST)
		count = DECIMATOR_BLOCK_MOST;
	if (count == 0)
		return;
	if (!decimator->started)
		start(decimator, from[0]);
	memcpy(line + HISTORY, from, 2 * count * sizeof(*line));
	for (size_t index = 0; index < count; index++)
		to[index] = without_offset(decimator, filtered(line + 2 * index + 1));
	memmove(line, line + 2 * count, HISTORY * sizeof(*line));
}
