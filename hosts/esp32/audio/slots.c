#include "slots.h"

/* Slots of one frame that lie in memory, and which of them is meant. */
static size_t stride_of(enum slots_slot slot)
{
	return slot == SLOTS_ONLY ? 1 : 2;
}

static size_t first_of(enum slots_slot slot)
{
	return slot == SLOTS_RIGHT ? 1 : 0;
}

static int16_t cut_off(int32_t value)
{
	if (value > INT16_MAX)
		return INT16_MAX;
	return value < INT16_MIN ? INT16_MIN : (int16_t)value;
}

void slots_read_32(const int32_t *frames, enum slots_slot slot, unsigned int boost, int16_t *samples, size_t count)
{
	const size_t stride = stride_of(slot);
	const unsigned int shift = 16 - (boost > SLOTS_BOOST_MOST ? SLOTS_BOOST_MOST : boost);
	frames += first_of(slot);
	for (size_t index = 0; index < count; index++)
		samples[index] = cut_off(frames[index * stride] >> shift);
}

void slots_read_16(const int16_t *frames, enum slots_slot slot, unsigned int boost, int16_t *samples, size_t count)
{
	const size_t stride = stride_of(slot);
	const int32_t factor = 1 << (boost > SLOTS_BOOST_MOST ? SLOTS_BOOST_MOST : boost);
	frames += first_of(slot);
	for (size_t index = 0; index < count; index++)
		samples[index] = cut_off(frames[index * stride] * factor);
}

void slots_write_32(const int16_t *samples, enum slots_slot slot, int32_t *frames, size_t count)
{
	for (size_t index = 0; index < count; index++) {
		const int32_t value = (int32_t)samples[index] * (1 << 16);
		*frames++ = value;
		if (slot != SLOTS_ONLY)
			*frames++ = value;
	}
}

void slots_write_16(const int16_t *samples, enum slots_slot slot, int16_t *frames, size_t count)
{
	for (size_t index = 0; index < count; index++) {
		*frames++ = samples[index];
		if (slot != SLOTS_ONLY)
			*frames++ = samples[index];
	}
}
