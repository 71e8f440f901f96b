/*
 * The native work on samples of one frame, for callgrind: it counts what `counted` does, once for each of the numbers on
 * the command line (tools/bench/sections/native-codec.ts). The first is nothing, and tells what counting costs.
 */
#include <stdint.h>
#include <stdlib.h>

#include "g711.h"
#include "gain.h"
#include "meter.h"

enum { FRAME = 160, LOUDER = 150 };

static int16_t samples[FRAME];
static uint8_t octets[FRAME];
static volatile int32_t result;

__attribute__((noinline)) void counted(int what)
{
	switch (what) {
	case 1: g711_encode(G711_PCMU, samples, FRAME, GAIN_UNITY, octets); break;
	case 2: g711_encode(G711_PCMA, samples, FRAME, GAIN_UNITY, octets); break;
	case 3: g711_encode(G711_PCMA, samples, FRAME, gain_factor(LOUDER), octets); break;
	case 4: g711_decode(G711_PCMU, octets, FRAME, samples); break;
	case 5: g711_decode(G711_PCMA, octets, FRAME, samples); break;
	case 6: gain_apply(samples, FRAME, gain_factor(LOUDER)); break;
	case 7: result = meter_peak(samples, FRAME); break;
	}
}

int main(void)
{
	int what, index;
	for (what = 0; what <= 7; what++) {
		for (index = 0; index < FRAME; index++) {
			samples[index] = (int16_t)(index * 409 - 32000);
			octets[index] = (uint8_t)(index * 37);
		}
		counted(what);
	}
	return 0;
}
