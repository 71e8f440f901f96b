#include "course.h"

#include <string.h>

#include "g711.h"
#include "gain.h"
#include "history.h"

/* The fixed header alone, of version 2 (RFC 3550 §5.1), and the places of its fields. */
enum { VERSION = 0x80, TYPE = 1, MARKER = 0x80, SEQUENCE = 2, TIMESTAMP = 4, SOURCE = 8 };

/* As in modules/rtp: packet.ts, jitter-buffer.ts, waits.ts, reception.ts. */
enum { PACKET_MOST = 1600, WAIT_MOST = 2400, DEPTH_LEAST = 160, TOLERANCE = 120, SPAN = 16000, LEAP = 8000 };

_Static_assert(WAIT_MOST + PACKET_MOST <= COURSE_OCTETS, "a packet overwrites nothing that waits");

static int32_t read_int32(const uint8_t *octets)
{
	return (int32_t)((uint32_t)octets[0] << 24 | (uint32_t)octets[1] << 16 | (uint32_t)octets[2] << 8 | octets[3]);
}

/* Sums and differences of times, which wrap round. */
static int32_t plus(int32_t time, int32_t samples)
{
	return (int32_t)((uint32_t)time + (uint32_t)samples);
}

static int32_t minus(int32_t time, int32_t other)
{
	return (int32_t)((uint32_t)time - (uint32_t)other);
}

static bool is_next(const struct course *course, const uint8_t *packet)
{
	return packet[0] == VERSION && packet[TYPE] == course->type &&
		(packet[SEQUENCE] << 8 | packet[SEQUENCE + 1]) == course->sequence &&
		read_int32(packet + TIMESTAMP) == course->timestamp && read_int32(packet + SOURCE) == course->ssrc;
}

static void note_wait(struct course *course, int32_t wait, int32_t timestamp)
{
	if (minus(timestamp, course->since) >= SPAN) {
		course->least_before = course->least;
		course->most_before = course->most;
		course->least = course->most = wait;
		course->since = timestamp;
	} else if (wait < course->least) {
		course->least = wait;
	} else if (wait > course->most) {
		course->most = wait;
	}
}

static void note_transit(struct course *course, int32_t transit)
{
	const int32_t change = minus(transit, course->transit);
	const uint32_t deviation = change < 0 ? 0 - (uint32_t)change : (uint32_t)change;
	if (deviation < LEAP)
		course->jitter += (int32_t)deviation - ((course->jitter + 8) >> 4);
	course->transit = transit;
}

/* Octets of the packet to their place, in two parts across the end. */
static void keep(uint8_t *octets, int32_t time, const uint8_t *payload, size_t length)
{
	const size_t at = (uint32_t)time % COURSE_OCTETS;
	const size_t straight = length < COURSE_OCTETS - at ? length : COURSE_OCTETS - at;
	memcpy(octets + at, payload, straight);
	memcpy(octets, payload + straight, length - straight);
}

bool course_receive(struct course *course, uint8_t *octets, const uint8_t *packet, size_t size, int32_t now)
{
	if (!course->ordinary || size <= COURSE_HEADER || size > COURSE_HEADER + PACKET_MOST || !is_next(course, packet))
		return false;
	const int32_t length = (int32_t)size - COURSE_HEADER;
	const int32_t wait = minus(course->end, course->position);
	if (wait < 0 || wait > WAIT_MOST)
		return false;
	keep(octets, course->end, packet + COURSE_HEADER, (size_t)length);
	note_wait(course, wait, course->end);
	note_transit(course, minus(now, course->timestamp));
	course->end = plus(course->end, length);
	course->timestamp = plus(course->timestamp, length);
	course->sequence = (course->sequence + 1) & 0xffff;
	course->packets++;
	return true;
}

bool course_play(struct course *course, const uint8_t *octets, int16_t *history, int16_t *samples, size_t count,
	int32_t factor)
{
	const int32_t least = course->least < course->least_before ? course->least : course->least_before;
	const int32_t spare = least - DEPTH_LEAST;
	if (!course->ordinary || spare < 0 || spare >= TOLERANCE || count > COURSE_OCTETS)
		return false;
	if (minus(course->end, course->position) < (int32_t)count)
		return false;
	const enum g711_law law = course->a_law ? G711_PCMA : G711_PCMU;
	const size_t at = (uint32_t)course->position % COURSE_OCTETS;
	const size_t straight = count < COURSE_OCTETS - at ? count : COURSE_OCTETS - at;
	g711_decode(law, octets + at, straight, samples);
	g711_decode(law, octets, count - straight, samples + straight);
	history_append(history, (size_t)course->history, samples, count);
	gain_apply(samples, count, factor);
	course->position = plus(course->position, (int32_t)count);
	course->frames++;
	return true;
}

void course_send(struct course_sender *sender, bool a_law, const int16_t *samples, size_t count, int32_t factor,
	uint8_t *packet)
{
	packet[0] = VERSION;
	packet[TYPE] = (uint8_t)sender->type;
	for (int octet = 0; octet < 2; octet++)
		packet[SEQUENCE + octet] = (uint8_t)(sender->sequence >> 8 * (1 - octet));
	for (int octet = 0; octet < 4; octet++)
		packet[TIMESTAMP + octet] = (uint8_t)(sender->timestamp >> 8 * (3 - octet));
	g711_encode(a_law ? G711_PCMA : G711_PCMU, samples, count, factor, packet + COURSE_HEADER);
	sender->type &= ~MARKER;
	sender->sequence = (sender->sequence + 1) & 0xffff;
	sender->timestamp = plus(sender->timestamp, (int32_t)count);
	sender->packets++;
	sender->octets = plus(sender->octets, (int32_t)count);
}
