#include "check.h"
#include "meter.h"
#include "history.h"
#include "sine.h"

#include <string.h>

enum { FRAMES = 64, FRAME = 160 };

static int16_t frames[FRAMES][FRAME];

static void levels_equal_the_reference(void)
{
	int32_t levels[FRAMES][2];
	read_vector("frames", frames, sizeof(frames));
	read_vector("levels", levels, sizeof(levels));
	/* Frame n has n + 97 samples that count. */
	for (int index = 0; index < FRAMES; index++) {
		CHECK_EQUAL(meter_peak(frames[index], (size_t)index + 97), levels[index][0]);
		CHECK_EQUAL(meter_mean(frames[index], (size_t)index + 97), levels[index][1]);
	}
}

static void silence_has_no_level(void)
{
	const int16_t least = INT16_MIN;
	CHECK_EQUAL(meter_peak(NULL, 0), 0);
	CHECK_EQUAL(meter_mean(NULL, 0), 0);
	CHECK_EQUAL(meter_peak(&least, 1), 32768);
	CHECK_EQUAL(meter_mean(&least, 1), 32768);
}

static void sines_equal_the_reference(void)
{
	int16_t expected[FRAMES][FRAME];
	uint16_t phase = 0;
	read_vector("frames", frames, sizeof(frames));
	read_vector("sines", expected, sizeof(expected));
	for (int index = 0; index < FRAMES; index++) {
		phase = sine_add(frames[index] + 5, FRAME - 10, phase, (uint16_t)(index * 1021 + 3));
		CHECK(memcmp(frames[index], expected[index], sizeof(frames[index])) == 0);
	}
}

static void histories_equal_the_reference(void)
{
	enum { LENGTH = 263, ROOM = 300 };
	int16_t history[ROOM] = {0}, expected[FRAMES][ROOM];
	read_vector("frames", frames, sizeof(frames));
	read_vector("histories", expected, sizeof(expected));
	for (int index = 0; index < FRAMES; index++) {
		const int from = index % 3 * 7, to = FRAME - index % 5 * 31;
		history_append(history, LENGTH, frames[index] + from, (size_t)(to - from));
		CHECK(memcmp(history, expected[index], sizeof(history)) == 0);
	}
}

static void history_keeps_the_last(void)
{
	const int16_t samples[] = {1, 2, 3, 4, 5};
	int16_t history[4] = {7, 7, 7, 7};
	history_append(history, 3, samples, 5);
	CHECK(history[0] == 3 && history[1] == 4 && history[2] == 5 && history[3] == 7);
}

TESTS(
	{"levels: peak and mean equal those of the reference", levels_equal_the_reference},
	{"levels: no samples have none, and the smallest sample has the largest", silence_has_no_level},
	{"sines equal those of the reference, and are cut off at full scale", sines_equal_the_reference},
	{"history equals that of the reference", histories_equal_the_reference},
	{"history of more than it holds keeps the last", history_keeps_the_last});
