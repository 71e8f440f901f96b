/**
 * The last samples that were played, from which lost ones are made up.
 *
 * The TypeScript twin is modules/audio/history.ts: same inputs, same outputs.
 */
#ifndef DOORBELL_AUDIO_HISTORY_H
#define DOORBELL_AUDIO_HISTORY_H

#include <stddef.h>
#include <stdint.h>

/**
 * Puts `count` samples behind the first `length` of `history`, the oldest of which make room; of more than `length` only
 * the last. The two must not overlap.
 */
void history_append(int16_t *history, size_t length, const int16_t *samples, size_t count);

#endif
