#include "check.h"
#include "ring.h"

#include <string.h>

enum { CAPACITY = 64 };

static void has_a_capacity_of_a_power_of_two(void)
{
	int16_t storage[CAPACITY];
	struct ring ring;
	CHECK(!ring_init(&ring, storage, 0));
	CHECK(!ring_init(&ring, storage, 1));
	CHECK(!ring_init(&ring, storage, 48));
	CHECK(!ring_init(&ring, storage, (1u << 30) + (1u << 30)));
	CHECK(ring_init(&ring, storage, CAPACITY));
	CHECK_EQUAL(ring_room(&ring), CAPACITY);
	CHECK_EQUAL(ring_available(&ring), 0);
}

static void drops_what_does_not_fit(void)
{
	int16_t storage[CAPACITY], samples[CAPACITY + 6], read[CAPACITY + 6];
	struct ring ring;
	for (int16_t index = 0; index < CAPACITY + 6; index++)
		samples[index] = index;
	ring_init(&ring, storage, CAPACITY);
	CHECK_EQUAL(ring_write(&ring, samples, CAPACITY + 6), CAPACITY);
	CHECK_EQUAL(ring_overruns(&ring), 1);
	CHECK_EQUAL(ring_write(&ring, samples, 1), 0);
	CHECK_EQUAL(ring_overruns(&ring), 2);
	CHECK_EQUAL(ring_read(&ring, read, CAPACITY), CAPACITY);
	CHECK(memcmp(samples, read, CAPACITY * sizeof(*read)) == 0);
	CHECK_EQUAL(ring_underruns(&ring), 0);
	CHECK_EQUAL(ring_read(&ring, read, 1), 0);
	CHECK_EQUAL(ring_underruns(&ring), 1);
}

static void skips_without_counting(void)
{
	const int16_t samples[3] = {1, 2, 3};
	int16_t storage[CAPACITY], sample;
	struct ring ring;
	ring_init(&ring, storage, CAPACITY);
	ring_write(&ring, samples, 3);
	CHECK_EQUAL(ring_skip(&ring, 2), 2);
	CHECK_EQUAL(ring_read(&ring, &sample, 1), 1);
	CHECK_EQUAL(sample, 3);
	CHECK_EQUAL(ring_skip(&ring, 5), 0);
	CHECK_EQUAL(ring_underruns(&ring), 0);
}

/* Also across the wrap of the counters of 32 bits. */
static void keeps_the_order(void)
{
	int16_t storage[CAPACITY], samples[CAPACITY];
	uint16_t written = 0, read = 0;
	struct ring ring;
	ring_init(&ring, storage, CAPACITY);
	atomic_store(&ring.written, UINT32_MAX - 1000);
	atomic_store(&ring.read, UINT32_MAX - 1000);
	for (int round = 0; round < 2000; round++) {
		const size_t room = ring_room(&ring), more = random_word() % (room + 1);
		for (size_t index = 0; index < more; index++)
			samples[index] = (int16_t)written++;
		CHECK_EQUAL(ring_write(&ring, samples, more), more);
		const size_t available = ring_available(&ring), fewer = random_word() % (available + 1);
		CHECK_EQUAL(ring_read(&ring, samples, fewer), fewer);
		for (size_t index = 0; index < fewer; index++)
			CHECK_EQUAL((uint16_t)samples[index], read++);
	}
	CHECK_EQUAL(ring_overruns(&ring) + ring_underruns(&ring), 0);
}

TESTS(
	{"has a capacity of a power of two", has_a_capacity_of_a_power_of_two},
	{"drops what does not fit, and counts overruns and underruns", drops_what_does_not_fit},
	{"skips the oldest samples and counts nothing", skips_without_counting},
	{"keeps the order at any length, across the wrap of its counters", keeps_the_order});
