#include "ducking.h"

#include "meter.h"

/* Gains have 8 bits more than `DUCKING_OPEN`, so that slow fades are even; the echo dies away by 1/32 per block. */
enum { FINE = 8, OPEN = DUCKING_OPEN << FINE, FRACTION = 15, DYING = 5, HUNDRED = 100, BREAK_IN_MOST = 10000 };

const struct ducking_settings ducking_defaults = {
	.threshold = 260,
	.depth = 519,
	.attack = 64,
	.release = 320,
	.hold = 2000,
	.break_in = 0,
};

static int32_t bounded(int32_t value, int32_t least, int32_t most)
{
	if (value < least)
		return least;
	return value > most ? most : value;
}

void ducking_init(struct ducking *ducking, const struct ducking_settings *settings)
{
	const struct ducking_way open = {.peak = 0, .left = DUCKING_BLOCK, .gain = OPEN};
	*ducking = (struct ducking){
		.settings = {
			.threshold = bounded(settings->threshold, 2, INT16_MAX),
			.depth = bounded(settings->depth, 0, DUCKING_OPEN),
			.attack = bounded(settings->attack, 1, DUCKING_TIME_MOST),
			.release = bounded(settings->release, 1, DUCKING_TIME_MOST),
			.hold = bounded(settings->hold, 0, DUCKING_TIME_MOST),
			.break_in = bounded(settings->break_in, 0, BREAK_IN_MOST),
		},
		.turn = DUCKING_IDLE,
		.may_break_in = true,
		.loudspeaker = open,
		.microphone = open,
	};
}

static void give_turn(struct ducking *ducking, enum ducking_turn turn)
{
	ducking->turn = turn;
	ducking->hold = ducking->settings.hold;
	ducking->visit = DUCKING_VISIT_MOST;
	ducking->insisted = 0;
}

/* Whoever has the turn was silent for a block. */
static void wait_for_end(struct ducking *ducking)
{
	ducking->hold -= DUCKING_BLOCK;
	if (ducking->hold > 0)
		return;
	give_turn(ducking, DUCKING_IDLE);
	ducking->may_break_in = true;
}

/* The loudspeaker has a block with this peak. */
static void judge_loudspeaker(struct ducking *ducking, int32_t peak)
{
	const int32_t threshold = ducking->settings.threshold;
	ducking->speaks = peak >= (ducking->speaks ? threshold / 2 : threshold);
	ducking->echo -= ducking->echo >> DYING;
	if (peak > ducking->echo)
		ducking->echo = peak;
	if (ducking->turn == DUCKING_VISITOR)
		return;
	if (ducking->speaks) {
		if (ducking->turn == DUCKING_IDLE)
			give_turn(ducking, DUCKING_LOUDSPEAKER);
		ducking->hold = ducking->settings.hold;
	} else if (ducking->turn == DUCKING_LOUDSPEAKER) {
		wait_for_end(ducking);
	}
}

/* Is a block of the microphone louder than the echo can be? Half as loud will do for one who has the turn. */
static bool is_visitor(const struct ducking *ducking, int32_t peak)
{
	const struct ducking_settings *settings = &ducking->settings;
	if (ducking->turn == DUCKING_VISITOR)
		peak *= 2;
	return peak >= settings->threshold && peak * HUNDRED >= ducking->echo * settings->break_in;
}

/* The microphone has a block with this peak. */
static void judge_microphone(struct ducking *ducking, int32_t peak)
{
	if (ducking->settings.break_in == 0 || ducking->turn == DUCKING_IDLE)
		return;
	const bool louder = is_visitor(ducking, peak);
	if (ducking->turn == DUCKING_VISITOR) {
		ducking->visit -= DUCKING_BLOCK;
		if (ducking->visit <= 0 && ducking->speaks) {
			give_turn(ducking, DUCKING_LOUDSPEAKER);
			ducking->may_break_in = false;
		} else if (louder) {
			ducking->hold = ducking->settings.hold;
		} else {
			wait_for_end(ducking);
		}
	} else if (ducking->may_break_in) {
		ducking->insisted += louder ? 1 : ducking->insisted > 0 ? -1 : 0;
		if (ducking->insisted == DUCKING_INSIST)
			give_turn(ducking, DUCKING_VISITOR);
	}
}

/* Moves the gain of a way towards being turned down, or open, by a step per sample. */
static void fade(const struct ducking_settings *settings, struct ducking_way *way, bool down, int16_t *samples, size_t count)
{
	const int32_t closed = settings->depth << FINE;
	const int32_t step = (OPEN - closed) / (down ? settings->attack : settings->release) + 1;
	if (!down && way->gain == OPEN)
		return;
	for (size_t index = 0; index < count; index++) {
		way->gain = bounded(down ? way->gain - step : way->gain + step, closed, OPEN);
		samples[index] = (int16_t)(samples[index] * (way->gain >> FINE) >> FRACTION);
	}
}

/* Takes samples up to the end of the block under way; returns how many. */
static size_t measure(struct ducking_way *way, const int16_t *samples, size_t count)
{
	const size_t piece = count < (size_t)way->left ? count : (size_t)way->left;
	const int32_t peak = meter_peak(samples, piece);
	if (peak > way->peak)
		way->peak = peak;
	way->left -= (int32_t)piece;
	return piece;
}

static void begin_block(struct ducking_way *way)
{
	way->peak = 0;
	way->left = DUCKING_BLOCK;
}

void ducking_loudspeaker(struct ducking *ducking, int16_t *samples, size_t count)
{
	struct ducking_way *way = &ducking->loudspeaker;
	while (count > 0) {
		const size_t piece = measure(way, samples, count);
		fade(&ducking->settings, way, ducking->turn == DUCKING_VISITOR, samples, piece);
		if (way->left == 0) {
			judge_loudspeaker(ducking, way->peak);
			begin_block(way);
		}
		samples += piece;
		count -= piece;
	}
}

void ducking_microphone(struct ducking *ducking, int16_t *samples, size_t count)
{
	struct ducking_way *way = &ducking->microphone;
	while (count > 0) {
		const size_t piece = measure(way, samples, count);
		fade(&ducking->settings, way, ducking->turn == DUCKING_LOUDSPEAKER, samples, piece);
		if (way->left == 0) {
			judge_microphone(ducking, way->peak);
			begin_block(way);
		}
		samples += piece;
		count -= piece;
	}
}

enum ducking_turn ducking_whose_turn(const struct ducking *ducking)
{
	return ducking->turn;
}
