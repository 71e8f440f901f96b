/** Measures what a filter does to sines. */
#ifndef DOORBELL_TEST_RESPONSE_H
#define DOORBELL_TEST_RESPONSE_H

#include <math.h>
#include <stddef.h>
#include <stdint.h>

#define RESPONSE_PI 3.14159265358979323846

static inline void make_sine(int16_t *samples, size_t count, double hertz, double rate, double amplitude, size_t from)
{
	for (size_t index = 0; index < count; index++)
		samples[index] = (int16_t)lround(amplitude * sin(2 * RESPONSE_PI * hertz * (double)(index + from) / rate));
}

/** Amplitude of a frequency in samples that hold whole periods of it (the Goertzel sum, without its recursion). */
static inline double amplitude_of(const int16_t *samples, size_t count, double hertz, double rate)
{
	double real = 0, imaginary = 0;
	for (size_t index = 0; index < count; index++) {
		const double angle = 2 * RESPONSE_PI * hertz * (double)index / rate;
		real += samples[index] * cos(angle);
		imaginary += samples[index] * sin(angle);
	}
	return 2 * sqrt(real * real + imaginary * imaginary) / (double)count;
}

/** Root of the mean square, times the root of two: the amplitude of a sine, whatever its frequency. */
static inline double strength_of(const int16_t *samples, size_t count)
{
	double sum = 0;
	for (size_t index = 0; index < count; index++)
		sum += (double)samples[index] * samples[index];
	return sqrt(2 * sum / (double)count);
}

static inline double decibels(double ratio)
{
	return 20 * log10(ratio);
}

#endif
