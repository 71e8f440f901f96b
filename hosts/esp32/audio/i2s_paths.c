#include "i2s_paths.h"

_Static_assert(I2S_BLOCK_SAMPLES <= DECIMATOR_BLOCK_MOST, "the decimator takes a whole block");
_Static_assert(I2S_BLOCK_SAMPLES <= INTERPOLATOR_BLOCK_MOST, "the interpolator gives a whole block");
_Static_assert(sizeof(union i2s_block) == I2S_BLOCK_OCTETS_MOST, "a block of either width fits");
_Static_assert(I2S_BLOCK_OCTETS_MOST <= 4092, "the driver would make the block shorter");

void i2s_paths_init(struct i2s_paths *paths, const struct i2s_wiring *wiring)
{
	struct ducking_settings settings = ducking_defaults;
	if (!wiring->ducking)
		settings.depth = DUCKING_OPEN;
	decimator_init(&paths->decimator);
	interpolator_init(&paths->interpolator);
	ducking_init(&paths->ducking, &settings);
}

size_t i2s_paths_microphone_octets(const struct i2s_wiring *wiring)
{
	const size_t slots = wiring->pdm ? 1 : 2;
	return I2S_BLOCK_FRAMES * slots * (wiring->microphone_bits / 8);
}

size_t i2s_paths_loudspeaker_octets(const struct i2s_wiring *wiring)
{
	return I2S_BLOCK_FRAMES * 2 * (size_t)(wiring->loudspeaker_bits / 8);
}

void i2s_paths_hear(struct i2s_paths *paths, const struct i2s_wiring *wiring, const union i2s_block *block,
	int16_t *samples)
{
	/* A PDM microphone is read in mono, so that the driver hands over its slot alone. */
	const enum slots_slot slot = wiring->pdm ? SLOTS_ONLY : wiring->slot;
	if (wiring->microphone_bits == 32)
		slots_read_32(block->wide, slot, wiring->boost, paths->fast, I2S_BLOCK_FRAMES);
	else
		slots_read_16(block->narrow, slot, wiring->boost, paths->fast, I2S_BLOCK_FRAMES);
	decimator_run(&paths->decimator, paths->fast, samples, I2S_BLOCK_SAMPLES);
}

void i2s_paths_speak(struct i2s_paths *paths, const struct i2s_wiring *wiring, const int16_t *samples,
	union i2s_block *block)
{
	interpolator_run(&paths->interpolator, samples, paths->fast, I2S_BLOCK_SAMPLES);
	if (wiring->loudspeaker_bits == 32)
		slots_write_32(paths->fast, SLOTS_LEFT, block->wide, I2S_BLOCK_FRAMES);
	else
		slots_write_16(paths->fast, SLOTS_LEFT, block->narrow, I2S_BLOCK_FRAMES);
}
