/**
 * Samples in the slots of an I2S frame and back (ESP-IDF programming guide, I2S, "Standard mode": data is left-justified
 * in its slot, in the byte order of the chip).
 *
 * A frame is a left slot and a right one, of 16 or 32 bits each. A microphone such as the INMP441 puts 24 bits,
 * left-justified, into one of two slots of 32 bits and leaves the other one floating.
 */
#ifndef DOORBELL_AUDIO_SLOTS_H
#define DOORBELL_AUDIO_SLOTS_H

#include <stddef.h>
#include <stdint.h>

/** Which slot of a frame; `SLOTS_ONLY` where the driver hands over no others (I2S_SLOT_MODE_MONO). */
enum slots_slot { SLOTS_LEFT, SLOTS_RIGHT, SLOTS_ONLY };

/** Bits of louder sound that `slots_read_32` can take from below the upper 16 at most: 48 dB. */
#define SLOTS_BOOST_MOST 8

/**
 * Takes `count` samples from as many frames of 32-bit slots. Each step of `boost` (0 to `SLOTS_BOOST_MOST`) makes them
 * twice as loud, from bits that 16 alone would lose: quiet microphones lose no resolution. What grows too large is cut
 * off at full scale.
 */
void slots_read_32(const int32_t *frames, enum slots_slot slot, unsigned int boost, int16_t *samples, size_t count);

/** As `slots_read_32`, from slots of 16 bits. */
void slots_read_16(const int16_t *frames, enum slots_slot slot, unsigned int boost, int16_t *samples, size_t count);

/** Puts `count` samples into as many frames of 32-bit slots, left and right alike; into one slot for `SLOTS_ONLY`. */
void slots_write_32(const int16_t *samples, enum slots_slot slot, int32_t *frames, size_t count);

/** As `slots_write_32`, into slots of 16 bits. */
void slots_write_16(const int16_t *samples, enum slots_slot slot, int16_t *frames, size_t count);

#endif
