#include "check.h"
#include "g711.h"
#include "gain.h"

#include <stdlib.h>
#include <string.h>

enum { SAMPLES = 65536, CODES = 256 };

static int16_t all_samples[SAMPLES];
static uint8_t octets[SAMPLES], expected[SAMPLES];

static void make_samples(void)
{
	for (int index = 0; index < SAMPLES; index++)
		all_samples[index] = (int16_t)(index - 32768);
}

static void check_encoding(enum g711_law law, int32_t percent, const char *vector)
{
	make_samples();
	read_vector(vector, expected, sizeof(expected));
	g711_encode(law, all_samples, SAMPLES, gain_factor(percent), octets);
	for (int index = 0; index < SAMPLES; index++)
		CHECK_EQUAL(octets[index], expected[index]);
}

static void check_decoding(enum g711_law law, const char *vector)
{
	int16_t values[CODES], samples[CODES];
	uint8_t codes[CODES];
	for (int code = 0; code < CODES; code++)
		codes[code] = (uint8_t)code;
	read_vector(vector, values, sizeof(values));
	g711_decode(law, codes, CODES, samples);
	for (int code = 0; code < CODES; code++)
		CHECK_EQUAL(samples[code], values[code]);
}

static void encodes_pcmu(void)
{
	check_encoding(G711_PCMU, 100, "pcmu-100");
}

static void encodes_pcma(void)
{
	check_encoding(G711_PCMA, 100, "pcma-100");
}

static void encodes_softer(void)
{
	check_encoding(G711_PCMU, 30, "pcmu-30");
	if (!check_failed)
		check_encoding(G711_PCMA, 30, "pcma-30");
}

static void encodes_louder(void)
{
	check_encoding(G711_PCMU, 250, "pcmu-250");
	if (!check_failed)
		check_encoding(G711_PCMA, 250, "pcma-250");
}

static void decodes_pcmu(void)
{
	check_decoding(G711_PCMU, "pcmu-decoded");
}

static void decodes_pcma(void)
{
	check_decoding(G711_PCMA, "pcma-decoded");
}

/* Against all 256 codes, not only the neighbours. */
static void has_the_smallest_error(void)
{
	for (enum g711_law law = G711_PCMU; law <= G711_PCMA; law++) {
		int16_t values[CODES];
		uint8_t codes[CODES];
		for (int code = 0; code < CODES; code++)
			codes[code] = (uint8_t)code;
		g711_decode(law, codes, CODES, values);
		make_samples();
		g711_encode(law, all_samples, SAMPLES, GAIN_UNITY, octets);
		for (int index = 0; index < SAMPLES; index++) {
			const int error = abs(all_samples[index] - values[octets[index]]);
			for (int code = 0; code < CODES; code++)
				CHECK(abs(all_samples[index] - values[code]) >= error);
		}
	}
}

static void touches_nothing_else(void)
{
	int16_t sample = -1000, samples[3] = {7, 7, 7};
	uint8_t packet[3] = {7, 7, 7};
	g711_encode(G711_PCMA, &sample, 1, GAIN_UNITY, packet + 1);
	g711_decode(G711_PCMA, packet + 1, 1, samples + 1);
	CHECK(packet[0] == 7 && packet[2] == 7 && samples[0] == 7 && samples[2] == 7);
	CHECK_EQUAL(samples[1], -1008);
	g711_encode(G711_PCMU, NULL, 0, GAIN_UNITY, NULL);
	g711_decode(G711_PCMU, NULL, 0, NULL);
}

static void names_silence(void)
{
	const int16_t silence = 0;
	uint8_t octet;
	g711_encode(G711_PCMU, &silence, 1, GAIN_UNITY, &octet);
	CHECK_EQUAL(octet, G711_PCMU_SILENCE);
	g711_encode(G711_PCMA, &silence, 1, GAIN_UNITY, &octet);
	CHECK_EQUAL(octet, G711_PCMA_SILENCE);
}

TESTS(
	{"encodes all 65,536 samples in µ-law as the reference does", encodes_pcmu},
	{"encodes all 65,536 samples in A-law as the reference does", encodes_pcma},
	{"encodes them as the reference does, made softer", encodes_softer},
	{"encodes them as the reference does, made louder", encodes_louder},
	{"decodes all 256 octets of µ-law as the reference does", decodes_pcmu},
	{"decodes all 256 octets of A-law as the reference does", decodes_pcma},
	{"gives each sample the octet that decodes nearest, of all 256", has_the_smallest_error},
	{"writes where it is told, and nowhere else", touches_nothing_else},
	{"names the octets of silence", names_silence});
