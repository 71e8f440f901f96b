/*
 * The work on samples for XS: what sound.ts declares. NOT RUN on hardware yet; `npm run test:xs` runs it on a desk.
 *
 * XS hands out no pointer into an Int16Array, but into its buffer. A pointer holds until something is allocated, so all
 * that is to be got from XS is got before the pointers.
 */

#include <stdint.h>
#include <string.h>

#include "xsmc.h"
#include "mc.xs.h"

#include "course.h"
#include "g711.h"
#include "gain.h"
#include "history.h"
#include "meter.h"
#include "sine.h"

/* Throws unless `count` items from `at` on lie within `size`; all in bytes. */
static void check_range(xsMachine *the, xsIntegerValue at, xsIntegerValue count, xsUnsignedValue size)
{
	if (at < 0 || count < 0 || (xsUnsignedValue)at > size || (xsUnsignedValue)count > size - (xsUnsignedValue)at)
		xsRangeError("samples or octets outside of their buffer");
}

/* Samples in the buffer of an array. */
static int16_t *samples_in(xsMachine *the, xsSlot buffer, xsIntegerValue at, xsIntegerValue count)
{
	void *data;
	xsUnsignedValue size;
	xsmcGetBufferWritable(buffer, &data, &size);
	check_range(the, at, count, size / sizeof(int16_t));
	return (int16_t *)data + at;
}

static uint8_t *octets_in(xsMachine *the, xsSlot array, xsIntegerValue at, xsIntegerValue count)
{
	void *data;
	xsUnsignedValue size;
	xsmcGetBufferWritable(array, &data, &size);
	check_range(the, at, count, size);
	return (uint8_t *)data + at;
}

/* encode(samples, at, count, packet, offset, percent) */
static void encode(xsMachine *the, enum g711_law law)
{
	const xsIntegerValue at = xsmcToInteger(xsArg(1)), count = xsmcToInteger(xsArg(2)), offset = xsmcToInteger(xsArg(4));
	const int32_t factor = gain_factor(xsmcToInteger(xsArg(5)));
	xsmcVars(1);
	xsmcGet(xsVar(0), xsArg(0), xsID_buffer);
	uint8_t *octets = octets_in(the, xsArg(3), offset, count);
	g711_encode(law, samples_in(the, xsVar(0), at, count), (size_t)count, factor, octets);
}

/* decode(packet, offset, count, samples, at) */
static void decode(xsMachine *the, enum g711_law law)
{
	const xsIntegerValue offset = xsmcToInteger(xsArg(1)), count = xsmcToInteger(xsArg(2)), at = xsmcToInteger(xsArg(4));
	xsmcVars(1);
	xsmcGet(xsVar(0), xsArg(3), xsID_buffer);
	const uint8_t *octets = octets_in(the, xsArg(0), offset, count);
	g711_decode(law, octets, (size_t)count, samples_in(the, xsVar(0), at, count));
}

void xs_sound_encode_pcmu(xsMachine *the)
{
	encode(the, G711_PCMU);
}

void xs_sound_encode_pcma(xsMachine *the)
{
	encode(the, G711_PCMA);
}

void xs_sound_decode_pcmu(xsMachine *the)
{
	decode(the, G711_PCMU);
}

void xs_sound_decode_pcma(xsMachine *the)
{
	decode(the, G711_PCMA);
}

/* amplify(samples, count, percent) */
void xs_sound_amplify(xsMachine *the)
{
	const xsIntegerValue count = xsmcToInteger(xsArg(1)), percent = xsmcToInteger(xsArg(2));
	xsmcVars(1);
	xsmcGet(xsVar(0), xsArg(0), xsID_buffer);
	gain_apply(samples_in(the, xsVar(0), 0, count), (size_t)count, gain_factor(percent));
}

/* addSine(samples, from, to, phase, step): the next phase */
void xs_sound_add_sine(xsMachine *the)
{
	const xsIntegerValue from = xsmcToInteger(xsArg(1)), count = xsmcToInteger(xsArg(2)) - from;
	const uint16_t phase = (uint16_t)xsmcToInteger(xsArg(3)), step = (uint16_t)xsmcToInteger(xsArg(4));
	xsmcVars(1);
	xsmcGet(xsVar(0), xsArg(0), xsID_buffer);
	xsmcSetInteger(xsResult, sine_add(samples_in(the, xsVar(0), from, count), (size_t)count, phase, step));
}

/* copy(octets, offset, count, to, at) */
void xs_sound_copy(xsMachine *the)
{
	const xsIntegerValue offset = xsmcToInteger(xsArg(1)), count = xsmcToInteger(xsArg(2)), at = xsmcToInteger(xsArg(4));
	uint8_t *octets = octets_in(the, xsArg(3), at, count);
	memmove(octets, octets_in(the, xsArg(0), offset, count), (size_t)count);
}

/* append(history, length, samples, from, to) */
void xs_sound_append(xsMachine *the)
{
	const xsIntegerValue length = xsmcToInteger(xsArg(1)), from = xsmcToInteger(xsArg(3));
	const xsIntegerValue count = xsmcToInteger(xsArg(4)) - from;
	xsmcVars(2);
	xsmcGet(xsVar(0), xsArg(0), xsID_buffer);
	xsmcGet(xsVar(1), xsArg(2), xsID_buffer);
	int16_t *history = samples_in(the, xsVar(0), 0, length);
	history_append(history, (size_t)length, samples_in(the, xsVar(1), from, count), (size_t)count);
}

/* The numbers of a course and of a sender are Int32Arrays of JavaScript. */

/* course.receive(course, octets, packet, now): boolean */
void xs_sound_course_receive(xsMachine *the)
{
	const xsIntegerValue now = xsmcToInteger(xsArg(3));
	struct course *course = (void *)octets_in(the, xsArg(0), 0, sizeof(*course));
	uint8_t *octets = octets_in(the, xsArg(1), 0, COURSE_OCTETS);
	void *packet;
	xsUnsignedValue size;
	xsmcGetBufferReadable(xsArg(2), &packet, &size);
	xsmcSetBoolean(xsResult, course_receive(course, octets, packet, size, now));
}

/* course.play(course, octets, history, samples, count, percent): boolean */
void xs_sound_course_play(xsMachine *the)
{
	const xsIntegerValue count = xsmcToInteger(xsArg(4)), percent = xsmcToInteger(xsArg(5));
	xsmcVars(1);
	xsmcGet(xsVar(0), xsArg(3), xsID_buffer);
	struct course *course = (void *)octets_in(the, xsArg(0), 0, sizeof(*course));
	if (!course->ordinary) {
		xsmcSetBoolean(xsResult, 0);
		return;
	}
	const uint8_t *octets = octets_in(the, xsArg(1), 0, COURSE_OCTETS);
	int16_t *history = samples_in(the, xsArg(2), 0, course->history);
	int16_t *samples = samples_in(the, xsVar(0), 0, count);
	xsmcSetBoolean(xsResult, course_play(course, octets, history, samples, (size_t)count, gain_factor(percent)));
}

/* course.send(sender, aLaw, samples, count, percent, packet) */
void xs_sound_course_send(xsMachine *the)
{
	const xsIntegerValue a_law = xsmcToInteger(xsArg(1)), count = xsmcToInteger(xsArg(3));
	const int32_t factor = gain_factor(xsmcToInteger(xsArg(4)));
	struct course_sender *sender = (void *)octets_in(the, xsArg(0), 0, sizeof(*sender));
	uint8_t *packet = octets_in(the, xsArg(5), 0, count < 0 ? count : COURSE_HEADER + count);
	course_send(sender, a_law != 0, samples_in(the, xsArg(2), 0, count), (size_t)count, factor, packet);
}

/* peak(samples, count): 0 to 32,768 */
void xs_sound_peak(xsMachine *the)
{
	const xsIntegerValue count = xsmcToInteger(xsArg(1));
	xsmcVars(1);
	xsmcGet(xsVar(0), xsArg(0), xsID_buffer);
	xsmcSetInteger(xsResult, meter_peak(samples_in(the, xsVar(0), 0, count), (size_t)count));
}
