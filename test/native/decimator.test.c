#include "check.h"
#include "decimator.h"
#include "response.h"

#include <string.h>

enum { BLOCK = DECIMATOR_BLOCK_MOST, SETTLING = 20, MEASURED = 50 };

static int16_t output[MEASURED * BLOCK];

/* What comes out of the filter for a sine, after it has settled. */
static void filter_sine(double hertz, double amplitude, int16_t offset)
{
	struct decimator decimator;
	int16_t input[2 * BLOCK], discarded[BLOCK];
	decimator_init(&decimator);
	for (size_t block = 0; block < SETTLING + MEASURED; block++) {
		make_sine(input, 2 * BLOCK, hertz, 16000, amplitude, block * 2 * BLOCK);
		for (size_t index = 0; index < 2 * BLOCK; index++)
			input[index] = (int16_t)(input[index] + offset);
		decimator_run(&decimator, input, block < SETTLING ? discarded : output + (block - SETTLING) * BLOCK, BLOCK);
	}
}

static double gain_at(double hertz)
{
	filter_sine(hertz, 16000, 0);
	return decibels(strength_of(output, MEASURED * BLOCK) / 16000);
}

static void passes_the_band_of_telephones(void)
{
	for (double hertz = 150; hertz <= 3400; hertz += 50) {
		const double gain = gain_at(hertz);
		if (fabs(gain) > 0.1)
			printf("# %.0f Hz: %.3f dB\n", hertz, gain);
		CHECK(fabs(gain) <= 0.1);
	}
}

/* Louder than 32,767 would be cut off, which makes new frequencies; a unit of rounding noise is 90 dB down. */
static void stops_what_would_fold(void)
{
	for (double hertz = 4600; hertz <= 7950; hertz += 50) {
		filter_sine(hertz, 32000, 0);
		const double gain = decibels((amplitude_of(output, MEASURED * BLOCK, 8000 - hertz, 8000) + 0.01) / 32000);
		if (gain > -70)
			printf("# %.0f Hz: %.1f dB\n", hertz, gain);
		CHECK(gain <= -70);
	}
}

static void rumbles_less(void)
{
	CHECK(fabs(gain_at(20) + 3) < 0.3);
	CHECK(gain_at(5) < -11);
}

static void removes_the_offset(void)
{
	filter_sine(1000, 8000, 9000);
	double sum = 0;
	for (size_t index = 0; index < MEASURED * BLOCK; index++)
		sum += output[index];
	CHECK(fabs(sum / (MEASURED * BLOCK)) < 1);
	CHECK(fabs(decibels(strength_of(output, MEASURED * BLOCK) / 8000)) < 0.1);
}

static void begins_without_a_click(void)
{
	struct decimator decimator;
	int16_t input[2 * BLOCK], samples[BLOCK];
	for (int index = 0; index < 2 * BLOCK; index++)
		input[index] = -12345;
	decimator_init(&decimator);
	decimator_run(&decimator, input, samples, BLOCK);
	for (int index = 0; index < BLOCK; index++)
		CHECK_EQUAL(samples[index], 0);
}

/* A square wave of full scale overshoots: it must be cut off, not wrap round. */
static void never_wraps_round(void)
{
	struct decimator decimator;
	int16_t input[2 * BLOCK], samples[BLOCK];
	decimator_init(&decimator);
	for (int block = 0; block < 20; block++) {
		for (int index = 0; index < 2 * BLOCK; index++)
			input[index] = index / 80 % 2 == 0 ? INT16_MAX : INT16_MIN;
		decimator_run(&decimator, input, samples, BLOCK);
		/* The first sample was taken for an offset. */
		for (int index = 20; index < BLOCK && block > 4; index++)
			if (index % 40 >= 20 && index % 40 < 38)
				CHECK((samples[index] > 0) == (index / 40 % 2 == 0));
	}
}

static void runs_in_blocks_of_any_length(void)
{
	static int16_t input[2 * 1600], whole[1600], pieces[1600];
	struct decimator one, other;
	for (size_t index = 0; index < 3200; index++)
		input[index] = (int16_t)random_word();
	decimator_init(&one);
	decimator_init(&other);
	for (size_t at = 0; at < 1600; at += BLOCK)
		decimator_run(&one, input + 2 * at, whole + at, BLOCK);
	for (size_t at = 0, count; at < 1600; at += count) {
		count = random_word() % BLOCK;
		if (count > 1600 - at)
			count = 1600 - at;
		memcpy(pieces + at, input + 2 * at, count * sizeof(*pieces));
		decimator_run(&other, input + 2 * at, pieces + at, count);
	}
	CHECK(memcmp(whole, pieces, sizeof(whole)) == 0);
}

static void works_in_place(void)
{
	int16_t input[2 * BLOCK], samples[BLOCK];
	struct decimator one, other;
	make_sine(input, 2 * BLOCK, 700, 16000, 10000, 0);
	decimator_init(&one);
	decimator_init(&other);
	decimator_run(&one, input, samples, BLOCK);
	decimator_run(&other, input, input, BLOCK);
	CHECK(memcmp(input, samples, sizeof(samples)) == 0);
}

TESTS(
	{"passes 150 to 3,400 Hz within 0.1 dB", passes_the_band_of_telephones},
	{"stops 4,600 to 8,000 Hz by 70 dB and more", stops_what_would_fold},
	{"takes 3 dB off at 20 Hz", rumbles_less},
	{"removes an offset", removes_the_offset},
	{"begins without a click, whatever the offset is", begins_without_a_click},
	{"cuts off a square wave of full scale, and never wraps round", never_wraps_round},
	{"runs in blocks of any length", runs_in_blocks_of_any_length},
	{"works in place", works_in_place});
