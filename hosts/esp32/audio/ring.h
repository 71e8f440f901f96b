/**
 * Samples from one task to another: one task writes, one reads, and neither ever waits for the other (C11 §7.17; a
 * single producer and a single consumer need nothing but acquire and release). The storage is the caller's and fixed.
 */
#ifndef DOORBELL_AUDIO_RING_H
#define DOORBELL_AUDIO_RING_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** Only the functions below touch the fields. */
struct ring {
	int16_t *storage;
	/** Samples that `storage` holds: a power of two. */
	uint32_t capacity;
	/** Samples ever written and ever read; they wrap round. */
	_Atomic uint32_t written;
	_Atomic uint32_t read;
	_Atomic uint32_t overruns;
	_Atomic uint32_t underruns;
};

/**
 * Makes an empty ring over `storage`, before either task uses it. False, and nothing done, when `capacity` (in samples)
 * is no power of two from 2 to 2^30.
 */
bool ring_init(struct ring *ring, int16_t *storage, uint32_t capacity);

/** Writer: puts samples in; returns how many fit. The rest is dropped, which counts as one overrun. */
size_t ring_write(struct ring *ring, const int16_t *samples, size_t count);

/** Reader: takes the oldest samples; returns how many there were. Fewer than `count` count as one underrun. */
size_t ring_read(struct ring *ring, int16_t *samples, size_t count);

/** Reader: drops at most `count` of the oldest samples; returns how many. Counts nothing. */
size_t ring_skip(struct ring *ring, size_t count);

/** Samples to be read; the reader finds at least so many, unless it takes them itself. */
size_t ring_available(struct ring *ring);

/** Samples for which there is room; the writer finds at least so much, unless it fills it itself. */
size_t ring_room(struct ring *ring);

/** Writes that did not fit, and reads that got too little, since `ring_init`. Either task, or a third one, may ask. */
uint32_t ring_overruns(struct ring *ring);
uint32_t ring_underruns(struct ring *ring);

#endif
