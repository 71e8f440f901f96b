#include "i2s_cushion.h"

#include <string.h>

void i2s_cushion_init(struct i2s_cushion *cushion, size_t enough, size_t most)
{
	cushion->enough = enough;
	cushion->most = most;
	cushion->full = false;
	cushion->begun = false;
	atomic_init(&cushion->trims, 0);
}

void i2s_cushion_clear(struct i2s_cushion *cushion, struct ring *ring)
{
	ring_skip(ring, ring_available(ring));
	cushion->full = false;
	cushion->begun = false;
}

static void trim(struct i2s_cushion *cushion, struct ring *ring)
{
	const size_t waiting = ring_available(ring);
	if (waiting <= cushion->most)
		return;
	ring_skip(ring, waiting - cushion->enough);
	atomic_fetch_add_explicit(&cushion->trims, 1, memory_order_relaxed);
}

size_t i2s_cushion_take(struct i2s_cushion *cushion, struct ring *ring, int16_t *samples, size_t count)
{
	trim(cushion, ring);
	if (!cushion->full && ring_available(ring) < cushion->enough) {
		memset(samples, 0, count * sizeof(*samples));
		return cushion->begun ? 0 : count;
	}
	const size_t taken = ring_read(ring, samples, count);
	memset(samples + taken, 0, (count - taken) * sizeof(*samples));
	cushion->full = taken == count;
	cushion->begun = true;
	return taken;
}

uint32_t i2s_cushion_trims(struct i2s_cushion *cushion)
{
	return atomic_load_explicit(&cushion->trims, memory_order_relaxed);
}
