/**
 * Half-duplex switch for a loudspeaker and a microphone in one box without echo cancellation: whoever talks at the phone
 * must not hear himself from the door.
 *
 * While the loudspeaker speaks, the microphone is turned down; so it stays for a hold time after, until the sound under
 * way in the DMA blocks has been played and the echo of the porch has died away. It speaks when a block of 5 ms reaches
 * `threshold`, and goes on speaking while blocks reach half of it. All changes are fades, so that nothing clicks.
 *
 * The visitor can break in where the design of the box allows it (`break_in` above 0): one who is clearly louder than
 * the echo would be, for 60 ms, gets the microphone, and the loudspeaker is turned down in its place, until he has been
 * silent for the hold time, or for four seconds at most (a passing lorry must not silence the phone). After so long he
 * waits for a pause, as he always does where `break_in` is 0, and as with any intercom that has a relay.
 *
 * Both functions belong to the same task. It calls `ducking_loudspeaker` with what is about to be played before it calls
 * `ducking_microphone` with what has been heard. Calls may have any length.
 */
#ifndef DOORBELL_AUDIO_DUCKING_H
#define DOORBELL_AUDIO_DUCKING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** Samples of one block, by which levels are judged: 5 ms at 8,000 samples per second. */
#define DUCKING_BLOCK 40
/** Blocks by which the visitor must have been louder than the echo more often than not: longer than the bang of a door. */
#define DUCKING_INSIST 12
/** Samples that a visitor who broke in may have at most. */
#define DUCKING_VISIT_MOST 32000
/** A gain of one. */
#define DUCKING_OPEN 32768
/** Longest hold time and fade, in samples: ten seconds. */
#define DUCKING_TIME_MOST 80000

struct ducking_settings {
	/** Peak magnitude from which on the loudspeaker speaks, 2 to 32,767. */
	int32_t threshold;
	/** Gain of the way that is turned down: 0 mutes it, `DUCKING_OPEN` switches ducking off. */
	int32_t depth;
	/** Samples in which a way is turned down, and in which it is opened again; 1 to `DUCKING_TIME_MOST`. */
	int32_t attack;
	int32_t release;
	/** Samples from the last block in which somebody spoke to the end of his turn, 0 to `DUCKING_TIME_MOST`. */
	int32_t hold;
	/**
	 * Percent of the loudspeaker's level that the microphone must exceed for the visitor to break in, 0 to 10,000: more
	 * than the echo ever has. 0: he never does.
	 */
	int32_t break_in;
};

/**
 * For a box of a hand's size: the loudspeaker speaks from 42 dB below full scale on; the microphone is turned down by
 * 36 dB within 8 ms, and opens again 250 ms after the last word, within 40 ms. Nobody breaks in.
 */
extern const struct ducking_settings ducking_defaults;

enum ducking_turn {
	/** Both ways are open. */
	DUCKING_IDLE,
	/** The loudspeaker speaks, or has within the hold time: the microphone is turned down. */
	DUCKING_LOUDSPEAKER,
	/** The visitor broke in: the loudspeaker is turned down. */
	DUCKING_VISITOR,
};

/** One of the two directions. */
struct ducking_way {
	/** Largest magnitude of the block under way, and how many of its samples are to come. */
	int32_t peak;
	int32_t left;
	/** Present gain, with 23 fraction bits. */
	int32_t gain;
};

/** Only the functions below touch the fields. */
struct ducking {
	struct ducking_settings settings;
	enum ducking_turn turn;
	/** The loudspeaker's last block was loud enough. */
	bool speaks;
	/** Samples until the turn ends by silence, and until that of the visitor ends by its length. */
	int32_t hold;
	int32_t visit;
	/** What the echo may be as loud as: the loudspeaker's level, which dies away slowly. */
	int32_t echo;
	/** Blocks in which the visitor was louder than the echo, less those in which he was not. */
	int32_t insisted;
	/** False after a turn of the visitor that was too long, until somebody pauses. */
	bool may_break_in;
	struct ducking_way loudspeaker;
	struct ducking_way microphone;
};

/** Both ways open. Settings beyond their bounds are taken for the nearest that is allowed. */
void ducking_init(struct ducking *ducking, const struct ducking_settings *settings);

/** Judges what is about to be played, and turns it down in place while it is the visitor's turn. */
void ducking_loudspeaker(struct ducking *ducking, int16_t *samples, size_t count);

/** Judges what has been heard, and turns it down in place while it is the loudspeaker's turn. */
void ducking_microphone(struct ducking *ducking, int16_t *samples, size_t count);

/** Whose turn it is; a driver that can run only one way at a time (half duplex) swaps its channels by this. */
enum ducking_turn ducking_whose_turn(const struct ducking *ducking);

#endif
