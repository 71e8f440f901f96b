/* Two threads at once; built with the thread sanitizer, which finds every access without order. */
#include "check.h"
#include "ring.h"

#include <pthread.h>
#include <sched.h>

enum { CAPACITY = 256, LEAST = 2000000, PIECE = 97 };

static int16_t storage[CAPACITY];
static struct ring ring;

static void *write_all(void *unused)
{
	int16_t samples[PIECE];
	uint32_t next = 0;
	(void)unused;
	while (next < LEAST) {
		const size_t count = 1 + next % PIECE;
		for (size_t index = 0; index < count; index++)
			samples[index] = (int16_t)(next + index);
		next += (uint32_t)ring_write(&ring, samples, count);
		if (ring_room(&ring) == 0)
			sched_yield();
	}
	return NULL;
}

static void hands_over_every_sample_once(void)
{
	pthread_t writer;
	int16_t samples[PIECE];
	uint32_t next = 0, wrong = 0;
	CHECK(ring_init(&ring, storage, CAPACITY));
	CHECK(pthread_create(&writer, NULL, write_all, NULL) == 0);
	while (next < LEAST) {
		const size_t count = ring_read(&ring, samples, 1 + next % PIECE);
		for (size_t index = 0; index < count; index++)
			wrong += samples[index] != (int16_t)(next + index);
		next += (uint32_t)count;
		if (count == 0)
			sched_yield();
	}
	pthread_join(writer, NULL);
	CHECK_EQUAL(wrong, 0);
}

TESTS({"hands over two million samples, each once and in order", hands_over_every_sample_once});
