#include "ring.h"

#include <string.h>

enum { CAPACITY_MOST = 1 << 30 };

bool ring_init(struct ring *ring, int16_t *storage, uint32_t capacity)
{
	if (capacity < 2 || capacity > CAPACITY_MOST || (capacity & (capacity - 1)) != 0)
		return false;
	ring->storage = storage;
	ring->capacity = capacity;
	atomic_init(&ring->written, 0);
	atomic_init(&ring->read, 0);
	atomic_init(&ring->overruns, 0);
	atomic_init(&ring->underruns, 0);
	return true;
}

size_t ring_available(struct ring *ring)
{
	const uint32_t read = atomic_load_explicit(&ring->read, memory_order_acquire);
	return atomic_load_explicit(&ring->written, memory_order_acquire) - read;
}

size_t ring_room(struct ring *ring)
{
	return ring->capacity - ring_available(ring);
}

/* Samples from index `at` on up to the end of the storage; the rest of `count` goes on at its start. */
static size_t first_part(const struct ring *ring, uint32_t at, size_t count)
{
	const size_t straight = ring->capacity - at;
	return count < straight ? count : straight;
}

size_t ring_write(struct ring *ring, const int16_t *samples, size_t count)
{
	const uint32_t written = atomic_load_explicit(&ring->written, memory_order_relaxed);
	const uint32_t waiting = written - atomic_load_explicit(&ring->read, memory_order_acquire);
	const uint32_t at = written & (ring->capacity - 1);
	if (count > ring->capacity - waiting) {
		count = ring->capacity - waiting;
		atomic_fetch_add_explicit(&ring->overruns, 1, memory_order_relaxed);
	}
	const size_t first = first_part(ring, at, count);
	memcpy(ring->storage + at, samples, first * sizeof(*samples));
	memcpy(ring->storage, samples + first, (count - first) * sizeof(*samples));
	atomic_store_explicit(&ring->written, written + (uint32_t)count, memory_order_release);
	return count;
}

size_t ring_read(struct ring *ring, int16_t *samples, size_t count)
{
	const uint32_t read = atomic_load_explicit(&ring->read, memory_order_relaxed);
	const uint32_t waiting = atomic_load_explicit(&ring->written, memory_order_acquire) - read;
	const uint32_t at = read & (ring->capacity - 1);
	if (count > waiting) {
		count = waiting;
		atomic_fetch_add_explicit(&ring->underruns, 1, memory_order_relaxed);
	}
	const size_t first = first_part(ring, at, count);
	memcpy(samples, ring->storage + at, first * sizeof(*samples));
	memcpy(samples + first, ring->storage, (count - first) * sizeof(*samples));
	atomic_store_explicit(&ring->read, read + (uint32_t)count, memory_order_release);
	return count;
}

size_t ring_skip(struct ring *ring, size_t count)
{
	const uint32_t read = atomic_load_explicit(&ring->read, memory_order_relaxed);
	const uint32_t waiting = atomic_load_explicit(&ring->written, memory_order_acquire) - read;
	if (count > waiting)
		count = waiting;
	atomic_store_explicit(&ring->read, read + (uint32_t)count, memory_order_release);
	return count;
}

uint32_t ring_overruns(struct ring *ring)
{
	return atomic_load_explicit(&ring->overruns, memory_order_relaxed);
}

uint32_t ring_underruns(struct ring *ring)
{
	return atomic_load_explicit(&ring->underruns, memory_order_relaxed);
}
