/**
 * G.711 (ITU-T G.711, RFC 3551 §4.5.14), both laws, fused with the copy between samples and octets of a packet.
 *
 * The TypeScript twin is modules/audio/g711.ts: same inputs, same outputs, for all samples and all octets.
 */
#ifndef DOORBELL_AUDIO_G711_H
#define DOORBELL_AUDIO_G711_H

#include <stddef.h>
#include <stdint.h>

enum g711_law { G711_PCMU, G711_PCMA };

/** Octets of one silent sample. */
enum { G711_PCMU_SILENCE = 0xff, G711_PCMA_SILENCE = 0xd5 };

/**
 * Encodes `count` samples into as many octets. Each sample gets the octet that decodes nearest to it; of two that are
 * equally near, the one farther from zero, and zero itself counts as positive.
 *
 * `factor` is the gain before that, with soft clipping, as `gain_factor` makes it; `GAIN_UNITY` for none.
 */
void g711_encode(enum g711_law law, const int16_t *samples, size_t count, int32_t factor, uint8_t *octets);

/** Decodes `count` octets into as many samples. */
void g711_decode(enum g711_law law, const uint8_t *octets, size_t count, int16_t *samples);

#endif
