/*
 * What of the board's I2S driver needs no chip: wiring, cushion and the two paths of a block. A failure is a line on the
 * standard error and an exit code.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "i2s_cushion.h"
#include "i2s_paths.h"
#include "i2s_wiring.h"
#include "meter.h"
#include "ring.h"

#define CHECK(condition) check(condition, #condition, __LINE__)

enum { FRAME = I2S_BLOCK_SAMPLES, PERIOD = 16, LOUD = 1000, CAPACITY = 1024, ENOUGH = 2 * FRAME, MOST = 4 * FRAME };

static int failures;

static void check(bool holds, const char *what, int line)
{
	if (holds)
		return;
	fprintf(stderr, "i2s.c:%d: %s\n", line, what);
	failures++;
}

/* The INMP441 and the MAX98357A on one port, and a PDM microphone with shared pins, as sound-wiring.ts writes them. */
static const uint8_t duplex[I2S_WIRING_OCTETS] = {0, 0, 0, 32, 32, 3, 1, 16, 17, 18, 16, 17, 8, 9};
static const uint8_t shared[I2S_WIRING_OCTETS] = {2, 1, 1, 16, 16, 5, 0, 33, 255, 23, 19, 33, 22, 255};

static struct i2s_wiring wiring_of(const uint8_t *octets)
{
	struct i2s_wiring wiring = {0};
	CHECK(i2s_wiring_read(&wiring, octets, I2S_WIRING_OCTETS));
	return wiring;
}

static void reads_a_wiring(void)
{
	const struct i2s_wiring one = wiring_of(duplex);
	CHECK(one.driver == I2S_DUPLEX && !one.pdm && one.slot == SLOTS_LEFT && one.ducking && one.boost == 3);
	CHECK(one.microphone_clock == 16 && one.microphone_select == 17 && one.microphone_data == 18);
	CHECK(one.loudspeaker_clock == 16 && one.loudspeaker_select == 17 && one.loudspeaker_data == 8 && one.enable == 9);
	const struct i2s_wiring two = wiring_of(shared);
	CHECK(two.driver == I2S_HALF_DUPLEX && two.pdm && two.slot == SLOTS_RIGHT && !two.ducking);
	CHECK(two.microphone_select == I2S_NO_PIN && two.enable == I2S_NO_PIN && two.loudspeaker_data == 22);
}

static void refuses_what_is_no_wiring(void)
{
	static const struct {
		size_t at;
		uint8_t octet;
	} wrong[] = {{0, 3}, {1, 2}, {2, 2}, {3, 24}, {4, 8}, {5, 9}, {6, 2}, {7, 128}, {13, 254}};
	struct i2s_wiring wiring;
	CHECK(!i2s_wiring_read(&wiring, duplex, I2S_WIRING_OCTETS - 1));
	for (size_t index = 0; index < sizeof(wrong) / sizeof(*wrong); index++) {
		uint8_t octets[I2S_WIRING_OCTETS];
		memcpy(octets, duplex, sizeof(octets));
		octets[wrong[index].at] = wrong[index].octet;
		CHECK(!i2s_wiring_read(&wiring, octets, sizeof(octets)));
	}
}

static int16_t storage[CAPACITY];
static int16_t frame[FRAME];

static void write_frame(struct ring *ring, int16_t sample)
{
	for (size_t index = 0; index < FRAME; index++)
		frame[index] = sample;
	ring_write(ring, frame, FRAME);
}

static void waits_for_a_cushion(void)
{
	struct ring ring;
	struct i2s_cushion cushion;
	CHECK(ring_init(&ring, storage, CAPACITY));
	i2s_cushion_init(&cushion, ENOUGH, MOST);
	write_frame(&ring, 1);
	CHECK(i2s_cushion_take(&cushion, &ring, frame, FRAME) == FRAME && meter_peak(frame, FRAME) == 0);
	write_frame(&ring, 2);
	CHECK(i2s_cushion_take(&cushion, &ring, frame, FRAME) == FRAME && frame[0] == 1);
	CHECK(i2s_cushion_take(&cushion, &ring, frame, FRAME) == FRAME && frame[0] == 2);
	CHECK(ring_underruns(&ring) == 0);
}

static void waits_anew_when_it_ran_dry(void)
{
	struct ring ring;
	struct i2s_cushion cushion;
	CHECK(ring_init(&ring, storage, CAPACITY));
	i2s_cushion_init(&cushion, ENOUGH, MOST);
	write_frame(&ring, 1);
	write_frame(&ring, 1);
	for (int frames = 0; frames < 2; frames++)
		i2s_cushion_take(&cushion, &ring, frame, FRAME);
	CHECK(i2s_cushion_take(&cushion, &ring, frame, FRAME) == 0 && ring_underruns(&ring) == 1);
	write_frame(&ring, 2);
	CHECK(i2s_cushion_take(&cushion, &ring, frame, FRAME) == 0 && meter_peak(frame, FRAME) == 0);
	write_frame(&ring, 3);
	CHECK(i2s_cushion_take(&cushion, &ring, frame, FRAME) == FRAME && frame[0] == 2);
	i2s_cushion_clear(&cushion, &ring);
	CHECK(ring_available(&ring) == 0);
	CHECK(i2s_cushion_take(&cushion, &ring, frame, FRAME) == FRAME && ring_underruns(&ring) == 1);
}

static void drops_what_came_in_a_burst(void)
{
	struct ring ring;
	struct i2s_cushion cushion;
	CHECK(ring_init(&ring, storage, CAPACITY));
	i2s_cushion_init(&cushion, ENOUGH, MOST);
	for (int16_t number = 1; number <= 5; number++)
		write_frame(&ring, number);
	CHECK(i2s_cushion_take(&cushion, &ring, frame, FRAME) == FRAME && frame[0] == 4);
	CHECK(i2s_cushion_trims(&cushion) == 1 && ring_available(&ring) == FRAME);
}

/* A square wave as loud as `LOUD`, in the slots of the wiring; the other slot has what a floating pin may give. */
static void fill(union i2s_block *block, const struct i2s_wiring *wiring)
{
	for (size_t index = 0; index < I2S_BLOCK_FRAMES; index++) {
		const int16_t sample = index % (2 * PERIOD) < PERIOD ? LOUD : -LOUD;
		const size_t ours = wiring->slot == SLOTS_RIGHT ? 1 : 0;
		if (wiring->pdm) {
			block->narrow[index] = sample;
		} else if (wiring->microphone_bits == 16) {
			block->narrow[2 * index + ours] = sample;
			block->narrow[2 * index + 1 - ours] = INT16_MIN;
		} else {
			block->wide[2 * index + ours] = (int32_t)sample * 65536;
			block->wide[2 * index + 1 - ours] = INT32_MIN;
		}
	}
}

static void hears(struct i2s_wiring wiring, size_t octets)
{
	static struct i2s_paths paths;
	static union i2s_block block;
	CHECK(i2s_paths_microphone_octets(&wiring) == octets);
	i2s_paths_init(&paths, &wiring);
	fill(&block, &wiring);
	i2s_paths_hear(&paths, &wiring, &block, frame);
	i2s_paths_hear(&paths, &wiring, &block, frame);
	const int32_t expected = LOUD << wiring.boost;
	const int32_t mean = meter_mean(frame, FRAME);
	CHECK(mean > expected * 8 / 10 && mean < expected * 12 / 10);
}

static void hears_the_slot_of_the_microphone(void)
{
	struct i2s_wiring wiring = wiring_of(duplex);
	hears(wiring, 2560);
	wiring.slot = SLOTS_RIGHT;
	hears(wiring, 2560);
	wiring.microphone_bits = 16;
	hears(wiring, 1280);
	wiring = wiring_of(shared);
	wiring.boost = 0;
	hears(wiring, 640);
}

static void speaks_into_both_slots(void)
{
	static struct i2s_paths paths;
	static union i2s_block block;
	struct i2s_wiring wiring = wiring_of(duplex);
	i2s_paths_init(&paths, &wiring);
	CHECK(i2s_paths_loudspeaker_octets(&wiring) == 2560);
	for (size_t index = 0; index < FRAME; index++)
		frame[index] = LOUD;
	i2s_paths_speak(&paths, &wiring, frame, &block);
	i2s_paths_speak(&paths, &wiring, frame, &block);
	const int32_t wide = block.wide[400] / 65536;
	CHECK(wide >= LOUD - 2 && wide <= LOUD + 2 && block.wide[400] == block.wide[401]);
	wiring.loudspeaker_bits = 16;
	CHECK(i2s_paths_loudspeaker_octets(&wiring) == 1280);
	i2s_paths_speak(&paths, &wiring, frame, &block);
	CHECK(block.narrow[400] >= LOUD - 2 && block.narrow[400] <= LOUD + 2 && block.narrow[400] == block.narrow[401]);
}

static void ducks_only_where_it_is_wired(void)
{
	static struct i2s_paths paths;
	struct i2s_wiring wiring = wiring_of(duplex);
	for (int ducking = 0; ducking <= 1; ducking++) {
		wiring.ducking = ducking == 1;
		i2s_paths_init(&paths, &wiring);
		for (int frames = 0; frames < 5; frames++) {
			for (size_t index = 0; index < FRAME; index++)
				frame[index] = index % 2 ? LOUD : -LOUD;
			ducking_loudspeaker(&paths.ducking, frame, FRAME);
			ducking_microphone(&paths.ducking, frame, FRAME);
		}
		CHECK(ducking ? meter_peak(frame, FRAME) < LOUD / 10 : meter_peak(frame, FRAME) >= LOUD - 1);
	}
}

int main(void)
{
	reads_a_wiring();
	refuses_what_is_no_wiring();
	waits_for_a_cushion();
	waits_anew_when_it_ran_dry();
	drops_what_came_in_a_burst();
	hears_the_slot_of_the_microphone();
	speaks_into_both_slots();
	ducks_only_where_it_is_wired();
	return failures == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
