/**
 * The ordinary course of a stream (RFC 3550): packets that follow one another come in, in time, and frames are played from
 * them without a gap; a frame is a packet to be sent. That is nearly all that ever happens in a call, so it is done here, in
 * three functions; whatever is out of the ordinary is left, untouched, to modules/rtp, which knows it all and is the
 * reference: with and without these functions a call sounds and counts the same.
 */
#ifndef DOORBELL_AUDIO_COURSE_H
#define DOORBELL_AUDIO_COURSE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** Octets of received sound that are kept, each where the low bits of its time say. */
#define COURSE_OCTETS 4096
/** Octets of the header that a packet has in front of its payload. */
#define COURSE_HEADER 12

/** The fields of modules/rtp/course.ts, in the same order. Times are in samples and wrap round. */
struct course {
	/** 0 while something is out of the ordinary: nothing is done then. */
	int32_t ordinary;
	/** Header of the next packet: source, second octet, sequence number, timestamp. */
	int32_t ssrc;
	int32_t type;
	int32_t sequence;
	int32_t timestamp;
	/** 1 for A-law, 0 for µ-law. */
	int32_t a_law;
	/** What is played next, and what is behind the newest octet, by the time of what is heard. */
	int32_t position;
	int32_t end;
	/** How long packets have waited: shortest and longest of the span under way and the one before, which began `since`. */
	int32_t least;
	int32_t most;
	int32_t least_before;
	int32_t most_before;
	int32_t since;
	/** Travelling time of the last packet by two clocks, and its smoothed deviation in sixteenths. */
	int32_t transit;
	int32_t jitter;
	/** What has been done since the course became ordinary. */
	int32_t packets;
	int32_t frames;
	/** Samples of the history. */
	int32_t history;
};

/**
 * Takes a packet that came at `now`, in samples of our clock, if it is the next one: puts its octets into `octets`, of
 * which there are `COURSE_OCTETS`, and counts it. False, and nothing done, if it is anything else.
 */
bool course_receive(struct course *course, uint8_t *octets, const uint8_t *packet, size_t size, int32_t now);

/**
 * Plays the next `count` samples, if they are there: appends them to `history`, and puts them, multiplied by `factor`
 * (gain.h), into `samples`. False, and nothing done, if something else is to be played.
 */
bool course_play(struct course *course, const uint8_t *octets, int16_t *history, int16_t *samples, size_t count,
	int32_t factor);

/** What we send, in the fields of modules/rtp/sender.ts. */
struct course_sender {
	/** Second octet of the next packet: payload type and marker. */
	int32_t type;
	int32_t sequence;
	/** Of the first sample of the next packet. */
	int32_t timestamp;
	/** Packets sent, and octets of sound in them. */
	int32_t packets;
	int32_t octets;
};

/**
 * Makes a packet of `count` samples, multiplied by `factor`: writes all of its header but the source, which is there, and
 * its payload, and counts it.
 */
void course_send(struct course_sender *sender, bool a_law, const int16_t *samples, size_t count, int32_t factor,
	uint8_t *packet);

#endif
