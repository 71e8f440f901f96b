/**
 * Takes frames from a ring whose writer works in bursts or a little out of step, so that neither a late frame nor a
 * pause is heard more than once: it waits until `enough` samples are there before it begins, and begins anew whenever
 * the ring ran dry.
 *
 * After a pause of the writer all that it makes up for comes at once, and would stay in the ring as delay for good: so
 * what is beyond `most` is dropped down to `enough`, the oldest first.
 */
#ifndef DOORBELL_AUDIO_I2S_CUSHION_H
#define DOORBELL_AUDIO_I2S_CUSHION_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "ring.h"

/** Belongs to the ring's reader; only the functions below touch the fields. */
struct i2s_cushion {
	size_t enough;
	size_t most;
	/** Sound goes on, and it has done so since the last clearing. */
	bool full;
	bool begun;
	_Atomic uint32_t trims;
};

/** Samples to begin with, and the most that may wait; the latter at least as many as the former. */
void i2s_cushion_init(struct i2s_cushion *cushion, size_t enough, size_t most);

/** Drops all that waits and begins anew. */
void i2s_cushion_clear(struct i2s_cushion *cushion, struct ring *ring);

/**
 * Fills `samples` with the next `count`, with silence where there are none. Returns how many of them count as sound: those
 * from the ring, and all as long as it has not begun, for that silence is no fault.
 */
size_t i2s_cushion_take(struct i2s_cushion *cushion, struct ring *ring, int16_t *samples, size_t count);

/** How often something was dropped. Any task may ask. */
uint32_t i2s_cushion_trims(struct i2s_cushion *cushion);

#endif
