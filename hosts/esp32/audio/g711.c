#include "g711.h"

#include "gain.h"

/*
 * Both laws are floating point with a sign, three bits of exponent (the segment) and four of mantissa. µ-law adds 132
 * first, so that every segment has a leading one; A-law has two segments without. Octets go inverted on the line,
 * µ-law's all bits, A-law's every other one.
 */
enum { BIAS = 132, SIGN = 0x80, CODE = 0x7f, MANTISSA = 15, ALTERNATE = 0x55 };

/*
 * A value, shifted right by its segment, is a byte: a leading one, the mantissa, and three bits that count no more, unless
 * all of them are 0. Then the value is just above its segment's start, and nearer to the last value of the segment below,
 * where steps are only half as wide.
 */
enum { LEADING_SHIFT = 3, LEADING_ONE = 0x80, MANTISSAS = 16, LINEAR_SHIFT = 4, LINEAR_END = 256 };

static int32_t magnitude_of(int16_t sample, int32_t factor)
{
	return gain_magnitude(sample < 0 ? -(int32_t)sample : sample, factor);
}

/* The segment of a value of 128 to 32,767. */
static int segment_of(int32_t value)
{
	return 24 - __builtin_clz((unsigned int)value);
}

/* Segment and mantissa of a value whose leading bits are these. */
static int code_of(int segment, int32_t leading)
{
	return segment * MANTISSAS + (leading >> LEADING_SHIFT) - MANTISSAS;
}

static uint8_t encode_pcmu(int16_t sample, int32_t factor)
{
	int32_t biased = magnitude_of(sample, factor) + BIAS;
	if (biased > INT16_MAX)
		biased = INT16_MAX;
	const int segment = segment_of(biased);
	const int32_t leading = biased >> segment;
	const int code = code_of(segment, leading) - (leading == LEADING_ONE);
	return (uint8_t)((sample < 0 && code > 0 ? 0 : SIGN) | (~code & CODE));
}

static uint8_t encode_pcma(int16_t sample, int32_t factor)
{
	int32_t magnitude = magnitude_of(sample, factor);
	const int sign = sample < 0 && magnitude > 0 ? 0 : SIGN;
	if (magnitude > INT16_MAX)
		magnitude = INT16_MAX;
	/* The two lowest segments have steps of the same width, and no leading one. */
	if (magnitude < LINEAR_END)
		return (uint8_t)((sign | magnitude >> LINEAR_SHIFT) ^ ALTERNATE);
	const int segment = segment_of(magnitude);
	const int32_t leading = magnitude >> segment;
	const int code = code_of(segment, leading) - (leading == LEADING_ONE && segment > 1);
	return (uint8_t)((sign | code) ^ ALTERNATE);
}

/* The values of all octets, by the formulas of the recommendation: a row for each four bits above. */
#define PCMU_MAGNITUDE(code) (((((code) & MANTISSA) << 3) + BIAS) << ((code) >> 4))
#define PCMU(octet) \
	((octet) & SIGN ? PCMU_MAGNITUDE(~(octet) & CODE) - BIAS : BIAS - PCMU_MAGNITUDE(~(octet) & CODE))
#define PCMA_MANTISSA(code) ((((code) & MANTISSA) << 4) + 8)
#define PCMA_MAGNITUDE(code) \
	((code) >> 4 == 0 ? PCMA_MANTISSA(code) : (PCMA_MANTISSA(code) + 256) << (((code) >> 4) - ((code) >> 4 != 0)))
#define PCMA(octet) \
	((octet) & SIGN ? PCMA_MAGNITUDE(((octet) ^ ALTERNATE) & CODE) : -PCMA_MAGNITUDE(((octet) ^ ALTERNATE) & CODE))
#define FOUR(law, octet) law(octet), law((octet) + 1), law((octet) + 2), law((octet) + 3)
#define ROW(law, octet) FOUR(law, octet), FOUR(law, (octet) + 4), FOUR(law, (octet) + 8), FOUR(law, (octet) + 12)
#define ROWS(law, octet) ROW(law, octet), ROW(law, (octet) + 16), ROW(law, (octet) + 32), ROW(law, (octet) + 48)

static const int16_t decoded[2][256] = {
	[G711_PCMU] = {ROWS(PCMU, 0), ROWS(PCMU, 64), ROWS(PCMU, 128), ROWS(PCMU, 192)},
	[G711_PCMA] = {ROWS(PCMA, 0), ROWS(PCMA, 64), ROWS(PCMA, 128), ROWS(PCMA, 192)},
};

void g711_encode(enum g711_law law, const int16_t *samples, size_t count, int32_t factor, uint8_t *octets)
{
	if (law == G711_PCMU) {
		for (size_t index = 0; index < count; index++)
			octets[index] = encode_pcmu(samples[index], factor);
	} else {
		for (size_t index = 0; index < count; index++)
			octets[index] = encode_pcma(samples[index], factor);
	}
}

void g711_decode(enum g711_law law, const uint8_t *octets, size_t count, int16_t *samples)
{
	const int16_t *const values = decoded[law];
	for (size_t index = 0; index < count; index++)
		samples[index] = values[octets[index]];
}
