#include "check.h"
#include "interpolator.h"
#include "response.h"

#include <stdlib.h>
#include <string.h>

enum { BLOCK = INTERPOLATOR_BLOCK_MOST, SETTLING = 2, MEASURED = 50 };

static int16_t output[2 * MEASURED * BLOCK];

static void filter_sine(double hertz, double amplitude)
{
	struct interpolator interpolator;
	int16_t input[BLOCK], discarded[2 * BLOCK];
	interpolator_init(&interpolator);
	for (size_t block = 0; block < SETTLING + MEASURED; block++) {
		make_sine(input, BLOCK, hertz, 8000, amplitude, block * BLOCK);
		interpolator_run(&interpolator, input, block < SETTLING ? discarded : output + 2 * (block - SETTLING) * BLOCK,
			BLOCK);
	}
}

static void passes_the_band_of_telephones(void)
{
	for (double hertz = 50; hertz <= 3400; hertz += 50) {
		filter_sine(hertz, 16000);
		CHECK(fabs(decibels(amplitude_of(output, 2 * MEASURED * BLOCK, hertz, 16000) / 16000)) <= 0.01);
	}
}

static void makes_no_images(void)
{
	for (double hertz = 50; hertz <= 3400; hertz += 50) {
		filter_sine(hertz, 32000);
		CHECK(decibels((amplitude_of(output, 2 * MEASURED * BLOCK, 8000 - hertz, 16000) + 0.01) / 32000) <= -70);
	}
}

static void never_wraps_round(void)
{
	struct interpolator interpolator;
	int16_t input[BLOCK], samples[2 * BLOCK];
	interpolator_init(&interpolator);
	for (int block = 0; block < 20; block++) {
		for (int index = 0; index < BLOCK; index++)
			input[index] = index / 40 % 2 == 0 ? INT16_MAX : INT16_MIN;
		interpolator_run(&interpolator, input, samples, BLOCK);
		for (int index = 2; index < 2 * BLOCK; index++)
			CHECK(abs(samples[index] - samples[index - 1]) < 65000);
		for (int index = 40; index < 2 * BLOCK; index++)
			if (index % 80 >= 40 && index % 80 < 76)
				CHECK((samples[index] > 0) == (index / 80 % 2 == 0));
	}
}

static void runs_in_blocks_of_any_length(void)
{
	static int16_t input[1600], whole[3200], pieces[3200];
	struct interpolator one, other;
	for (size_t index = 0; index < 1600; index++)
		input[index] = (int16_t)random_word();
	interpolator_init(&one);
	interpolator_init(&other);
	for (size_t at = 0; at < 1600; at += BLOCK)
		interpolator_run(&one, input + at, whole + 2 * at, BLOCK);
	for (size_t at = 0, count; at < 1600; at += count) {
		count = random_word() % BLOCK;
		if (count > 1600 - at)
			count = 1600 - at;
		interpolator_run(&other, input + at, pieces + 2 * at, count);
	}
	CHECK(memcmp(whole, pieces, sizeof(whole)) == 0);
}

TESTS(
	{"passes up to 3,400 Hz within 0.01 dB", passes_the_band_of_telephones},
	{"makes images of 4,600 Hz and up that are 70 dB down and more", makes_no_images},
	{"cuts off a square wave of full scale, and never wraps round", never_wraps_round},
	{"runs in blocks of any length", runs_in_blocks_of_any_length});
