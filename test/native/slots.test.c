#include "check.h"
#include "slots.h"

enum { FRAMES = 4 };

/* As an INMP441 does: 24 bits, left-justified, and rubbish in the other slot. */
static const int32_t frames32[2 * FRAMES] = {
	0x12345600, 0x7fffffff, (int32_t)0x80000000, 0x7fffffff, -0x00010000, 0x7fffffff, 0x00000100, 0x7fffffff,
};

static void takes_one_slot_of_32_bits(void)
{
	int16_t samples[FRAMES];
	slots_read_32(frames32, SLOTS_LEFT, 0, samples, FRAMES);
	CHECK(samples[0] == 0x1234 && samples[1] == INT16_MIN && samples[2] == -1 && samples[3] == 0);
	slots_read_32(frames32, SLOTS_RIGHT, 0, samples, FRAMES);
	for (int index = 0; index < FRAMES; index++)
		CHECK_EQUAL(samples[index], INT16_MAX);
	slots_read_32(frames32, SLOTS_ONLY, 0, samples, FRAMES);
	CHECK(samples[0] == 0x1234 && samples[1] == INT16_MAX && samples[2] == INT16_MIN && samples[3] == INT16_MAX);
}

static void boosts_from_the_lower_bits(void)
{
	int16_t samples[FRAMES];
	slots_read_32(frames32, SLOTS_LEFT, 2, samples, FRAMES);
	CHECK_EQUAL(samples[0], 0x48d1);
	slots_read_32(frames32, SLOTS_LEFT, 8, samples, FRAMES);
	CHECK(samples[0] == INT16_MAX && samples[1] == INT16_MIN && samples[2] == -256 && samples[3] == 1);
	slots_read_32(frames32, SLOTS_LEFT, 99, samples, FRAMES);
	CHECK_EQUAL(samples[3], 1);
}

static void takes_one_slot_of_16_bits(void)
{
	const int16_t frames[2 * FRAMES] = {100, 1, -100, 2, 32767, 3, -32768, 4};
	int16_t samples[FRAMES];
	slots_read_16(frames, SLOTS_LEFT, 0, samples, FRAMES);
	CHECK(samples[0] == 100 && samples[1] == -100 && samples[2] == 32767 && samples[3] == -32768);
	slots_read_16(frames, SLOTS_RIGHT, 3, samples, FRAMES);
	CHECK(samples[0] == 8 && samples[1] == 16 && samples[2] == 24 && samples[3] == 32);
	slots_read_16(frames, SLOTS_LEFT, 8, samples, FRAMES);
	CHECK(samples[0] == 25600 && samples[1] == -25600 && samples[2] == 32767 && samples[3] == -32768);
}

static void fills_both_slots_or_the_only_one(void)
{
	const int16_t samples[2] = {-2, 32767};
	int32_t wide[4] = {9, 9, 9, 9};
	int16_t narrow[4] = {9, 9, 9, 9};
	slots_write_32(samples, SLOTS_ONLY, wide, 2);
	CHECK(wide[0] == -0x20000 && wide[1] == 0x7fff0000 && wide[2] == 9);
	slots_write_32(samples, SLOTS_LEFT, wide, 2);
	CHECK(wide[0] == -0x20000 && wide[1] == -0x20000 && wide[2] == 0x7fff0000 && wide[3] == 0x7fff0000);
	slots_write_16(samples, SLOTS_ONLY, narrow, 2);
	CHECK(narrow[0] == -2 && narrow[1] == 32767 && narrow[2] == 9);
	slots_write_16(samples, SLOTS_RIGHT, narrow, 2);
	CHECK(narrow[0] == -2 && narrow[1] == -2 && narrow[2] == 32767 && narrow[3] == 32767);
}

TESTS(
	{"takes the left, the right or the only slot of 32 bits", takes_one_slot_of_32_bits},
	{"takes quiet sound from the lower bits, and cuts off at full scale", boosts_from_the_lower_bits},
	{"takes the left or the right slot of 16 bits", takes_one_slot_of_16_bits},
	{"fills both slots alike, or the only one", fills_both_slots_or_the_only_one});
