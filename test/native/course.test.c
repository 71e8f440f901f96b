#include "check.h"
#include "course.h"
#include "g711.h"
#include "gain.h"

#include <stdlib.h>
#include <string.h>

enum { FRAME = 160, PACKET = COURSE_HEADER + FRAME, HISTORY = 263, SPAN = 16000 };

static uint8_t octets[COURSE_OCTETS], packet[COURSE_HEADER + 1601];
static int16_t history[HISTORY], samples[FRAME];

/* A course of which 200 samples wait, and whose times are about to wrap round. */
static struct course ordinary(void)
{
	const struct course course = {
		.ordinary = 1, .ssrc = -5, .type = 8, .sequence = 0xffff, .timestamp = INT32_MAX - 50, .a_law = 1,
		.position = INT32_MAX - 250, .end = INT32_MAX - 50, .least = 190, .most = 210, .least_before = 180,
		.most_before = 220, .since = INT32_MAX - 8000, .transit = 1000, .jitter = 160, .history = HISTORY,
	};
	return course;
}

/* Times wrap round. */
static int32_t later(int32_t time, int32_t by)
{
	return (int32_t)((uint32_t)time + (uint32_t)by);
}

static void put(uint8_t *at, uint32_t value, int count)
{
	while (count-- > 0)
		*at++ = (uint8_t)(value >> 8 * count);
}

/* The packet that the course expects, its octets counted up from `first`. */
static void make_packet(const struct course *course, uint8_t first)
{
	packet[0] = 0x80;
	packet[1] = (uint8_t)course->type;
	put(packet + 2, (uint32_t)course->sequence, 2);
	put(packet + 4, (uint32_t)course->timestamp, 4);
	put(packet + 8, (uint32_t)course->ssrc, 4);
	for (size_t index = COURSE_HEADER; index < sizeof(packet); index++)
		packet[index] = (uint8_t)(first + index);
}

static void takes_the_next_packet(void)
{
	struct course course = ordinary();
	make_packet(&course, 1);
	CHECK(course_receive(&course, octets, packet, PACKET, later(course.timestamp, 1016)));
	CHECK_EQUAL(course.sequence, 0);
	CHECK_EQUAL(course.timestamp, INT32_MIN + 109);
	CHECK_EQUAL(course.end, INT32_MIN + 109);
	CHECK_EQUAL(course.packets, 1);
	CHECK_EQUAL(course.transit, 1016);
	CHECK_EQUAL(course.jitter, 160 + 16 - 10);
	for (uint32_t index = 0; index < FRAME; index++)
		CHECK_EQUAL(octets[((uint32_t)INT32_MAX - 50 + index) % COURSE_OCTETS], packet[COURSE_HEADER + index]);
}

static void remembers_how_long_packets_wait(void)
{
	struct course course = ordinary();
	make_packet(&course, 1);
	CHECK(course_receive(&course, octets, packet, PACKET, 0));
	CHECK(course.least == 190 && course.most == 210 && course.least_before == 180 && course.most_before == 220);
	make_packet(&course, 1);
	CHECK(course_receive(&course, octets, packet, PACKET, 0));
	CHECK(course.least == 190 && course.most == 360);
	course.position = later(course.position, 300);
	make_packet(&course, 1);
	CHECK(course_receive(&course, octets, packet, PACKET, 0));
	CHECK(course.least == 190 && course.most == 360);
	course.position = later(course.position, 160);
	make_packet(&course, 1);
	CHECK(course_receive(&course, octets, packet, PACKET, 0));
	CHECK(course.least == 190 && course.most == 360);
	course.position = later(course.position, 200);
	make_packet(&course, 1);
	CHECK(course_receive(&course, octets, packet, PACKET, 0));
	CHECK(course.least == 180 && course.most == 360);
	course.since = later(course.end, -SPAN);
	make_packet(&course, 1);
	CHECK(course_receive(&course, octets, packet, PACKET, 0));
	CHECK(course.least == 340 && course.most == 340 && course.least_before == 180 && course.most_before == 360);
}

/* Nothing may be changed then. */
static bool refuses(struct course course, size_t size)
{
	uint8_t before[COURSE_OCTETS];
	const struct course unchanged = course;
	/* As long as is said, so that the sanitizer finds what is read behind it. */
	uint8_t *exact = malloc(size + 1);
	memcpy(exact, packet, size);
	memcpy(before, octets, sizeof(before));
	const bool taken = course_receive(&course, octets, exact, size, 0);
	free(exact);
	return !taken && memcmp(&course, &unchanged, sizeof(course)) == 0 && memcmp(before, octets, sizeof(before)) == 0;
}

static void refuses_any_other(void)
{
	struct course course = ordinary();
	for (int octet = 0; octet < COURSE_HEADER; octet++) {
		for (int bit = 0; bit < 8; bit++) {
			make_packet(&course, 1);
			packet[octet] ^= (uint8_t)(1 << bit);
			CHECK(refuses(course, PACKET));
		}
	}
	make_packet(&course, 1);
	for (size_t size = 0; size <= COURSE_HEADER; size++)
		CHECK(refuses(course, size));
	CHECK(refuses(course, COURSE_HEADER + 1601));
	course.ordinary = 0;
	CHECK(refuses(course, PACKET));
	course = ordinary();
	course.position = later(course.end, -2401);
	CHECK(refuses(course, PACKET));
	course = ordinary();
	course.position = later(course.end, 1);
	CHECK(refuses(course, PACKET));
}

static void never_overwrites_what_waits(void)
{
	struct course course = ordinary();
	course.position = later(course.end, -2400);
	make_packet(&course, 1);
	CHECK(course_receive(&course, octets, packet, COURSE_HEADER + 1600, 0));
	CHECK_EQUAL((uint32_t)course.end - (uint32_t)course.position, 4000);
	make_packet(&course, 1);
	CHECK(refuses(course, PACKET));
}

static void plays_what_came(void)
{
	int16_t expected[FRAME];
	struct course course = ordinary();
	course.position = course.end;
	course.least = course.least_before = 160;
	make_packet(&course, 9);
	CHECK(course_receive(&course, octets, packet, PACKET, 0));
	course.least = 160;
	memset(history, 0, sizeof(history));
	CHECK(course_play(&course, octets, history, samples, FRAME, gain_factor(50)));
	g711_decode(G711_PCMA, packet + COURSE_HEADER, FRAME, expected);
	CHECK(memcmp(history + HISTORY - FRAME, expected, sizeof(expected)) == 0);
	gain_apply(expected, FRAME, gain_factor(50));
	CHECK(memcmp(samples, expected, sizeof(expected)) == 0);
	CHECK(course.position == course.end && course.frames == 1);
}

static void plays_nothing_out_of_the_ordinary(void)
{
	const struct course good = ordinary();
	struct course course = good;
	samples[0] = 4711;
	course.ordinary = 0;
	CHECK(!course_play(&course, octets, history, samples, FRAME, GAIN_UNITY));
	course = good;
	course.position = later(course.end, 1 - FRAME);
	CHECK(!course_play(&course, octets, history, samples, FRAME, GAIN_UNITY));
	course = good;
	course.least = 159;
	CHECK(!course_play(&course, octets, history, samples, FRAME, GAIN_UNITY));
	course = good;
	course.least = course.least_before = 280;
	CHECK(!course_play(&course, octets, history, samples, FRAME, GAIN_UNITY));
	CHECK(!course_play(&course, octets, history, samples, COURSE_OCTETS + 1, GAIN_UNITY));
	CHECK_EQUAL(samples[0], 4711);
	course = good;
	CHECK(course_play(&course, octets, history, samples, FRAME, GAIN_UNITY));
}

static void sends_packets(void)
{
	struct course_sender sender = {
		.type = 0x88, .sequence = 0xffff, .timestamp = INT32_MAX - 10, .packets = 7, .octets = INT32_MAX,
	};
	uint8_t sent[PACKET] = {0}, expected[FRAME];
	for (int index = 0; index < FRAME; index++)
		samples[index] = (int16_t)(index * 401);
	memset(sent + 8, 0x5a, 4);
	course_send(&sender, true, samples, FRAME, gain_factor(150), sent);
	const uint8_t header[] = {0x80, 0x88, 0xff, 0xff, 0x7f, 0xff, 0xff, 0xf5, 0x5a, 0x5a, 0x5a, 0x5a};
	CHECK(memcmp(sent, header, sizeof(header)) == 0);
	g711_encode(G711_PCMA, samples, FRAME, gain_factor(150), expected);
	CHECK(memcmp(sent + COURSE_HEADER, expected, FRAME) == 0);
	CHECK(sender.type == 8 && sender.sequence == 0 && sender.packets == 8);
	CHECK_EQUAL(sender.timestamp, INT32_MIN + 149);
	course_send(&sender, false, samples, FRAME, GAIN_UNITY, sent);
	g711_encode(G711_PCMU, samples, FRAME, GAIN_UNITY, expected);
	CHECK(sent[1] == 8 && memcmp(sent + COURSE_HEADER, expected, FRAME) == 0);
}

TESTS(
	{"takes the next packet, across the wrap of all numbers", takes_the_next_packet},
	{"remembers how long packets wait, in two spans", remembers_how_long_packets_wait},
	{"refuses any other datagram, and changes nothing", refuses_any_other},
	{"never overwrites what waits", never_overwrites_what_waits},
	{"plays what came, with gain, and remembers it without", plays_what_came},
	{"plays nothing that is out of the ordinary", plays_nothing_out_of_the_ordinary},
	{"sends packets of either law, across the wrap of their numbers", sends_packets});
