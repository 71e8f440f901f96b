#include "halfband.h"

/*
 * Equiripple (Parks-McClellan) for 0 to 3,400 Hz of 16,000; of the roundings to 15 fraction bits whose sum is a quarter,
 * which leaves 0 Hz exactly as it is, one with a low stop band.
 */
const int16_t halfband_taps[HALFBAND_PAIRS] = {
	10394, -3370, 1912, -1255, 870, -616, 435, -304, 208, -138, 87, -53, 30, -15, 7,
};
