#include "check.h"
#include "gain.h"

#include <stdlib.h>

enum { SAMPLES = 65536 };

static const int32_t percentages[] = {0, 1, 50, 99, 100, 101, 150, 400, 800};
static int16_t samples[SAMPLES], expected[SAMPLES];

static void fill(void)
{
	for (int index = 0; index < SAMPLES; index++)
		samples[index] = (int16_t)(index - 32768);
}

static void equals_the_reference(void)
{
	for (size_t index = 0; index < sizeof(percentages) / sizeof(percentages[0]); index++) {
		char name[32];
		snprintf(name, sizeof(name), "gain-%d", (int)percentages[index]);
		read_vector(name, expected, sizeof(expected));
		fill();
		gain_apply(samples, SAMPLES, gain_factor(percentages[index]));
		for (int sample = 0; sample < SAMPLES; sample++)
			CHECK_EQUAL(samples[sample], expected[sample]);
	}
}

static void never_wraps_round(void)
{
	for (int32_t percent = 101; percent <= GAIN_PERCENT_MOST; percent += 7) {
		fill();
		gain_apply(samples, SAMPLES, gain_factor(percent));
		for (int index = 1; index < SAMPLES; index++) {
			CHECK(samples[index] >= samples[index - 1]);
			CHECK((samples[index] < 0) == (index < 32768) || samples[index] == 0);
			CHECK(abs(samples[index]) < INT16_MAX);
		}
	}
}

static void is_bounded(void)
{
	CHECK_EQUAL(gain_factor(-1), 0);
	CHECK_EQUAL(gain_factor(INT32_MIN), 0);
	CHECK_EQUAL(gain_factor(100), GAIN_UNITY);
	CHECK_EQUAL(gain_factor(INT32_MAX), gain_factor(GAIN_PERCENT_MOST));
}

TESTS(
	{"makes all 65,536 samples louder or softer as the reference does", equals_the_reference},
	{"is louder for what was louder, has the same sign, and stays below full scale", never_wraps_round},
	{"takes percentages out of range for the nearest in it", is_bounded});
