#include "history.h"

#include <string.h>

void history_append(int16_t *history, size_t length, const int16_t *samples, size_t count)
{
	if (count > length) {
		samples += count - length;
		count = length;
	}
	memmove(history, history + count, (length - count) * sizeof(*history));
	memcpy(history + length - count, samples, count * sizeof(*history));
}
