#include "check.h"
#include "ducking.h"
#include "response.h"

#include <stdlib.h>
#include <string.h>

enum { FRAME = 160, LOUD = 8000, ECHO = 2000 };

static const struct ducking_settings settings = {
	.threshold = 256, .depth = 0, .attack = 64, .release = 320, .hold = 2000, .break_in = 0,
};

static struct ducking ducking;
/* The frame that was heard and played last, and samples since the beginning. */
static int16_t heard[FRAME], played[FRAME];
static size_t now;

static void begin(struct ducking_settings changed)
{
	ducking_init(&ducking, &changed);
	now = 0;
}

/* One frame: sines of these amplitudes at the loudspeaker and at the microphone. */
static void run(double loudspeaker, double microphone)
{
	make_sine(played, FRAME, 500, 8000, loudspeaker, now);
	make_sine(heard, FRAME, 500, 8000, microphone, now);
	ducking_loudspeaker(&ducking, played, FRAME);
	ducking_microphone(&ducking, heard, FRAME);
	now += FRAME;
}

static bool is_silent(const int16_t *samples)
{
	for (int index = 0; index < FRAME; index++)
		if (samples[index] != 0)
			return false;
	return true;
}

/* Samples until the microphone, which hears a constant, is open (or shut); the loudspeaker goes on as it is. */
static int samples_until(int16_t loudspeaker, bool open)
{
	for (int count = 0; count < 100000; count++) {
		int16_t sample = 10000, other = loudspeaker;
		ducking_loudspeaker(&ducking, &other, 1);
		ducking_microphone(&ducking, &sample, 1);
		if (open ? sample == 10000 : sample == 0)
			return count + 1;
	}
	return -1;
}

static void leaves_both_ways_as_they_are(void)
{
	int16_t before[FRAME];
	begin(settings);
	for (int frame = 0; frame < 100; frame++) {
		run(200, LOUD);
		make_sine(before, FRAME, 500, 8000, LOUD, now - FRAME);
		CHECK(memcmp(before, heard, sizeof(heard)) == 0);
		CHECK_EQUAL(ducking_whose_turn(&ducking), DUCKING_IDLE);
	}
}

static void shuts_before_the_echo_can_come(void)
{
	begin(settings);
	run(0, ECHO);
	run(LOUD, ECHO);
	CHECK_EQUAL(ducking_whose_turn(&ducking), DUCKING_LOUDSPEAKER);
	for (int index = 64; index < FRAME; index++)
		CHECK_EQUAL(heard[index], 0);
	run(LOUD, ECHO);
	CHECK(is_silent(heard));
}

/* The loudspeaker is judged at the end of a block of 40 samples. */
static void takes_its_times_in_samples(void)
{
	begin(settings);
	CHECK_EQUAL(samples_until(LOUD, false), 39 + 64);
	for (int count = 0; count < DUCKING_BLOCK - (39 + 64) % DUCKING_BLOCK; count++)
		samples_until(LOUD, false);
	/* 50 silent blocks of 40 are the hold time; the last sample of the last one is the first that fades in. */
	CHECK_EQUAL(samples_until(0, true), 2000 - 1 + 320);
	begin((struct ducking_settings){.threshold = 256, .depth = 0, .attack = 10, .release = 100, .hold = 400});
	CHECK_EQUAL(samples_until(LOUD, false), 39 + 10);
}

static void lets_the_visitor_wait_through_short_pauses(void)
{
	begin(settings);
	for (int frame = 0; frame < 100; frame++) {
		/* Words of 100 ms with pauses of 200 ms: less than the hold time. */
		run(frame % 15 < 5 ? LOUD : 0, ECHO);
		CHECK(frame == 0 || is_silent(heard));
	}
}

static void goes_on_at_half_the_threshold(void)
{
	begin(settings);
	run(300, 0);
	for (int frame = 0; frame < 50; frame++) {
		run(140, ECHO);
		CHECK_EQUAL(ducking_whose_turn(&ducking), DUCKING_LOUDSPEAKER);
	}
	for (int frame = 0; frame < 13; frame++)
		run(100, ECHO);
	CHECK_EQUAL(ducking_whose_turn(&ducking), DUCKING_IDLE);
	for (int frame = 0; frame < 50; frame++)
		run(140, ECHO);
	CHECK_EQUAL(ducking_whose_turn(&ducking), DUCKING_IDLE);
}

static void turns_down_by_its_depth(void)
{
	begin(ducking_defaults);
	for (int frame = 0; frame < 5; frame++)
		run(LOUD, LOUD);
	CHECK(fabs(decibels(strength_of(heard, FRAME) / LOUD) + 36) < 0.2);
	begin((struct ducking_settings){.threshold = 256, .depth = DUCKING_OPEN, .attack = 64, .release = 320, .hold = 800});
	for (int frame = 0; frame < 5; frame++)
		run(LOUD, LOUD);
	CHECK(fabs(decibels(strength_of(heard, FRAME) / LOUD)) < 0.01);
}

/* A constant that is faded may change from sample to sample by no more than its share of the fade. */
static void does_not_click(void)
{
	int16_t before = 16000;
	begin(settings);
	for (int count = 0; count < 20000; count++) {
		int16_t sample = 16000, other = count / 4000 % 2 == 0 ? 0 : LOUD;
		ducking_loudspeaker(&ducking, &other, 1);
		ducking_microphone(&ducking, &sample, 1);
		CHECK(abs(sample - before) <= 16000 / 64 + 2);
		before = sample;
	}
}

static void hears_no_visitor_who_may_not_break_in(void)
{
	begin(settings);
	run(0, 0);
	for (int frame = 0; frame < 200; frame++) {
		run(LOUD, 32000);
		CHECK_EQUAL(ducking_whose_turn(&ducking), DUCKING_LOUDSPEAKER);
	}
	CHECK(is_silent(heard));
}

static struct ducking_settings breakable(void)
{
	struct ducking_settings changed = settings;
	changed.break_in = 50;
	return changed;
}

static void lets_a_loud_visitor_break_in(void)
{
	begin(breakable());
	/* The echo has a quarter of the level: less than the half that is asked for. */
	for (int frame = 0; frame < 100; frame++)
		run(LOUD, ECHO);
	CHECK_EQUAL(ducking_whose_turn(&ducking), DUCKING_LOUDSPEAKER);
	for (int frame = 0; frame < 2; frame++)
		run(LOUD, LOUD);
	CHECK_EQUAL(ducking_whose_turn(&ducking), DUCKING_LOUDSPEAKER);
	for (int frame = 0; frame < 5; frame++)
		run(LOUD, LOUD);
	CHECK_EQUAL(ducking_whose_turn(&ducking), DUCKING_VISITOR);
	CHECK(is_silent(played));
	CHECK(fabs(decibels(strength_of(heard, FRAME) / LOUD)) < 0.01);
}

static void hears_no_bang(void)
{
	begin(breakable());
	run(LOUD, ECHO);
	for (int bang = 0; bang < 10; bang++) {
		for (int frame = 0; frame < 20; frame++)
			run(LOUD, frame < 2 ? 32000 : ECHO);
		CHECK_EQUAL(ducking_whose_turn(&ducking), DUCKING_LOUDSPEAKER);
	}
}

static void gives_the_turn_back(void)
{
	begin(breakable());
	for (int frame = 0; frame < 10; frame++)
		run(LOUD, LOUD);
	CHECK_EQUAL(ducking_whose_turn(&ducking), DUCKING_VISITOR);
	/* 250 ms after the last word, and the phone is heard at once. */
	for (int frame = 0; frame < 14; frame++)
		run(LOUD, 100);
	CHECK_EQUAL(ducking_whose_turn(&ducking), DUCKING_LOUDSPEAKER);
	run(LOUD, 100);
	run(LOUD, 100);
	CHECK(strength_of(played, FRAME) > 0.99 * LOUD);
	/* He may break in again. */
	for (int frame = 0; frame < 10; frame++)
		run(LOUD, LOUD);
	CHECK_EQUAL(ducking_whose_turn(&ducking), DUCKING_VISITOR);
}

static void silences_the_phone_for_four_seconds_at_most(void)
{
	int silenced = 0;
	begin(breakable());
	/* A lorry. */
	for (int frame = 0; frame < 1000; frame++) {
		run(LOUD, 32000);
		silenced += ducking_whose_turn(&ducking) == DUCKING_VISITOR;
	}
	CHECK(silenced >= 199 && silenced <= 201);
	/* When the phone has paused, everything is as it was. */
	for (int frame = 0; frame < 20; frame++)
		run(0, 32000);
	for (int frame = 0; frame < 10; frame++)
		run(LOUD, 32000);
	CHECK_EQUAL(ducking_whose_turn(&ducking), DUCKING_VISITOR);
}

static void is_the_same_in_calls_of_any_length(void)
{
	struct ducking one, other;
	const struct ducking_settings changed = breakable();
	ducking_init(&one, &changed);
	ducking_init(&other, &changed);
	for (int frame = 0; frame < 500; frame++) {
		const double loudness = frame / 40 % 3 == 1 ? LOUD : 50, voice = frame / 25 % 4 == 3 ? LOUD : 40;
		int16_t whole[FRAME], pieces[FRAME];
		make_sine(whole, FRAME, 300, 8000, loudness, 0);
		memcpy(pieces, whole, sizeof(pieces));
		ducking_loudspeaker(&one, whole, FRAME);
		for (int at = 0; at < FRAME; at += 32)
			ducking_loudspeaker(&other, pieces + at, 32);
		CHECK(memcmp(whole, pieces, sizeof(whole)) == 0);
		make_sine(whole, FRAME, 300, 8000, voice, 0);
		memcpy(pieces, whole, sizeof(pieces));
		ducking_microphone(&one, whole, FRAME);
		for (int at = 0; at < FRAME; at += 20)
			ducking_microphone(&other, pieces + at, 20);
		CHECK(memcmp(whole, pieces, sizeof(whole)) == 0);
		CHECK_EQUAL(ducking_whose_turn(&one), ducking_whose_turn(&other));
	}
}

static void survives_anything(void)
{
	for (int round = 0; round < 200; round++) {
		begin((struct ducking_settings){
			.threshold = (int32_t)random_word(), .depth = (int32_t)random_word(), .attack = (int32_t)random_word(),
			.release = (int32_t)random_word(), .hold = (int32_t)random_word(), .break_in = (int32_t)random_word(),
		});
		for (int frame = 0; frame < 40; frame++) {
			for (int index = 0; index < FRAME; index++) {
				heard[index] = (int16_t)random_word();
				played[index] = (int16_t)random_word();
			}
			ducking_loudspeaker(&ducking, played, random_word() % (FRAME + 1));
			ducking_microphone(&ducking, heard, random_word() % (FRAME + 1));
		}
	}
}

TESTS(
	{"leaves both ways as they are while the loudspeaker is silent", leaves_both_ways_as_they_are},
	{"shuts the microphone before the echo of a word can come", shuts_before_the_echo_can_come},
	{"takes attack, hold and release times in samples", takes_its_times_in_samples},
	{"does not open in pauses that are shorter than the hold time", lets_the_visitor_wait_through_short_pauses},
	{"goes on down to half the threshold, and begins at the whole", goes_on_at_half_the_threshold},
	{"turns down by its depth", turns_down_by_its_depth},
	{"fades without a click", does_not_click},
	{"lets nobody break in where nobody may", hears_no_visitor_who_may_not_break_in},
	{"gives the turn to a visitor who is louder than the echo for 60 ms", lets_a_loud_visitor_break_in},
	{"takes no bang for a visitor", hears_no_bang},
	{"gives the turn back when the visitor is silent, and he may break in again", gives_the_turn_back},
	{"silences the phone for four seconds at most", silences_the_phone_for_four_seconds_at_most},
	{"is the same in calls of any length", is_the_same_in_calls_of_any_length},
	{"survives any settings and any sound", survives_anything});
